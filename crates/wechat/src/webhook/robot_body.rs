//! The body of a message to a robot: plain text, which no name can turn into formatting, cut to what the robot takes.

use domain::ChannelKind;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::robot_signature::feishu_signature;

/// The longest title of a ServerChan message, in characters (its page).
const MAX_TITLE: usize = 32;

/// A message for people: one or more notices as text.
#[derive(Clone, Copy)]
pub struct RobotText<'a> {
    /// The first line. Never empty.
    pub title: &'a str,
    /// The notices, each a text of one or more lines.
    pub parts: &'a [String],
    /// The text for so many parts that did not fit, such as `… and 12 more`.
    pub more: &'a (dyn Fn(usize) -> String + Sync),
    /// A word that the robot expects in each message; may be empty.
    pub keyword: &'a str,
}

impl std::fmt::Debug for RobotText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RobotText").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

/// The first line of a message and its whole text, which begins with that and is cut to what `kind` takes.
pub fn robot_text(kind: ChannelKind, text: &RobotText<'_>) -> (String, String) {
    let title = titled(text);
    let content = within(kind.text_bytes(), &title, text);
    (title, content)
}

/// The body of a message to a robot, as JSON, signed for `timestamp_s` where `kind` signs within the body.
pub fn robot_body(kind: ChannelKind, text: &RobotText<'_>, secret: &SecretString, timestamp_s: i64) -> Vec<u8> {
    let (title, content) = robot_text(kind, text);
    let body = match kind {
        ChannelKind::Wecom => json!({ "msgtype": "text", "text": { "content": content } }),
        ChannelKind::Dingtalk => {
            json!({ "msgtype": "text", "text": { "content": content }, "at": { "isAtAll": false } })
        }
        ChannelKind::Feishu => {
            // `<at …>` in a name would notify people.
            let mut body = json!({ "msg_type": "text", "content": { "text": content.replace('<', "＜") } });
            if let Some(fields) = body.as_object_mut().filter(|_| !secret.expose_secret().is_empty()) {
                fields.insert("timestamp".to_owned(), Value::String(timestamp_s.to_string()));
                fields.insert("sign".to_owned(), Value::String(feishu_signature(secret, timestamp_s)));
            }
            body
        }
        ChannelKind::ServerChan | ChannelKind::Email | ChannelKind::Webhook => {
            let title: String = title.chars().take(MAX_TITLE).collect();
            // Its text is Markdown, in which a single line break is none, and some signs are formatting.
            json!({ "title": title, "desp": escaped(&content).replace('\n', "\n\n") })
        }
    };
    body.to_string().into_bytes()
}

/// The title, with the keyword before it where the message does not contain that already.
fn titled(text: &RobotText<'_>) -> String {
    let holds = |part: &str| part.contains(text.keyword);
    // The parts may be cut, so the keyword counts only in the title.
    if holds(text.title) { text.title.to_owned() } else { format!("{} · {}", text.keyword, text.title) }
}

/// The title and as many parts as fit into `limit` bytes; then how many more there are. One part that does not fit by itself is
/// cut, on a character.
fn within(limit: usize, title: &str, text: &RobotText<'_>) -> String {
    let all = joined(title, text.parts, None);
    if all.len() <= limit {
        return all;
    }
    for kept in (1..text.parts.len()).rev() {
        let shown =
            joined(title, text.parts.get(..kept).unwrap_or_default(), Some((text.more)(text.parts.len() - kept)));
        if shown.len() <= limit {
            return shown;
        }
    }
    let rest = text.parts.len().saturating_sub(1);
    let more = if rest > 0 { format!("\n\n{}", (text.more)(rest)) } else { String::new() };
    let first = joined(title, text.parts.get(..1).unwrap_or_default(), None);
    format!("{}…{more}", cut(&first, limit.saturating_sub('…'.len_utf8() + more.len())))
}

