//! `wxquota rid`: the rids in a text and the requests behind them.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::PathBuf;

use desk::accounts::Account;
use desk::rids::{DatedRid, FoundRid, LookedUp, LookupFailure, MAX_TEXT, Pasted, PastedRid, Rid, RidError, Source};
use domain::Lang;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::explanation::{explained, spoken};
use super::{Session, counted, or_dash, print, time};
use crate::api::problem::Problem;
use crate::api::rids::{problem, with_verdict};
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::rids::{ExplanationShape, FoundRids, FoundShape, LookedUpShape, flaw_words};

/// The most rids of one text that are looked up.
const LOOKED_UP: usize = 5;
/// The most characters of a request's body or answer that are shown.
const SHOWN: usize = 2_000;

/// `rid --json`.
#[derive(Debug, Serialize)]
struct Answers {
    found: Vec<FoundShape>,
    rids: Vec<Answer>,
}

/// The outcome of one look-up.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Answer {
    Found(Box<LookedUpShape>),
    Refused { rid: String, problem: Problem },
}

/// Fails where no rid stands in the text, or WeChat could be asked about none of those that do.
pub(crate) async fn run(
    session: &Session,
    account: Option<&str>,
    words: &[String],
    lang: Option<Lang>,
    output: Output,
) -> Result<(), CommandError> {
    let account = match account {
        Some(word) => Some(session.account(word).await?),
        None => None,
    };
    let text = if words.is_empty() || words == ["-"] { typed_in()? } else { words.join(" ") };
    let Pasted { found, rids, .. } = session.desk().parse_pasted_text(&session.actor, text).await?;
    let mut asked = Vec::new();
    for pasted in rids.iter().take(LOOKED_UP) {
        asked.push((&pasted.dated.rid, look_up(session, account.as_ref(), pasted).await?));
    }
    let lang = lang.unwrap_or_else(spoken);
    let zone = session.zone();
    let (mut answers, mut texts) = (Vec::new(), Vec::new());
    for (rid, outcome) in &asked {
        let (answer, text) = match outcome {
            Ok(found) => {
                let shape = with_verdict(session.desk(), &session.actor, found, lang).await?;
                let text = request(found, &shape.explanation, zone);
                (Answer::Found(Box::new(shape)), text)
            }
            Err(error) => {
                let account = account.as_ref().map(|account| account.name.as_str());
                (Answer::Refused { rid: rid.to_string(), problem: problem(error, account) }, refusal(error, lang))
            }
        };
        answers.push(answer);
        texts.push(format!("\n{rid}\n{text}"));
    }
    let shape = Answers { found: FoundRids::of(&found).found, rids: answers };
    print(output, &shape, || {
        let mut text = listed(&found, session.now(), zone) + &texts.concat();
        if rids.len() > asked.len() {
            let _ = write!(text, "\nOnly the first {LOOKED_UP} of {} rids were looked up.\n", rids.len());
        }
        text
    })?;
    ended(&found, &asked, account)
}

