//! What stands near a rid in the text it was pasted in: whose call it was, of which interface, what it was answered.
//!
//! A log has one call a line, or a few lines a call: what stands on a rid's own line is its own; else what stands between it
//! and the lines of its neighbours is, the nearest before it first.

use std::ops::Range;

use super::spans::{is_line_end, overlap, runs, words};

/// How far from a rid what is not on its line may stand, in bytes.
const NEAR: usize = 4_000;
/// The longest path that is believed, in bytes.
const LONGEST_PATH: usize = 128;
/// What the paths of WeChat's calls begin with (the catalogue of interfaces, and official pages).
const BEGINNINGS: [&str; 12] = [
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

/// What a text tells of the call behind a rid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Near {
    /// The appid that stands there.
    pub appid: Option<String>,
    /// The path that was called, such as `/cgi-bin/user/get`; also one of `/sns/`, whose calls are never told.
    pub path: Option<String>,
    /// What the call was answered; not 0.
    pub errcode: Option<i32>,
}

impl Near {
    /// Takes what is not known yet from another place where the same rid stands.
    pub(super) fn fill(&mut self, other: Self) {
        self.appid = self.appid.take().or(other.appid);
        self.path = self.path.take().or(other.path);
        self.errcode = self.errcode.or(other.errcode);
    }

    /// Whether the call was a sign-in call, which WeChat never tells (official getRidInfo page).
    pub fn is_sign_in(&self) -> bool {
        self.path.as_deref().is_some_and(is_sign_in)
    }
}

/// Whether a path is one of the sign-in calls.
pub fn is_sign_in(path: &str) -> bool {
    path.starts_with("/sns/")
}

/// All that a text tells of calls; ranges are in order and apart.
pub(super) struct Marks<'a> {
    text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
    appids: Vec<Range<usize>>,
    /// The only appid of the text.
    only_appid: Option<&'a str>,
    paths: Vec<Range<usize>>,
    errcodes: Vec<Range<usize>>,
    rids: &'a [Range<usize>],
}

impl<'a> Marks<'a> {
    /// `rids` are where rids stand, in order: what they are part of, such as an address, tells nothing of a call.
    pub(super) fn of(text: &'a str, rids: &'a [Range<usize>]) -> Self {
        let apart = |at: &Range<usize>| !overlap(rids, at);
        let ends = text.char_indices().filter(|(_, c)| is_line_end(*c)).map(|(at, c)| at + c.len_utf8());
        let is_appid = |at: &Range<usize>| {
            let digits = text[at.clone()].strip_prefix("wx").filter(|digits| digits.len() == 16);
            digits.is_some_and(|digits| digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
        };
        let appids: Vec<_> = runs(text, |byte| byte.is_ascii_alphanumeric()).filter(is_appid).collect();
        let mut names = appids.iter().map(|at| &text[at.clone()]);
        let first = names.next();
        let only_appid = first.filter(|first| names.all(|other| other == *first));
        Self {
            text,
            lines: std::iter::once(0).chain(ends).collect(),
            appids,
            only_appid,
            paths: paths(text).filter(apart).collect(),
            errcodes: errcodes(text).filter(apart).collect(),
            rids,
        }
    }

    /// What stands near the rid at `rid`. That a call was a sign-in call is believed on the rid's own line only.
    pub(super) fn near(&self, rid: &Range<usize>) -> Near {
        let rids = self.rids;
        let here = rids.partition_point(|other| other.end <= rid.start);
        let line = self.line(rid);
        let others = |at: &Range<usize>| self.line(at) != line;
        let before = here.checked_sub(1).and_then(|at| rids.get(at));
        let after = rids.get(here + 1);
        // On one line with it, the neighbour itself parts what is whose.
        let from = before.map_or(0, |at| if others(at) { self.line(at).end } else { at.end });
        let to = after.map_or(self.text.len(), |at| if others(at) { self.line(at).start } else { at.start });
        let around = from.max(rid.start.saturating_sub(NEAR))..to.min(rid.end.saturating_add(NEAR));
        let on_line = from.max(line.start)..to.min(line.end);
        let text_of = |marks| self.nearest(marks, rid, &on_line, &around);
        let path = text_of(&self.paths)
            .filter(|(at, path)| on_line.start <= at.start && at.end <= on_line.end || !is_sign_in(path));
        let text_of = |marks| text_of(marks).map(|(_, text)| text);
        Near {
            appid: text_of(&self.appids).or(self.only_appid).map(str::to_owned),
            path: path.map(|(_, path)| path.to_owned()),
            errcode: text_of(&self.errcodes).and_then(|digits| digits.parse().ok()),
        }
    }

    /// The mark that is the rid's: of those on its line the nearest, else the nearest before it, else the nearest behind it.
    fn nearest(
        &self,
        marks: &[Range<usize>],
        rid: &Range<usize>,
        on_line: &Range<usize>,
        around: &Range<usize>,
    ) -> Option<(Range<usize>, &'a str)> {
        let within = |span: Range<usize>| {
            let first = marks.partition_point(|at| at.start < span.start);
            let end = marks.partition_point(|at| at.end <= span.end);
            marks.get(first..end).unwrap_or_default()
        };
        let closest = |span: Range<usize>| {
            let marks = within(span);
            let (before, after) = marks.split_at(marks.partition_point(|at| at.start < rid.start));
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

/// Paths of WeChat's calls, without what stands before and behind them.
fn paths(text: &str) -> impl Iterator<Item = Range<usize>> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.');
    runs(text, belongs).filter_map(|at| {
        let run = &text[at.clone()];
        // In a URL the host stands before it; in prose nothing does.
        let start = run.find("weixin.qq.com/").map_or(0, |host| host + "weixin.qq.com".len());
        let path = run[start..].trim_end_matches(['.', '/', '-']);
        let (first, rest) = path.strip_prefix('/')?.split_once('/')?;
        let fits = BEGINNINGS.contains(&first) && !rest.is_empty() && path.len() <= LONGEST_PATH;
        fits.then(|| at.start + start..at.start + start + path.len())
    })
}

/// The digits behind the word errcode, where they are not 0 alone.
fn errcodes(text: &str) -> impl Iterator<Item = Range<usize>> {
    words(text, "errcode").filter_map(|(_, end)| {
        let rest = &text[end..];
        let value = rest.trim_start_matches(['"', '\'', ' ', ':', '=', '>', '“', '”']);
        let start = end + rest.len() - value.len();
        let sign = usize::from(value.starts_with('-'));
        let digits = value.bytes().skip(sign).take(10).take_while(u8::is_ascii_digit).count();
        let at = start..start + sign + digits;
        // Where a word goes on, such as a rid, it was no number.
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
    use crate::rid::{Pasted, read_pasted};

    const ONE: &str = "617682e0-09059ac5-34a8e2ea";
    const TWO: &str = "6aac005a-01bfdbee-79769285";
    const APPID: &str = "wx5a0d0000000000a1";
    const OTHER: &str = "wx5a0d0000000000b2";

    /// What is told of each rid: appid, path, errcode, one line each.
    fn told(text: &str) -> Vec<String> {
        let Pasted { rids, .. } = read_pasted(text);
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let line = |near: super::Near| {
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
        let sign_in = &read_pasted(&format!("GET /sns/jscode2session?appid=x invalid code, rid: {ONE}")).rids[0].1;
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
        assert_eq!(read_pasted(&rids.join(" ")).rids.len(), 20_000);
    }
}
