//! Details of the call behind a rid, taken from the text around it: the account, the interface, the errcode.
//!
//! A log has one call a line, or a few lines a call; a reply is an object. A detail in the rid's own object or on its own line
//! belongs to the rid; otherwise one in its paragraph, or between it and the lines of its neighbours, the nearest before it
//! first.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::brackets::Brackets;
use super::codes::{self, Codes};
use super::errmsgs::{LONGEST_ERRMSG, before_word, ends_sign_in_errmsg};
use super::replies::PastedReply;
use super::spans::{is_line_end, overlap};
use crate::byte_runs::runs;

/// The largest distance of a detail on another line than the rid, in bytes.
const NEAR: usize = 4_000;
/// The largest number of lines of a paragraph before and after a rid.
const PARAGRAPH: usize = 40;
/// The calls by appid and secret, without a token.
const TOKEN_PATHS: [&str; 4] =
    ["/cgi-bin/token", "/cgi-bin/stable_token", "/cgi-bin/clear_quota/v2", "/cgi-bin/component/api_component_token"];
/// The appid is missing: `appid`, `component_appid`.
const NO_APPID: [i32; 2] = [41_002, 41_018];
/// The appid is wrong; of a call with a token, it is another than the token's (official clearQuota page).
const WRONG_APPID: i32 = 40_013;
/// A call without a token.
const NO_TOKEN: i32 = 41_001;
/// What the exchange of a login code is answered: invalid code (some other calls too), code been used.
const INVALID_CODE: i32 = 40_029;
const CODE_USED: i32 = 40_163;
/// The longest path, in bytes.
const LONGEST_PATH: usize = 128;
/// The first parts of paths of WeChat's API (the catalogue of interfaces, and official pages).
const PATH_PREFIXES: [&str; 12] = [
    "cgi-bin",
    "wxa",
    "sns",
    "datacube",
    "cv",
    "customservice",
    "channels",
    "wxaapi",
    "shop",
    "product",
    "card",
    "tcb",
];
/// Those that are also known without the slash before them: the others are words of other programs too.
const BARE_PREFIXES: [&str; 4] = ["cgi-bin", "wxa", "sns", "datacube"];

/// The details of the call behind a rid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallDetails {
    /// The appid.
    pub appid: Option<String>,
    /// The path that was called, such as `/cgi-bin/user/get`; also one of `/sns/`, whose rids cannot be looked up.
    pub path: Option<String>,
    /// The errcode of the answer; not 0.
    pub errcode: Option<i32>,
    /// WeChat's own words before the rid, on its line and masked. [`parse_pasted`](super::parse_pasted) leaves them out; they
    /// are added from [`masked_errmsgs`](super::masked_errmsgs).
    pub errmsg: Option<String>,
    /// Why the rid cannot be looked up, as far as the text shows it.
    pub no_lookup: Option<NoLookup>,
    /// What a reply of rid/get in the text says about the call.
    pub pasted: Option<PastedReply>,
}

/// The reasons for which no account can look a rid up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoLookup {
    /// The call was a sign-in call under `/sns/` (official getRidInfo page).
    SignIn,
    /// The call named no account that WeChat knows: it had neither a token nor a right appid (official page of the diagnosis of
    /// errors).
    NoAccount,
}

impl CallDetails {
    /// Adds missing details from another place of the same rid.
    pub(super) fn fill(&mut self, other: Self) {
        self.appid = self.appid.take().or(other.appid);
        self.path = self.path.take().or(other.path);
        // The code of a reply is the call's own, whatever stands beside the rid elsewhere.
        self.errcode = if self.pasted.is_none() && other.pasted.is_some() {
            other.errcode.or(self.errcode)
        } else {
            self.errcode.or(other.errcode)
        };
        self.errmsg = self.errmsg.take().or(other.errmsg);
        self.no_lookup = self.no_lookup.or(other.no_lookup);
        self.pasted = self.pasted.take().or(other.pasted);
    }
}

/// Whether a path is one of the sign-in calls.
pub fn is_sign_in(path: &str) -> bool {
    path.starts_with("/sns/")
}

