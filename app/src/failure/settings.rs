//! Failures of the page of the system settings.

use desk::settings::SettingsError;
use domain::Permission;

use crate::failure::failure_from;

failure_from!(SettingsError, Permission::SeeLedger; other);
