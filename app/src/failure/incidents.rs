//! Failures of pages about incidents.

use desk::incidents::IncidentError;
use domain::{Permission, paths};

use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of an incident that does not exist.
pub const NO_INCIDENT: Failure = Failure::Missing(Missing {
    title: key!("no-incident-title"),
    why: key!("no-incident-why"),
    next: paths::INCIDENTS,
    next_label: key!("failed-to-incidents"),
});

failure_from!(IncidentError, Permission::LookUpRids, IncidentError::NoSuchIncident => NO_INCIDENT);
