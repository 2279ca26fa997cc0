//! The platform that a pasted text is of, and calls that nobody answered.

use serde::{Deserialize, Serialize};

/// The platform of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// WeChat's open platform.
    #[default]
    Wechat,
    /// 企业微信 (WeCom), which has errcodes and limits of its own, and hints in place of rids.
    Wecom,
}

impl Platform {
    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wechat => "wechat",
            Self::Wecom => "wecom",
        }
    }
}

/// Hosts of 企业微信, whose replies link to its own page on errors.
const WECOM_HOSTS: [&str; 3] = ["open.work.weixin.qq.com", "developer.work.weixin.qq.com", "qyapi.weixin.qq.com"];
/// What 企业微信 writes behind a hint.
const WECOM_ADDRESS: &str = "from ip:";

/// Whether a text is of 企业微信: it names one of its hosts, has a hint of its form, or an address behind a hint.
pub(super) fn is_wecom(text: &str, hints: &[&str]) -> bool {
    WECOM_HOSTS.iter().any(|host| text.contains(host))
        || hints.iter().any(|hint| is_wecom_hint(hint))
        || (!hints.is_empty() && text.contains(WECOM_ADDRESS))
}

/// Whether a hint is one of 企业微信: it begins with Unix seconds, and has up to 25 digits or goes on with a number and hex
/// digits (public samples).
pub fn is_wecom_hint(hint: &str) -> bool {
    let digits = hint.bytes().take_while(u8::is_ascii_digit).count();
    let begins = hint.starts_with('1') && (10..=25).contains(&digits);
    let rest = &hint[digits..];
    let parts: Vec<_> = rest.split('_').take(4).collect();
    let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let goes_on = match parts[..] {
        [""] => true,
        ["", number, hex] => digits == 10 && number.bytes().all(|byte| byte.is_ascii_digit()) && is_hex(hex),
        _ => false,
    };
    begins && goes_on
}

/// What clients write about a call that was not answered, in lower case.
const UNANSWERED: [&str; 24] = [
    "curl error",
    "timed out",
    "timeout",
    "time out",
    "超时",
    "deadline exceeded",
    "econnreset",
    "econnrefused",
    "etimedout",
    "enotfound",
    "eai_again",
    "econnaborted",
    "connection reset",
    "connection refused",
    "connection aborted",
    "connection closed",
    "could not resolve host",
    "no such host",
    "unknownhostexception",
    "connectexception",
    "name or service not known",
    "socket hang up",
    "连接被重置",
    "连接失败",
];

/// Whether a text is about a call that was not answered.
pub(super) fn was_not_answered(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    UNANSWERED.iter().any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_of_wecom_begin_with_unix_seconds() {
        for wecom in [
            "1636945471_206_fe166e6c04a808758e674b37a38ab2db",
            "1577777777",
            "1577777777123456789012345",
            "1700000000_1_a1b2",
        ] {
            assert!(is_wecom_hint(wecom), "{wecom}");
        }
        for other in [
            "nl1a8a02641530!",
            "kw7p4015233-0",
            "req_id: EhfcR6qNe-7wgxqa",
            "hWdkq7nrc-.2m8.a",
            "",
            "157777",
            "15777777771234567890123456",
            "1636945471_206_",
            "1636945471_x_a1",
        ] {
            assert!(!is_wecom_hint(other), "{other}");
        }
    }
}