/// The details in a whole text. Ranges are in order and do not overlap.
pub(super) struct AllCallDetails<'a> {
    text: &'a str,
    /// The start of each line.
    lines: Vec<usize>,
    /// Whether each line is blank.
    blank: Vec<bool>,
    appids: Vec<Range<usize>>,
    /// The appid, where the text has only one.
    only_appid: Option<&'a str>,
    paths: Vec<Range<usize>>,
    codes: Codes,
    rids: &'a [Range<usize>],
    brackets: &'a Brackets,
}

/// The stretches of a text in which the details of a rid are looked for, the nearest first.
struct Scopes {
    /// The rid's own object.
    object: Option<Range<usize>>,
    /// Its own line.
    line: Range<usize>,
    /// The lines around it up to blank ones.
    paragraph: Range<usize>,
    /// Everything up to the lines of its neighbours.
    around: Range<usize>,
}

impl<'a> AllCallDetails<'a> {
    /// The details in `text`. `rids` are the ranges of the rids, in order: a path or errcode that overlaps one, as in a URL
    /// with a rid, does not count.
    pub(super) fn of(text: &'a str, rids: &'a [Range<usize>], brackets: &'a Brackets) -> Self {
        let is_outside_rids = |at: &Range<usize>| !overlap(rids, at);
        let ends = text.char_indices().filter(|(_, c)| is_line_end(*c)).map(|(at, c)| at + c.len_utf8());
        let is_appid = |at: &Range<usize>| {
            let digits = text[at.clone()].strip_prefix("wx").filter(|digits| digits.len() == 16);
            digits.is_some_and(|digits| digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
        };
        let appids: Vec<_> = runs(text.as_bytes(), |byte| byte.is_ascii_alphanumeric()).filter(is_appid).collect();
        let mut names = appids.iter().map(|at| &text[at.clone()]);
        let first = names.next();
        let only_appid = first.filter(|first| names.all(|other| other == *first));
        let mut codes = Codes::of(text);
        codes.spelled.retain(is_outside_rids);
        codes.weak.retain(is_outside_rids);
        let lines: Vec<_> = std::iter::once(0).chain(ends).collect();
        let next = lines.iter().skip(1).copied().chain([text.len()]);
        let blank = lines.iter().zip(next).map(|(start, end)| text[*start..end].trim().is_empty()).collect();
        Self {
            text,
            lines,
            blank,
            appids,
            only_appid,
            paths: paths(text).filter(is_outside_rids).collect(),
            codes,
            rids,
            brackets,
        }
    }

    /// The details for the rid at `rid`. A path of a sign-in call counts on the rid's own line only.
    pub(super) fn near(&self, rid: &Range<usize>) -> CallDetails {
        let scopes = self.scopes(rid);
        let text_of = |places: &[Range<usize>]| self.nearest(places, rid, &scopes);
        let is_on_line = |at: &Range<usize>| scopes.line.start <= at.start && at.end <= scopes.line.end;
        let path = text_of(&self.paths)
            .map(|at| (is_on_line(&at), path(&self.text[at])))
            .filter(|(on_line, path)| *on_line || !is_sign_in(path))
            .map(|(_, path)| path);
        let code = text_of(&self.codes.spelled).or_else(|| text_of(&self.codes.weak));
        let errcode = code.and_then(|at| codes::value(self.text, &at));
        let appid = text_of(&self.appids).map(|at| &self.text[at]).or(self.only_appid);
        let no_lookup = self.no_lookup(rid, path.as_deref(), errcode);
        CallDetails { appid: appid.map(str::to_owned), path, errcode, errmsg: None, no_lookup, pasted: None }
    }

    fn scopes(&self, rid: &Range<usize>) -> Scopes {
        let here = self.rids.partition_point(|other| other.end <= rid.start);
        let before = here.checked_sub(1).and_then(|at| self.rids.get(at));
        let after = self.rids.get(here + 1);
        let line = self.line(rid);
        let others = |at: &Range<usize>| self.line(at) != line;
        // A neighbour on the same line is the boundary itself.
        let from = before.map_or(0, |at| if others(at) { self.line(at).end } else { at.end });
        let to = after.map_or(self.text.len(), |at| if others(at) { self.line(at).start } else { at.start });
        let around = from.max(rid.start.saturating_sub(NEAR))..to.min(rid.end.saturating_add(NEAR));
        let own = before.map_or(0, |at| at.end)..after.map_or(self.text.len(), |at| at.start);
        let own = own.start.max(rid.start.saturating_sub(NEAR))..own.end.min(rid.end.saturating_add(NEAR));
        let object = self.brackets.closed_around(rid.start).map(|object| within(&object, &own));
        let paragraph = within(&self.paragraph(rid), &around);
        Scopes { object, line: within(&line, &(from..to)), paragraph, around }
    }

    /// The place of the rid's detail: the nearest in its object or on its line, else the nearest before it in its paragraph,
    /// the nearest after it there, and so on around it.
    fn nearest(&self, places: &[Range<usize>], rid: &Range<usize>, scopes: &Scopes) -> Option<Range<usize>> {
        let inside = |span: Range<usize>| {
            let first = places.partition_point(|at| at.start < span.start);
            let end = places.partition_point(|at| at.end <= span.end);
            places.get(first..end).unwrap_or_default()
        };
        let closest = |span: &Range<usize>| {
            let places = inside(span.clone());
            let (before, after) = places.split_at(places.partition_point(|at| at.start < rid.start));
            match (before.last(), after.first()) {
                (Some(before), Some(after)) if after.start - rid.end < rid.start - before.end => Some(after),
                (before, after) => before.or(after),
            }
        };
        let before = |span: &Range<usize>| inside(span.start..rid.start.max(span.start)).last();
        let after = |span: &Range<usize>| inside(rid.end.min(span.end)..span.end).first();
        // Where nothing stands before the first rid, each rid comes before its details.
        let leads =
            self.rids.first().is_some_and(|first| places.first().is_some_and(|place| first.start < place.start));
        let in_order = |span: &Range<usize>| {
            if leads { after(span).or_else(|| before(span)) } else { before(span).or_else(|| after(span)) }
        };
        let own = |at: &&Range<usize>| !self.is_of_another(at, rid);
        let found = scopes.object.as_ref().and_then(closest).or_else(|| closest(&scopes.line).filter(own));
        let found = found.or_else(|| in_order(&scopes.paragraph).filter(own));
        found.or_else(|| in_order(&scopes.around).filter(own)).cloned()
    }

    /// Whether a place is in the object of another rid.
    fn is_of_another(&self, at: &Range<usize>, rid: &Range<usize>) -> bool {
        let object = self.brackets.closed_around(at.start);
        object.is_some_and(|object| !object.contains(&rid.start) && overlap(self.rids, &object))
    }

    /// Why no account can look the rid up.
    fn no_lookup(&self, rid: &Range<usize>, path: Option<&str>, errcode: Option<i32>) -> Option<NoLookup> {
        if let Some(path) = path {
            let no_appid = errcode.is_some_and(|errcode| errcode == WRONG_APPID || NO_APPID.contains(&errcode));
            let no_account = (TOKEN_PATHS.contains(&path) && no_appid) || errcode == Some(NO_TOKEN);
            return is_sign_in(path).then_some(NoLookup::SignIn).or(no_account.then_some(NoLookup::NoAccount));
        }
        let before_comma = self.before_comma(rid);
        let is_sign_in = match errcode {
            Some(CODE_USED) => true,
            Some(INVALID_CODE) => before_comma.is_some() || self.names_sign_in(rid),
            _ => before_comma.is_some_and(ends_sign_in_errmsg),
        };
        let no_account = errcode.is_some_and(|errcode| NO_APPID.contains(&errcode) || errcode == NO_TOKEN);
        is_sign_in.then_some(NoLookup::SignIn).or(no_account.then_some(NoLookup::NoAccount))
    }

    /// What stands before the comma before the word `rid`.
    fn before_comma(&self, rid: &Range<usize>) -> Option<&'a str> {
        before_word(self.text, rid)?.strip_suffix(',').map(str::trim_end)
    }

