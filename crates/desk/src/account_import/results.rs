//! What became of the rows of an import.

use domain::{AccountId, GroupNameError};
use serde::{Deserialize, Serialize};

use super::sheet::CellFault;
use crate::accounts::AccountFaults;
use crate::explain::Problem;

/// What became of a row, or would become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowResult {
    /// The line of the file that the row begins on, from 1.
    pub line: u64,
    /// The name; empty where it must not be repeated.
    pub name: String,
    /// The appid; empty where it is none.
    pub appid: String,
    /// The outcome.
    pub outcome: RowOutcome,
}

/// The outcome of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowOutcome {
    /// The account would be added.
    Good {
        /// How many interfaces it would watch.
        watching: usize,
    },
    /// The account was added.
    Added {
        /// The account.
        id: AccountId,
        /// How many interfaces it watches.
        watching: usize,
        /// Why it may not work yet.
        doubt: Option<Doubt>,
    },
    /// It was not added, and would not be.
    Bad(RowFault),
}

/// Why an account that was added may not work yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// The check failed for another reason than wrong credentials.
    Failed(Problem),
    /// It was not checked, since WeChat could not be reached.
    Unchecked,
}

/// What is wrong with a row. Nothing that may be a secret is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowFault {
    /// Its cells.
    Cells(CellFault),
    /// Neither a secret nor a file with one.
    NoSecret,
    /// Both a secret and a file with one.
    TwoSecrets,
    /// A file with the secret, in an upload.
    SecretFileRefused,
    /// The file with the secret cannot be read.
    SecretFile(String),
    /// The name of a group cannot be one.
    Group(GroupNameError),
    /// The row on this line has the same appid.
    AppIdTwice(u64),
    /// The row on this line has the same name.
    NameTwice(u64),
    /// The account cannot be added.
    Account(Box<AccountFaults>),
    /// WeChat refuses its credentials.
    Credentials(Problem),
}

impl std::fmt::Display for RowFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cells(CellFault::TooMany) => f.write_str("the row has more cells than the header line has columns"),
            Self::Cells(CellFault::TooLong) => f.write_str("a cell is too long; check its quotation marks"),
            Self::Cells(CellFault::Formula(column)) => {
                write!(f, "the {} begins like a formula; remove the character at its beginning", column.word())
            }
            Self::Cells(CellFault::Secret(column)) => write!(
                f,
                "the column {} holds what looks like an AppSecret; put it in the column secret",
                column.word()
            ),
            Self::NoSecret => f.write_str("there is no AppSecret; fill in secret or secret_file"),
            Self::TwoSecrets => f.write_str("both secret and secret_file are filled in; keep one"),
            Self::SecretFileRefused => {
                f.write_str("secret_file works on the command line only; put the AppSecret in the column secret")
            }
            Self::SecretFile(why) => write!(f, "the file in secret_file cannot be read: {why}"),
            Self::Group(error) => error.fmt(f),
            Self::AppIdTwice(line) => write!(f, "the row on line {line} has the same AppID"),
            Self::NameTwice(line) => write!(f, "the row on line {line} has the same name"),
            Self::Account(faults) => faults.fmt(f),
            Self::Credentials(problem) => write!(f, "WeChat refuses the credentials: {}", problem.detail),
        }
    }
}

/// How many rows were good, and how many bad.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Added, or to be added.
    pub good: usize,
    /// Not added.
    pub bad: usize,
}

impl ImportCounts {
    /// Counts a row.
    pub fn count(&mut self, result: &RowResult) {
        match result.outcome {
            RowOutcome::Good { .. } | RowOutcome::Added { .. } => self.good += 1,
            RowOutcome::Bad(_) => self.bad += 1,
        }
    }
}
