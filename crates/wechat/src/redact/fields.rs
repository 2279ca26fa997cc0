//! Finding the values of fields that are not to be seen, in whatever they are written.

use std::ops::Range;

use super::Masked;
use super::keys::{self, Class, Extent, Key};
use super::view::{Atom, View};

/// The most blanks that may part a name, its sign and its value.
const BLANKS: usize = 64;

/// All values to mask in `text`, in order and apart from one another.
pub(super) fn find(view: &View, text: &str, personal_shown: bool) -> Vec<Masked> {
    let scan = Scan { atoms: view.atoms() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.atoms.len() {
        if !scan.is(at, is_name) {
            at += 1;
            continue;
        }
        let end = scan.while_is(at, usize::MAX, is_name);
        let key = keys::key(scan.atoms[at..end].iter().map(|atom| atom.byte));
        let wanted = key.filter(|key| !(personal_shown && key.class == Class::Personal));
        let value = wanted.and_then(|key| scan.value(at..end, key));
        at = value.as_ref().map_or(end, |value| value.at.end.max(end));
        if let Some(value) = value {
            let quote = value.quote_like.map(|quote| text[view.span(quote..quote + 1)].to_owned()).unwrap_or_default();
            let mut at = view.span(value.at.clone());
            if let Some(depth) = value.closed_at_depth {
                at.end = view.without_escapes(text, value.at.end, depth).max(at.start);
            }
            found.push(Masked { at, quote });
        }
    }
    found
}

/// A value, in atoms.
struct Value {
    at: Range<usize>,
    /// The quote whose spelling the mask takes, where the value had none but its name had.
    quote_like: Option<usize>,
    /// The backslashes that belong to the closing quote; those before them belong to the value.
    closed_at_depth: Option<u16>,
}

impl Value {
    fn like(quote_like: Option<usize>, at: Range<usize>) -> Self {
        Self { at, quote_like, closed_at_depth: None }
    }
}

struct Scan<'a> {
    atoms: &'a [Atom],
}

impl Scan<'_> {
    fn is(&self, at: usize, what: impl Fn(u8) -> bool) -> bool {
        self.atoms.get(at).is_some_and(|atom| what(atom.byte))
    }

    /// Where what starts at `at` ends, at most `most` atoms on.
    fn while_is(&self, at: usize, most: usize, what: impl Fn(u8) -> bool) -> usize {
        let rest = self.atoms.get(at..).unwrap_or_default();
        at + rest.iter().take(most).take_while(|atom| what(atom.byte)).count()
    }

    fn find(&self, from: usize, what: impl Fn(&Atom) -> bool) -> usize {
        let rest = self.atoms.get(from..).unwrap_or_default();
        from + rest.iter().position(what).unwrap_or(rest.len())
    }

    /// The value of the field named at `name`; `None` where nothing follows that looks like one.
    fn value(&self, name: Range<usize>, key: Key) -> Option<Value> {
        if name.start > 0 && self.is(name.start - 1, |b| b == b'<') && self.is(name.end, |b| b == b'>') {
            return self.element(name.end + 1);
        }
        let sign = self.while_is(name.end, 3, |b| is_quote(b) || matches!(b, b']' | b')'));
        let name_quote = (name.end..sign).find(|at| self.is(*at, is_quote));
        let sign = self.while_is(sign, BLANKS, |b| b.is_ascii_whitespace());
        let value = if key.extent == Extent::AfterBlank && sign > name.end {
            sign
        } else {
            let after = self.after_sign(sign)?;
            self.while_is(after, BLANKS, |b| b.is_ascii_whitespace())
        };
        let opening = *self.atoms.get(value)?;
        // What is percent-encoded more often than its sign is the beginning of a plain value: `secret=%22…`.
        let opens = self.atoms.get(sign).is_none_or(|sign| opening.percent <= sign.percent);
        let found = match opening.byte {
            b'"' | b'\'' if opens => Value {
                at: value + 1..self.closing_quote(value),
                quote_like: None,
                closed_at_depth: Some(opening.escapes),
            },
            b'[' | b'{' if opens => Value::like(name_quote, value..self.closing_bracket(value)),
            _ => Value::like(name_quote, value..self.unquoted_end(value, sign, key.extent)),
        };
        let content = self.atoms.get(found.at.clone()).unwrap_or_default();
        let stays =
            content.is_empty() || is_literal(content) || (key.extent == Extent::UnlessStatus && is_status(content));
        (!stays).then_some(found)
    }

    /// Behind the `:`, `=`, `=>` or `：` at `at`.
    fn after_sign(&self, at: usize) -> Option<usize> {
        let wide = "：".bytes().enumerate().all(|(i, byte)| self.is(at + i, |b| b == byte));
        if wide {
            return Some(at + "：".len());
        }
        let end = self.while_is(at, 1, |b| matches!(b, b':' | b'='));
        (end > at).then(|| self.while_is(end, 2, |b| matches!(b, b'=' | b'>')))
    }

    /// The text of an XML element, CDATA and all.
    fn element(&self, from: usize) -> Option<Value> {
        let mut end = self.find(from, |atom| atom.byte == b'<');
        while end < self.atoms.len() && !self.is(end + 1, |b| b == b'/') {
            end = self.find(end + 1, |atom| atom.byte == b'<');
        }
        (end > from).then(|| Value::like(None, from..end))
    }

    /// The quote that ends the string begun by the quote at `open`, or the end of the text.
    ///
    /// A quote inside the string is spelled with more escapes than the one that opened it. One spelled with fewer ends a
    /// string further out, so this one was cut off.
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

    /// Behind the bracket that matches the one at `open`, or the end of the text.
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

    /// Where a value without quotes ends. What is percent-encoded more often than its sign belongs to the value.
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

/// JSON's words that say nothing.
fn is_literal(content: &[Atom]) -> bool {
    ["null", "true", "false"].iter().any(|word| content.iter().map(|atom| atom.byte).eq(word.bytes()))
}

/// A status such as 0, -1, 404 or 40001, which `code` often holds instead of a login code.
fn is_status(content: &[Atom]) -> bool {
    let digits = if content.first().is_some_and(|atom| atom.byte == b'-') { &content[1..] } else { content };
    (1..=5).contains(&digits.len()) && digits.iter().all(|atom| atom.byte.is_ascii_digit())
}
