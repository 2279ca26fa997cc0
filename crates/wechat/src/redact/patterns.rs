//! Search for sensitive values by their form, anywhere in a text and whatever the field is called.

use std::ops::Range;

use super::decoded::DecodedText;
use super::masked_range::MaskedRange;
use crate::byte_runs::runs;

/// The shortest part after a token's underscore, in bytes; the shortest whole token seen had some 100.
const SHORTEST_TOKEN: usize = 20;
/// The longest parts of an e-mail address before and after the "@", in bytes (RFC 5321).
const LONGEST_LOCAL: usize = 64;
const LONGEST_HOST: usize = 255;
/// The largest distance between a number without quotes and the quotation mark of its name, in bytes.
const NEAR: usize = 64;

/// Everything of a known form; personal data only where `personal_shown` is false.
pub(super) fn find(view: &DecodedText, text: &str, personal_shown: bool) -> Vec<MaskedRange> {
    let bytes = &*view.bytes();
    let words = runs(bytes, is_word).filter(|at| {
        let word = &bytes[at.clone()];
        is_token(word) || (!personal_shown && is_openid(word))
    });
    let secrets = runs(bytes, |byte| byte.is_ascii_alphanumeric())
        .filter(|at| is_app_secret(&bytes[at.clone()]) && !is_of_wecom_hint(&bytes[..at.start]));
    let grants = grants(bytes);
    let session_keys = runs(bytes, is_base64).filter_map(|at| session_key(bytes, at));
    let mask = |at: Range<usize>| MaskedRange { at: view.span(at), quote: String::new() };
    let mut found: Vec<_> = words.chain(secrets).chain(grants).chain(session_keys).map(mask).collect();
    if !personal_shown {
        let numbers = runs(bytes, |byte| byte.is_ascii_digit()).filter(|at| is_mobile(bytes, at));
        let grouped = runs(bytes, |byte| byte.is_ascii_digit()).filter_map(|at| grouped_mobile(bytes, &at));
        let id_cards = runs(bytes, |byte| byte.is_ascii_alphanumeric()).filter(|at| is_id_card(&bytes[at.clone()]));
        found.extend(grouped.chain(id_cards).chain(mail_addresses(bytes)).map(mask));
        found.extend(numbers.map(|at| {
            let quote = quote_from(bytes, &at).map(|quote| text[view.span(quote..quote + 1)].to_owned());
            MaskedRange { at: view.span(at), quote: quote.unwrap_or_default() }
        }));
    }
    found
}

/// Whether a byte is of base64url, the alphabet of tokens and openids.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

fn has_both_cases(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_uppercase) && word.iter().any(u8::is_ascii_lowercase)
}

/// Whether a word is a token: up to three digits, an underscore, base64url (folklore: `50_…`, `70_…`). Letters of both cases
/// are required, so that plain words joined by underscores are not tokens.
pub(crate) fn is_token(word: &[u8]) -> bool {
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let tail = word.get(digits..).and_then(|rest| rest.strip_prefix(b"_")).unwrap_or_default();
    (1..=3).contains(&digits) && tail.len() >= SHORTEST_TOKEN && has_both_cases(tail)
}

/// Whether a word is an openid or unionid: an "o" and 27 characters of base64url; 28 in some unionids of official pages.
fn is_openid(word: &[u8]) -> bool {
    matches!(word.len(), 28 | 29) && word.starts_with(b"o") && has_both_cases(word)
}

/// Whether a word is an AppSecret: 32 hex digits (official console). MD5 digests have the same form and are masked too.
fn is_app_secret(word: &[u8]) -> bool {
    word.len() == 32 && word.iter().all(u8::is_ascii_hexdigit)
}

/// Whether hex digits are the last part of a hint of 企业微信, as in `1636945471_206_fe16…` (public samples): what is before
/// them ends with Unix seconds and a number.
fn is_of_wecom_hint(before: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    let Some(before) = before.strip_suffix(b"_") else { return false };
    let number = digits(before);
    let Some(before) = before[..before.len() - number].strip_suffix(b"_") else { return false };
    let seconds = digits(before);
    let starts = before.get(before.len() - seconds) == Some(&b'1');
    let alone = before[..before.len() - seconds].last().is_none_or(|byte| !is_word(*byte));
    (1..=6).contains(&number) && seconds == 10 && starts && alone
}