    /// Whether the rid's line names the exchange of a login code.
    fn names_sign_in(&self, rid: &Range<usize>) -> bool {
        let near = rid.start.saturating_sub(2 * LONGEST_ERRMSG)..rid.end.saturating_add(LONGEST_ERRMSG);
        let line = within(&self.line(rid), &near);
        let from = self.text.floor_char_boundary(line.start);
        let line = &self.text[from..self.text.floor_char_boundary(line.end).max(from)];
        ["js_code", "code2session", "code2Session", "wx.login", "oauth2"].iter().any(|word| line.contains(word))
    }

    /// The first errcode of the text.
    pub(super) fn first_errcode(&self) -> Option<i32> {
        self.codes.first(self.text)
    }

    /// The path of the text, where it names one only.
    pub(super) fn only_path(&self) -> Option<String> {
        let mut paths = self.paths.iter().map(|at| &self.text[at.clone()]);
        let first = path(paths.next()?);
        paths.all(|other| path(other) == first).then_some(first)
    }

    fn line(&self, at: &Range<usize>) -> Range<usize> {
        let next = self.lines.partition_point(|start| *start <= at.start);
        let start = next.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        start..self.lines.get(next).copied().unwrap_or(self.text.len())
    }

    /// The lines around a place up to blank ones, few enough for [`NEAR`].
    fn paragraph(&self, at: &Range<usize>) -> Range<usize> {
        let is_blank = |line: usize| self.blank.get(line).copied().unwrap_or(true);
        let own = self.lines.partition_point(|start| *start <= at.start).saturating_sub(1);
        let first =
            (own.saturating_sub(PARAGRAPH)..own).rev().take_while(|line| !is_blank(*line)).last().unwrap_or(own);
        let last = (own + 1..own + PARAGRAPH).take_while(|line| !is_blank(*line)).last().unwrap_or(own);
        let start = self.lines.get(first).copied().unwrap_or_default();
        start..self.lines.get(last + 1).copied().unwrap_or(self.text.len())
    }
}

