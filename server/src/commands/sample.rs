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
        let mut text = format!("{} readings of {}", shape.good, counted(shape.accounts, "account"));
        if shape.failed > 0 {
            text += &format!(", {} failed", shape.failed);
        }
        if shape.starved > 0 {
            text += &format!(", {} not made (the day's allowance is used up)", shape.starved);
        }
        match &shape.last_error {
            Some(error) => text + ". The last failure: " + error,
            None => text + ".",
        }
    })
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