/// The ranges of codes and tokens of platforms: `queryauthcode@@@…`, `refreshtoken@@@…`, `ticket@@@…` (official examples).
fn grants(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    runs(bytes, |byte| byte == b'@').filter(|at| at.len() == 3).filter_map(move |at| {
        let before = bytes[done.min(at.start)..at.start].iter().rev().take_while(|byte| is_word(**byte)).count();
        let after = bytes[at.end..].iter().take_while(|byte| is_word(**byte)).count();
        done = at.end + after;
        (before > 0 && after >= 4).then(|| at.start - before..at.end + after)
    })
}

/// The ranges of e-mail addresses.
fn mail_addresses(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    runs(bytes, |byte| byte == b'@').filter(|at| at.len() == 1).filter_map(move |at| {
        let before = &bytes[done.min(at.start)..at.start];
        let local = before.iter().rev().take(LONGEST_LOCAL).take_while(|byte| is_of_local_part(**byte)).count();
        let host = mail_host(&bytes[at.end..])?;
        done = at.end + host;
        (local > 0).then(|| at.start - local..at.end + host)
    })
}

/// Whether a byte is of the part of an e-mail address before the "@".
fn is_of_local_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

/// The length of the host of an e-mail address at the beginning of `after`: labels with dots between them, the last of letters.
fn mail_host(after: &[u8]) -> Option<usize> {
    let is_of_host = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let run = after.iter().take(LONGEST_HOST).take_while(is_of_host).count();
    let host = &after[..run];
    let ends = host.iter().rev().take_while(|byte| matches!(byte, b'.' | b'-')).count();
    let host = &host[..host.len() - ends];
    let (name, last) = host.split_at(host.iter().rposition(|byte| *byte == b'.')?);
    let last = &last[1..];
    let is_top = last.len() >= 2 && last.iter().all(u8::is_ascii_alphabetic);
    let is_name = name.first().is_some_and(u8::is_ascii_alphanumeric);
    (is_top && is_name).then_some(host.len())
}

/// The range of a session key or of the vector of encrypted data: 16 bytes in base64, so 22 characters and "==".
fn session_key(bytes: &[u8], word: Range<usize>) -> Option<Range<usize>> {
    let rest = bytes[word.end..].strip_prefix(b"==")?;
    let ends = rest.first().is_none_or(|byte| !is_base64(*byte) && *byte != b'=');
    (word.len() == 22 && ends).then(|| word.start..word.end + 2)
}

/// Whether a run of digits is a mobile number of mainland China, with or without country code: 11 digits, the first two 13
/// to 19. Digits within a decimal number or a word are not.
fn is_mobile(bytes: &[u8], at: &Range<usize>) -> bool {
    let digits = &bytes[at.clone()];
    let number = [&b"0086"[..], b"86"].into_iter().find_map(|code| digits.strip_prefix(code)).unwrap_or(digits);
    let before = at.start.checked_sub(1).and_then(|last| bytes.get(..=last)).unwrap_or_default();
    let goes_on = match (before, &bytes[at.end..]) {
        ([.., byte], _) | (_, [byte, ..]) if byte.is_ascii_alphabetic() => true,
        ([.., digit, b'.'], _) | (_, [b'.', digit, ..]) => digit.is_ascii_digit(),
        _ => false,
    };
    number.len() == 11 && matches!(number, [b'1', b'3'..=b'9', ..]) && !goes_on
}

/// The range of a mobile number in groups, `138-0013-8000` or `138 0013 8000`, that begins with this run of digits.
fn grouped_mobile(bytes: &[u8], first: &Range<usize>) -> Option<Range<usize>> {
    let (whole, parted) = (11, 13);
    let at = first.start..first.start + parted;
    let written = bytes.get(at.clone())?;
    let digits: Vec<u8> = written.iter().copied().filter(u8::is_ascii_digit).collect();
    let is_parted = written[3] == written[8] && matches!(written[3], b'-' | b' ');
    let goes_on = bytes.get(at.end).is_some_and(u8::is_ascii_alphanumeric);
    let is_number = digits.len() == whole && matches!(digits[..], [b'1', b'3'..=b'9', ..]);
    (first.len() == 3 && is_parted && is_number && !goes_on).then_some(at)
}

/// Whether a word is the number of an identity card: 6 digits of a place, a date of birth, 3 digits, and a digit or an X.
fn is_id_card(word: &[u8]) -> bool {
    let number = |at: Range<usize>| {
        let digits = std::str::from_utf8(word.get(at)?).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<u32>().ok()
    };
    let born = (number(6..10), number(10..12), number(12..14));
    let is_date = matches!(born, (Some(1900..=2099), Some(1..=12), Some(1..=31)));
    let ends = matches!(word.last(), Some(b'0'..=b'9' | b'X' | b'x'));
    word.len() == 18 && word[0] != b'0' && number(0..6).is_some() && is_date && number(14..17).is_some() && ends
}

