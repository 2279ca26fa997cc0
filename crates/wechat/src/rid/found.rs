//! Rids in whatever someone pasted: a log line, JSON, a URL, a chat message, a screenshot read by a machine.
//!
//! Only a whole rid is one; nothing is shortened or guessed. What was meant as one and is not whole is told apart, and so
//! are the hints that errors had before the middle of 2020 (folklore) and that nobody can look up.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::nearby::{Marks, Near};
use super::normalised::normalised;
use super::spans::{is_line_end, overlap, run_length, runs, words};
use super::{LENGTH, Rid};

/// One thing found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Found {
    /// A rid, in lower case.
    Rid(Rid),
    /// What stood in the brackets of a hint of the old kind: `hint: [nl1a8a02641530!]`, `hints: [ req_id: … ]`.
    Hint(String),
    /// What looks like a rid and is none: cut off, starred out, retouched, too long. As it stands in the text.
    Incomplete(String),
}

/// The longest hint that is believed, in bytes between its brackets; the known ones have some 30.
const LONGEST_HINT: usize = 200;
/// The longest text that is called incomplete, in bytes; what is longer is something else.
const LONGEST_INCOMPLETE: usize = 100;

/// What a text holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Everything found, in order of first appearance and each once.
    pub found: Vec<Found>,
    /// Its rids, in the same order, each with what stands near it.
    pub rids: Vec<(Rid, Near)>,
    /// The first errcode in it that is not 0.
    pub errcode: Option<i32>,
}

/// Everything found in `text`, escapes and odd spellings read, in order of first appearance and each once. Takes time
/// linear in the text.
pub fn find_in_text(text: &str) -> Vec<Found> {
    each_once(located(&normalised(text)))
}

/// As [`find_in_text`], with what stands near each rid, which takes a few searches in sorted lists for each.
pub fn read_pasted(text: &str) -> Pasted {
    let text = &*normalised(text);
    let all = located(text);
    let places: Vec<_> =
        all.iter().filter(|(_, found)| matches!(found, Found::Rid(_))).map(|(at, _)| at.clone()).collect();
    let marks = Marks::of(text, &places);
    let mut rids: Vec<(Rid, Near)> = Vec::new();
    let mut known: HashMap<&Rid, usize> = HashMap::new();
    for (at, found) in &all {
        let Found::Rid(rid) = found else { continue };
        let near = marks.near(at);
        if let Some(first) = known.get(rid).and_then(|first| rids.get_mut(*first)) {
            first.1.fill(near);
        } else {
            known.insert(rid, rids.len());
            rids.push((rid.clone(), near));
        }
    }
    let errcode = marks.first_errcode();
    Pasted { rids, errcode, found: each_once(all) }
}

fn each_once(all: Vec<(Range<usize>, Found)>) -> Vec<Found> {
    let mut seen = HashSet::new();
    all.into_iter().map(|(_, found)| found).filter(|found| seen.insert(found.clone())).collect()
}

/// Everything found in a text that is normalised, with where it stands, in order.
fn located(text: &str) -> Vec<(Range<usize>, Found)> {
    let mut all = rids(text);
    let whole = spans(&all);
    let hints = hints(text).filter(|(at, _)| !overlap(&whole, at)).collect::<Vec<_>>();
    all.extend(hints);
    all.sort_by_key(|(at, _)| at.start);
    let taken = spans(&all);
    let named = apart(after_the_word(text).filter(|at| !overlap(&taken, at)));
    let bare = in_groups(text).filter(|at| !overlap(&taken, at) && !overlap(&named, at));
    all.extend(named.iter().cloned().chain(bare).map(|at| (at.clone(), Found::Incomplete(text[at].to_owned()))));
    all.sort_by_key(|(at, _)| at.start);
    all
}

fn spans(all: &[(Range<usize>, Found)]) -> Vec<Range<usize>> {
    all.iter().map(|(at, _)| at.clone()).collect()
}

/// Those of `spans`, which are in order, that begin behind the last one kept.
fn apart(spans: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for at in spans {
        if kept.last().is_none_or(|last| last.end <= at.start) {
            kept.push(at);
        }
    }
    kept
}

/// Whole rids: runs of hex digits and dashes that are a rid from end to end.
fn rids(text: &str) -> Vec<(Range<usize>, Found)> {
    let whole = |at: Range<usize>| {
        let rid = text.get(at.clone()).filter(|run| run.len() == LENGTH)?;
        rid.to_ascii_lowercase().parse().ok().map(|rid| (at, Found::Rid(rid)))
    };
    runs(text, |byte| byte.is_ascii_hexdigit() || byte == b'-').filter_map(whole).collect()
}

