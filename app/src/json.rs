//! JSON made readable: one value a line, indented, and JSON inside strings opened.
//!
//! Nothing is turned into numbers and written again, so a number stays as it was sent, however long or odd. Strings are
//! shown with their letters (`\u4f60` is 你), and escaped only where they have to be.

use serde::de::IgnoredAny;

/// The most levels of brackets; what is nested deeper is read better as it came.
const MOST_DEPTH: usize = 40;
/// The most levels of JSON inside strings inside JSON that are opened.
const MOST_OPENED: usize = 6;
/// The most bytes of readable text: indenting must not make a page of a body that is only long.
const MOST_BYTES: usize = 4 << 20;

/// What a piece of readable JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line's end and the next line's indentation, or a blank.
    Blank,
    /// A bracket, a comma, a colon.
    Sign,
    /// The name of a field, with its quotes.
    Key,
    /// A string, with its quotes.
    String,
    /// A number, as it was written.
    Number,
    /// `true`, `false`, `null`.
    Word,
    /// What follows stood in a string; has no text of its own.
    Opened,
}

/// A piece of readable JSON; all of them, one after the other, are the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// How it reads.
    pub text: String,
}

/// `text` as readable JSON; `None` where it is none, or none that would become more readable.
pub fn readable(text: &str) -> Option<Vec<Piece>> {
    let mut writer = Writer::default();
    (is_json(text) && writer.write(text, 0, 0).is_some()).then_some(writer.pieces)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    bytes: usize,
}

impl Writer {
    /// Writes JSON that begins on a line of this depth; `None` where it grows too deep or too long.
    fn write(&mut self, json: &str, outer: usize, opened: usize) -> Option<()> {
        let (mut depth, mut rest) = (outer, json);
        while let Some((token, after)) = next_token(rest) {
            rest = after;
            match token.as_bytes().first()? {
                b'{' | b'[' => {
                    self.push(Kind::Sign, token)?;
                    if let Some((closing @ ("}" | "]"), after)) = next_token(rest) {
                        self.push(Kind::Sign, closing)?;
                        rest = after;
                    } else {
                        depth += 1;
                        self.line(depth)?;
                    }
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.line(depth)?;
                    self.push(Kind::Sign, token)?;
                }
                b',' => {
                    self.push(Kind::Sign, token)?;
                    self.line(depth)?;
                }
                b':' => {
                    self.push(Kind::Sign, token)?;
                    self.push(Kind::Blank, " ")?;
                }
                b'"' if matches!(next_token(rest), Some((":", _))) => self.push(Kind::Key, &with_letters(token))?,
                b'"' => self.string(token, depth, opened)?,
                b'-' | b'0'..=b'9' => self.push(Kind::Number, token)?,
                _ => self.push(Kind::Word, token)?,
            }
        }
        Some(())
    }

    /// A string, or the JSON in it.
    fn string(&mut self, token: &str, depth: usize, opened: usize) -> Option<()> {
        let before = (self.pieces.len(), self.bytes);
        if opened < MOST_OPENED
            && let Some(inside) = json_inside(token)
        {
            self.push(Kind::Opened, "")?;
            if self.write(&inside, depth, opened + 1).is_some() {
                return Some(());
            }
            self.pieces.truncate(before.0);
            self.bytes = before.1;
        }
        self.push(Kind::String, &with_letters(token))
    }

    fn line(&mut self, depth: usize) -> Option<()> {
        let indented = (depth <= MOST_DEPTH).then(|| format!("\n{}", "  ".repeat(depth)))?;
        self.push(Kind::Blank, &indented)
    }

    fn push(&mut self, kind: Kind, text: &str) -> Option<()> {
        self.bytes += text.len();
        self.pieces.push(Piece { kind, text: text.to_owned() });
        (self.bytes <= MOST_BYTES).then_some(())
    }
}

/// The object or list in a string; other JSON there, such as a number, is just that string.
fn json_inside(token: &str) -> Option<String> {
    let inside = serde_json::from_str::<String>(token).ok()?;
    (inside.trim_start().starts_with(['{', '[']) && is_json(&inside)).then_some(inside)
}

/// A string with its letters in place of their escapes; as it is where those are no letters (half a surrogate pair).
fn with_letters(token: &str) -> String {
    let read = || serde_json::to_string(&serde_json::from_str::<String>(token).ok()?).ok();
    let escaped = token.contains('\\');
    if escaped { read().unwrap_or_else(|| token.to_owned()) } else { token.to_owned() }
}

/// The first token of JSON, and what follows it.
fn next_token(json: &str) -> Option<(&str, &str)> {
    const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];
    let rest = json.trim_start_matches(BLANK);
    let length = match rest.bytes().next()? {
        b'"' => string_length(rest),
        b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
        _ => rest.find(|c| BLANK.contains(&c) || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len()),
    };
    Some(rest.split_at(length))
}

