//! Search for secrets by their value.

use aho_corasick::{AhoCorasick, MatchKind};
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use secrecy::{ExposeSecret, SecretSlice};

use super::decoded::DecodedText;
use super::masked_range::MaskedRange;

/// The shortest value that is masked, in bytes, and the shortest piece of one at an end of the text.
const SHORTEST: usize = 8;

/// The values to mask. No `Debug`, so that they cannot be printed.
#[derive(Default)]
pub(super) struct KnownValues {
    /// The values with their escapes decoded; pieces of them are searched for at the ends of a text.
    decoded: Vec<SecretSlice<u8>>,
    /// The search for the values as they are, for values that contain escapes.
    raw: Option<AhoCorasick>,
    /// The search in decoded texts, for the decoded values and their base64 forms.
    in_decoded: Option<AhoCorasick>,
}

impl KnownValues {
    pub(super) fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let (mut raw, mut decoded, mut base64) = (Vec::new(), Vec::new(), Vec::new());
        for secret in secrets {
            let secret = secret.as_ref();
            if secret.len() < SHORTEST {
                continue;
            }
            raw.push(secret.as_bytes().to_vec());
            base64.extend((0..3).flat_map(|shift| spelled_in_base64(secret.as_bytes(), shift)));
            decoded.push(DecodedText::new(secret).bytes());
        }
        let in_decoded = decoded.iter().cloned().chain(base64).collect::<Vec<_>>();
        Self {
            raw: searcher(&raw),
            in_decoded: searcher(&in_decoded),
            decoded: decoded.into_iter().map(SecretSlice::from).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.decoded.len()
    }

    /// Every range where one of the values is.
    pub(super) fn find(&self, view: &DecodedText, text: &str) -> Vec<MaskedRange> {
        let mut found = Vec::new();
        let mut mask = |at| found.push(MaskedRange { at, quote: String::new() });
        if let Some(raw) = &self.raw {
            raw.find_iter(text).for_each(|hit| mask(hit.range()));
        }
        if let Some(search) = &self.in_decoded {
            let bytes = view.bytes();
            let mut done = 0;
            for hit in search.find_iter(&bytes) {
                if hit.end() <= done {
                    continue;
                }
                let start = hit.start().max(done);
                // The letters around a value in base64 encode bits of its edges.
                let is_base64 = hit.pattern().as_usize() >= self.decoded.len();
                let run = |bytes: &mut dyn Iterator<Item = &u8>| {
                    if is_base64 { bytes.take_while(|byte| is_base64_letter(**byte)).count() } else { 0 }
                };
                let before = run(&mut bytes[done..start].iter().rev());
                done = hit.end() + run(&mut bytes[hit.end()..].iter());
                mask(view.span(start - before..done));
            }
            if let Some(cut) = self.cut_at_the_end(&bytes) {
                mask(view.span(cut..bytes.len()));
            }
            if let Some(cut) = self.cut_at_the_start(&bytes) {
                mask(view.span(0..cut));
            }
        }
        found
    }

    /// The start of a value that the text's end cuts off; dots after it are skipped.
    fn cut_at_the_end(&self, bytes: &[u8]) -> Option<usize> {
        let dots = bytes.iter().rev().take_while(|byte| **byte == b'.').count();
        let text = bytes[..bytes.len() - dots].strip_suffix("…".as_bytes()).unwrap_or(&bytes[..bytes.len() - dots]);
        self.pieces(text.len(), |value, length| text.ends_with(&value[..length])).map(|length| text.len() - length)
    }

    /// The end of a value whose beginning the text's start cuts off.
    fn cut_at_the_start(&self, bytes: &[u8]) -> Option<usize> {
        self.pieces(bytes.len(), |value, length| bytes.starts_with(&value[value.len() - length..]))
    }

    /// The length of the longest piece of a value, shorter than the value, for which `fits` holds.
    fn pieces(&self, longest: usize, fits: impl Fn(&[u8], usize) -> bool) -> Option<usize> {
        let of_value = |value: &[u8]| {
            let longest = longest.min(value.len() - 1);
            (SHORTEST..=longest).rev().find(|length| fits(value, *length))
        };
        self.decoded
            .iter()
            .map(ExposeSecret::expose_secret)
            .filter(|value| value.len() > SHORTEST)
            .filter_map(of_value)
            .max()
    }
}

fn searcher(needles: &[Vec<u8>]) -> Option<AhoCorasick> {
    let nonempty = !needles.is_empty();
    nonempty.then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(needles).ok()).flatten()
}

/// The base64 letters that depend on `secret` alone when it starts `shift` bytes into a group of three, in both alphabets.
fn spelled_in_base64(secret: &[u8], shift: usize) -> [Vec<u8>; 2] {
    let padded = [&[0; 2][..shift], secret].concat();
    let (first, end) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
    [BASE64_NOPAD, BASE64URL_NOPAD].map(|alphabet| alphabet.encode(&padded).as_bytes()[first..end].to_vec())
}

fn is_base64_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}
