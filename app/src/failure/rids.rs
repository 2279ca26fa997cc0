//! Failures of pages about rids.

use desk::rids::RidError;
use domain::{Permission, paths};

use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of an address that names no rid.
pub const NO_RID: Failure = Failure::Missing(Missing {
    title: key!("no-rid-title"),
    why: key!("no-rid-why"),
    next: paths::RIDS,
    next_label: key!("failed-to-rids"),
});

/// The failure of a list of rids that does not exist or was deleted.
pub const NO_RID_LIST: Failure = Failure::Missing(Missing {
    title: key!("no-rid-list-title"),
    why: key!("no-rid-list-why"),
    next: paths::RIDS,
    next_label: key!("failed-to-rids"),
});

failure_from!(RidError, Permission::LookUpRids, RidError::NoSuchList => NO_RID_LIST; other);
