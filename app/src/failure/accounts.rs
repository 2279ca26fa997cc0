//! Failures of pages about accounts and their sampling.

use desk::accounts::AccountError;
use desk::sampling::status::StatusError;
use domain::{Permission, paths};

use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of an account that does not exist.
pub const NO_ACCOUNT: Failure = Failure::Missing(Missing {
    title: key!("no-account-title"),
    why: key!("no-account-why"),
    next: paths::ACCOUNTS,
    next_label: key!("failed-to-accounts"),
});

failure_from!(AccountError, Permission::Administer, AccountError::NoSuchAccount | AccountError::Faults(_) => NO_ACCOUNT);
failure_from!(StatusError, Permission::SeeUsage);
