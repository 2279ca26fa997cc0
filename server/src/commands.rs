//! The commands, one subject a file. Each opens the desk, does one thing and prints what came of it.

pub(crate) mod account;
mod account_import;
pub(crate) mod backup;
pub(crate) mod budget;
pub(crate) mod channel;
pub(crate) mod check;
pub(crate) mod clears;
pub(crate) mod completions;
mod explanation;
pub(crate) mod healthcheck;
pub(crate) mod interface;
pub(crate) mod rekey;
pub(crate) mod restore;
pub(crate) mod rid;
mod rid_reading;
pub(crate) mod sample;
pub(crate) mod sandbox;
mod secret_file;
pub(crate) mod status;
pub(crate) mod token;
pub(crate) mod user;

use std::fmt::Display;
use std::io::{self, Read, Write};
use std::sync::Arc;

use desk::Desk;
use domain::{AccountStatus, Actor, visible};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use store::sqlite::OpenMode;
use store::{Account, TokenWriter};

use crate::cli::Output;
use crate::clock;
use crate::failure::CommandError;
use crate::opening::{Opened, cli_actor};
use crate::settings::Settings;
use crate::table::Table;

/// The text in place of a list of accounts where there are none.
const NO_ACCOUNTS: &str = "No accounts yet: wxquota account add --name N --appid ID --secret-file F";

/// A command's settings, its actor and the open desk.
pub(crate) struct Session {
    pub(crate) settings: Settings,
    pub(crate) actor: Actor,
    zone: TimeZone,
    opened: Opened,
}

impl Session {
    /// Opens what the settings name, and makes it where `mode` says so.
    pub(crate) async fn open(settings: Settings, mode: OpenMode) -> Result<Self, CommandError> {
        let opened = Opened::with(&settings, mode, clock::of_database(&settings), TokenWriter::Command).await?;
        let zone = opened.desk.live().values.time_zone.clone();
        Ok(Self { settings, actor: cli_actor(), zone, opened })
    }

    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.opened.desk
    }

    /// The zone of the times that people read.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.desk().clock().now()
    }

    /// The account that a word names, retired or not.
    pub(crate) async fn account(&self, word: &str) -> Result<Account, CommandError> {
        match self.desk().find_account(&self.actor, word).await {
            Err(desk::accounts::AccountError::NoSuchAccount) => Err(CommandError::NoSuchAccount(word.to_owned())),
            found => Ok(found?),
        }
    }

    /// The account that a word names, unless it is retired.
    pub(crate) async fn live_account(&self, word: &str) -> Result<Account, CommandError> {
        let account = self.account(word).await?;
        if account.status == AccountStatus::Retired { Err(CommandError::Retired(account.name)) } else { Ok(account) }
    }

    /// Prints `shape` as JSON; or a table of its rows and the zone of their times, or `empty` where there are none.
    pub(crate) fn print_rows<T>(
        &self,
        output: Output,
        shape: &impl Serialize,
        rows: &[T],
        empty: &str,
        columns: impl FnOnce(Table<'_, T>) -> Table<'_, T>,
    ) -> Result<(), CommandError> {
        print(output, shape, || {
            if rows.is_empty() {
                empty.to_owned()
            } else {
                format!("{}{}", columns(Table::of(rows)), zone_line(self.zone()))
            }
        })
    }

    pub(crate) async fn close(self) {
        self.opened.store.close().await;
    }
}

/// Prints `shape` as JSON, or the text for people.
pub(crate) fn print(output: Output, shape: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), CommandError> {
    if output.json {
        let json = serde_json::to_string_pretty(shape).map_err(|error| CommandError::Output(error.into()))?;
        say(visible::json(&json))
    } else {
        say(text().trim_end_matches('\n'))
    }
}

/// Writes bytes to standard output as they are. A reader that has seen enough is no failure.
pub(crate) fn write_out(mut bytes: impl Read) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    match io::copy(&mut bytes, &mut out).and_then(|_| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(CommandError::Output),
    }
}

/// Prints a line, or several. What would steer the terminal or hide a part of the text is named. A reader that has seen enough, as
/// `head` has, is no failure.
pub(crate) fn say(line: impl Display) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    let text = line.to_string();
    match writeln!(out, "{}", visible::text(&text)).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(CommandError::Output),
    }
}

/// Names the zone of a table's times, as its last line.
pub(crate) fn zone_line(zone: &TimeZone) -> String {
    zone.iana_name().map(|name| format!("Times are in {name}.")).unwrap_or_default()
}

/// A time as people read it: `2026-11-22 14:05`, or `-`.
pub(crate) fn time(at: Option<Timestamp>, zone: &TimeZone) -> String {
    or_dash(at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()))
}

/// A value as people read it, or `-`.
pub(crate) fn or_dash(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// A number of things: `1 account`, `2 accounts`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(count: N, what: &str) -> String {
    format!("{count} {what}{}", if count == N::from(1) { "" } else { "s" })
}
