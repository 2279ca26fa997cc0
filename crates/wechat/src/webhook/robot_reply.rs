//! The reply of a robot: whether its own code, whatever the HTTP status, says that it took the message.

use domain::{ChannelKind, RobotFault};
use serde_json::Value;

/// The longest difference between two clocks that no signature fails for, in seconds.
const CLOCKS_AGREE: i64 = 60;

/// What a robot said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RobotReply {
    /// It took the message.
    Taken,
    /// It refused the message.
    Refused {
        /// Its code.
        code: i64,
        /// The reason, as far as code and words say.
        fault: RobotFault,
        /// Its words, as they came; may be empty.
        words: String,
    },
    /// The body is not a robot's reply: a page of HTML, nothing, JSON without a code.
    NoReply,
}

/// Reads a reply. `clock_off_s` is by how many seconds this machine's clock is ahead of the robot's, where that is known.
pub(super) fn robot_reply(kind: ChannelKind, status: u16, body: &[u8], clock_off_s: Option<i64>) -> RobotReply {
    let reply: Option<Value> = serde_json::from_slice(body).ok();
    let field = |names: &[&str]| names.iter().find_map(|name| reply.as_ref()?.get(name)).cloned();
    let Some(code) = field(&["errcode", "code", "StatusCode"]).as_ref().and_then(number) else {
        return match status {
            429 => RobotReply::Refused { code: 429, fault: RobotFault::TooMany, words: String::new() },
            _ => RobotReply::NoReply,
        };
    };
    if code == 0 {
        return RobotReply::Taken;
    }
    let words = match field(&["errmsg", "msg", "message", "StatusMessage"]) {
        Some(Value::String(words)) => words,
        _ => String::new(),
    };
    let fault = match fault(kind, status, code, &words.to_lowercase()) {
        RobotFault::Signature | RobotFault::Security if clock_off_s.is_some_and(|off| off.abs() > CLOCKS_AGREE) => {
            RobotFault::Clock
        }
        fault => fault,
    };
    RobotReply::Refused { code, fault, words }
}

/// A number, also one that is spelled as text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The reason of a refusal, by the vendors' pages and the replies that are known from public issues. `words` are in small
/// letters.
fn fault(kind: ChannelKind, status: u16, code: i64, words: &str) -> RobotFault {
    let says = |hints: &[&str]| hints.iter().any(|hint| words.contains(hint));
    match (kind, code) {
        (_, _) if status == 429 || says(&["too fast", "too many", "frequency limit", "freq limit"]) => {
            RobotFault::TooMany
        }
        (ChannelKind::Wecom, 45_009) | (ChannelKind::Dingtalk, 130_101) | (ChannelKind::Feishu, 11_232) => {
            RobotFault::TooMany
        }
        (ChannelKind::Wecom, 93_000 | 93_004 | 40_001)
        | (ChannelKind::Dingtalk, 300_001 | 300_005 | 400_101 | 400_102)
        | (ChannelKind::Feishu, 19_001 | 19_002)
        | (ChannelKind::ServerChan, 40_001) => RobotFault::Address,
        (ChannelKind::Wecom, 40_058 | 40_008 | 44_004)
        | (ChannelKind::Dingtalk, 460_101 | 400_105 | 430_104)
        | (ChannelKind::Feishu, 19_036 | 99_991_300 | 10_002 | 9_499) => RobotFault::Content,
        (ChannelKind::Dingtalk, 310_000) => dingtalk_fault(says),
        (ChannelKind::Feishu, 19_021) => RobotFault::Signature,
        (ChannelKind::Feishu, 19_022) => RobotFault::AddressList,
        (ChannelKind::Feishu, 19_024) => RobotFault::Keyword,
        _ => RobotFault::Other,
    }
}

