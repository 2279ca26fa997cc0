//! Which databases are a demo's: everybody knows their passwords, so no other may become one, and none is served to others.
//! The mark beside such a database also keeps demo time.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use url::Url;

use crate::failure::CommandError;
use crate::settings::{Settings, is_loopback};

/// The first line of a mark.
const SAYS: &str = "This database is a demo's. Everybody knows its passwords.";
/// Names the offset of demo time from the machine's, in milliseconds.
const AHEAD: &str = "ahead_ms";
/// Names the latest instant of demo time, in Unix milliseconds.
const LATEST: &str = "latest_ms";
/// Names where the demo's WeChat answers, or answered last.
const WECHAT: &str = "wechat";

/// Demo time as a mark keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeptTime {
    /// Milliseconds to add to the machine's time.
    pub(super) ahead_ms: i64,
    /// The latest instant that was shown, in Unix milliseconds.
    pub(super) latest_ms: i64,
}

impl KeptTime {
    /// What a mark's text keeps; `None` where a release made it that kept none.
    fn parse(text: &str) -> Option<Self> {
        let number = |name: &str| value(text, name)?.parse().ok();
        Some(Self { ahead_ms: number(AHEAD)?, latest_ms: number(LATEST)? })
    }
}

/// What a mark's text says behind a name.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = text.lines().filter_map(|line| line.split_once(" = "));
    lines.find(|(key, _)| *key == name).map(|(_, value)| value.trim())
}

/// Where the WeChat of a demo's database answers, or answered last: an address of this machine. `None` for any other database,
/// and for an address elsewhere.
pub(crate) fn wechat(database: &Path) -> Option<Url> {
    let text = fs::read_to_string(mark(database)).ok()?;
    Url::parse(value(&text, WECHAT)?).ok().filter(is_loopback)
}

/// Lies beside a demo's database.
pub(super) fn mark(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".demo");
    PathBuf::from(name)
}

/// Demo time as the mark of a database keeps it; `None` for a database that is no demo's, and for one of a release that kept none.
pub(super) fn kept_time(database: &Path) -> Option<KeptTime> {
    KeptTime::parse(&fs::read_to_string(mark(database)).ok()?)
}

/// Whether a demo filled this database.
pub(crate) fn is_demos(database: &Path) -> bool {
    // Where that cannot be told, the worse is taken to be so.
    mark(database).try_exists().unwrap_or(true)
}

/// Writes down demo time, and leaves the rest of the mark as it is. The demo and commands beside it all write: the latest
/// instant that any of them has shown is kept, so that demo time never goes back.
///
/// # Errors
/// [`CommandError::File`].
pub(super) fn write(database: &Path, kept: KeptTime) -> Result<(), CommandError> {
    let latest = kept_time(database).filter(|other| other.latest_ms > kept.latest_ms).unwrap_or(kept);
    write_with(database, latest, wechat(database).as_ref())
}

/// Writes the whole mark, with where the demo's WeChat answers.
///
/// # Errors
/// [`CommandError::File`].
pub(super) fn write_with(database: &Path, kept: KeptTime, wechat: Option<&Url>) -> Result<(), CommandError> {
    let mark = mark(database);
    let KeptTime { ahead_ms, latest_ms } = kept;
    let folder = mark.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        write!(file, "{SAYS}\n{AHEAD} = {ahead_ms}\n{LATEST} = {latest_ms}\n")?;
        if let Some(wechat) = wechat {
            writeln!(file, "{WECHAT} = {wechat}")?;
        }
        file.persist(&mark).map_err(|error| error.error)
    });
    written.map(drop).map_err(|source| CommandError::File { verb: "written", file: mark, source })
}

/// Refuses to serve a demo's database where others than this machine's users come.
///
/// # Errors
/// [`CommandError::DemoExposed`] where they would.
pub(crate) fn keep_inside(settings: &Settings) -> Result<(), CommandError> {
    let database = settings.database_file();
    if settings.web.stays_here() || !is_demos(&database) { Ok(()) } else { Err(CommandError::DemoExposed(database)) }
}