/// The part of `span` that is in `bounds`.
fn within(span: &Range<usize>, bounds: &Range<usize>) -> Range<usize> {
    let start = span.start.clamp(bounds.start, bounds.end.max(bounds.start));
    start..span.end.min(bounds.end).max(start)
}

/// The places of paths of WeChat's API in a text, without host and query; some without their first slash.
fn paths(text: &str) -> impl Iterator<Item = Range<usize>> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.');
    runs(text.as_bytes(), belongs).filter_map(|at| {
        let run = &text[at.clone()];
        // A URL has the host before the path, and perhaps a port.
        let host = run.find("weixin.qq.com/").map(|host| host + "weixin.qq.com".len());
        let port = || text[..at.start].ends_with("weixin.qq.com:").then(|| run.find('/')).flatten();
        let start = host.or_else(port).unwrap_or_default();
        let path = run[start..].trim_end_matches(['.', '/', '-']);
        let (first, rest) = path.strip_prefix('/').unwrap_or(path).split_once('/')?;
        let is_known =
            if path.starts_with('/') { PATH_PREFIXES.contains(&first) } else { BARE_PREFIXES.contains(&first) };
        let fits = is_known && !rest.is_empty() && path.len() <= LONGEST_PATH;
        fits.then(|| at.start + start..at.start + start + path.len())
    })
}

/// A found path with its first slash.
fn path(found: &str) -> String {
    if found.starts_with('/') { found.to_owned() } else { format!("/{found}") }
}

#[cfg(test)]
mod tests {
    use crate::rid::{Pasted, parse_pasted};

    const ONE: &str = "617682e0-09059ac5-34a8e2ea";
    const TWO: &str = "6aac005a-01bfdbee-79769285";
    const APPID: &str = "wx5a0d0000000000a1";
    const OTHER: &str = "wx5a0d0000000000b2";

    /// The details of each rid, a line each: appid, path, errcode.
    fn told(text: &str) -> Vec<String> {
        let Pasted { rids, .. } = parse_pasted(text);
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let line = |near: super::CallDetails| {
            let errcode = or_dash(near.errcode.map(|errcode| errcode.to_string()));
            format!("{} {} {errcode}", or_dash(near.appid), or_dash(near.path))
        };
        rids.into_iter().map(|(_, near)| line(near)).collect()
    }

    #[test]
    fn what_stands_on_its_line_is_the_rids() {
        let log = format!(
            "10:00 {APPID} POST https://api.weixin.qq.com/cgi-bin/user/get?access_token=50_x -> \
             {{\"errcode\":45009,\"errmsg\":\"limit rid: {ONE}\"}}\n\
             10:01 {OTHER} POST /wxa/business/getuserphonenumber -> errcode=-1 rid: {TWO}\n"
        );
        assert_eq!(
            told(&log),
            [format!("{APPID} /cgi-bin/user/get 45009"), format!("{OTHER} /wxa/business/getuserphonenumber -1")]
        );
    }

