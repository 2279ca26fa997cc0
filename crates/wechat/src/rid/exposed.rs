//! Live secrets in a pasted text: whoever pastes one has to be told, since others have read the text too.

use serde::{Deserialize, Serialize};

use crate::byte_runs::runs;
use crate::redact::is_token;

/// The kind of a secret that stood in a text. The secret itself is kept nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExposedSecret {
    /// An AppSecret, which is valid until it is reset.
    AppSecret,
    /// The authorization code of a platform, which can be used once within ten minutes or an hour (official).
    AuthorizationCode,
    /// A token, which is valid for two hours at most (official).
    AccessToken,
}

impl ExposedSecret {
    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::AppSecret => "app-secret",
            Self::AuthorizationCode => "authorization-code",
            Self::AccessToken => "access-token",
        }
    }
}

/// How far before a value its name is looked for, in bytes.
const NEAR: usize = 80;
/// Words and PHP's lengths between a name and its value.
const STEPS: usize = 4;
const FILLERS: [&str; 6] = ["string", "str", "is", "=", "是", "为"];
const NAMES: [&str; 7] = ["secret", "secretkey", "secret_key", "secret-key", "密钥", "秘钥", "密匙"];
const AUTHORIZATION_CODE: &str = "queryauthcode@@@";

/// The kinds of live secrets in a normalized text, each once.
pub(super) fn exposed(text: &str) -> Vec<ExposedSecret> {
    let bytes = text.as_bytes();
    let has_secret = runs(bytes, |byte| byte.is_ascii_alphanumeric()).any(|at| {
        let value = &text[at.clone()];
        is_app_secret(value) && follows_name(&text[text.floor_char_boundary(at.start.saturating_sub(NEAR))..at.start])
    });
    let has_code = || {
        text.match_indices(AUTHORIZATION_CODE).any(|(at, code)| {
            let value = text[at + code.len()..].bytes().take(8).filter(u8::is_ascii_alphanumeric).count();
            value >= 6
        })
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let has_token = || runs(bytes, is_word).any(|at| is_token(&bytes[at]));
    let mut found = Vec::new();
    if has_secret {
        found.push(ExposedSecret::AppSecret);
    }
    if has_code() {
        found.push(ExposedSecret::AuthorizationCode);
    }
    if has_token() {
        found.push(ExposedSecret::AccessToken);
    }
    found
}

/// Whether a word is an AppSecret: 32 hex digits (official console) that are not all the same.
fn is_app_secret(word: &str) -> bool {
    let first = word.bytes().next();
    word.len() == 32
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| Some(byte) != first)
}

/// Whether the last word of a text names a secret; the value may be on the next line.
fn follows_name(before: &str) -> bool {
    let mut rest = before;
    for _ in 0..STEPS {
        rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        let named = |name: &&str| ends_with(rest, name);
        if NAMES.iter().any(named) {
            return true;
        }
        // `string(32) "…"`.
        let shorter = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let shorter = if shorter.len() < rest.len() && shorter.ends_with('(') {
            shorter
        } else {
            let Some(filler) = FILLERS.iter().find(|filler| ends_with(rest, filler)) else { return false };
            &rest[..rest.len() - filler.len()]
        };
        rest = shorter;
    }
    false
}

fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "431148e67c431cab5e37219878746769";

    #[test]
    fn an_app_secret_is_known_by_its_name() {
        for text in [
            "'secret' => '{}'",
            "\"-secret\"\n\"{}\"",
            "secret={}&code=x",
            "AppSecret: {}",
            "appsecret是{}",
            "app_secret\n{}",
            "[secret] => {}",
            "[\"secret\"]=>\n  string(32) \"{}\"",
            "SECRET is {}",
            "小程序密钥:{}",
            "wx.secret = \"{}\";",
            "secretKey: \"{}\"",
        ] {
            let text = text.replace("{}", SECRET);
            assert_eq!(exposed(&text), [ExposedSecret::AppSecret], "{text}");
        }
        for text in ["md5={}", "{}", "\"secret\":\"x\",\"md5\":\"{}\"", "secret={}0", "sign: {}"] {
            let text = text.replace("{}", SECRET);
            assert_eq!(exposed(&text), [], "{text}");
        }
        assert_eq!(exposed(&format!("secret={}", "0".repeat(32))), []);
    }

    #[test]
    fn codes_and_tokens_are_known_by_their_form() {
        assert_eq!(
            exposed("authorization_code: queryauthcode@@@nzO3Ag-NxqMEFgOB8r, access_token=50_Im7abcdefghijklmnopQRST"),
            [ExposedSecret::AuthorizationCode, ExposedSecret::AccessToken]
        );
        assert_eq!(exposed("access_token=50_Im7xxxx queryauthcode@@@"), []);
    }
}