/// The reason of DingTalk's 310000, its one code for all security settings.
fn dingtalk_fault(says: impl Fn(&[&str]) -> bool) -> RobotFault {
    if says(&["签名", "sign", "timestamp"]) {
        RobotFault::Signature
    } else if says(&["keyword", "关键词"]) {
        RobotFault::Keyword
    } else if says(&["whitelist", "白名单", " ip"]) {
        RobotFault::AddressList
    } else {
        RobotFault::Security
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(kind: ChannelKind, status: u16, body: &str) -> RobotReply {
        robot_reply(kind, status, body.as_bytes(), None)
    }

    #[test]
    fn the_code_decides_and_not_the_status() {
        use ChannelKind::{Dingtalk, Feishu, ServerChan, Wecom};
        for (kind, body) in [
            (Wecom, r#"{"errcode":0,"errmsg":"ok"}"#),
            (Dingtalk, r#"{"errmsg":"ok","errcode":"0"}"#),
            (Feishu, r#"{"code":0,"msg":"success","data":{}}"#),
            (Feishu, r#"{"StatusCode":0,"StatusMessage":"success"}"#),
            (ServerChan, r#"{"code":0,"message":"","data":{"pushid":"1"}}"#),
        ] {
            assert_eq!(reply(kind, 200, body), RobotReply::Taken, "{body}");
        }
        for (status, body) in [
            (200, ""),
            (200, "<html>ok</html>"),
            (502, "bad gateway"),
            (200, "[]"),
            (200, "null"),
            (200, r#"{"ok":true}"#),
        ] {
            assert_eq!(reply(Wecom, status, body), RobotReply::NoReply, "{body}");
        }
    }

    #[test]
    fn refusals_known_from_the_field_have_a_reason() {
        use ChannelKind::{Dingtalk, Feishu, ServerChan, Wecom};
        for (kind, status, body, fault) in [
            (Wecom, 200, r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#, RobotFault::Address),
            (
                Wecom,
                200,
                r#"{"errcode":40058,"errmsg":"markdown.content exceed max length 4096"}"#,
                RobotFault::Content,
            ),
            (Wecom, 200, r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#, RobotFault::TooMany),
            (
                Dingtalk,
                200,
                r#"{"errcode":310000,"errmsg":"invalid timestamp, timestamp too old"}"#,
                RobotFault::Signature,
            ),
            (
                Dingtalk,
                200,
                r#"{"errcode":310000,"errmsg":"description:机器人发送签名不匹配;solution:请确认"}"#,
                RobotFault::Signature,
            ),
            (Dingtalk, 200, r#"{"errcode":310000,"errmsg":"keywords not in content"}"#, RobotFault::Keyword),
            (
                Dingtalk,
                200,
                r#"{"errcode":310000,"errmsg":"ip 203.0.113.7 not in whitelist"}"#,
                RobotFault::AddressList,
            ),
            (Dingtalk, 200, r#"{"errcode":310000,"errmsg":"no"}"#, RobotFault::Security),
            (
                Dingtalk,
                200,
                r#"{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}"#,
                RobotFault::TooMany,
            ),
            (Dingtalk, 200, r#"{"errcode":460101,"errmsg":"body 大小不合法"}"#, RobotFault::Content),
            (
                Feishu,
                200,
                r#"{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}"#,
                RobotFault::Signature,
            ),
            (Feishu, 200, r#"{"code":19024,"msg":"Key Words Not Found"}"#, RobotFault::Keyword),
            (Feishu, 400, r#"{"code":9499,"msg":"Bad Request"}"#, RobotFault::Content),
            (Feishu, 400, r#"{"code":9499,"msg":"too many request"}"#, RobotFault::TooMany),
            (Feishu, 200, r#"{"code":11232,"msg":"frequency limited"}"#, RobotFault::TooMany),
            (Feishu, 200, r#"{"code":99991300,"msg":"invalid json"}"#, RobotFault::Content),
            (ServerChan, 429, "", RobotFault::TooMany),
            (ServerChan, 400, r#"{"code":40001,"message":"bad pushtoken"}"#, RobotFault::Address),
            (Wecom, 200, r#"{"errcode":-1,"errmsg":"system busy"}"#, RobotFault::Other),
        ] {
            let RobotReply::Refused { fault: found, .. } = reply(kind, status, body) else { panic!("{body}") };
            assert_eq!(found, fault, "{body}");
        }
    }

    #[test]
    fn the_clock_is_doubted_before_the_secret() {
        let fault = |body: &str, off: Option<i64>| {
            let RobotReply::Refused { fault, .. } = robot_reply(ChannelKind::Dingtalk, 200, body.as_bytes(), off)
            else {
                panic!("{body}")
            };
            fault
        };
        let sign = r#"{"errcode":310000,"errmsg":"description:机器人发送签名不匹配"}"#;
        assert_eq!(fault(sign, Some(-420)), RobotFault::Clock);
        assert_eq!(fault(sign, Some(420)), RobotFault::Clock);
        assert_eq!(fault(sign, Some(-60)), RobotFault::Signature);
        assert_eq!(fault(sign, None), RobotFault::Signature);
        let keyword = r#"{"errcode":310000,"errmsg":"keywords not in content"}"#;
        assert_eq!(fault(keyword, Some(420)), RobotFault::Keyword, "another reason has nothing to do with clocks");
    }
}
