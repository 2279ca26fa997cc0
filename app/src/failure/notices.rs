//! Failures of pages about notices.

use desk::notices::NoticeError;
use domain::{Permission, paths};

use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of a notice that does not exist.
pub const NO_NOTICE: Failure = Failure::Missing(Missing {
    title: key!("no-notice-title"),
    why: key!("no-notice-why"),
    next: paths::NOTICES,
    next_label: key!("failed-to-notices"),
});

failure_from!(NoticeError, Permission::Acknowledge, NoticeError::NoSuchNotice => NO_NOTICE);
