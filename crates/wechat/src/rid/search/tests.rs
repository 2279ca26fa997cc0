use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use super::*;

const ONE: &str = "617682e0-09059ac5-34a8e2ea";
const TWO: &str = "6aac005a-01bfdbee-79769285";

fn rid(text: &str) -> Found {
    Found::Rid(text.parse().unwrap())
}

fn hint(text: &str) -> Found {
    Found::Hint(text.to_owned())
}

fn incomplete(text: &str) -> Found {
    Found::Incomplete(text.to_owned())
}

#[test]
fn a_rid_is_found_however_it_is_written() {
    for text in [
        "617682e0-09059ac5-34a8e2ea",
        "reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea",
        "invalid code, rid: 617682e0-09059ac5-34a8e2ea",
        r#"{"errcode":1007,"errmsg":" rid: 617682e0-09059ac5-34a8e2ea"}"#,
        r#"{"response_body":"{\"errcode\":45009,\"errmsg\":\"limit rid: 617682e0-09059ac5-34a8e2ea\"}"}"#,
        r#""{\"b\":\"{\\\"m\\\":\\\"rid: \\\\u0036\\\\u0031\\\\u0037682e0-09059ac5-34a8e2ea\\\"}\"}""#,
        "rid: 617682E0-09059AC5-34A8E2EA",
        "RID:617682e0-09059ac5-34a8e2ea",
        "rid=617682e0-09059ac5-34a8e2ea&x=1",
        "报错了，rid：６１７６８２ｅ０－０９０５９ａｃ５－３４ａ８ｅ２ｅａ，麻烦看下",
        "ｒｉｄ：６１７６８２Ｅ０−０９０５９ＡＣ５—３４Ａ８Ｅ２ＥＡ",
        "rid%3A%20617682e0-09059ac5-34a8e2ea",
        "errmsg=limit+rid%253A%2520617682e0%252D09059ac5%252D34a8e2ea%22",
        "rid&#58; 617682e0&#45;09059ac5&ndash;34a8e2ea&lt;br&gt;",
        "<td>617682e0-09059ac5-34a8e2ea</td>",
        r"rid: \u0036\u0031\u0037\u0036\u0038\u0032e0-09059ac5-34a8e2ea",
        r"limit\nrid: 617682e0\-09059ac5\-34a8e2ea\n",
        "「617682e0–09059ac5–34a8e2ea」",
        "rid: 617682e0\u{2011}09059ac5\u{2212}34a8e2ea.",
        "_617682e0-09059ac5-34a8e2ea_x",
        "$ curl -s 'https://api.weixin.qq.com/cgi-bin/clear_quota?access_token=50_Im7xxxx' -d '{}'\n* Connected to \
         api.weixin.qq.com (101.226.129.166) port 443\n< HTTP/1.1 200 OK\n< Date: Mon, 25 Oct 2021 10:11:44 GMT\n<\n\
         {\"errcode\":44002,\"errmsg\":\"empty post data rid: 617682e0-09059ac5-34a8e2ea\"}\n",
    ] {
        assert_eq!(find_in_text(text), [rid(ONE)], "{text}");
    }
}

#[test]
fn several_come_in_order_and_each_once() {
    let text = format!(
        "{TWO} hint: [nl1a!] {ONE}, rid: {} rid: 6176**** {ONE} rid: 6176**** hint: [nl1a!]",
        TWO.to_uppercase()
    );
    assert_eq!(find_in_text(&text), [rid(TWO), hint("nl1a!"), rid(ONE), incomplete("6176****")]);
    assert_eq!(find_in_text(&format!("{ONE},{TWO}")), [rid(ONE), rid(TWO)]);
}

