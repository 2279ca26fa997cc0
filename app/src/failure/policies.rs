//! Failures of pages about policies.

use desk::policies::PolicyError;
use domain::{Permission, paths};

use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of a policy that does not exist.
pub const NO_POLICY: Failure = Failure::Missing(Missing {
    title: key!("no-policy-title"),
    why: key!("no-policy-why"),
    next: paths::POLICIES,
    next_label: key!("failed-to-policies"),
});

failure_from!(PolicyError, Permission::Automate, PolicyError::NoSuchPolicy => NO_POLICY; other);
