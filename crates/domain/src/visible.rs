//! Characters that are not shown as they are: they steer terminals, break lines of a log, or turn the direction of a text, so
//! that what people read is not what was written.

use std::borrow::Cow;

/// Whether a character steers or hides others: a control character, a direction mark, a line separator, or one without width that
/// no script needs.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a text may hold a hidden character, by its bytes alone.
fn may_be_hidden(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef)
}

/// A text of several lines with its hidden characters named, such as `[U+202E]`; line ends and tabs stay.
pub fn text(text: &str) -> Cow<'_, str> {
    named(text, |c, next| matches!(c, '\n' | '\t') || (c == '\r' && next == Some('\n')))
}

/// A text on one line with its hidden characters named; line ends and tabs are `\n`, `\r` and `\t`.
pub fn line(text: &str) -> Cow<'_, str> {
    named(text, |_, _| false)
}

/// JSON with its hidden characters written as JSON escapes them, which changes no value.
pub fn json(json: &str) -> Cow<'_, str> {
    replaced(
        json,
        |c, _| matches!(c, '\n' | '\r' | '\t'),
        |c, into| {
            let mut units = [0; 2];
            into.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        },
    )
}

fn named(text: &str, stays: impl Fn(char, Option<char>) -> bool) -> Cow<'_, str> {
    replaced(text, stays, |c, into| match c {
        '\n' => into.push_str("\\n"),
        '\r' => into.push_str("\\r"),
        '\t' => into.push_str("\\t"),
        c => into.extend(format!("[U+{:04X}]", u32::from(c)).chars()),
    })
}

/// A text with each hidden character written in another way, unless it `stays`, by itself and the character after it.
fn replaced(text: &str, stays: impl Fn(char, Option<char>) -> bool, write: impl Fn(char, &mut String)) -> Cow<'_, str> {
    // Most texts hold none; a look at the bytes costs far less than one at the characters.
    if !text.bytes().any(may_be_hidden) {
        return text.into();
    }
    let mut shown = String::new();
    let mut copied = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_hidden(*c)) {
        let after = at + c.len_utf8();
        if stays(c, text[after..].chars().next()) {
            continue;
        }
        shown.push_str(&text[copied..at]);
        write(c, &mut shown);
        copied = after;
    }
    if copied == 0 {
        return text.into();
    }
    shown.push_str(&text[copied..]);
    shown.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_steers_or_hides_is_named() {
        assert_eq!(text("a\u{1b}[31mb\u{202e}c\u{85}d"), "a[U+001B][31mb[U+202E]c[U+0085]d");
        assert_eq!(text("one\ntwo\r\n\tthree\rover\0"), "one\ntwo\r\n\tthree\\rover[U+0000]");
        assert_eq!(line("one\ntwo\r\n\tthree"), "one\\ntwo\\r\\n\\tthree");
        assert_eq!(json("{\"a\":\"\u{202e}\u{feff}\"}\n"), "{\"a\":\"\\u202e\\ufeff\"}\n");
        for plain in ["", "商城小程序 🛒 👨‍👩‍👧 <b> é ·", "…–“”（）", "नमस्ते می‌خواهم"]
        {
            assert!(matches!(text(plain), Cow::Borrowed(_)), "{plain}");
            assert!(matches!(line(plain), Cow::Borrowed(_)), "{plain}");
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(any in ".{0,60}", hidden in "[\\x00-\\x1f\\x7f-\\u{9f}\u{61c}\u{200b}\u{200e}\u{2028}-\u{202e}\u{2066}\u{feff}]{0,9}") {
            let mixed = format!("{any}{hidden}{any}");
            prop_assert!(!line(&mixed).chars().any(is_hidden));
            prop_assert!(!text(&mixed).chars().any(|c| is_hidden(c) && !"\n\r\t".contains(c)));
            let quoted = format!("\"{}\"", mixed.replace(['"', '\\'], "").chars().filter(|c| !c.is_control()).collect::<String>());
            let same: String = serde_json::from_str(&json(&quoted)).unwrap();
            prop_assert_eq!(format!("\"{same}\""), quoted);
        }
    }
}
