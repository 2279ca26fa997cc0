//! Normalization of pasted texts: escapes decoded, compatibility characters and dashes replaced by plain ones.

use std::borrow::Cow;

use icu_properties::CodePointSetData;
use icu_properties::props::Dash;
use percent_encoding::percent_decode_str;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::validation::LENGTH;

/// The largest number of layers of escapes that are decoded: JSON in JSON in a URL in a log line has four. A bound, so that a
/// text of escapes only does not take long.
const MAX_LAYERS: usize = 12;

/// A step of normalization; `None` where it changes nothing.
type Step = fn(&str) -> Option<String>;

/// The steps that decode one layer. [`to_plain`] runs before each group, since full-width percent signs, ampersands and
/// backslashes become escapes then, and since rids are distinguished from escapes by their plain dashes.
const STEPS: [&[Step]; 3] =
    [&[separate_rids, decode_percent], &[decode_entities], &[separate_rids, decode_backslashes]];

/// `text` with percent-encoding, HTML entities and backslash escapes decoded, up to [`MAX_LAYERS`] layers, in compatibility
/// form (NFKC), and with "-" for every dash.
pub(super) fn normalize(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // `to_plain` takes longest, and changes nothing in a text that is plain already.
    let mut is_plain = false;
    for _ in 0..MAX_LAYERS {
        let mut changed = false;
        for steps in STEPS {
            if !is_plain {
                changed |= apply(&mut text, to_plain);
            }
            is_plain = true;
            for step in steps {
                if apply(&mut text, *step) {
                    (changed, is_plain) = (true, false);
                }
            }
        }
        if !changed {
            break;
        }
    }
    text
}

/// Applies `change` to the text, and returns whether it changed.
fn apply(text: &mut Cow<'_, str>, change: Step) -> bool {
    match change(text) {
        Some(changed) => {
            *text = Cow::Owned(changed);
            true
        }
        None => false,
    }
}

/// Inserts a blank between the start of an escape and a whole rid: `0%617682e0-…` is not an escaped "a", `\b17682e0-…` not a
/// backspace.
fn separate_rids(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let rid_at = match (byte, bytes.get(at + 1)) {
            (b'\\', Some(b'u' | b'U' | b'x')) => at + 2,
            (b'%' | b'\\', _) => at + 1,
            _ => continue,
        };
        if bytes.get(rid_at..).is_some_and(begins_with_rid) {
            out.push_str(&text[done..rid_at]);
            out.push(' ');
            done = rid_at;
        }
    }
    out.push_str(&text[done..]);
    (done > 0).then_some(out)
}

fn begins_with_rid(bytes: &[u8]) -> bool {
    let is_rid = |(i, byte): (usize, &u8)| if matches!(i, 8 | 17) { *byte == b'-' } else { byte.is_ascii_hexdigit() };
    bytes.len() >= LENGTH
        && bytes[..LENGTH].iter().enumerate().all(is_rid)
        && bytes.get(LENGTH).is_none_or(|byte| !byte.is_ascii_hexdigit() && *byte != b'-')
}

