//! Search for rids in pasted texts: log lines, JSON, URLs, chat messages, the text of screenshots.
//!
//! Only a whole rid counts as a rid; nothing is shortened or guessed. Incomplete rids are reported as such, and so are hints,
//! which cannot be looked up.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Rid;
use super::brackets::Brackets;
use super::context::{AllCallDetails, CallDetails};
use super::errmsgs::errcode_by_words;
use super::exposed::{ExposedSecret, exposed};
use super::normalize::normalize;
use super::platform::{Platform, is_wecom, was_not_answered};
use super::replies::{PastedReply, replies};
use super::spans::{QUOTES, is_line_end, overlap, words};
use super::validation::LENGTH;
use crate::byte_runs::{run_length, runs};

/// One result of the search.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Found {
    /// A rid, in lower case.
    Rid(Rid),
    /// The text in the brackets of a hint: `hint: [nl1a8a02641530!]`, `hints: [ req_id: … ]`.
    Hint(String),
    /// A text that was meant as a rid and is not one: cut off, masked, changed or too long. As it is in the text.
    Incomplete(String),
}

/// The longest hint, in bytes between its brackets; the known ones have some 30.
const LONGEST_HINT: usize = 200;
/// The longest hint without the word, in bytes.
const LONGEST_BARE_HINT: usize = 32;
/// The longest incomplete rid, in bytes; a longer run is something else.
const LONGEST_INCOMPLETE: usize = 100;

/// The results of the search in a pasted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// All results, in order of first appearance, each once.
    pub found: Vec<Found>,
    /// The rids, in the same order, each with the details of its call.
    pub rids: Vec<(Rid, CallDetails)>,
    /// The errcode of the first rid, or of a text without one; not 0.
    pub errcode: Option<i32>,
    /// The path that a text without a rid names; `None` where it names several.
    pub path: Option<String>,
    /// The platform that the text is of.
    pub platform: Platform,
    /// Whether nothing follows the word `rid`: the line was not copied to its end.
    pub rid_missing: bool,
    /// Whether the text is about a call that WeChat did not answer, and so has neither errcode nor rid.
    pub unanswered: bool,
    /// The kinds of live secrets in it.
    pub exposed: Vec<ExposedSecret>,
}

/// All results in `text`, normalized first, in order of first appearance, each once. Takes time linear in the length of the
/// text.
pub fn find_in_text(text: &str) -> Vec<Found> {
    deduplicated(find_all(&normalize(text)))
}

/// As [`find_in_text`], with the details of each rid's call, which take a few searches in sorted lists for each.
pub fn parse_pasted(text: &str) -> Pasted {
    let text = &*normalize(text);
    let all = find_all(text);
    let places: Vec<_> =
        all.iter().filter(|(_, found)| matches!(found, Found::Rid(_))).map(|(at, _)| at.clone()).collect();
    let brackets = Brackets::of(text);
    let details = AllCallDetails::of(text, &places, &brackets);
    let timed = all.iter().filter_map(|(at, found)| match found {
        Found::Rid(rid) => Some((at.clone(), rid.time())),
        _ => None,
    });
    let mut pasted = replies(text, &brackets, &timed.collect::<Vec<_>>()).into_iter().peekable();
    let mut rids: Vec<(Rid, CallDetails)> = Vec::new();
    let mut known: HashMap<&Rid, usize> = HashMap::new();
    let found = all.iter().filter_map(|(at, found)| match found {
        Found::Rid(rid) => Some((at, rid)),
        _ => None,
    });
    for (index, (at, rid)) in found.enumerate() {
        let mut near = details.near(at);
        if let Some((_, reply)) = pasted.next_if(|(of, _)| *of == index) {
            near.pasted = Some(PastedReply { errcode: near.errcode, ..reply });
        }
        if let Some(first) = known.get(rid).and_then(|first| rids.get_mut(*first)) {
            first.1.fill(near);
        } else {
            known.insert(rid, rids.len());
            rids.push((rid.clone(), near));
        }
    }
    let errcode = match rids.first() {
        Some((_, near)) => near.errcode,
        None => details.first_errcode().or_else(|| errcode_by_words(text)),
    };
    let found = deduplicated(all);
    let hints = found.iter().filter_map(|found| match found {
        Found::Hint(hint) => Some(hint.as_str()),
        _ => None,
    });
    let hints: Vec<_> = hints.collect();
    let is_bare = found.is_empty();
    Pasted {
        errcode,
        path: if rids.is_empty() { details.only_path() } else { None },
        platform: if rids.is_empty() && is_wecom(text, &hints) { Platform::Wecom } else { Platform::Wechat },
        rid_missing: is_bare && is_rid_missing(text),
        unanswered: is_bare && errcode.is_none() && was_not_answered(text),
        exposed: exposed(text),
        rids,
        found,
    }
}

fn deduplicated(all: Vec<(Range<usize>, Found)>) -> Vec<Found> {
    let mut seen = HashSet::new();
    all.into_iter().map(|(_, found)| found).filter(|found| seen.insert(found.clone())).collect()
}

