//! `wxquota sample`: reads everything now.

use desk::explain::explain_failure;
use desk::sampling::RequestedReadingError;
use domain::{Failure, Lang};
use jiff::tz::TimeZone;

use super::explanation::spoken;
use super::{Session, counted, print, time};
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::sampler::{Sampled, SkippedAccount};

/// Fails where not all was attempted; a reading that failed was.
pub(crate) async fn run(session: &Session, account: Option<&str>, output: Output) -> Result<(), CommandError> {
    let only = match account {
        Some(word) => Some(session.live_account(word).await?.id),
        None => None,
    };
    let report = session.desk().sample_all(&session.actor, only).await?;
    let meaning = report.readings.failure.and_then(|failure| meaning(failure, spoken()));
    let skipped = report.skipped.into_iter();
    let skipped = skipped.map(|(account, error)| SkippedAccount { account, reason: reason(&error, session.zone()) });
    let shape = Sampled::of(report.accounts, report.readings, skipped.collect());
    print(output, &shape, || {
        let good = format!("{} readings of {}", shape.good, counted(shape.accounts, "account"));
        let failed = (shape.failed > 0).then(|| format!("{} failed", shape.failed));
        let text = [Some(good), failed, not_made(&shape)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        match &shape.last_error {
            Some(error) => format!("{text}. The last failure: {error}{}", meaning.unwrap_or_default()),
            None => format!("{text}."),
        }
    })?;
    attempted(&shape)
}

/// What the last failure means and what to do, on a line of its own; `None` where WeChat gave no errcode.
fn meaning(failure: Failure, lang: Lang) -> Option<String> {
    let explanation = explain_failure(failure, lang)?;
    let colon = if lang == Lang::ZhCn { "：" } else { ": " };
    Some(format!("\n{}{colon}{}", explanation.title, explanation.next_step))
}

/// Fails with one line on accounts and readings that were not tried.
fn attempted(shape: &Sampled) -> Result<(), CommandError> {
    let skipped = shape.skipped.iter().map(|skipped| format!("{} was skipped: {}", skipped.account, skipped.reason));
    let parts: Vec<_> = not_made(shape).into_iter().chain(skipped).collect();
    if parts.is_empty() {
        Ok(())
    } else {
        Err(CommandError::Wanting(format!("some interfaces were not sampled: {}", parts.join("; "))))
    }
}

fn not_made(shape: &Sampled) -> Option<String> {
    let why = "today's readings are used up, or WeChat accepts no more";
    (shape.starved > 0).then(|| format!("{} skipped ({why})", shape.starved))
}

/// The reason why an account was skipped, with times as people read them.
fn reason(error: &RequestedReadingError, zone: &TimeZone) -> String {
    match error {
        RequestedReadingError::Starved(until) => {
            let zone_name = zone.iana_name().unwrap_or_default();
            format!("WeChat accepts no more readings of it until {} {zone_name}", time(Some(*until), zone))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_account_is_named_with_the_end_of_its_wait() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let error = RequestedReadingError::Starved("2026-11-22T16:00:00Z".parse().unwrap());
        let reason = reason(&error, &zone);
        let skipped = vec![SkippedAccount { account: "商城".to_owned(), reason }];
        let mut shape =
            Sampled { accounts: 1, good: 2, failed: 1, starved: 0, skipped, last_failure: None, last_error: None };
        assert_eq!(
            attempted(&shape).unwrap_err().to_string(),
            "some interfaces were not sampled: 商城 was skipped: WeChat accepts no more readings of it until \
             2026-11-23 00:00 Asia/Shanghai"
        );
        shape.skipped.clear();
        assert!(attempted(&shape).is_ok(), "failures are readings too");
        shape.starved = 3;
        assert!(attempted(&shape).unwrap_err().to_string().contains("3 skipped"));
    }
}
