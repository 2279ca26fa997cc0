//! `wxquota rid`: the rids in a text and the requests behind them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::PathBuf;

use desk::accounts::Account;
use desk::rids::{FoundRid, LookedUp, LookupFailure, MAX_TEXT, PastedRid, Rid, RidError, Source};
use domain::{Lang, paths};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::explanation::{explained, spoken};
use super::rid_reading::{is_explained, reading, visible};
use super::{Session, or_dash, print, time};
use crate::api::problem::Problem;
use crate::api::rids::{problem, with_verdict};
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::rids::{ExplanationShape, FoundRids, LookedUpShape};

/// The most rids of one text that are looked up.
const LOOKED_UP: usize = 5;

/// `rid --json`.
#[derive(Debug, Serialize)]
struct Answers {
    #[serde(flatten)]
    read: FoundRids,
    rids: Vec<Answer>,
}

/// The outcome of one look-up.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Answer {
    Found(Box<LookedUpShape>),
    Refused { rid: String, problem: Problem },
}

/// Fails where nothing stands in the text that can be looked up or explained, or WeChat could be asked about none of its rids.
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
    let pasted = session.desk().parse_pasted_text(&session.actor, text).await?;
    // A pasted reply is read as it is. Of equal failures that no account can answer one says it for all.
    let mut refused = HashSet::new();
    let to_ask = |rid: &&PastedRid| {
        rid.near.pasted.is_none() && (account.is_some() || rid.known_failure().is_none() || refused.insert(rid.group()))
    };
    let to_ask: Vec<_> = pasted.rids.iter().filter(to_ask).collect();
    let mut asked = Vec::new();
    for rid in to_ask.iter().take(LOOKED_UP) {
        asked.push((&rid.dated.rid, look_up(session, account.as_ref(), rid).await?));
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
    let shape = Answers { read: FoundRids::of(&pasted), rids: answers };
    print(output, &shape, || {
        let mut text = reading(&pasted, lang, session.now(), zone) + &texts.concat();
        if to_ask.len() > asked.len() {
            let _ = write!(text, "\nOnly the first {LOOKED_UP} of {} rids were looked up.\n", to_ask.len());
        }
        text
    })?;
    if asked.is_empty() && is_explained(&pasted) {
        return Ok(());
    }
    ended(&pasted.found, &asked, account)
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
        return wanting("the text contains no rid; a rid looks like 617682e0-09059ac5-34a8e2ea");
    }
    if asked.is_empty() {
        return wanting("the text contains no complete rid; copy it again from its source");
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
            wanting(&format!("the lookup failed: {error}"))
        }
        _ => Ok(()),
    }
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
            format!("archive, looked up {} by {}", time(Some(kept.looked_up_at), zone), visible(&kept.looked_up_by))
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
    if matches!(error, RidError::Lookup(untold) if untold.is_for_wechats_page()) {
        let _ = writeln!(text, "  See WeChat's own diagnosis of API errors: {}", paths::WECHAT_DIAGNOSIS);
    }
    text
}