/// All results in a normalized text, with their ranges, in order.
fn find_all(text: &str) -> Vec<(Range<usize>, Found)> {
    let mut all: Vec<_> = rids(text).map(|(at, rid)| (at, Found::Rid(rid))).collect();
    let whole = spans(&all);
    let hints = hints(text).filter(|(at, _)| !overlap(&whole, at)).collect::<Vec<_>>();
    all.extend(hints);
    all.sort_by_key(|(at, _)| at.start);
    let taken = spans(&all);
    let named = non_overlapping(after_keyword(text).filter(|at| !overlap(&taken, at)));
    let bare = bare_groups(text).filter(|at| !overlap(&taken, at) && !overlap(&named, at));
    all.extend(named.iter().cloned().chain(bare).map(|at| (at.clone(), Found::Incomplete(text[at].to_owned()))));
    all.sort_by_key(|(at, _)| at.start);
    all
}

fn spans(all: &[(Range<usize>, Found)]) -> Vec<Range<usize>> {
    all.iter().map(|(at, _)| at.clone()).collect()
}

/// Those of `spans`, which are in order, that do not overlap the last one kept.
fn non_overlapping(spans: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for at in spans {
        if kept.last().is_none_or(|last| last.end <= at.start) {
            kept.push(at);
        }
    }
    kept
}

/// All whole rids: runs of hex digits and dashes that are a rid from end to end.
pub(super) fn rids(text: &str) -> impl Iterator<Item = (Range<usize>, Rid)> {
    let whole = |at: Range<usize>| {
        let rid = text.get(at.clone()).filter(|run| run.len() == LENGTH)?;
        rid.to_ascii_lowercase().parse().ok().map(|rid| (at, rid))
    };
    runs(text.as_bytes(), |byte| byte.is_ascii_hexdigit() || byte == b'-').filter_map(whole)
}

/// All hints: the word, a colon or "=", and brackets that are not empty, on one line or with a line end before or inside the
/// brackets; and those that stand without the word.
fn hints(text: &str) -> impl Iterator<Item = (Range<usize>, Found)> {
    let named = words(text, "hint").filter_map(|(start, end)| {
        let after = &text[end..];
        let after = after.strip_prefix(['s', 'S']).unwrap_or(after).trim_start_matches(is_inline_space);
        let after = after.strip_prefix([':', '='])?.trim_start().strip_prefix('[')?;
        let opened = text.len() - after.len();
        let length = after.bytes().take(LONGEST_HINT + 1).position(|byte| byte == b']')?;
        let said = after[..length].trim();
        let fits = !said.is_empty() && !said.contains(is_line_end) && !said.contains('[');
        fits.then(|| (start..opened + length, Found::Hint(said.to_owned())))
    });
    let mut all: Vec<_> = named.collect();
    let taken = spans(&all);
    let bare = bare_hints(text).chain(request_ids(text)).filter(|(at, _)| !overlap(&taken, at)).collect::<Vec<_>>();
    all.extend(bare);
    all.sort_by_key(|(at, _)| at.start);
    all.into_iter()
}

/// Hints in brackets without the word, of the known forms (public samples): a few letters and digits, six digits or more at the
/// end, and "!" or a dash with a digit: `[kw7p4015233-0]`, `[nl1a8a02641530!]`.
fn bare_hints(text: &str) -> impl Iterator<Item = (Range<usize>, Found)> {
    text.match_indices('[').filter_map(|(open, _)| {
        let inside = &text[open + 1..];
        let length = inside.bytes().take(LONGEST_BARE_HINT + 1).position(|byte| byte == b']')?;
        let said = &inside[..length];
        let body = said.strip_suffix('!').or_else(|| {
            let (body, last) = said.split_once('-')?;
            (last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_digit())).then_some(body)
        })?;
        let digits = body.bytes().rev().take_while(u8::is_ascii_digit).count();
        let fits = (9..=16).contains(&body.len())
            && (6..body.len()).contains(&digits)
            && body.starts_with(|c: char| c.is_ascii_lowercase())
            && body.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        fits.then(|| (open..open + 1 + length, Found::Hint(said.to_owned())))
    })
}

