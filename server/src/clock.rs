//! The clock that a command goes by.

use std::sync::Arc;

use domain::{Clock, ShiftedClock, SystemClock};

use crate::demo;
use crate::settings::Settings;

/// The machine's clock, shifted where a test says so.
pub(crate) fn machine(settings: &Settings) -> Arc<dyn Clock> {
    if settings.clock_offset.is_zero() { Arc::new(SystemClock) } else { Arc::new(ShiftedClock(settings.clock_offset)) }
}

/// The clock of the database that the settings name: demo time for a demo's, the machine's for any other.
pub(crate) fn of_database(settings: &Settings) -> Arc<dyn Clock> {
    let machine = machine(settings);
    match demo::clock::of_database(&settings.database_file(), Arc::clone(&machine)) {
        Some(demo) => Arc::new(demo),
        None => machine,
    }
}
