//! Texts with their escapes decoded: percent-encoding, backslashes and HTML entities, in any number of layers.

use std::ops::Range;

/// One decoded byte, and how it is written in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct DecodedByte {
    /// The byte itself.
    pub(super) byte: u8,
    /// The layers of percent-encoding: 1 for `%22`, 2 for `%2522`.
    pub(super) percent: u8,
    /// The number of backslashes in front: 1 for `\"`, 3 for `\\\"`.
    pub(super) escapes: u16,
    /// The offset in the text at which it starts, escapes included.
    start: usize,
}

/// All decoded bytes of a text.
pub(super) struct DecodedText {
    atoms: Vec<DecodedByte>,
    text_end: usize,
}

impl DecodedText {
    /// Decodes `text` in one pass.
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut view = Self { atoms: Vec::with_capacity(bytes.len()), text_end: bytes.len() };
        let mut at = 0;
        while at < bytes.len() {
            at = view.read(bytes, at);
        }
        view
    }

    pub(super) fn atoms(&self) -> &[DecodedByte] {
        &self.atoms
    }

    /// The decoded bytes without their positions.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.atoms.iter().map(|atom| atom.byte).collect()
    }

    /// The range of the text for a range of decoded bytes. All bytes of one escape (`\u00e9`) have the same range.
    pub(super) fn span(&self, atoms: Range<usize>) -> Range<usize> {
        let start = self.atoms.get(atoms.start).map_or(self.text_end, |atom| atom.start);
        let last = atoms.end.checked_sub(1).and_then(|last| self.atoms.get(last)).map(|atom| atom.start);
        let after = self.atoms.get(atoms.end..).unwrap_or_default().iter().map(|atom| atom.start);
        let end = after.into_iter().find(|start| Some(*start) != last).unwrap_or(self.text_end);
        start..end.max(start)
    }

    /// The offset in the text of a decoded byte without all but `kept` of its backslashes; the text's end past the last byte.
    pub(super) fn without_escapes(&self, text: &str, atom: usize, kept: u16) -> usize {
        let Some(atom) = self.atoms.get(atom) else { return self.text_end };
        (kept..atom.escapes).fold(atom.start, |at, _| unit(text.as_bytes(), at).map_or(at, |(_, _, next)| next))
    }

    /// Decodes the byte, entity or escape at `at`, and returns the offset of the next.
    fn read(&mut self, bytes: &[u8], at: usize) -> usize {
        if let Some((byte, length)) = entity(&bytes[at..]) {
            self.push(DecodedByte { byte, percent: 0, escapes: 0, start: at });
            return at + length;
        }
        let Some((byte, percent, next)) = unit(bytes, at) else { return bytes.len() };
        if byte == b'\\' {
            return self.read_escape(bytes, at);
        }
        self.push(DecodedByte { byte, percent, escapes: 0, start: at });
        next
    }

    /// Decodes a run of backslashes and the character that they escape.
    fn read_escape(&mut self, bytes: &[u8], at: usize) -> usize {
        let (mut escapes, mut layers, mut next) = (0_u16, 0, at);
        while let Some((b'\\', percent, after)) = unit(bytes, next) {
            (escapes, layers, next) = (escapes.saturating_add(1), percent.max(layers), after);
        }
        let plain = DecodedByte { byte: b'\\', percent: 0, escapes: 0, start: at };
        let Some((byte, percent, after)) = unit(bytes, next) else {
            self.push(plain);
            return next;
        };
        let atom = |byte| DecodedByte { byte, percent: percent.max(layers), escapes, start: at };
        match byte {
            b'"' | b'\'' | b'/' => self.push(atom(byte)),
            b'n' | b'r' | b't' | b'b' | b'f' => self.push(atom(b' ')),
            b'u' => {
                let Some(code) = bytes.get(after..after + 4).and_then(hex) else {
                    self.push(plain);
                    return next;
                };
                let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                let mut buffer = [0; 4];
                for byte in character.encode_utf8(&mut buffer).bytes() {
                    self.push(atom(byte));
                }
                return after + 4;
            }
            _ => {
                self.push(plain);
                return next;
            }
        }
        after
    }

    fn push(&mut self, atom: DecodedByte) {
        self.atoms.push(atom);
    }
}

/// The byte at `at` with its percent-encoding decoded: the byte, its layers, the offset of the next.
fn unit(bytes: &[u8], at: usize) -> Option<(u8, u8, usize)> {
    let first = *bytes.get(at)?;
    if first != b'%' {
        return Some((first, 0, at + 1));
    }
    let pair = |at: usize| bytes.get(at..at + 2).and_then(hex).and_then(|byte| u8::try_from(byte).ok());
    let (mut layers, mut digits) = (1_u8, at + 1);
    while pair(digits) == Some(b'%') && pair(digits + 2).is_some() {
        (layers, digits) = (layers.saturating_add(1), digits + 2);
    }
    Some(pair(digits).map_or((first, 0, at + 1), |byte| (byte, layers, digits + 2)))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| char::from(*digit).to_digit(16).map(|digit| value * 16 + digit))
}

/// The punctuation of the HTML entity at the start of `bytes`, and the length of the entity in bytes.
fn entity(bytes: &[u8]) -> Option<(u8, usize)> {
    const ENTITIES: [(&[u8], u8); 10] = [
        (b"&quot;", b'"'),
        (b"&#34;", b'"'),
        (b"&#x22;", b'"'),
        (b"&apos;", b'\''),
        (b"&#39;", b'\''),
        (b"&#x27;", b'\''),
        (b"&amp;", b'&'),
        (b"&lt;", b'<'),
        (b"&gt;", b'>'),
        (b"&#61;", b'='),
    ];
    if bytes.first() != Some(&b'&') {
        return None;
    }
    ENTITIES.iter().find(|(spelling, _)| bytes.starts_with(spelling)).map(|(spelling, byte)| (*byte, spelling.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        String::from_utf8(DecodedText::new(text).bytes()).unwrap()
    }

    #[test]
    fn escapes_are_seen_through() {
        assert_eq!(seen("%7B%22a%22%3A1%7D"), r#"{"a":1}"#);
        assert_eq!(seen("%257B%2522a%25252F"), r#"{"a/"#);
        assert_eq!(seen(r#"{\"a\":\"{\\\"b\\\":1}\"}"#), r#"{"a":"{"b":1}"}"#);
        assert_eq!(seen("%5C%22a%5C%5C%5C%22"), r#""a""#);
        assert_eq!(seen(r"a\u0026b\/c\u00e9"), "a&b/cé");
        assert_eq!(seen("&quot;a&quot;&amp;b"), r#""a"&b"#);
        assert_eq!(seen("100% %zz %2"), "100% %zz %2");
        assert_eq!(seen("汉字"), "汉字");
    }

    #[test]
    fn spans_lead_back_to_the_text() {
        let text = r"x%2522y\u00e9z";
        let view = DecodedText::new(text);
        assert_eq!(&text[view.span(1..2)], "%2522");
        assert_eq!(&text[view.span(3..4)], r"\u00e9", "half of a character brings the other half");
        assert_eq!(&text[view.span(5..6)], "z");
    }
}
