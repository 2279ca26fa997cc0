//! The signature of a message, by which the receiver checks its sender and time.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The value of `X-Quota-Signature`: `v1=` and HMAC-SHA256, in lower-case hex digits, of the timestamp in seconds, a dot and
/// the body as it is sent.
pub fn signature(secret: &SecretString, timestamp_s: i64, body: &[u8]) -> String {
    // Never an error: HMAC accepts keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else { return String::new() };
    mac.update(timestamp_s.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("v1={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_that_receivers_are_given_fits() {
        let body = br#"{"event":"quota.threshold","appid":"wx0000000000000001"}"#;
        let expected = "v1=d9a3506f2d185f9e78f22fb22ad193f5d35a189efc520929b0dad158e272405f";
        assert_eq!(signature(&"whsec_test0123".into(), 1_635_156_704, body), expected);
        assert_ne!(signature(&"whsec_test0124".into(), 1_635_156_704, body), expected);
        assert_ne!(signature(&"whsec_test0123".into(), 1_635_156_705, body), expected);
        assert_ne!(signature(&"whsec_test0123".into(), 1_635_156_704, &body[1..]), expected);
    }

    #[test]
    fn secrets_of_any_length_sign() {
        for secret in [String::new(), "s".repeat(64), "s".repeat(65), "s".repeat(1_000)] {
            assert_eq!(signature(&secret.into(), -1, b"").len(), "v1=".len() + 64);
        }
    }
}
