//! What a pasted text says by itself, before anybody is asked: its rids, grouped by failure, and what else it holds.

use std::fmt::Write as _;

use desk::rids::{DatedRid, ExposedSecret, FoundRid, NoLookup, Pasted, PastedRid, Platform, is_wecom_hint};
use domain::{Lang, paths};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use wechat::errcodes::is_known;
use wechat::explain;

use super::{counted, time};
use crate::shapes::rids::flaw_words;

/// The most characters of a text from outside that are shown.
const SHOWN: usize = 2_000;
/// The most rids of one failure that are listed.
const LISTED: usize = 5;

/// Whether the text is explained without a rid that is looked up.
pub(super) fn is_explained(pasted: &Pasted) -> bool {
    let is_wecom = pasted.platform == Platform::Wecom;
    let incomplete = pasted.found.iter().any(|found| matches!(found, FoundRid::Incomplete(_)));
    !pasted.rids.is_empty() || is_wecom || pasted.unanswered || (pasted.errcode.is_some() && !incomplete)
}

/// Everything that the text says, a line each.
pub(super) fn reading(pasted: &Pasted, lang: Lang, now: Timestamp, zone: &TimeZone) -> String {
    let mut text = String::new();
    for group in groups(pasted) {
        if let [first, _, ..] = group[..] {
            let _ = writeln!(text, "{}", summary(first, &group));
        }
        for rid in group.iter().take(LISTED) {
            text.push_str(&rid_lines(rid, now, zone));
        }
        if group.len() > LISTED {
            let _ =
                writeln!(text, "            and {} more with the same error; --json lists all", group.len() - LISTED);
        }
    }
    for found in &pasted.found {
        match found {
            FoundRid::Rid(_) => {}
            FoundRid::Hint(hint) => {
                let of = if is_wecom_hint(hint) { "a hint of WeCom" } else { "a hint" };
                let hint = wechat::Redactor::new().redact(hint).into_owned();
                let _ = writeln!(text, "hint        {}  {of}; it cannot be looked up", visible(&hint));
            }
            FoundRid::Incomplete(part) => {
                let flaws = flaw_words(part);
                let _ = writeln!(text, "incomplete  {}  not a complete rid: {}", visible(part), visible(&flaws));
            }
        }
    }
    text.push_str(&about_text(pasted, lang));
    text
}