    #[test]
    fn else_what_stands_before_it_is_up_to_its_neighbour() {
        let log = format!(
            "> POST /cgi-bin/user/get?access_token=x HTTP/1.1\n> Host: api.weixin.qq.com\n>\n< HTTP/1.1 200 OK\n<\n\
             {{\"errcode\":45009,\n\"errmsg\":\"limit rid: {ONE}\"}}\n> POST /wxa/msg_sec_check HTTP/1.1\n\
             {{\"errmsg\":\"x rid: {TWO}\"}}\n"
        );
        assert_eq!(told(&log), ["- /cgi-bin/user/get 45009", "- /wxa/msg_sec_check -"]);
        let after = format!("rid: {ONE}\nerrcode: 40001\npath: /cgi-bin/menu/create.\n");
        assert_eq!(told(&after), ["- /cgi-bin/menu/create 40001"]);
    }

    #[test]
    fn on_one_line_neighbours_part_what_is_whose() {
        let calls =
            format!(r#"[{{"path":"/cgi-bin/user/get","rid":"{ONE}"}},{{"path":"/wxa/msg_sec_check","rid":"{TWO}"}}]"#);
        assert_eq!(told(&calls), ["- /cgi-bin/user/get -", "- /wxa/msg_sec_check -"]);
        let calls = format!(
            r#"[{{"rid":"{ONE}","path":"/cgi-bin/user/get"}},     {{"rid":"{TWO}","path":"/wxa/msg_sec_check"}}]"#
        );
        assert_eq!(told(&calls), ["- /cgi-bin/user/get -", "- /wxa/msg_sec_check -"]);
    }

    #[test]
    fn the_only_appid_is_everybodys() {
        let far = " \n".repeat(4_000);
        assert_eq!(told(&format!("{APPID}{far}{ONE}{far}{TWO}")), [format!("{APPID} - -"), format!("{APPID} - -")]);
        assert_eq!(told(&format!("{APPID} {OTHER}{far}{ONE}")), ["- - -"], "nobody knows which");
    }

    #[test]
    fn one_place_may_tell_what_another_does_not() {
        assert_eq!(
            told(&format!("{ONE}\n\n{TWO}\n{ONE} /cgi-bin/user/get errcode 45009")),
            ["- /cgi-bin/user/get 45009", "- - -"]
        );
    }

    #[test]
    fn what_only_looks_like_it_is_nothing() {
        for text in [
            "/data/logs/wxa/app.log",
            "/cgi-bin",
            "/cgi-bin/",
            "see https://example.com/cgi-bin/user/get",
            "errcode: 0",
            "errcode:",
            "errcodes 45009x",
            "wx5a0d0000000000a1b wx5a0d 5a0d0000000000a1",
            "WX5A0D0000000000A1",
        ] {
            assert_eq!(told(&format!("{text} {ONE}")), ["- - -"], "{text}");
        }
        let sign_in = &parse_pasted(&format!("GET /sns/jscode2session?appid=x invalid code, rid: {ONE}")).rids[0].1;
        assert_eq!(sign_in.no_lookup, Some(super::NoLookup::SignIn));
    }

    #[test]
    fn what_a_rid_is_part_of_tells_nothing() {
        assert_eq!(told(&format!("GET /cgi-bin/log/{ONE} POST /cgi-bin/user/get")), ["- /cgi-bin/user/get -"]);
        assert_eq!(told(&format!("GET /cgi-bin/log/{ONE}")), ["- - -"]);
    }

    #[test]
    fn a_sign_in_call_is_believed_on_its_own_line_only() {
        assert_eq!(told(&format!("GET /sns/jscode2session ok\nerrcode 45009 rid: {ONE}")), ["- - 45009"]);
        assert_eq!(told(&format!("GET /sns/jscode2session rid: {ONE}")), ["- /sns/jscode2session -"]);
    }

    #[test]
    fn a_long_line_of_rids_takes_no_longer_than_many_lines() {
        let rids: Vec<_> = (0..20_000).map(|n| format!("{n:08x}-09059ac5-34a8e2ea")).collect();
        assert_eq!(parse_pasted(&rids.join(" ")).rids.len(), 20_000);
    }
}
