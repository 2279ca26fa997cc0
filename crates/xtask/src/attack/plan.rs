//! What an attack is, and for how long each goes on.

use std::{path::PathBuf, time::Duration};

use super::table::Table;
use crate::problem::Problem;

/// An attack.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    /// What it does, in one line.
    pub(super) what: &'static str,
    pub(super) run: fn(&Plan, &mut Table) -> Result<(), Problem>,
}

/// On which program, and for how long.
pub(super) struct Plan {
    pub(super) program: PathBuf,
    /// How long an attack goes on.
    pub(super) lasts: Duration,
    /// How long after it the memory is looked at again.
    pub(super) afterwards: Duration,
}

impl Plan {
    pub(super) fn new(program: PathBuf, quick: bool) -> Self {
        let (lasts, afterwards) = if quick { (4, 5) } else { (30, 60) };
        Self { program, lasts: Duration::from_secs(lasts), afterwards: Duration::from_secs(afterwards) }
    }
}