/// The position of the quotation mark to copy around the mask of a number, so that masked JSON is still JSON: the one that
/// closes the name, or another value, before it. `None` where the number is not a JSON value.
fn quote_from(bytes: &[u8], number: &Range<usize>) -> Option<usize> {
    let is_blank = |byte: &&u8| byte.is_ascii_whitespace();
    let after = bytes[number.end..].iter().take(NEAR).find(|byte| !is_blank(byte));
    let ends = after.is_some_and(|byte| matches!(byte, b',' | b']' | b'}'));
    let parts = |byte: &u8| byte.is_ascii_whitespace() || byte.is_ascii_digit() || matches!(byte, b':' | b',' | b'[');
    let back = bytes[..number.start].iter().rev().take(NEAR).take_while(|byte| parts(byte)).count();
    let quote = (number.start - back).checked_sub(1).filter(|at| bytes[*at] == b'"')?;
    let sign = bytes[quote + 1..number.start].iter().find(|byte| !is_blank(byte))?;
    (ends && matches!(sign, b':' | b',')).then_some(quote)
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::redact::{MASK, Redactor};

    const TOKEN: &str = "50_Im7abcdefghijklmnopQRST-_012";
    const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
    const APP_SECRET: &str = "fa4e00c1b2a3948576d0e1f2a3b4c5d6";
    const SESSION_KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
    const MOBILE: &str = "13800138000";
    const ALL: [&str; 5] = [TOKEN, OPENID, APP_SECRET, SESSION_KEY, MOBILE];

    fn redact(text: &str) -> String {
        Redactor::new().redact(text).into_owned()
    }

    fn percent(text: &str) -> String {
        text.bytes().map(percent_encode_byte).collect()
    }

    #[test]
    fn what_has_a_shape_is_masked_in_a_field_of_any_name_and_in_none() {
        for secret in ALL {
            let inner = json!({"x": [secret, "kept"]}).to_string();
            for (text, expected) in [
                (secret.to_owned(), MASK.to_owned()),
                (format!("y={secret}&z=1"), format!("y={MASK}&z=1")),
                (format!(r#"{{"y":"{secret}"}}"#), format!(r#"{{"y":"{MASK}"}}"#)),
                (format!(r#"["{secret}","b"]"#), format!(r#"["{MASK}","b"]"#)),
                (format!(r#"{{"{secret}":1}}"#), format!(r#"{{"{MASK}":1}}"#)),
                (json!({ "b": inner }).to_string(), json!({ "b": inner.replace(secret, MASK) }).to_string()),
                (format!("y={};", percent(secret)), format!("y={MASK};")),
                (format!("是{secret}。"), format!("是{MASK}。")),
                (format!("it is {secret}."), format!("it is {MASK}.")),
                (format!("<a>{secret}</a>"), format!("<a>{MASK}</a>")),
                (format!("手机号：{secret}，AppSecret {secret}"), format!("手机号：{MASK}，AppSecret {MASK}")),
            ] {
                assert_eq!(redact(&text), expected, "{text}");
            }
        }
    }

    #[test]
    fn spellings_of_their_own_are_masked_too() {
        for (text, expected) in [
            ("+8613800138000", "+‹masked›"),
            ("+86 138-0013-8000 or +86 13800138000", "+86 ‹masked› or +86 ‹masked›"),
            ("call 138 0013 8000, 110101199003077758 or 11010119900307775X", "call ‹masked›, ‹masked› or ‹masked›"),
            ("encryptedData=CiyLU1Aw2KjvrjMd&iv=x", "encryptedData=‹masked›&iv=x"),
            ("008619912345678", "‹masked›"),
            ("8613800138000@qq.com", "‹masked›"),
            ("mail a.b+c@shop.example.com, and x@y.cn.", "mail ‹masked›, and ‹masked›."),
            ("to=li.lei%40example.com&x=1", "to=‹masked›&x=1"),
            ("{\"to\":\"li_lei@mail.example.com\"}", "{\"to\":\"‹masked›\"}"),
            ("o6_bmasdasdsad6_2sgVt7hMZOPfL", "‹masked›"),
            ("FA4E00C1B2A3948576D0E1F2A3B4C5D6", "‹masked›"),
            ("key_fa4e00c1b2a3948576d0e1f2a3b4c5d6-1", "key_‹masked›-1"),
            (r"tiihtNczf5v6\/KRyjwEUhQ\u003d\u003d", "‹masked›"),
            ("x=tiihtNczf5v6AKRyjwEUhQ%3D%3D&y=", "x=‹masked›&y="),
        ] {
            assert_eq!(redact(text), expected);
        }
    }

    #[test]
    fn bare_numbers_become_texts_where_json_needs_it() {
        for (text, expected) in [
            (json!({"n": 13_800_138_000_u64, "z": 1}), json!({"n": MASK, "z": 1})),
            (json!({"n": [13_800_138_000_u64, 13_900_139_000_u64, 5]}), json!({"n": [MASK, MASK, 5]})),
            (json!(["a", 13_800_138_000_u64]), json!(["a", MASK])),
        ] {
            for text in [text.to_string(), serde_json::to_string_pretty(&text).unwrap()] {
                assert_eq!(serde_json::from_str::<Value>(&redact(&text)).unwrap(), expected, "{text}");
                let masked: Value = serde_json::from_str(&redact(&json!({ "body": text }).to_string())).unwrap();
                let inner = masked["body"].as_str().unwrap();
                assert_eq!(serde_json::from_str::<Value>(inner).unwrap(), expected, "{text}");
            }
        }
        assert_eq!(redact(r#""13800138000", 13800138000."#), r#""‹masked›", ‹masked›."#);
    }

    #[test]
    fn personal_shapes_stay_where_personal_data_is_shown() {
        let text = ALL.join(" ");
        let shown = Redactor::new().showing_personal_data().redact(&text).into_owned();
        assert_eq!(shown, format!("{MASK} {OPENID} {MASK} {MASK} {MOBILE}"));
    }

    #[test]
    fn what_is_ordinary_stays() {
        for plain in [
            "617682e0-09059ac5-34a8e2ea",
            "reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea",
            "50_short",
            "12_campaign_of_november_and_december",
            "wx448f04719cd48f69",
            "gh_448f04719cd4",
            "2026_11_22_12_00_00_UTC_and_some_more",
            "a50_Im7abcdefghijklmnopQRST",
            "550e8400-e29b-41d4-a716-446655440000",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "4bf92f3577b34da6a3ce929d0e0e473",
            "/cgi-bin/message/custom/send",
            "/wxa/business/getuserphonenumber?lang=zh_CN",
            "on-the-other-hand-of-the-day",
            "oupf8umuajo_m2pxb1q9znjwes6o",
            "UpF8uMuAJO_M2pxb1Q9zNjWeS6oo",
            "oUpF8uMuAJO_M2pxb1Q9zNjWeS6",
            "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o00",
            "1635156704 1700000000000 1763812800000123",
            "138-0013 8000 138-0013-80001 238-0013-8000 138.0013.8000",
            "763812800000123456 110101199013077758 1101011990030777580",
            "4200001234202611221234567890",
            "12345678901 23800138000 1380013800 138001380001",
            "￥13800138000.00 0.13800138000 1,380,013,800",
            "a13800138000 13800138000x",
            "tiihtNczf5v6AKRyjwEUhQ tiihtNczf5v6AKRyjwEUhQ= tiihtNczf5v6AKRyjwEUhQ===",
            "atiihtNczf5v6AKRyjwEUhQ== iihtNczf5v6AKRyjwEUhQ==",
            "if count==limit",
            "a@b @handle.name pkg@1.2.3 x@ @ me@localhost a@.com a@-.c gh_448f04719cd4@app",
            r#"{"errcode":45009,"daily_limit":1000,"used":1000,"remain":0,"invoke_time":1635156704,"total":12345678901}"#,
        ] {
            assert_eq!(redact(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn shapes_are_found_in_any_surroundings(
            openid in "o[A-Z][a-z][A-Za-z0-9_-]{25}",
            mobile in "(86)?1[3-9][0-9]{9}",
            app_secret in "[0-9a-f]{32}",
            session_key in "[A-Za-z0-9+/]{22}==",
            before in "[ \n\"'是：，:=&(<>\\[{]{1,3}",
            after in "[ \n\"'是：，。&)<>\\]},]{1,3}",
            layers in 0..3_usize,
        ) {
            for secret in [openid, mobile, app_secret, session_key] {
                let text = format!("{before}{secret}{after}");
                let text = (0..layers).fold(text, |text, _| utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string());
                let masked = redact(&text);
                prop_assert!(masked.contains(MASK) && !masked.contains(&secret[..9]), "{text} → {masked}");
            }
        }
    }
}
