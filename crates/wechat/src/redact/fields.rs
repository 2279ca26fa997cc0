//! Search for the values of sensitive fields, in any format.

use std::ops::Range;

use super::decoded::{DecodedByte, DecodedText};
use super::field_names::{self, Class, Extent, FieldRule};
use super::masked_range::MaskedRange;

/// The largest number of blanks between a name, its sign and its value.
const MAX_BLANKS: usize = 64;

/// All values to mask in `text`, in order, without overlaps.
pub(super) fn find(view: &DecodedText, text: &str, personal_shown: bool) -> Vec<MaskedRange> {
    let scan = Scan { atoms: view.atoms() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.atoms.len() {
        if !scan.is(at, is_name) {
            at += 1;
            continue;
        }
        let end = scan.run_end(at, usize::MAX, is_name);
        let key = field_names::rule(scan.atoms[at..end].iter().map(|atom| atom.byte));
        let wanted = key.filter(|key| !(personal_shown && key.class == Class::Personal));
        let value = wanted.and_then(|key| scan.value(at..end, key));
        at = value.as_ref().map_or(end, |value| value.at.end.max(end));
        if let Some(value) = value {
            let quote = value.quote_from.map(|quote| text[view.span(quote..quote + 1)].to_owned()).unwrap_or_default();
            let mut at = view.span(value.at.clone());
            if let Some(depth) = value.closed_at_depth {
                at.end = view.without_escapes(text, value.at.end, depth).max(at.start);
            }
            found.push(MaskedRange { at, quote });
        }
    }
    found
}

/// A value, as a range of decoded bytes.
struct Value {
    at: Range<usize>,
    /// The position of the quotation mark that the mask copies, where the name is quoted and the value is not.
    quote_from: Option<usize>,
    /// The number of backslashes that belong to the closing quotation mark; those before them belong to the value.
    closed_at_depth: Option<u16>,
}

impl Value {
    fn unquoted(quote_from: Option<usize>, at: Range<usize>) -> Self {
        Self { at, quote_from, closed_at_depth: None }
    }
}

struct Scan<'a> {
    atoms: &'a [DecodedByte],
}