fn decode_percent(text: &str) -> Option<String> {
    match Cow::<[u8]>::from(percent_decode_str(text)) {
        Cow::Borrowed(_) => None,
        Cow::Owned(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

fn decode_entities(text: &str) -> Option<String> {
    match html_escape::decode_html_entities(text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

/// Decodes the backslash escapes of JSON, JavaScript and Python, and those of punctuation in shells and Markdown.
fn decode_backslashes(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut read = false;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        if let Some((character, length)) = escape(after) {
            out.push(character);
            rest = &after[length..];
            read = true;
        } else {
            out.push('\\');
            rest = after;
        }
    }
    out.push_str(rest);
    read.then_some(out)
}

/// The character that the text after a backslash encodes, and the length of the escape in bytes.
fn escape(after: &str) -> Option<(char, usize)> {
    let coded = |at: usize, digits: usize| {
        let code = after.get(at..at + digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let code = u32::from_str_radix(code, 16).ok()?;
        // Surrogate pairs are not combined: no such character matters here.
        Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), at + digits))
    };
    let braced = || {
        let end = after.bytes().take(9).position(|byte| byte == b'}')?;
        let (character, _) = after.starts_with("u{").then(|| coded(2, end.saturating_sub(2)))??;
        Some((character, end + 1))
    };
    match after.bytes().next()? {
        b'n' => Some(('\n', 1)),
        b'r' => Some(('\r', 1)),
        b't' => Some(('\t', 1)),
        b'b' => Some(('\u{8}', 1)),
        b'f' => Some(('\u{c}', 1)),
        b'u' => coded(1, 4).or_else(braced),
        b'U' => coded(1, 8),
        b'x' => coded(1, 2),
        mark if mark.is_ascii_punctuation() || mark == b' ' => Some((char::from(mark), 1)),
        _ => None,
    }
}

/// The text in compatibility form with plain dashes; `None` where it is so already.
fn to_plain(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let as_it_is = is_nfkc_quick(text.chars()) == IsNormalized::Yes && !text.chars().any(is_odd_dash);
    let plain = |c| if is_odd_dash(c) { '-' } else { c };
    let made = || text.nfkc().map(plain).collect::<String>();
    (!as_it_is).then(made).filter(|made| made != text)
}

/// Whether a character is a dash other than "-": Unicode's property Dash, the minus sign included.
fn is_odd_dash(c: char) -> bool {
    c != '-' && CodePointSetData::new::<Dash>().contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_has_many_spellings() {
        for odd in [
            "rid: 6-a",
            "rid%3A%206-a",
            "rid%253A%2520%36%2da",
            "rid&#58; 6&ndash;a",
            "rid&colon;&nbsp;6&#x2d;&#97;",
            "rid&amp;#58; 6&amp;minus;a",
            r"rid:\u00206\u002da",
            r"rid\\u003a \\\\u0036-a",
            r"rid\x3a\u{20}6\U0000002da",
            r"rid\:\ 6\-a",
            "ｒｉｄ：　６－ａ",
            "rid：６—𝐚",
            "rid％3A％206％2Da",
            "rid＆＃58； 6＆minus；a",
            "rid: 6\u{2212}a",
            "rid: 6\u{fe63}a",
            "rid: 6\u{2011}a",
        ] {
            let got = normalize(odd).replace(": ", ":").replace(':', ": ");
            assert_eq!(got, "rid: 6-a", "{odd}");
        }
    }

    #[test]
    fn what_is_no_escape_stays() {
        for plain in ["100% sure", "%zz", "a & b", "&nosuch;", r"C:\dir", r"\u12", r"\", "中文，没有", "é"] {
            let got = normalize(plain);
            assert!(got == plain || got == plain.replace('，', ","), "{plain} {got}");
        }
        assert!(matches!(normalize("中文 rid: 6-a"), Cow::Borrowed(_)), "nothing is copied for nothing");
        assert_eq!(normalize(r#"{\"a\":\"b\"}"#), r#"{"a":"b"}"#);
        assert_eq!(normalize("%E4%BD%A0%ff"), "你\u{fffd}");
        assert_eq!(normalize(r"\ud83d"), "\u{fffd}");
    }

    #[test]
    fn no_escape_eats_a_rid() {
        for rid in ["617682e0-09059ac5-34a8e2ea", "B17682E0-09059ac5-34a8e2ea"] {
            for before in
                ["100%", "\\", "\\\\", "\\u", "\\U", "\\x", "％", "%25", "&#92;", "&percnt;", "%5C", "\\u0025"]
            {
                let got = normalize(&format!("{before}{rid}.")).into_owned();
                assert!(got.ends_with(&format!(" {rid}.")), "{before} {got}");
            }
        }
        assert_eq!(normalize("%617682e0-09059ac5-34a8e2ea0"), "a7682e0-09059ac5-34a8e2ea0", "no rid, no harm");
    }

    #[test]
    fn every_dash_is_one() {
        for dash in "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{fe58}\u{fe63}\u{ff0d}\u{2e3a}\u{30a0}\
             \u{301c}\u{3030}\u{fe31}\u{207b}\u{10ead}\u{10d6e}"
            .chars()
        {
            assert_eq!(normalize(&format!("a{dash}b")), "a-b", "{dash:?}");
        }
    }

    #[test]
    fn layers_end() {
        let deep = format!("{}36", "%25".repeat(100));
        assert!(normalize(&deep).len() < deep.len());
        let text = format!("\"{}\"", "\\".repeat(5_000));
        assert!(normalize(&text).len() < 10);
    }
}
