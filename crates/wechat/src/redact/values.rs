//! Finding secrets that we hold, by their value.

use aho_corasick::{AhoCorasick, MatchKind};
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use secrecy::{ExposeSecret, SecretSlice};

use super::Masked;
use super::view::View;

/// The shortest value that is masked, in bytes, and the shortest piece of one that a text's edge may leave.
const SHORTEST: usize = 8;

/// Values to mask. Has no `Debug` on purpose.
#[derive(Default)]
pub(super) struct Values {
    /// As they look once escapes are seen through; also what a cut text is compared with.
    seen: Vec<SecretSlice<u8>>,
    /// Finds them as they are, for values that hold what looks like escapes.
    raw: Option<AhoCorasick>,
    /// Finds them through escapes, and in base64.
    through: Option<AhoCorasick>,
}

impl Values {
    pub(super) fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let (mut raw, mut seen, mut base64) = (Vec::new(), Vec::new(), Vec::new());
        for secret in secrets {
            let secret = secret.as_ref();
            if secret.len() < SHORTEST {
                continue;
            }
            raw.push(secret.as_bytes().to_vec());
            base64.extend((0..3).flat_map(|shift| spelled_in_base64(secret.as_bytes(), shift)));
            seen.push(View::of(secret).bytes());
        }
        let through = seen.iter().cloned().chain(base64).collect::<Vec<_>>();
        Self {
            raw: searcher(&raw),
            through: searcher(&through),
            seen: seen.into_iter().map(SecretSlice::from).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    /// Every place where one of the values stands.
    pub(super) fn find(&self, view: &View, text: &str) -> Vec<Masked> {
        let mut found = Vec::new();
        let mut mask = |at| found.push(Masked { at, quote: String::new() });
        if let Some(raw) = &self.raw {
            raw.find_iter(text).for_each(|hit| mask(hit.range()));
        }
        if let Some(through) = &self.through {
            let bytes = view.bytes();
            let mut done = 0;
            for hit in through.find_iter(&bytes) {
                if hit.end() <= done {
                    continue;
                }
                let start = hit.start().max(done);
                // What surrounds a value in base64 holds bits of its edges.
                let is_base64 = hit.pattern().as_usize() >= self.seen.len();
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

    /// Where the beginning of a value starts that the text's end cut off; dots that mark the cut are skipped.
    fn cut_at_the_end(&self, bytes: &[u8]) -> Option<usize> {
        let dots = bytes.iter().rev().take_while(|byte| **byte == b'.').count();
        let text = bytes[..bytes.len() - dots].strip_suffix("…".as_bytes()).unwrap_or(&bytes[..bytes.len() - dots]);
        self.pieces(text.len(), |value, length| text.ends_with(&value[..length])).map(|length| text.len() - length)
    }

    /// Where the end of a value ends whose beginning the text lacks.
    fn cut_at_the_start(&self, bytes: &[u8]) -> Option<usize> {
        self.pieces(bytes.len(), |value, length| bytes.starts_with(&value[value.len() - length..]))
    }

    /// The length of the longest piece of a value, shorter than the value, for which `fits` holds.
    fn pieces(&self, longest: usize, fits: impl Fn(&[u8], usize) -> bool) -> Option<usize> {
        let of_value = |value: &[u8]| {
            let longest = longest.min(value.len() - 1);
            (SHORTEST..=longest).rev().find(|length| fits(value, *length))
        };
        self.seen
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

/// The letters that `secret` alone decides when it stands `shift` bytes into a group of three, in both alphabets.
fn spelled_in_base64(secret: &[u8], shift: usize) -> [Vec<u8>; 2] {
    let padded = [&[0; 2][..shift], secret].concat();
    let (first, end) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
    [BASE64_NOPAD, BASE64URL_NOPAD].map(|alphabet| alphabet.encode(&padded).as_bytes()[first..end].to_vec())
}

fn is_base64_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}
