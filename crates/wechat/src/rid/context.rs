//! Details of the call behind a rid, taken from the text around it: the account, the interface, the errcode.
//!
//! A log has one call a line, or a few lines a call. A detail on the rid's own line belongs to the rid; otherwise one between
//! it and the lines of its neighbours does, the nearest before it first.

use std::ops::Range;

use super::spans::{is_line_end, overlap, words};
use crate::byte_runs::runs;

/// The largest distance of a detail on another line than the rid, in bytes.
const NEAR: usize = 4_000;
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

/// The details of the call behind a rid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallDetails {
    /// The appid.
    pub appid: Option<String>,
    /// The path that was called, such as `/cgi-bin/user/get`; also one of `/sns/`, whose rids cannot be looked up.
    pub path: Option<String>,
    /// The errcode of the answer; not 0.
    pub errcode: Option<i32>,
}

impl CallDetails {
    /// Adds missing details from another place of the same rid.
    pub(super) fn fill(&mut self, other: Self) {
        self.appid = self.appid.take().or(other.appid);
        self.path = self.path.take().or(other.path);
        self.errcode = self.errcode.or(other.errcode);
    }

    /// Whether the call was a sign-in call, whose rid cannot be looked up (official getRidInfo page).
    pub fn is_sign_in(&self) -> bool {
        self.path.as_deref().is_some_and(is_sign_in)
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
    appids: Vec<Range<usize>>,
    /// The appid, where the text has only one.
    only_appid: Option<&'a str>,
    paths: Vec<Range<usize>>,
    errcodes: Vec<Range<usize>>,
    rids: &'a [Range<usize>],
}

impl<'a> AllCallDetails<'a> {
    /// The details in `text`. `rids` are the ranges of the rids, in order: a path or errcode that overlaps one, as in a URL
    /// with a rid, does not count.
    pub(super) fn of(text: &'a str, rids: &'a [Range<usize>]) -> Self {
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
        Self {
            text,
            lines: std::iter::once(0).chain(ends).collect(),
            appids,
            only_appid,
            paths: paths(text).filter(is_outside_rids).collect(),
            errcodes: errcodes(text).filter(is_outside_rids).collect(),
            rids,
        }
    }

    /// The details for the rid at `rid`. A path of a sign-in call counts on the rid's own line only.
    pub(super) fn near(&self, rid: &Range<usize>) -> CallDetails {
        let rids = self.rids;
        let here = rids.partition_point(|other| other.end <= rid.start);
        let line = self.line(rid);
        let others = |at: &Range<usize>| self.line(at) != line;
        let before = here.checked_sub(1).and_then(|at| rids.get(at));
        let after = rids.get(here + 1);
        // A neighbour on the same line is the boundary itself.
        let from = before.map_or(0, |at| if others(at) { self.line(at).end } else { at.end });
        let to = after.map_or(self.text.len(), |at| if others(at) { self.line(at).start } else { at.start });
        let around = from.max(rid.start.saturating_sub(NEAR))..to.min(rid.end.saturating_add(NEAR));
        let on_line = from.max(line.start)..to.min(line.end);
        let text_of = |details| self.nearest(details, rid, &on_line, &around);
        let path = text_of(&self.paths)
            .filter(|(at, path)| on_line.start <= at.start && at.end <= on_line.end || !is_sign_in(path));
        let text_of = |details| text_of(details).map(|(_, text)| text);
        CallDetails {
            appid: text_of(&self.appids).or(self.only_appid).map(str::to_owned),
            path: path.map(|(_, path)| path.to_owned()),
            errcode: text_of(&self.errcodes).and_then(|digits| digits.parse().ok()),
        }
    }

    /// The detail of the rid: the nearest on its line, else the nearest before it, else the nearest after it.
    fn nearest(
        &self,
        details: &[Range<usize>],
        rid: &Range<usize>,
        on_line: &Range<usize>,
        around: &Range<usize>,
    ) -> Option<(Range<usize>, &'a str)> {
        let within = |span: Range<usize>| {
            let first = details.partition_point(|at| at.start < span.start);
            let end = details.partition_point(|at| at.end <= span.end);
            details.get(first..end).unwrap_or_default()
        };
        let closest = |span: Range<usize>| {
            let details = within(span);
            let (before, after) = details.split_at(details.partition_point(|at| at.start < rid.start));
            match (before.last(), after.first()) {
                (Some(before), Some(after)) if after.start - rid.end < rid.start - before.end => Some(after),
                (before, after) => before.or(after),
            }
        };
        let found = closest(on_line.clone())
            .or_else(|| closest(around.start..rid.start))
            .or_else(|| closest(rid.end..around.end))?;
        Some((found.clone(), self.text.get(found.clone())?))
    }

    /// The first errcode of the text.
    pub(super) fn first_errcode(&self) -> Option<i32> {
        self.errcodes.first().and_then(|at| self.text[at.clone()].parse().ok())
    }

    fn line(&self, at: &Range<usize>) -> Range<usize> {
        let next = self.lines.partition_point(|start| *start <= at.start);
        let start = next.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        start..self.lines.get(next).copied().unwrap_or(self.text.len())
    }
}

/// The paths of WeChat's API in a text, without host and query.
fn paths(text: &str) -> impl Iterator<Item = Range<usize>> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.');
    runs(text.as_bytes(), belongs).filter_map(|at| {
        let run = &text[at.clone()];
        // A URL has the host before the path.
        let start = run.find("weixin.qq.com/").map_or(0, |host| host + "weixin.qq.com".len());
        let path = run[start..].trim_end_matches(['.', '/', '-']);
        let (first, rest) = path.strip_prefix('/')?.split_once('/')?;
        let fits = PATH_PREFIXES.contains(&first) && !rest.is_empty() && path.len() <= LONGEST_PATH;
        fits.then(|| at.start + start..at.start + start + path.len())
    })
}

/// The numbers after the word errcode that are not 0.
fn errcodes(text: &str) -> impl Iterator<Item = Range<usize>> {
    words(text, "errcode").filter_map(|(_, end)| {
        let rest = &text[end..];
        let value = rest.trim_start_matches(['"', '\'', ' ', ':', '=', '>', '“', '”']);
        let start = end + rest.len() - value.len();
        let sign = usize::from(value.starts_with('-'));
        let digits = value.bytes().skip(sign).take(10).take_while(u8::is_ascii_digit).count();
        let at = start..start + sign + digits;
        // Followed by a letter or a dash, as in a rid, it is not a number.
        let goes_on = text[at.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        text.get(at.clone())
            .filter(|_| !goes_on)
            .and_then(|digits| digits.parse::<i32>().ok())
            .filter(|errcode| *errcode != 0)
            .map(|_| at)
    })
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
        assert!(sign_in.is_sign_in());
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
