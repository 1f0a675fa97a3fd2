//! Random bytes from the operating system, and the names of incidents made of them.

use service::port::Entropy;

/// The random source of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // A machine without randomness can't make a secret; going on with zeros would be worse than stopping.
        #[expect(clippy::expect_used, reason = "no secret may be made without randomness")]
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// Letters and digits that nobody mixes up when reading them out on the phone.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A name for something that went wrong, such as `7KQF-2M9D`: the page shows it and the log has it.
pub fn incident() -> String {
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes);
    let letters = bytes.iter().map(|byte| ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'2'));
    let mut name: String = letters.map(char::from).collect();
    name.insert(4, '-');
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_incidents_have_two_names_that_can_be_read_out() {
        let name = incident();
        assert_eq!(name.len(), 9);
        assert!(name.chars().all(|c| c == '-' || ALPHABET.contains(&(c as u8))), "{name}");
        assert_ne!(name, incident());
    }
}
