//! Secrets: made from entropy, shown once, kept as hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::fault::Fault;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::Tx;

use crate::error::Result;
use crate::port::Entropy;

/// Bytes of a session, token or set-up secret: 256 bits.
const SECRET_BYTES: usize = 32;
/// Bytes of a guest's key in a link: 144 bits, which makes 24 characters.
const GUEST_KEY_BYTES: usize = 18;
const KEY_NAME: &str = "server_key";

/// A new secret for somebody to keep, as text for a link, cookie or header.
pub fn secret(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; SECRET_BYTES];
    entropy.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the database keeps of a secret. The secrets are random, so a plain hash can't be searched.
pub fn hash(secret: &str) -> [u8; 32] {
    hash_bytes(secret.as_bytes())
}

pub fn hash_bytes(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Bytes as they are written in names and manifests, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The server's own key, from which guests' keys are derived.
pub struct ServerKey([u8; SECRET_BYTES]);

impl ServerKey {
    /// The key that this database has always had; made on first use, by one of the processes that share it.
    pub async fn load_or_make(tx: &mut Tx, entropy: &dyn Entropy) -> Result<ServerKey> {
        let mut bytes = [0; SECRET_BYTES];
        entropy.fill(&mut bytes);
        let kept = store::meta::keep(tx, KEY_NAME, &URL_SAFE_NO_PAD.encode(bytes)).await?;
        let bytes = URL_SAFE_NO_PAD.decode(kept).ok().and_then(|bytes| bytes.try_into().ok());
        Ok(ServerKey(bytes.ok_or(Fault::Internal)?))
    }

    /// The key of the guest's link to what a form made: the same form always gets the same key,
    /// so that sending it again shows the same ticket, though only the key's hash is stored.
    pub fn guest_key(&self, form: &[u8; 32]) -> String {
        let tag = self.tag(b"guest", form);
        URL_SAFE_NO_PAD.encode(tag.get(..GUEST_KEY_BYTES).unwrap_or(&tag))
    }

    /// What proves that a link to set a password was made here.
    pub fn reset_tag(&self, bound: &[u8]) -> Vec<u8> {
        self.tag(b"reset", bound)
    }

    fn tag(&self, purpose: &[u8], message: &[u8]) -> Vec<u8> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes keys of every length")
        };
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(message);
        mac.finalize().into_bytes().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_form_gets_the_same_key_and_another_form_another() {
        let key = ServerKey([7; 32]);
        assert_eq!(key.guest_key(&[1; 32]), key.guest_key(&[1; 32]));
        assert_ne!(key.guest_key(&[1; 32]), key.guest_key(&[2; 32]));
        assert_ne!(key.guest_key(&[1; 32]), ServerKey([8; 32]).guest_key(&[1; 32]));
    }

    #[test]
    fn a_guest_key_has_144_bits() {
        assert_eq!(ServerKey([7; 32]).guest_key(&[1; 32]).len(), 24);
    }
}
