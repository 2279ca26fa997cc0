//! The signatures of robots. DingTalk and Feishu use the same pieces in different places: one as key, the other as text.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The `sign` of a message to DingTalk, before it is encoded for the address: HMAC-SHA256 with the secret as key, of the
/// timestamp in milliseconds, a line feed and the secret. Source: DingTalk, *customize robot security settings*.
pub(super) fn dingtalk_signature(secret: &SecretString, timestamp_ms: i64) -> String {
    let secret = secret.expose_secret();
    hmac_base64(secret, &format!("{timestamp_ms}\n{secret}"))
}

/// The `sign` of a message to Feishu: HMAC-SHA256 of nothing, with the timestamp in seconds, a line feed and the secret as
/// key. Source: Feishu, *use bots in groups*.
pub(super) fn feishu_signature(secret: &SecretString, timestamp_s: i64) -> String {
    hmac_base64(&format!("{timestamp_s}\n{}", secret.expose_secret()), "")
}

fn hmac_base64(key: &str, text: &str) -> String {
    // Never an error: HMAC accepts keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    BASE64.encode(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_vectors_fit() {
        let sign = dingtalk_signature(&"SECtest0123456789".into(), 1_635_156_704_000);
        assert_eq!(sign, "RRhM49GN+8pF3CmgjC9Nu+eKvxlBalAvchuaypw49Tc=");
        let secret = "testsecret0123456789".into();
        let sign = feishu_signature(&secret, 1_635_156_704);
        assert_eq!(sign, "DE4LE/0I6cqYGTzdQEhftVNhiEvyizusO9iIEmn4OsM=");
        let other = dingtalk_signature(&secret, 1_635_156_704);
        assert!(other.starts_with("Qs3VOZ04"), "{other}: what DingTalk's formula gives for Feishu's pieces");
        assert_ne!(sign, other);
    }
}
