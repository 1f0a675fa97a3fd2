//! A target's secret, and the signature that it makes: Standard Webhooks, version 1.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::fault::Reason;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::port::Entropy;

const PREFIX: &str = "whsec_";
/// Bytes of a secret of ours.
const BYTES: usize = 32;
/// Bytes that a secret may have. Source: standardwebhooks.com.
const ALLOWED: std::ops::RangeInclusive<usize> = 24..=64;

/// A new secret, as the admin copies it: `whsec_` and base64.
pub fn fresh(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; BYTES];
    entropy.fill(&mut bytes);
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// The secret as it is kept. Errors when it is none of 24 to 64 bytes.
pub fn parse(typed: &str) -> Result<String, Reason> {
    let typed = typed.trim();
    match key(typed) {
        Some(key) if ALLOWED.contains(&key.len()) => Ok(typed.to_owned()),
        _ if typed.is_empty() => Err(Reason::Empty),
        _ => Err(Reason::Malformed),
    }
}

/// What `webhook-signature` says: the HMAC of id, timestamp and body.
pub fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> String {
    let key = key(secret).unwrap_or_default();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
        unreachable!("HMAC takes keys of every length")
    };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body.as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn key(secret: &str) -> Option<Vec<u8>> {
    STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signed =
            signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_long_enough_and_base64() {
        assert!(parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_ok());
        assert_eq!(parse(" "), Err(Reason::Empty));
        for bad in
            ["whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64 not base64 no"]
        {
            assert_eq!(parse(bad), Err(Reason::Malformed), "{bad}");
        }
    }
}