#[test]
fn hints_of_the_old_kind_are_told_apart() {
    for (text, said) in [
        ("invalid credential hint: [nl1a8a02641530!]", "nl1a8a02641530!"),
        ("invalid code hints: [xxx!]", "xxx!"),
        ("invalid code, hints: [ req_id: EhfcR6qNe-7wgxqa ]", "req_id: EhfcR6qNe-7wgxqa"),
        ("hints%3A%20%5B%20req_id%3A%20EhfcR6qNe-7wgxqa%20%5D", "req_id: EhfcR6qNe-7wgxqa"),
        (r#"{"errcode":40029,"errmsg":"invalid code, Hint: [617682e0-09059ac5]"}"#, "617682e0-09059ac5"),
    ] {
        assert_eq!(find_in_text(text), [hint(said)], "{text}");
    }
    for none in ["hint: []", "hint: [ ]", "hint [abc]", "hint: abc", "hint: [abc", "hint: [ab\nc]", "chint: [abc]"] {
        assert_eq!(find_in_text(none), [], "{none}");
    }
    assert_eq!(find_in_text(&format!("hint: [{ONE}]")), [rid(ONE)], "a whole rid is one wherever it stands");
}

#[test]
fn what_was_meant_as_a_rid_is_called_incomplete() {
    for (text, shown) in [
        ("rid: 617682e0-xxxx…", "617682e0-xxxx..."),
        ("rid: 6176****", "6176****"),
        ("rid：６１７６＊＊＊＊，", "6176****"),
        ("rid: xxxxxxxx-xxxxxxxx-xxxxxxxx", "xxxxxxxx-xxxxxxxx-xxxxxxxx"),
        ("please check rid: XXXXXXXX", "XXXXXXXX"),
        (r#"{"rid":"617682e0-09059ac5"}"#, "617682e0-09059ac5"),
        (r#"{\"rid\" : \"617682e0\"}"#, "617682e0"),
        ("rid=617682e0&x=1", "617682e0"),
        ("x-rid = 617682e0-09059ac5-34a8e2e.", "617682e0-09059ac5-34a8e2e"),
        ("rid 617682e009059ac534a8e2ea", "617682e009059ac534a8e2ea"),
        ("rid: 617682e0_09059ac5_34a8e2ea", "617682e0"),
        ("rid: 617682e0-09059ac5-34a8e2ea-1", "617682e0-09059ac5-34a8e2ea-1"),
        ("rid: 617682e0-09059ac5-34a8e2eaa", "617682e0-09059ac5-34a8e2eaa"),
        ("rid: 17682e0-09059ac5-34a8e2ea", "17682e0-09059ac5-34a8e2ea"),
        ("see 17682e0-09059ac5-34a8e2ea there", "17682e0-09059ac5-34a8e2ea"),
        ("523123e8-1bew2b04-412215a0f", "523123e8-1bew2b04-412215a0f"),
        ("617682e0-09059ac5", "617682e0-09059ac5"),
        ("617682e0-********-34a8e2ea", "617682e0-********-34a8e2ea"),
        ("617682e0-xxxxxxxx...", "617682e0-xxxxxxxx"),
        ("617682e0-09059ac5-...", "617682e0-09059ac5"),
        ("617682e0-09059ac5-", "617682e0-09059ac5"),
        ("617682e0-09059ac5-…", "617682e0-09059ac5"),
        ("see —617682e0-09059ac5——", "617682e0-09059ac5"),
        ("--09059ac5-34a8e2ea", "09059ac5-34a8e2ea"),
        ("rid*rid*1234", "*rid*1234"),
    ] {
        assert_eq!(find_in_text(text), [incomplete(shown)], "{text}");
    }
}

#[test]
fn other_ids_are_nothing() {
    for text in [
        "",
        " \n ",
        "rid",
        "rid:",
        "rid: 617",
        "rid: dead",
        "rid: error",
        "rid not found",
        "rid is error",
        "rid:\n617682e0",
        "rid:: 617682e0",
        "rid: = 617682e0",
        "grid: 617682e0",
        "rids: 617682e0",
        "ride617682e0",
        "xxxxxxxx-xxxxxxxx-xxxxxxxx",
        "550e8400-e29b-41d4-a716-446655440000",
        "rid: 550e8400-e29b-41d4-a716-446655440000",
        "rid: 0123456789abcdef0123456789abcdef",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "wx448f04719cd48f69",
        "50_Im7xxxxThisIsAToken-AbCdEfGh-12345678",
        "617682e0-09059ac5-34a8e2ea-00000000",
        "00000000-617682e0-09059ac5-34a8e2ea",
        "-617682e0-09059ac5-34a8e2ea",
        "617682e0-09059ac5-34a8e2ea-",
        "617682E0-09059ac5-34a8e2ea--",
        "617682e0--09059ac5-34a8e2ea",
        "617682e0-",
        "-617682e0-",
        "617682e0 09059ac5 34a8e2ea",
        "2026-11-22 08:00:00",
        "1234567-1234567",
        "user-agent: wxquota/0.1.0",
    ] {
        assert_eq!(find_in_text(text), [], "{text}");
    }
}

#[test]
fn a_longer_run_is_no_rid() {
    let parts = |text: &str| find_in_text(text).into_iter().any(|found| matches!(found, Found::Rid(_)));
    for text in [
        "a617682e0-09059ac5-34a8e2ea",
        "617682e0-09059ac5-34a8e2ea0",
        "617682e0-09059ac5-34a8e2ea-f",
        "—617682e0-09059ac5-34a8e2ea",
    ] {
        assert!(!parts(text), "{text}");
    }
}

/// Ways in which text gets escaped on its way into a chat.
fn escaped(text: &str, way: u8) -> String {
    match way % 7 {
        0 => text.to_owned(),
        1 => utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
        2 => serde_json::to_string(text).unwrap(),
        3 => text.chars().flat_map(|c| ["&#".to_owned(), u32::from(c).to_string(), ";".to_owned()]).collect(),
        4 => text.chars().flat_map(char::escape_unicode).collect(),
        5 => html_escape::encode_safe(text).into_owned(),
        _ => text.chars().map(full_width).collect(),
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        _ => c,
    }
}

/// Surroundings that are no part of a longer run.
fn apart() -> impl Strategy<Value = String> {
    "[ \t\n!-,./:-@g-zG-Z\\[\\\\\\]^_`{|}~中文，。：「」é😀％＼]{1,30}"
}

proptest! {
    #[test]
    fn planted_rids_are_always_found(
        planted in prop::collection::vec(("[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}", apart(), any::<bool>(), 0..5_usize), 1..6),
        before in apart(),
        ways in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut text = before;
        for (rid, after, upper, dash) in &planted {
            let rid = if *upper { rid.to_uppercase() } else { rid.clone() };
            text.push_str(&rid.replace('-', ["-", "－", "–", "−", "‑"][*dash]));
            text.push_str(after);
        }
        let text = ways.iter().fold(text, |text, way| escaped(&text, *way));
        let found: Vec<_> = find_in_text(&text).into_iter().filter(|found| matches!(found, Found::Rid(_))).collect();
        let mut seen = HashSet::new();
        let expected: Vec<_> =
            planted.iter().map(|(planted, ..)| rid(planted)).filter(|found| seen.insert(found.clone())).collect();
        prop_assert_eq!(found, expected, "{}", text);
    }

    #[test]
    fn whatever_is_pasted_is_read_without_a_fault(text in any::<String>()) {
        for found in find_in_text(&text) {
            if let Found::Rid(rid) = found {
                prop_assert_eq!(rid.as_str().parse::<Rid>().unwrap(), rid);
            }
        }
    }

    #[test]
    fn near_misses_are_read_without_a_fault(
        text in "((rid|RID|hints?)[:= \"'\\[]{0,3}|[0-9a-fx*]{1,9}|[-.—％%\\\\&#;\\]\n]|u00|2D|é|😀){0,40}",
    ) {
        for found in find_in_text(&text) {
            match found {
                Found::Rid(rid) => prop_assert_eq!(rid.as_str().len(), LENGTH),
                Found::Hint(said) | Found::Incomplete(said) => prop_assert!(!said.trim().is_empty()),
            }
        }
    }
}

proptest! {
    #[test]
    fn details_are_read_without_a_fault(
        text in "(errcode|Error code|错误码|code|ret|hints?|req_id|invoke_time|cost_in_ms|client_ip|response_body|rid|secret|                 queryauthcode@@@|invalid code|/cgi-bin/token|617682e0-09059ac5-34a8e2ea|[0-9]{1,11}|[0-9a-f]{32}|                 [-{}()\\[\\]:=,>\"'\\\\ \n]|是|é|😀){0,60}",
    ) {
        let pasted = parse_pasted(&text);
        for (_, near) in &pasted.rids {
            prop_assert!(near.errcode != Some(0));
            if let Some(reply) = &near.pasted {
                prop_assert!(reply.errcode.is_none() || reply.errcode == near.errcode);
            }
        }
        prop_assert!(pasted.errcode != Some(0));
    }
}

/// One pass for each kind of text that could cost more than its length; that these end at all is the test.
#[test]
fn a_megabyte_of_anything_is_read() {
    for piece in [
        "errcode",
        "errcode: ",
        "code: 40029 ",
        "ret=",
        "40029invalid code ",
        "{",
        "(",
        "{(",
        "})",
        "[",
        "[a1234567",
        "@@@",
        "a@@@",
        "req_id: ",
        "invoke_time ",
        "{invoke_time cost_in_ms response_body ",
        "secret ",
        "431148e67c431cab5e37219878746769 ",
        "617682e0-09059ac5-34a8e2ea errcode 40029 ",
        "errcode 40029 617682e1-09059ac5-34a8e2ea\n",
        "{errcode 40029 {617682e1-09059ac5-34a8e2ea ",
        "rid: ",
        "rid:6",
        "rid*",
        "rid.",
        "hint: [",
        "hint[",
        "hints ",
        "617682e0-",
        "-",
        "a",
        "%25",
        "%2525",
        "&amp;",
        "&amp",
        "&#",
        "\\\\",
        "\\u005c",
        "\\u{",
        "６",
        "rid\u{301}",
        "\u{301}\u{316}",
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        let text = format!("{ONE} {text}");
        assert_eq!(parse_pasted(&text).found.first(), Some(&rid(ONE)), "{piece}");
    }
}