/// The bytes of the string that `json` begins with, its quotes included.
fn string_length(json: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in json.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(pieces: &[Piece]) -> String {
        let mark = |piece: &Piece| if piece.kind == Kind::Opened { "⤷ ".to_owned() } else { piece.text.clone() };
        pieces.iter().map(mark).collect()
    }

    fn read(json: &str) -> String {
        text(&readable(json).unwrap())
    }

    fn of_kind(json: &str, kind: Kind) -> Vec<String> {
        readable(json).unwrap().into_iter().filter(|piece| piece.kind == kind).map(|piece| piece.text).collect()
    }

    #[test]
    fn values_stand_one_a_line() {
        assert_eq!(
            read(r#"{"errcode":45009 , "list":[1,{"a":null}],"none":[ ],"empty":{}}"#),
            "{\n  \"errcode\": 45009,\n  \"list\": [\n    1,\n    {\n      \"a\": null\n    }\n  ],\n  \"none\": [],\n  \"empty\": {}\n}"
        );
        assert_eq!(read("[]"), "[]");
        assert_eq!(read(" 5 "), "5");
    }

    #[test]
    fn parts_are_told_apart() {
        let json = r#"{"key":"value: \"x\"","n":-1.50,"b":[true,null]}"#;
        assert_eq!(of_kind(json, Kind::Key), [r#""key""#, r#""n""#, r#""b""#]);
        assert_eq!(of_kind(json, Kind::String), [r#""value: \"x\"""#]);
        assert_eq!(of_kind(json, Kind::Number), ["-1.50"]);
        assert_eq!(of_kind(json, Kind::Word), ["true", "null"]);
    }

    #[test]
    fn numbers_stay_as_they_were_written() {
        for number in ["12345678901234567890123456789", "1.0", "1E400", "-0", "1e-7"] {
            assert_eq!(of_kind(&format!("[{number}]"), Kind::Number), [number]);
        }
    }

    #[test]
    fn json_inside_strings_is_opened_as_deep_as_it_goes() {
        let innermost = serde_json::json!({ "errcode": 45009 }).to_string();
        let inner = serde_json::json!({ "response": innermost, "note": "{ no json" }).to_string();
        let outer = serde_json::json!({ "body": inner }).to_string();
        assert_eq!(
            read(&outer),
            "{\n  \"body\": ⤷ {\n    \"note\": \"{ no json\",\n    \"response\": ⤷ {\n      \"errcode\": 45009\n    }\n  }\n}"
        );
        assert_eq!(read(r#""{\"a\":1}""#), "⤷ {\n  \"a\": 1\n}");
        assert_eq!(read(r#"["5","true","null","\"x\""]"#).matches('⤷').count(), 0, "a scalar is no document");
    }

    #[test]
    fn strings_read_in_their_letters() {
        assert_eq!(
            of_kind(r#"["\u4f60\u597d \ud83d\uded2 \/ \n \u0000"]"#, Kind::String),
            ["\"你好 🛒 / \\n \\u0000\""]
        );
        assert_eq!(of_kind(r#"{"\u540d":"‹masked›"}"#, Kind::Key), ["\"名\""]);
        assert_eq!(of_kind(r#"["\ud83d"]"#, Kind::String), [r#""\ud83d""#], "half a pair is no letter");
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        for text in ["", " ", "{", "<xml/>", "a=1&b=2", r#"{"a":1}x"#, r#"{"a":"cut o"#, "{'a':1}", "\u{feff}{}"] {
            assert_eq!(readable(text), None, "{text:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(readable(&nested(MOST_DEPTH)).is_some());
        for depth in [MOST_DEPTH + 1, 500_000] {
            assert_eq!(readable(&nested(depth)), None, "{depth}");
        }
        let within = serde_json::json!({ "deep": nested(MOST_DEPTH + 1), "next": 1 }).to_string();
        assert!(read(&within).contains("\"[[[["), "what is too deep inside a string stays a string");
    }

    #[test]
    fn a_string_in_a_string_in_a_string_ends_somewhere() {
        let mut json = "{}".to_owned();
        for _ in 0..10 {
            json = serde_json::json!([json]).to_string();
        }
        assert_eq!(read(&json).matches('⤷').count(), MOST_OPENED);
    }

    #[test]
    fn a_megabyte_is_read_and_what_would_grow_too_long_is_not() {
        let list = format!("[{}1]", "1,".repeat(500_000));
        assert_eq!(readable(&list).unwrap().iter().filter(|piece| piece.kind == Kind::Number).count(), 500_001);
        let deep = format!("{}{}1{}", "[".repeat(30), "1,".repeat(500_000), "]".repeat(30));
        assert_eq!(readable(&deep), None);
        let long = format!("[\"{}\"]", "字".repeat(350_000));
        assert_eq!(of_kind(&long, Kind::String)[0].chars().count(), 350_002);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_added(value in any::<Vec<(String, i64, Option<bool>)>>()) {
            let json = serde_json::to_string(&value).unwrap();
            let whole = read(&json);
            // Strings that happen to be JSON are opened, which is another document.
            prop_assume!(!whole.contains('⤷'));
            prop_assert_eq!(serde_json::from_str::<Vec<(String, i64, Option<bool>)>>(&whole).unwrap(), value);
        }

        #[test]
        fn no_text_is_a_trap(text in ".{0,80}") {
            let _ = readable(&text);
        }
    }
}