impl Scan<'_> {
    fn is(&self, at: usize, what: impl Fn(u8) -> bool) -> bool {
        self.atoms.get(at).is_some_and(|atom| what(atom.byte))
    }

    /// The end of the run of matching bytes that starts at `at`, at most `most` bytes on.
    fn run_end(&self, at: usize, most: usize, what: impl Fn(u8) -> bool) -> usize {
        let rest = self.atoms.get(at..).unwrap_or_default();
        at + rest.iter().take(most).take_while(|atom| what(atom.byte)).count()
    }

    fn find(&self, from: usize, what: impl Fn(&DecodedByte) -> bool) -> usize {
        let rest = self.atoms.get(from..).unwrap_or_default();
        from + rest.iter().position(what).unwrap_or(rest.len())
    }

    /// The value of the field whose name is at `name`; `None` where no value follows, or one that is not sensitive.
    fn value(&self, name: Range<usize>, key: FieldRule) -> Option<Value> {
        if name.start > 0 && self.is(name.start - 1, |b| b == b'<') && self.is(name.end, |b| b == b'>') {
            return self.element(name.end + 1);
        }
        let sign = self.run_end(name.end, 3, |b| is_quote(b) || matches!(b, b']' | b')'));
        let name_quote = (name.end..sign).find(|at| self.is(*at, is_quote));
        let sign = self.run_end(sign, MAX_BLANKS, |b| b.is_ascii_whitespace());
        let value = if key.extent == Extent::AfterBlank && sign > name.end {
            sign
        } else {
            let after = self.after_sign(sign)?;
            self.run_end(after, MAX_BLANKS, |b| b.is_ascii_whitespace())
        };
        let opening = *self.atoms.get(value)?;
        // A quotation mark with more layers of percent-encoding than the sign begins a plain value: `secret=%22…`.
        let opens = self.atoms.get(sign).is_none_or(|sign| opening.percent <= sign.percent);
        let found = match opening.byte {
            b'"' | b'\'' if opens => Value {
                at: value + 1..self.closing_quote(value),
                quote_from: None,
                closed_at_depth: Some(opening.escapes),
            },
            b'[' | b'{' if opens => Value::unquoted(name_quote, value..self.closing_bracket(value)),
            _ => Value::unquoted(name_quote, value..self.unquoted_end(value, sign, key.extent)),
        };
        let content = self.atoms.get(found.at.clone()).unwrap_or_default();
        let stays =
            content.is_empty() || is_literal(content) || (key.extent == Extent::UnlessStatus && is_status(content));
        (!stays).then_some(found)
    }

    /// The position after the `:`, `=`, `=>` or `：` at `at`.
    fn after_sign(&self, at: usize) -> Option<usize> {
        let wide = "：".bytes().enumerate().all(|(i, byte)| self.is(at + i, |b| b == byte));
        if wide {
            return Some(at + "：".len());
        }
        let end = self.run_end(at, 1, |b| matches!(b, b':' | b'='));
        (end > at).then(|| self.run_end(end, 2, |b| matches!(b, b'=' | b'>')))
    }

    /// The text of an XML element, CDATA included.
    fn element(&self, from: usize) -> Option<Value> {
        let mut end = self.find(from, |atom| atom.byte == b'<');
        while end < self.atoms.len() && !self.is(end + 1, |b| b == b'/') {
            end = self.find(end + 1, |atom| atom.byte == b'<');
        }
        (end > from).then(|| Value::unquoted(None, from..end))
    }

    /// The position of the quotation mark that closes the string opened at `open`, or the end of the text.
    ///
    /// A quotation mark inside the string has more escapes than the one that opened it. One with fewer closes an enclosing
    /// string, so this string was cut off.
    fn closing_quote(&self, open: usize) -> usize {
        let opening = self.atoms[open];
        // One more layer turns n backslashes into 2n + 1, and a backslash before the closing quote into 2(n + 1).
        let (depth, layer) = (u32::from(opening.escapes), 2 * (u32::from(opening.escapes) + 1));
        self.find(open + 1, |atom| {
            let escapes = u32::from(atom.escapes);
            atom.byte == opening.byte
                && atom.percent <= opening.percent
                && (escapes < depth || escapes % layer == depth)
        })
    }

    /// The position after the bracket that matches the one at `open`, or the end of the text.
    fn closing_bracket(&self, open: usize) -> usize {
        let opening = self.atoms[open].byte;
        let closing = if opening == b'[' { b']' } else { b'}' };
        let (mut depth, mut at) = (0_usize, open);
        while let Some(atom) = self.atoms.get(at) {
            match atom.byte {
                byte if byte == opening => depth += 1,
                byte if byte == closing => depth -= 1,
                b'"' => at = self.closing_quote(at),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        at.min(self.atoms.len())
    }

    /// The end of a value without quotes. A byte with more layers of percent-encoding than the sign belongs to the value.
    fn unquoted_end(&self, from: usize, sign: usize, extent: Extent) -> usize {
        let sign = self.atoms.get(sign).copied();
        let percent = sign.map_or(0, |sign| sign.percent);
        let form = sign.is_some_and(|sign| sign.byte == b'=');
        self.find(from, |atom| {
            let ends = match atom.byte {
                b'"' | b'\'' | b'<' | b'\r' | b'\n' => true,
                _ if extent == Extent::Line => false,
                b'&' | b'#' | b'>' => true,
                b',' | b'}' | b']' | b')' => !form,
                byte => byte.is_ascii_whitespace(),
            };
            ends && atom.percent <= percent
        })
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// Whether the content is `null`, `true` or `false`.
fn is_literal(content: &[DecodedByte]) -> bool {
    ["null", "true", "false"].iter().any(|word| content.iter().map(|atom| atom.byte).eq(word.bytes()))
}

/// Whether the content is a status such as 0, -1, 404 or 40001, which `code` often holds instead of a login code.
fn is_status(content: &[DecodedByte]) -> bool {
    let digits = if content.first().is_some_and(|atom| atom.byte == b'-') { &content[1..] } else { content };
    (1..=5).contains(&digits.len()) && digits.iter().all(|atom| atom.byte.is_ascii_digit())
}
