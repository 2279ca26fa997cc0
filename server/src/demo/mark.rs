//! Which databases are a demo's: everybody knows their passwords, so no other may become one, and none is served to others.
//! The mark beside such a database also keeps demo time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use url::Url;

use crate::failure::CommandError;
use crate::settings::{Settings, is_loopback};

/// The first line of a mark.
const SAYS: &str = "This is the database of a demo. Its passwords are public.";
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

/// Whether a demo filled this database: it lies beside a mark, or has one in itself, as each copy of it has. Not to be asked
/// while this process has the database open.
///
/// # Errors
/// [`CommandError::File`] where the folder cannot be looked into.
pub(crate) fn is_demos(database: &Path) -> Result<bool, CommandError> {
    let mark = mark(database);
    let beside = mark.try_exists().map_err(|source| CommandError::File { verb: "looked for", file: mark, source })?;
    // A database that cannot be read is told when it is opened.
    Ok(beside || store::sqlite::is_demos(database).unwrap_or(false))
}

/// Writes down demo time, and where the demo's WeChat answers; `None` leaves that as it is. The demo and commands beside it
/// all write, one at a time: the latest instant that any of them has shown is kept, so that demo time never goes back.
///
/// # Errors
/// [`CommandError::File`].
pub(super) fn write(database: &Path, kept: KeptTime, wechat: Option<&Url>) -> Result<(), CommandError> {
    let mark = mark(database);
    let written = locked(database).and_then(|_lock| {
        let latest = kept_time(database).filter(|other| other.latest_ms > kept.latest_ms).unwrap_or(kept);
        let present = self::wechat(database);
        replace(&mark, latest, wechat.or(present.as_ref()))
    });
    written.map_err(|source| CommandError::File { verb: "written", file: mark, source })
}

/// The lock of whoever writes the mark, given back when the file is dropped. It is a file of its own, since the mark is
/// replaced.
fn locked(database: &Path) -> io::Result<File> {
    let mut name = mark(database).into_os_string();
    name.push(".lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(name)?;
    lock.lock()?;
    Ok(lock)
}

/// Replaces the mark by a new one at once, so that nobody reads a half.
fn replace(mark: &Path, kept: KeptTime, wechat: Option<&Url>) -> io::Result<()> {
    let KeptTime { ahead_ms, latest_ms } = kept;
    let folder = mark.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    write!(file, "{SAYS}\n{AHEAD} = {ahead_ms}\n{LATEST} = {latest_ms}\n")?;
    if let Some(wechat) = wechat {
        writeln!(file, "{WECHAT} = {wechat}")?;
    }
    file.persist(mark).map(drop).map_err(|error| error.error)
}

/// Refuses to serve a demo's database where others than this machine's users come.
///
/// # Errors
/// [`CommandError::DemoExposed`] where they would, [`CommandError::File`] where that cannot be told.
pub(crate) fn keep_inside(settings: &Settings) -> Result<(), CommandError> {
    let database = settings.database_file();
    if settings.web.stays_here() || !is_demos(&database)? { Ok(()) } else { Err(CommandError::DemoExposed(database)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_looked_into_is_no_demos() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wxquota.db");
        assert!(!is_demos(&database).unwrap());
        write(&database, KeptTime { ahead_ms: 0, latest_ms: 1 }, None).unwrap();
        assert!(is_demos(&database).unwrap());
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let told = is_demos(&file.join("wxquota.db")).unwrap_err().to_string();
        assert!(told.contains("wxquota.db.demo cannot be looked for: "), "{told}");
    }

    #[test]
    fn of_several_that_write_at_once_the_latest_instant_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wxquota.db");
        let wechat: Url = "http://127.0.0.1:9".parse().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let (database, wechat) = (&database, &wechat);
                scope.spawn(move || {
                    for round in 0..40 {
                        let latest_ms = (round * 7 + writer * 13) % 101;
                        let with = (writer == 0).then_some(wechat);
                        write(database, KeptTime { ahead_ms: latest_ms, latest_ms }, with).unwrap();
                        assert!(kept_time(database).unwrap().latest_ms >= latest_ms, "it went back");
                    }
                });
            }
        });
        assert_eq!(self::wechat(&database), Some(wechat), "what one writes the others leave");
    }
}
