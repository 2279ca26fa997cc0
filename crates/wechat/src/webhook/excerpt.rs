//! The excerpt of a receiver's answer that is stored and shown.

use secrecy::ExposeSecret;

use super::WebhookMessage;
use crate::proxy::ProxyUrl;
use crate::redact::{MASK, Redactor};

/// The longest excerpt, in characters.
const MAX_CHARACTERS: usize = 300;

/// The beginning of a text on one line, without invisible characters and changes of the writing direction, and with the
/// secrets of the receiver and of the proxy masked.
pub(super) fn excerpt(text: &str, message: &WebhookMessage<'_>, proxy: Option<&ProxyUrl>) -> String {
    let secret = message.secret.expose_secret();
    let of_proxy = proxy.map(ProxyUrl::secrets).unwrap_or_default();
    let short: Vec<_> = of_proxy.iter().map(String::as_str).chain([secret, message.url.path_and_query()]).collect();
    let mut secrets = message.url.parts();
    secrets.extend(of_proxy.iter().cloned());
    secrets.push(secret.to_owned());
    secrets.extend(message.signatures());
    masked_excerpt(text, &short, secrets)
}

/// The beginning of a text on one line, without invisible characters, and with these secrets masked. The redactor skips short
/// ones, which would mask ordinary words; those in `short` are masked all the same.
pub(crate) fn masked_excerpt(text: &str, short: &[&str], secrets: Vec<String>) -> String {
    let mut text: String = text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c)).collect();
    for short in short {
        if !matches!(*short, "" | "/") {
            text = text.replace(short, MASK);
        }
    }
    let text = Redactor::new().with_secrets(secrets).redact(&text).into_owned();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_CHARACTERS).collect()
}

/// Whether a character is a control character, invisible, or sets the writing direction.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use domain::ChannelKind;

    use super::*;
    use crate::webhook::{WebhookUrl, signature};

    fn excerpt_for(url: &str, secret: &str, text: &str) -> String {
        let url = WebhookUrl::parse(url).unwrap();
        let message = WebhookMessage {
            kind: ChannelKind::Webhook,
            url: &url,
            secret: &secret.into(),
            event: "quota.threshold",
            delivery: "5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11",
            timestamp_s: 1_635_156_704,
            body: b"{}",
        };
        excerpt(text, &message, Some(&ProxyUrl::parse("http://ann:Proxy-Pa55%25@proxy.example").unwrap()))
    }

    fn of(text: &str) -> String {
        excerpt_for("https://a.example/services/T0000001/Kd93-a1b2?key=vL%2F82Jq%2Bx0", "whsec_test0123", text)
    }

    #[test]
    fn ordinary_answers_stay() {
        for (text, kept) in [
            ("", ""),
            ("no such hook", "no such hook"),
            (r#"{"code":19021,"msg":"sign match fail"}"#, r#"{"code":19021,"msg":"sign match fail"}"#),
            ("<h1>502</h1>\r\n\t<p>坏网关</p>\n", "<h1>502</h1> <p>坏网关</p>"),
            ("a\u{0}\u{1b}[31mb\u{7f}\u{85}c", "a[31mb c"),
            ("sa\u{202e}fe\u{2066}\u{feff}", "safe"),
        ] {
            assert_eq!(of(text), kept);
        }
    }

    #[test]
    fn long_answers_end_at_300_characters() {
        assert_eq!(of(&"额".repeat(301)), "额".repeat(300));
        assert_eq!(of(&"x ".repeat(2_000)).chars().count(), 300);
    }

    #[test]
    fn echoes_are_masked() {
        for (text, kept) in [
            ("bad secret whsec_test0123!", "bad secret ‹masked›!"),
            ("bad secret whsec_\u{0}test0123!", "bad secret ‹masked›!"),
            (
                "POST https://a.example/services/T0000001/Kd93-a1b2?key=vL%2F82Jq%2Bx0 no",
                "POST https://a.example‹masked› no",
            ),
            ("Cannot POST /services/T0000001/Kd93-a1b2?key=vL%2F82Jq%2Bx0", "Cannot POST ‹masked›"),
            ("Cannot POST /services/T0000001/Kd93-a1b2", "Cannot POST ‹masked›"),
            ("no hook %4bd93-a1b2", "no hook ‹masked›"),
            ("no hook Kd93-a1b2 of team T0000001", "no hook ‹masked› of team ‹masked›"),
            ("invalid key vL/82Jq+x0", "invalid key ‹masked›"),
            (
                r#"{"url":"https:\/\/a.example\/services\/T0000001\/Kd93-a1b2"}"#,
                r#"{"url":"https:\/\/a.example‹masked›"}"#,
            ),
            ("user ann, password Proxy-Pa55%", "user ann, password ‹masked›"),
            ("http://ann:Proxy-Pa55%25@proxy.example", "http://ann:‹masked›@proxy.example"),
            ("Proxy-Authorization: Basic YW5uOlByb3h5LVBhNTUl", "Proxy-Authorization: ‹masked›"),
            ("13800138000 is not a user", "‹masked› is not a user"),
        ] {
            assert_eq!(of(text), kept);
        }
        let signature = signature(&"whsec_test0123".into(), 1_635_156_704, b"{}");
        assert_eq!(of(&format!("got {signature}")), "got ‹masked›");
    }

    #[test]
    fn short_secrets_are_masked_too() {
        assert_eq!(excerpt_for("https://a/h1", "s3cr", "POST /h1 with s3cr"), "POST ‹masked› with ‹masked›");
        assert_eq!(excerpt_for("https://a/", "", "POST / with nothing"), "POST / with nothing");
    }

    proptest! {
        // Each case makes a search of its own, which takes a while unoptimised.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn nothing_that_is_sent_shows(
            path in "/[a-zA-Z0-9]{1,30}(/[a-zA-Z0-9]{1,30})?",
            query in r"(\?[a-z]{1,9}=[a-zA-Z0-9]{8,30})?",
            secret in "[a-zA-Z0-9]{9,40}",
            before in "[ \n\"'是：，:=(<>\\[]{1,3}",
            after in "[ \n\"'是：，。)<>\\]},]{1,3}",
        ) {
            let text = format!("{before}{path}{query}{after}{secret}{after}");
            let kept = excerpt_for(&format!("https://a{path}{query}"), &secret, &text);
            let sent = format!("{path}{query}");
            prop_assert!(!kept.contains(&sent) && !kept.contains(&secret), "{text} → {kept}");
        }
    }
}
