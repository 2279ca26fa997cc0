//! The errmsgs in a text, without secrets.

use std::collections::HashMap;
use std::ops::Range;

use super::Rid;
use super::errmsgs::{LONGEST_ERRMSG, before_word};
use super::normalize::normalize;
use super::search::rids;
use super::spans::is_line_end;
use crate::redact::{MASK, Redactor};

/// The errmsgs before the rids of a text, without secrets.
///
/// The whole text is masked before anything is cut out of it: without its field's name or its first characters, a secret cannot
/// be told from other words.
pub fn masked_errmsgs(text: &str, redactor: &Redactor) -> HashMap<Rid, String> {
    let text = normalize(text);
    let text = redactor.redact(&text);
    let mut errmsgs = HashMap::new();
    for (at, rid) in rids(&text) {
        if let Some(errmsg) = errmsg(&text, &at) {
            errmsgs.entry(rid).or_insert(errmsg);
        }
    }
    errmsgs
}

/// The first value of `errmsg` in a text without a rid, up to its quotation mark or the end of its line, without secrets. As above,
/// the whole text is masked first.
pub fn masked_errmsg(text: &str, redactor: &Redactor) -> Option<String> {
    const NAME: &str = "errmsg";
    let text = normalize(text);
    let text = redactor.redact(&text);
    let at = text.to_ascii_lowercase().find(NAME)?;
    let value = text[at + NAME.len()..].trim_start_matches(['"', '\'', ' ', ':', '=']);
    let value = value.split(|c: char| matches!(c, '"' | '\'') || is_line_end(c)).next()?;
    let value = &value[..value.floor_char_boundary(LONGEST_ERRMSG)];
    let value = value.trim().trim_end_matches("rid:").trim_end();
    (value.contains(char::is_alphabetic) && !value.starts_with(MASK))
        .then(|| value.chars().filter(|c| !c.is_control()).collect())
}

/// The errmsg before the word `rid` in a masked text: behind the last quotation mark of the line, else behind the last colon or
/// "=".
fn errmsg(masked: &str, rid: &Range<usize>) -> Option<String> {
    let line = before_word(masked, rid)?.rsplit(is_line_end).next()?;
    let quoted = line.rfind(['"', '\'', '[']).map(|at| &line[at + 1..]);
    let after = |mark: &str| line.rfind(mark).map(|at| &line[at + mark.len()..]);
    let errmsg = quoted.or_else(|| after(": ")).or_else(|| after("=")).or_else(|| after(":")).unwrap_or(line);
    let errmsg = errmsg.trim_start_matches(|c: char| c.is_ascii_digit()).trim().trim_end_matches(',');
    // A value of the call, such as a token in its URL, is not what WeChat said.
    let is_value = errmsg.starts_with(MASK);
    (errmsg.contains(char::is_alphabetic) && !is_value).then(|| errmsg.chars().filter(|c| !c.is_control()).collect())
}