/// Hints of sign-in calls without brackets: `req_id: EhfcR6qNe-7wgxqa`.
fn request_ids(text: &str) -> impl Iterator<Item = (Range<usize>, Found)> {
    words(text, "req_id").filter_map(|(start, end)| {
        let after = text[end..].trim_start_matches(|c| is_inline_space(c) || QUOTES.contains(c));
        let after = after.strip_prefix([':', '='])?.trim_start_matches(|c| is_inline_space(c) || QUOTES.contains(c));
        let from = text.len() - after.len();
        let bytes = &after.as_bytes()[..after.len().min(LONGEST_BARE_HINT + 1)];
        let length = run_length(bytes, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let id = &after[..length];
        let fits = (8..=LONGEST_BARE_HINT).contains(&length) && id.bytes().any(|byte| byte.is_ascii_digit());
        // A request id in the form of a rid or a UUID is of another program.
        let is_other = id.matches('-').count() > 1;
        (fits && !is_other).then(|| (start..from + length, Found::Hint(format!("req_id: {id}"))))
    })
}

/// Whether the word `rid` with its colon or "=" is the last of its line or value.
fn is_rid_missing(text: &str) -> bool {
    words(text, "rid").any(|(_, end)| {
        let after = text[end..].trim_start_matches(|c| is_inline_space(c) || QUOTES.contains(c));
        let Some(after) = after.strip_prefix([':', '=']) else { return false };
        let rest = after.trim_start_matches(|c| is_inline_space(c) || QUOTES.contains(c));
        rest.chars().next().is_none_or(|c| is_line_end(c) || matches!(c, '}' | ']' | ')' | '<' | ',' | ';' | '&' | '.'))
    })
}

/// Incomplete rids after the word "rid", on the same line.
fn after_keyword(text: &str) -> impl Iterator<Item = Range<usize>> {
    words(text, "rid").filter_map(|(_, end)| {
        let start = end + separator_length(&text[end..])?;
        // No more bytes than show that the run is too long: a run may repeat the word a thousand times.
        let bytes = &text.as_bytes()[start..];
        let bytes = &bytes[..bytes.len().min(LONGEST_INCOMPLETE + 2)];
        let length = run_length(bytes, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'.' | b'-'));
        let run = &text[start..start + length];
        // One full stop ends the sentence; several mean that something was left out.
        let run = run.strip_suffix('.').filter(|run| !run.ends_with('.')).unwrap_or(run);
        (is_probably_rid(run) && !is_other_identifier(run)).then(|| start..start + run.len())
    })
}

/// The length of the quotes, blanks and one colon or "=" after the word, in bytes; `None` where the word goes on.
fn separator_length(after: &str) -> Option<usize> {
    let blanks_and_quotes = |text: &str| {
        let rest = text.trim_start_matches(|c| is_inline_space(c) || QUOTES.contains(c));
        text.len() - rest.len()
    };
    let before = blanks_and_quotes(after);
    let rest = &after[before..];
    let mark = usize::from(rest.starts_with([':', '=']));
    let length = before + mark + blanks_and_quotes(&rest[mark..]);
    let is_separate = length > 0 || after.starts_with('*');
    is_separate.then_some(length)
}

/// Whether a run was probably meant as a rid: 4 to 100 characters that start with a hex digit or a masking character, with a
/// digit or two masking characters in a row.
fn is_probably_rid(run: &str) -> bool {
    let hides = |byte: u8| matches!(byte, b'x' | b'X' | b'*');
    let bytes = run.as_bytes();
    let starts = bytes.first().is_some_and(|byte| byte.is_ascii_hexdigit() || hides(*byte));
    let holds = || bytes.iter().any(u8::is_ascii_digit) || bytes.windows(2).any(|two| two.iter().all(|b| hides(*b)));
    (4..=LONGEST_INCOMPLETE).contains(&bytes.len()) && starts && holds()
}

/// Whether a run is a UUID, digest, trace id or token.
fn is_other_identifier(run: &str) -> bool {
    let groups: Vec<_> = run.split('-').collect();
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<_> = groups.iter().map(|group| group.len()).collect();
    let is_uuid = lengths == [8, 4, 4, 4, 12];
    let is_digest = |group: &&str| group.len() >= 32 || (group.len() == 16 && is_hex(group));
    is_uuid || groups.iter().any(is_digest)
}

/// Incomplete rids without the word: two or three groups of 7 to 9 characters joined by dashes, one of them a group of a
/// rid. A dash at an end means that a group was cut off, unless the rest is a whole rid: that is part of something longer.
fn bare_groups(text: &str) -> impl Iterator<Item = Range<usize>> {
    let groups = |at: Range<usize>| {
        let run = &text[at.clone()];
        let start = at.start + run_length(run.as_bytes(), |byte| byte == b'-');
        let run = run.trim_matches('-');
        let is_part_of_more = || run.len() < at.len() && run.to_ascii_lowercase().parse::<Rid>().is_ok();
        (are_rid_like_groups(run) && !is_part_of_more()).then(|| start..start + run.len())
    };
    runs(text.as_bytes(), |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-')).filter_map(groups)
}

fn are_rid_like_groups(run: &str) -> bool {
    // The length of three groups of 9 with their dashes.
    if run.len() > 29 {
        return false;
    }
    let groups: Vec<_> = run.split('-').collect();
    let is_a_rids = |group: &&str| group.len() == 8 && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(groups.len(), 2 | 3)
        && groups.iter().all(|group| (7..=9).contains(&group.len()))
        && groups.iter().any(is_a_rids)
}

/// Whether a character is white space within a line.
fn is_inline_space(c: char) -> bool {
    c.is_whitespace() && !is_line_end(c)
}
#[cfg(test)]
mod tests;