/// The text on standard input, or as much of it as shows that it is too long.
fn typed_in() -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_TEXT).unwrap_or(u64::MAX).saturating_add(1);
    let read = io::stdin().take(limit).read_to_end(&mut bytes);
    read.map_err(|source| CommandError::File { verb: "read", file: PathBuf::from("standard input"), source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One look-up. A refusal is an answer too; a fault inside is none.
async fn look_up(
    session: &Session,
    account: Option<&Account>,
    pasted: &PastedRid,
) -> Result<Result<LookedUp, RidError>, CommandError> {
    match session.desk().look_up_pasted(&session.actor, pasted, account.map(|account| account.id)).await {
        Err(error @ (RidError::Internal(_) | RidError::Forbidden(_))) => Err(error.into()),
        outcome => Ok(outcome),
    }
}

fn ended(
    found: &[FoundRid],
    asked: &[(&Rid, Result<LookedUp, RidError>)],
    account: Option<Account>,
) -> Result<(), CommandError> {
    let wanting = |line: &str| Err(CommandError::Wanting(line.to_owned()));
    if asked.is_empty() && found.is_empty() {
        return wanting("there is no rid in this text; one looks like 617682e0-09059ac5-34a8e2ea");
    }
    if asked.is_empty() {
        return wanting("there is no whole rid in this text; copy it again, from its source");
    }
    let failed = |outcome: &Result<LookedUp, RidError>| {
        let not_asked = |untold: &LookupFailure| {
            matches!(
                untold,
                LookupFailure::Call { .. }
                    | LookupFailure::NoAccount
                    | LookupFailure::UnknownAppId { .. }
                    | LookupFailure::QuotaUsedUp(_)
                    | LookupFailure::Failed
            )
        };
        match outcome {
            Err(RidError::Lookup(untold)) => not_asked(untold),
            outcome => matches!(outcome, Err(RidError::UnknownAccount)),
        }
    };
    match (asked.first(), account) {
        // It has a name, so it was; what is kept of it is shown, and nobody asks as it.
        (Some((_, Err(RidError::UnknownAccount))), Some(account))
            if asked.iter().all(|(_, outcome)| failed(outcome)) =>
        {
            Err(CommandError::Retired(account.name))
        }
        (Some((_, Err(error))), _) if asked.iter().all(|(_, outcome)| failed(outcome)) => {
            wanting(&format!("nothing could be looked up: {error}"))
        }
        _ => Ok(()),
    }
}

/// The rids in the text, one line each.
fn listed(found: &[FoundRid], now: Timestamp, zone: &TimeZone) -> String {
    let line = |found: &FoundRid| match found {
        FoundRid::Rid(dated) => dated_line(dated, now, zone),
        FoundRid::Hint(text) => {
            format!("hint        {}  of the kind before 2020-08; it cannot be looked up", visible(text))
        }
        FoundRid::Incomplete(text) => {
            format!("incomplete  {}  not a whole rid: {}", visible(text), visible(&flaw_words(text)))
        }
    };
    found.iter().map(line).map(|line| line + "\n").collect()
}

fn dated_line(dated: &DatedRid, now: Timestamp, zone: &TimeZone) -> String {
    let at = time(Some(dated.at), zone);
    let zone_name = zone.iana_name().unwrap_or_default();
    let expiry = time(Some(dated.expires_at), zone);
    let age = if dated.implausible {
        "no call can have been made then".to_owned()
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

/// The verdict, and the facts.
fn request(found: &LookedUp, verdict: &ExplanationShape, zone: &TimeZone) -> String {
    let kept = &found.kept;
    let errcode = kept.errcode.map(|errcode| format!(" (errcode {errcode})")).unwrap_or_default();
    let ExplanationShape { title, cause, next, clear_helps, who, customer } = verdict;
    let mut text = format!("  {title}{errcode}\n  {cause}\n  {next}\n");
    let source = match found.source {
        Source::Wechat => "WeChat".to_owned(),
        Source::Archive => {
            format!("the archive; looked up {} by {}", time(Some(kept.looked_up_at), zone), visible(&kept.looked_up_by))
        }
    };
    let facts = [
        ("who acts", (*who).to_owned()),
        ("clear", format!("helps: {clear_helps}")),
        ("customer", customer.clone()),
        ("account", visible(&found.account_name)),
        ("called at", time(Some(kept.at), zone)),
        ("took", or_dash(kept.cost_in_ms.map(|ms| format!("{ms} ms")))),
        ("from", or_dash(kept.client_ip.as_deref().map(visible))),
        ("interface", or_dash(kept.cgi_path.as_ref())),
        ("query", visible(&kept.request_url)),
        ("body", visible(&kept.request_body)),
        ("answer", visible(&kept.response_body)),
        ("source", source),
    ];
    for (name, value) in facts {
        let _ = writeln!(text, "  {name:<10}{}", if value.is_empty() { "-" } else { &value });
    }
    text
}

fn refusal(error: &RidError, lang: Lang) -> String {
    let mut text = format!("  {}\n", visible(&error.to_string()));
    let advice = match error {
        RidError::Lookup(LookupFailure::Call { problem, .. }) => explained(problem, None, &[], lang).next,
        RidError::Lookup(untold) => untold.explanation(lang).map(|words| words.next_step.into_owned()),
        _ => None,
    };
    if let Some(advice) = advice {
        let _ = writeln!(text, "  {advice}");
    }
    text
}

/// A text for one line of a terminal: as much of it as one reads there, and no control characters.
fn visible(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
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
        assert_eq!(visible("a\u{1b}[31m\nb"), "a\u{fffd}[31m\u{fffd}b");
        assert!(visible(&"字".repeat(SHOWN + 1)).ends_with("all of it)"));
        assert_eq!(visible(&"字".repeat(SHOWN)).chars().count(), SHOWN);
    }
}