/// The rids by what failed, in the order of the text.
fn groups(pasted: &Pasted) -> Vec<Vec<&PastedRid>> {
    let mut groups: Vec<(String, Vec<&PastedRid>)> = Vec::new();
    for rid in &pasted.rids {
        let key = rid.group();
        // Without an errcode nothing says that two failures are equal.
        let known = groups.iter_mut().find(|(other, _)| *other == key && rid.near.errcode.is_some());
        match known {
            Some((_, group)) => group.push(rid),
            None => groups.push((key, vec![rid])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// `40029, 16 times in 2 s`.
fn summary(first: &PastedRid, group: &[&PastedRid]) -> String {
    let at = |rid: &&PastedRid| rid.dated.at;
    let (from, to) = (group.iter().map(at).min(), group.iter().map(at).max());
    let seconds = from.zip(to).map_or(0, |(from, to)| to.duration_since(from).as_secs() + 1);
    let errcode = first.near.errcode.map(|errcode| errcode.to_string()).unwrap_or_default();
    let path = first.near.path.as_deref().map(|path| format!(" {}", visible(path))).unwrap_or_default();
    format!(
        "errcode     {errcode}{path}, {} in {seconds} s",
        counted(i64::try_from(group.len()).unwrap_or(i64::MAX), "time")
    )
}

fn rid_lines(rid: &PastedRid, now: Timestamp, zone: &TimeZone) -> String {
    let near = &rid.near;
    let mut line = dated_line(&rid.dated, now, zone);
    if rid.dated.mistyped {
        line.push_str("; probably mistyped: the second and third group of a rid start with a digit from 0 to 7");
    }
    line.push('\n');
    let details = [
        near.errcode.map(|errcode| format!("errcode {errcode}")),
        near.path.as_deref().map(visible),
        near.appid.as_deref().map(visible),
        near.no_lookup.map(|no_lookup| match no_lookup {
            NoLookup::SignIn => "a sign-in call, which cannot be looked up".to_owned(),
            NoLookup::NoAccount => "a call that belongs to no account".to_owned(),
        }),
    ];
    let details: Vec<_> = details.into_iter().flatten().collect();
    if !details.is_empty() {
        let _ = writeln!(line, "            {}", details.join(", "));
    }
    let unlisted = near.errcode.is_some_and(|errcode| !is_known(errcode));
    if let Some(errmsg) = near.errmsg.as_deref().filter(|_| unlisted || near.pasted.is_some()) {
        let _ = writeln!(line, "            WeChat's words: {}", visible(errmsg));
    }
    if let Some(reply) = &near.pasted {
        let facts = [
            reply.errcode.map(|errcode| format!("errcode {errcode}")),
            reply.cost_in_ms.map(|ms| format!("took {ms} ms")),
            reply.client_ip.as_deref().map(|ip| format!("came from {}", visible(ip))),
        ];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        let _ = writeln!(line, "            from the pasted text, not confirmed by WeChat: {}", facts.join(", "));
    }
    line
}

fn dated_line(dated: &DatedRid, now: Timestamp, zone: &TimeZone) -> String {
    let at = time(Some(dated.at), zone);
    let zone_name = zone.iana_name().unwrap_or_default();
    let expiry = time(Some(dated.expires_at), zone);
    let age = if dated.implausible {
        "impossible time".to_owned()
    } else if dated.expired {
        format!("{}, expired {expiry}", age(now.duration_since(dated.at)))
    } else {
        format!("{}, can be looked up until {expiry}", age(now.duration_since(dated.at)))
    };
    format!("rid         {}  {at} {zone_name}, {age}", dated.rid)
}

/// An age in the largest unit that is whole: `3 hours ago`.
fn age(since: SignedDuration) -> String {
    let minutes = since.as_mins().max(0);
    let (count, unit) = match minutes {
        0..60 => (minutes, "minute"),
        60..2_880 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    format!("{} ago", counted(count, unit))
}

/// What there is to say about the whole text.
fn about_text(pasted: &Pasted, lang: Lang) -> String {
    let mut text = String::new();
    if pasted.platform == Platform::Wecom {
        let page = paths::wecom_error(pasted.errcode);
        let _ = writeln!(
            text,
            "This is an error of 企业微信 (WeCom), another platform with its own errcodes and limits. A clear does not \
             help: {page}"
        );
    } else if let Some(errcode) = pasted.errcode.filter(|_| pasted.rids.is_empty()) {
        let words = explain(errcode, None, lang);
        let _ = write!(
            text,
            "errcode     {errcode}  {}\n            {}\n            {}\n",
            words.title, words.cause, words.next_step
        );
        if !pasted.rid_missing {
            text.push_str("            Next time, also copy the rid. It is at the end of errmsg, after \"rid:\".\n");
        }
    }
    if pasted.rid_missing {
        text.push_str("The rid after \"rid:\" is missing. Copy the complete line.\n");
    }
    if pasted.unanswered {
        text.push_str(
            "WeChat did not answer this call (timeout or no connection), so it has neither an errcode nor a rid.\n",
        );
    }
    for secret in &pasted.exposed {
        text.push_str(match secret {
            ExposedSecret::AppSecret => {
                "The text contains an AppSecret. Reset it in WeChat's console. wxquota does not save it.\n"
            }
            ExposedSecret::AuthorizationCode => {
                "The text contains an authorization code, which can be used once until it expires. wxquota does not \
                 save it.\n"
            }
            ExposedSecret::AccessToken => {
                "The text contains a token, which is valid for up to 2 hours. wxquota does not save it.\n"
            }
        });
    }
    text
}

/// A text for one line of a terminal: as much of it as one reads there, its hidden characters named.
pub(super) fn visible(text: &str) -> String {
    let beginning: String = text.chars().take(SHOWN).collect();
    let mut shown = domain::visible::line(&beginning).into_owned();
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str(" … (--json prints all of it)");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_whole_units() {
        for (minutes, told) in [
            (-5, "0 minutes ago"),
            (1, "1 minute ago"),
            (59, "59 minutes ago"),
            (60, "1 hour ago"),
            (2_879, "47 hours ago"),
            (2_880, "2 days ago"),
        ] {
            assert_eq!(age(SignedDuration::from_mins(minutes)), told);
        }
    }

    #[test]
    fn what_others_sent_cannot_steer_the_terminal() {
        assert_eq!(visible("a\u{1b}[31m\nb"), "a[U+001B][31m\\nb");
        assert!(visible(&"字".repeat(SHOWN + 1)).ends_with("all of it)"));
        assert_eq!(visible(&"字".repeat(SHOWN)).chars().count(), SHOWN);
    }
}
