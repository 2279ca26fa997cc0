//! `wxquota sample`: reads everything now.

use super::{Session, print};
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::Sampled;

pub(crate) async fn run(session: &Session, account: Option<&str>, output: Output) -> Result<(), CommandError> {
    let only = match account {
        Some(word) => Some(session.live_account(word).await?.id),
        None => None,
    };
    let report = session.desk().sample_all(&session.actor, only).await?;
    let readings = report.readings;
    let shape = Sampled {
        accounts: report.accounts,
        good: readings.good,
        failed: readings.failed,
        starved: readings.starved,
        last_error: readings.error,
    };
    print(output, &shape, || {
        let good = format!("{} readings of {}", shape.good, counted(shape.accounts, "account"));
        let failed = (shape.failed > 0).then(|| format!("{} failed", shape.failed));
        let starved =
            (shape.starved > 0).then(|| format!("{} not made (the day's allowance is used up)", shape.starved));
        let parts: Vec<_> = [Some(good), failed, starved].into_iter().flatten().collect();
        let text = parts.join(", ");
        match &shape.last_error {
            Some(error) => format!("{text}. The last failure: {error}"),
            None => format!("{text}."),
        }
    })
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