fn joined(title: &str, parts: &[String], more: Option<String>) -> String {
    std::iter::once(title)
        .chain(parts.iter().map(String::as_str))
        .chain(more.as_deref())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// The beginning of a text, at most `limit` bytes, whole characters only.
fn cut(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or_default()
}

/// A text with the signs that format Markdown escaped.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| "\\`*_[]<>#|~".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn content(kind: ChannelKind, title: &str, parts: &[String], keyword: &str) -> String {
        let more = |count: usize| format!("… and {count} more");
        let text = RobotText { title, parts, more: &more, keyword };
        let body: Value = serde_json::from_slice(&robot_body(kind, &text, &"".into(), 0)).unwrap();
        let at = match kind {
            ChannelKind::Wecom | ChannelKind::Dingtalk => "/text/content",
            ChannelKind::Feishu => "/content/text",
            ChannelKind::ServerChan | ChannelKind::Email | ChannelKind::Webhook => "/desp",
        };
        body.pointer(at).and_then(Value::as_str).unwrap().to_owned()
    }

    fn parts(count: usize, bytes: usize) -> Vec<String> {
        (0..count).map(|at| format!("{at} {}", "额".repeat(bytes / 3))).collect()
    }

    #[test]
    fn the_vendors_shapes() {
        let text = RobotText { title: "t", parts: &["p".to_owned()], more: &|_| String::new(), keyword: "" };
        let body = |kind, secret: &str| {
            serde_json::from_slice::<Value>(&robot_body(kind, &text, &secret.into(), 1_635_156_704)).unwrap()
        };
        assert_eq!(body(ChannelKind::Wecom, ""), json!({ "msgtype": "text", "text": { "content": "t\n\np" } }));
        assert_eq!(
            body(ChannelKind::Dingtalk, "SECx"),
            json!({ "msgtype": "text", "text": { "content": "t\n\np" }, "at": { "isAtAll": false } })
        );
        assert_eq!(body(ChannelKind::Feishu, ""), json!({ "msg_type": "text", "content": { "text": "t\n\np" } }));
        assert_eq!(
            body(ChannelKind::Feishu, "testsecret0123456789"),
            json!({
                "msg_type": "text", "content": { "text": "t\n\np" }, "timestamp": "1635156704",
                "sign": "DE4LE/0I6cqYGTzdQEhftVNhiEvyizusO9iIEmn4OsM=",
            })
        );
        assert_eq!(body(ChannelKind::ServerChan, ""), json!({ "title": "t", "desp": "t\n\n\n\np" }));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let text = content(ChannelKind::Wecom, "50 notices", &parts(50, 300), "");
        assert!(text.len() <= 2_048 && text.starts_with("50 notices\n\n0 额"), "{text}");
        let (kept, more) = text.rsplit_once("\n\n").unwrap();
        assert_eq!(more, format!("… and {} more", 50 - (kept.matches("\n\n").count())));
        let one = content(ChannelKind::Wecom, "one", &parts(1, 9_000), "");
        assert!(one.len() <= 2_048 && one.ends_with("额…"), "{one}");
        assert_eq!(content(ChannelKind::Wecom, "two", &parts(2, 9), ""), "two\n\n0 额额额\n\n1 额额额");
    }

    #[test]
    fn the_keyword_is_in_each_message_once() {
        for (title, keyword, begins) in
            [("[微信额度] 告急", "额度", "[微信额度] 告急\n"), ("告急", "额度", "额度 · 告急\n"), ("t", "", "t\n")]
        {
            let text = content(ChannelKind::Dingtalk, title, &["p".to_owned()], keyword);
            assert!(text.starts_with(begins), "{text}");
        }
    }

    #[test]
    fn no_name_formats_or_calls_anybody() {
        let name = [r#"<at user_id="all">所有人</at> **b** {"#.to_owned()];
        assert!(!content(ChannelKind::Feishu, "t", &name, "").contains("<at"));
        assert!(content(ChannelKind::ServerChan, "t", &name, "").contains(r"\*\*b\*\*"));
        assert!(content(ChannelKind::Wecom, "t", &name, "").contains("**b** {"));
    }

    proptest! {
        #[test]
        fn no_message_is_longer_than_the_robot_takes(
            title in ".{1,40}", parts in prop::collection::vec(".{0,400}", 0..40), keyword in "[额a]{0,5}",
        ) {
            for kind in [ChannelKind::Wecom, ChannelKind::Dingtalk] {
                let text = content(kind, &title, &parts, &keyword);
                prop_assert!(!text.is_empty() && text.len() <= kind.text_bytes());
                prop_assert!(text.contains(&keyword));
            }
        }
    }
}
