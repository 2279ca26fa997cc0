//! Failures of pages about accounts and their sampling.

use desk::account_import::UploadError;
use desk::accounts::AccountError;
use desk::groups::GroupError;
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

/// The failure of a group that does not exist.
pub const NO_GROUP: Failure = Failure::Missing(Missing {
    title: key!("no-group-title"),
    why: key!("no-group-why"),
    next: paths::GROUPS,
    next_label: key!("failed-to-groups"),
});

failure_from!(AccountError, Permission::Administer, AccountError::NoSuchAccount | AccountError::Faults(_) => NO_ACCOUNT);
failure_from!(
    GroupError,
    Permission::Administer,
    GroupError::NoSuchGroup => NO_GROUP,
    GroupError::NoSuchAccount => NO_ACCOUNT;
    other
);
failure_from!(UploadError, Permission::Administer; other);
failure_from!(StatusError, Permission::SeeUsage);
