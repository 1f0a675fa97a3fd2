//! Names content by its hash.

use std::fmt::Write;

use sha2::{Digest as _, Sha256};

/// Collects content and gives it a short name; equal content has an equal name on every machine.
#[derive(Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds one part. Parts are kept apart by their length, so that `ab` + `c` differs from `a` + `bc`.
    pub fn add(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// The name: 16 hexadecimal digits, which no two of a few hundred files share by chance.
    pub fn name(&self) -> String {
        let mut name = String::with_capacity(16);
        for byte in self.0.clone().finalize().iter().take(8) {
            // Writing to a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }
}

/// The name of one piece of content.
pub fn name_of(content: impl AsRef<[u8]>) -> String {
    Digest::default().add(content).name()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_between_two_parts_counts() {
        let one = Digest::default().add("ab").add("c").name();
        let other = Digest::default().add("a").add("bc").name();
        assert_ne!(one, other);
        assert_eq!(one.len(), 16);
    }
}
