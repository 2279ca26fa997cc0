//! Which databases are a demo's: everybody knows their passwords, so no other may become one, and none is served to others.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::CommandError;
use crate::settings::Settings;

/// Lies beside a demo's database.
fn mark(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".demo");
    PathBuf::from(name)
}

/// Whether a demo filled this database.
pub(crate) fn is_demos(database: &Path) -> bool {
    // Where that cannot be told, the worse is taken to be so.
    mark(database).try_exists().unwrap_or(true)
}

/// Takes a database for the demo: one that a demo filled before, or one that is not there yet.
///
/// # Errors
/// [`CommandError::NotADemo`] where there is any other, which is not even opened; [`CommandError::File`] where it cannot be
/// marked.
pub(super) fn take(database: &Path) -> Result<(), CommandError> {
    let mark = mark(database);
    let failed = |source| CommandError::File { verb: "made", file: mark.clone(), source };
    if mark.try_exists().map_err(failed)? {
        return Ok(());
    }
    if database.try_exists().unwrap_or(true) {
        return Err(CommandError::NotADemo(database.to_owned()));
    }
    // Before the first user is there: a demo that is killed on the way leaves a demo.
    fs::write(&mark, "This database is a demo's. Everybody knows its passwords.\n").map_err(failed)
}

/// Refuses to serve a demo's database where others than this machine's users come.
///
/// # Errors
/// [`CommandError::DemoExposed`] where they would.
pub(crate) fn keep_inside(settings: &Settings) -> Result<(), CommandError> {
    let database = settings.database_file();
    if settings.web.stays_here() || !is_demos(&database) { Ok(()) } else { Err(CommandError::DemoExposed(database)) }
}
