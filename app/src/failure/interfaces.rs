//! Failures of pages about interfaces: their list, their history, and which are watched.

use desk::history::HistoryError;
use desk::interfaces::WatchError;
use desk::overview::OverviewError;
use domain::{Permission, paths};

use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of an interface that the account does not have.
pub const NO_INTERFACE: Failure = Failure::Missing(Missing {
    title: key!("no-interface-title"),
    why: key!("no-interface-why"),
    next: paths::ACCOUNTS,
    next_label: key!("failed-to-accounts"),
});

failure_from!(OverviewError, Permission::SeeUsage);
failure_from!(HistoryError, Permission::SeeUsage, HistoryError::NoSuchInterface => NO_INTERFACE);
failure_from!(
    WatchError,
    Permission::Administer,
    WatchError::NoSuchAccount | WatchError::Path { .. } => NO_ACCOUNT,
    WatchError::NoSuchInterface => NO_INTERFACE
);
