use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn redact(text: &str) -> String {
    Redactor::new().redact(text).into_owned()
}

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[test]
fn plain_shapes() {
    for (text, expected) in [
        ("access_token=50_Im7xxxx", "access_token=‹masked›"),
        ("/cgi-bin/token?secret=abc&appid=wx1#top", "/cgi-bin/token?secret=‹masked›&appid=wx1#top"),
        (r#"{"access_token":"a\"b","expires_in":7200}"#, r#"{"access_token":"‹masked›","expires_in":7200}"#),
        (r#"{"mobile": 13800138000, "x":1}"#, r#"{"mobile": "‹masked›", "x":1}"#),
        (r#"{"touser":["o1","o]2"],"x":1}"#, r#"{"touser":"‹masked›","x":1}"#),
        ("Authorization: Bearer abc.def ghi\nHost: x", "Authorization: ‹masked›\nHost: x"),
        ("sent Bearer abc.def, then", "sent Bearer ‹masked›, then"),
        ("[access_token] => abc\n", "[access_token] => ‹masked›\n"),
        ("access_token：abc 失败", "access_token：‹masked› 失败"),
        ("{'appsecret': 'abc'}", "{'appsecret': '‹masked›'}"),
        ("<xml><Ticket><![CDATA[abc]]></Ticket></xml>", "<xml><Ticket>‹masked›</Ticket></xml>"),
        ("&quot;secret&quot;:&quot;abc&quot;,", "&quot;secret&quot;:&quot;‹masked›&quot;,"),
        (r#"{"access\u005ftoken":"abc"}"#, r#"{"access\u005ftoken":"‹masked›"}"#),
        (r#"{"u":"access_token=abc\u0026x=1"}"#, r#"{"u":"access_token=‹masked›\u0026x=1"}"#),
    ] {
        assert_eq!(redact(text), expected);
    }
}

#[test]
fn what_is_harmless_stays() {
    for text in [
        r#"{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest rid: 6aac0063-7ed08fb9-1250f724"}"#,
        r#"{"code":0,"message":"ok"}"#,
        r#"{"code":40001}"#,
        r#"{"access_token":"","refresh_token":null}"#,
        "invalid ip 114.221.21.30 ipv6 ::ffff:114.221.21.30, not in whitelist",
        "",
        "100 % of the day's calls",
    ] {
        assert!(matches!(Redactor::new().redact(text), Cow::Borrowed(_)), "{text}");
    }
    assert_eq!(redact(r#"{"code":"0a1b2c"}"#), r#"{"code":"‹masked›"}"#);
}

#[test]
fn a_backslash_before_the_closing_quote_does_not_hide_it() {
    let text = json!({"secret": "abc\\", "appid": "wx1"}).to_string();
    assert_eq!(serde_json::from_str::<Value>(&redact(&text)).unwrap(), json!({"secret": MASK, "appid": "wx1"}));
    let nested = json!({ "body": text }).to_string();
    assert!(redact(&nested).contains("wx1"), "{}", redact(&nested));
}

#[test]
fn the_official_rid_example_is_masked_and_still_json() {
    let text = r#"{"errcode":0,"errmsg":"ok","request":{"invoke_time":1635156704,"cost_in_ms":30,
 "request_url":"access_token=50_Im7xxxx","request_body":"",
 "response_body":"{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea\"}",
 "client_ip":"113.xx.70.51"}}"#;
    let masked = redact(text);
    assert!(!masked.contains("50_Im7xxxx"));
    let mut expected: Value = serde_json::from_str(text).unwrap();
    expected["request"]["request_url"] = json!("access_token=‹masked›");
    assert_eq!(serde_json::from_str::<Value>(&masked).unwrap(), expected);
}

#[test]
fn personal_data_can_be_shown_but_secrets_cannot() {
    let text = r#"{"openid":"o123","session_key":"abc"}"#;
    let shown = Redactor::new().showing_personal_data().redact(text).into_owned();
    assert_eq!(shown, r#"{"openid":"o123","session_key":"‹masked›"}"#);
}

#[test]
fn values_are_masked_wherever_they_stand() {
    let secret = "7b1c/a9+f0%41\"e\\2";
    let redactor = Redactor::new().with_secrets([secret]);
    for text in [
        format!("the secret is {secret}!"),
        format!("x={}", percent(secret)),
        format!("x={}", percent(&percent(secret))),
        format!("x={}", percent(secret).to_lowercase()),
        json!({ "x": secret }).to_string(),
        json!({ "x": json!({ "y": secret }).to_string() }).to_string(),
        data_encoding::BASE64.encode(secret.as_bytes()),
        data_encoding::BASE64.encode(format!("u:{secret}:tail").as_bytes()),
        data_encoding::BASE64URL_NOPAD.encode(format!("user:{secret}").as_bytes()),
        percent(&data_encoding::BASE64.encode(format!("{{{secret}}}").as_bytes())),
        format!("cut {}…", &secret[..10]),
        format!("{} at the start", &secret[4..]),
    ] {
        let masked = redactor.redact(&text);
        assert!(masked.contains(MASK), "{text} → {masked}");
        assert!(!masked.contains(&secret[4..10]), "{text} → {masked}");
    }
    assert_eq!(format!("{redactor:?}"), "Redactor { secrets: 1, personal_shown: false }");
}

#[test]
fn short_values_do_not_mask_ordinary_words() {
    assert_eq!(Redactor::new().with_secrets(["ok", ""]).redact("all ok"), "all ok");
}

/// A megabyte of each nasty shape is read at once; quadratic work would take minutes.
#[test]
fn a_megabyte_is_no_trouble() {
    let redactor = Redactor::new().with_secrets(["0123456789abcdef"]);
    for piece in [
        "\\",
        "%25",
        "\"",
        "secret:",
        "secret\"",
        "[",
        "{\"secret\":[",
        "a",
        "<secret>",
        "&quot;",
        "MDEyMzQ1Njc4OWFiY2RlZg",
        "13800138000,",
        "\"\":13800138000,",
        "tiihtNczf5v6AKRyjwEUhQ==",
    ] {
        let text = piece.repeat(1_048_576 / piece.len());
        let masked = redactor.redact(&text);
        assert!(masked.len() <= text.len() * 3, "{piece}");
    }
}

/// One more wrapping around a text, as loggers and gateways add them.
#[derive(Debug, Clone, Copy)]
enum Wrap {
    JsonString,
    JsonArray,
    Percent,
    Query,
    Prose,
}

impl Wrap {
    fn around(self, text: &str) -> String {
        match self {
            Self::JsonString => json!({ "request_body": text, "n": 1 }).to_string(),
            Self::JsonArray => json!(["x", text]).to_string(),
            Self::Percent => percent(text),
            Self::Query => format!("/path?a=1&data={}&z=2", percent(text)),
            Self::Prose => format!("10:00 it said: {text} — and failed"),
        }
    }
}

fn wraps() -> impl Strategy<Value = Vec<Wrap>> {
    let wrap = prop_oneof![
        Just(Wrap::JsonString),
        Just(Wrap::JsonArray),
        Just(Wrap::Percent),
        Just(Wrap::Query),
        Just(Wrap::Prose)
    ];
    proptest::collection::vec(wrap, 0..4)
}

/// A text that holds `secret` under `key`, as it is first written.
fn planted(shape: usize, key: &str, secret: &str) -> String {
    match shape {
        0 => format!("https://api.weixin.qq.com/x?a=1&{key}={}&b=2", percent(secret)),
        1 => format!("{key}={}", percent(secret)),
        2 => json!({ "a": [1, { key: secret }], "b": "c" }).to_string(),
        3 => serde_json::to_string_pretty(&json!({ key: [secret, secret], "b": 1 })).unwrap(),
        _ => json!({ "a": { "b": { key: { "value": secret } } } }).to_string(),
    }
}

const KEYS: [&str; 12] = [
    "access_token",
    "component_access_token",
    "authorizer_access_token",
    "refresh_token",
    "secret",
    "appsecret",
    "session_key",
    "openid",
    "touser",
    "unionid",
    "js_code",
    "phoneNumber",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn planted_fields_never_show(
        secret in "[A-Za-z0-9_-]{12,60}",
        key in 0..KEYS.len(),
        shape in 0..5_usize,
        wraps in wraps(),
        cut in 0.0..1.0_f64,
    ) {
        let text = wraps.iter().fold(planted(shape, KEYS[key], &secret), |text, wrap| wrap.around(&text));
        let masked = redact(&text);
        prop_assert!(!masked.contains(&secret), "{text} → {masked}");
        prop_assert!(masked.contains(MASK));

        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
        let end = (text.len() as f64 * cut) as usize;
        let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap();
        prop_assert!(!redact(&text[..end]).contains(&secret[..8]), "{} → {}", &text[..end], redact(&text[..end]));
    }

    /// Values with quotes, backslashes and signs in them: in JSON and forms no part of them shows.
    #[test]
    fn no_character_ends_a_value_early(
        secret in "[ -~]{0,20}[A-Z]{12}[ -~]{0,20}NEEDLETAIL",
        wraps in wraps(),
        form in any::<bool>(),
    ) {
        let first = if form { format!("a=1&secret={}&b=2", percent(&secret)) } else { json!({"secret": secret}).to_string() };
        let text = wraps.iter().fold(first, |text, wrap| wrap.around(&text));
        let masked = redact(&text);
        prop_assert!(!masked.contains("NEEDLETAIL"), "{text} → {masked}");
    }

    #[test]
    fn masking_json_leaves_json(secret in "[ -~]{1,30}", nested in any::<bool>()) {
        let inner = json!({"a": 1, "secret": secret, "mobile": 13_800_138_000_u64, "touser": ["x"], "z": "kept"});
        let text = if nested { json!({ "body": inner.to_string() }).to_string() } else { inner.to_string() };
        let masked = redact(&text);
        let mut value: Value = serde_json::from_str(&masked).expect(&masked);
        if nested {
            value = serde_json::from_str(value["body"].as_str().unwrap()).expect(&masked);
        }
        prop_assert_eq!(&value["z"], "kept");
        prop_assert_eq!(&value["mobile"], MASK);
    }

    #[test]
    fn held_values_never_show(
        secret in "[ -~]{8,60}",
        wraps in wraps(),
    ) {
        let text = wraps.iter().fold(format!("so {secret} it is"), |text, wrap| wrap.around(&text));
        let masked = Redactor::new().with_secrets([&secret]).redact(&text).into_owned();
        prop_assert!(!masked.contains(&secret), "{text} → {masked}");
        prop_assert!(masked.contains(MASK), "{text} → {masked}");
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), tail in "[\"'\\\\%{}\\[\\]:=&a-z_ ]{0,80}") {
        redact(&format!("{text}{tail}secret{tail}"));
    }

    #[test]
    fn masking_twice_is_masking_once(key in 0..KEYS.len(), shape in 0..5_usize, wraps in wraps()) {
        let text = wraps.iter().fold(planted(shape, KEYS[key], "50_Im7xxxx"), |text, wrap| wrap.around(&text));
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once);
    }
}

#[test]
fn a_mask_that_a_form_sends_back_in_chinese_is_the_mask() {
    assert_eq!(redact("值班 ‹已脱敏› 组"), "值班 ‹masked› 组");
    let secret = "access_token=75_abcdefghijklmnop";
    assert_eq!(redact(&format!("‹已脱敏› {secret}")), "‹masked› access_token=‹masked›");
}