/// Hints: the word, a colon or "=", and brackets with something in them, all on one line.
fn hints(text: &str) -> impl Iterator<Item = (Range<usize>, Found)> {
    words(text, "hint").filter_map(|(start, end)| {
        let after = &text[end..];
        let after = after.strip_prefix(['s', 'S']).unwrap_or(after).trim_start_matches(is_apart);
        let after = after.strip_prefix([':', '='])?.trim_start_matches(is_apart).strip_prefix('[')?;
        let opened = text.len() - after.len();
        let length = after.bytes().take(LONGEST_HINT + 1).position(|byte| byte == b']')?;
        let inside = &after[..length];
        let said = inside.trim();
        let fits = !said.is_empty() && !inside.contains(is_line_end) && !inside.contains('[');
        fits.then(|| (start..opened + length, Found::Hint(said.to_owned())))
    })
}

/// What is called a rid, on its line, and can only have been meant as one.
fn after_the_word(text: &str) -> impl Iterator<Item = Range<usize>> {
    words(text, "rid").filter_map(|(_, end)| {
        let start = end + parting(&text[end..])?;
        // No further than tells that it is too long: the word itself may belong to the run, a thousand times over.
        let bytes = &text.as_bytes()[start..];
        let bytes = &bytes[..bytes.len().min(LONGEST_INCOMPLETE + 2)];
        let length = run_length(bytes, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'.' | b'-'));
        let run = &text[start..start + length];
        // A full stop ends the sentence; several stand for what was left out.
        let run = run.strip_suffix('.').filter(|run| !run.ends_with('.')).unwrap_or(run);
        (is_meant(run) && !is_of_another_kind(run)).then(|| start..start + run.len())
    })
}

/// How far the quotes, blanks and one colon or "=" reach that part the word from what it names; nothing where the word goes on.
fn parting(after: &str) -> Option<usize> {
    let blanks_and_quotes = |text: &str| {
        let rest = text.trim_start_matches(|c| is_apart(c) || is_quote(c));
        text.len() - rest.len()
    };
    let before = blanks_and_quotes(after);
    let rest = &after[before..];
    let mark = usize::from(rest.starts_with([':', '=']));
    let length = before + mark + blanks_and_quotes(&rest[mark..]);
    let is_apart_from_the_word = length > 0 || after.starts_with('*');
    is_apart_from_the_word.then_some(length)
}

/// At least four characters that start as a rid or what hides one does, and hold a digit or two hiding characters in a row.
fn is_meant(run: &str) -> bool {
    let hides = |byte: u8| matches!(byte, b'x' | b'X' | b'*');
    let bytes = run.as_bytes();
    let starts = bytes.first().is_some_and(|byte| byte.is_ascii_hexdigit() || hides(*byte));
    let holds = || bytes.iter().any(u8::is_ascii_digit) || bytes.windows(2).any(|two| two.iter().all(|b| hides(*b)));
    (4..=LONGEST_INCOMPLETE).contains(&bytes.len()) && starts && holds()
}

/// UUIDs, digests, trace ids and tokens, whatever they are called.
fn is_of_another_kind(run: &str) -> bool {
    let groups: Vec<_> = run.split('-').collect();
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<_> = groups.iter().map(|group| group.len()).collect();
    let is_uuid = lengths == [8, 4, 4, 4, 12];
    let is_digest = |group: &&str| group.len() >= 32 || (group.len() == 16 && is_hex(group));
    is_uuid || groups.iter().any(is_digest)
}

/// Two or three dash-joined groups of 7 to 9 characters, one of which is as a rid's. A dash at an end is where a group was
/// cut off, unless a whole rid stands there: that is part of something longer.
fn in_groups(text: &str) -> impl Iterator<Item = Range<usize>> {
    let groups = |at: Range<usize>| {
        let run = &text[at.clone()];
        let start = at.start + run_length(run.as_bytes(), |byte| byte == b'-');
        let run = run.trim_matches('-');
        let is_part_of_more = || run.len() < at.len() && run.to_ascii_lowercase().parse::<Rid>().is_ok();
        (are_groups(run) && !is_part_of_more()).then(|| start..start + run.len())
    };
    runs(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-')).filter_map(groups)
}

fn are_groups(run: &str) -> bool {
    // Three groups of nine and their dashes; longer runs need no counting.
    if run.len() > 29 {
        return false;
    }
    let groups: Vec<_> = run.split('-').collect();
    let is_a_rids = |group: &&str| group.len() == 8 && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(groups.len(), 2 | 3)
        && groups.iter().all(|group| (7..=9).contains(&group.len()))
        && groups.iter().any(is_a_rids)
}

/// Blanks that stay on the line.
fn is_apart(c: char) -> bool {
    c.is_whitespace() && !is_line_end(c)
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

#[cfg(test)]
mod tests;
