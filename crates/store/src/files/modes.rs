//! Modes that let other users of the machine at the data.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{beside, folder_of};

/// The mode bits of a folder that are too many: others may not even look, the group may not write. The files in it have modes
/// of their own.
const FOLDER: u32 = 0o027;
/// The mode bits of a file that are too many.
const FILE: u32 = 0o077;

/// A file or folder that other users of the machine can read or change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooOpen {
    /// The file or folder.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
    /// Those that it should have at most.
    wanted: u32,
}

impl fmt::Display for TooOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, mode, wanted } = self;
        let path = path.display();
        write!(f, "other users can access {path} (mode {mode:04o}); run: chmod {wanted:o} '{path}'")
    }
}

/// Those of the data folder, the database with its log, and the master key that are too open. What is not there is not.
pub fn too_open(database: &Path, key: &Path) -> Vec<TooOpen> {
    let file = |file: &Path| check(file, FILE, 0o600);
    let itself = file(database);
    // SQLite gives the log the mode of the database.
    let log = ["-wal", "-shm"].into_iter().filter(|_| itself.is_none()).filter_map(|end| file(&beside(database, end)));
    let log: Vec<_> = log.collect();
    check(folder_of(database), FOLDER, 0o700).into_iter().chain(itself).chain(log).chain(file(key)).collect()
}

fn check(path: &Path, too_many: u32, wanted: u32) -> Option<TooOpen> {
    let mode = fs::metadata(path).ok()?.mode() & 0o7777;
    (mode & too_many != 0).then(|| TooOpen { path: path.to_owned(), mode, wanted })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_others_can_read_is_named_with_the_command_that_helps() {
        let folder = tempfile::tempdir().unwrap();
        let (database, key) = (folder.path().join("wxquota.db"), folder.path().join("master.key"));
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        set(folder.path(), 0o700);
        assert_eq!(too_open(&database, &key), []);
        for file in [&database, &key, &beside(&database, "-wal")] {
            fs::write(file, "").unwrap();
            set(file, 0o600);
        }
        assert_eq!(too_open(&database, &key), []);
        set(folder.path(), 0o750);
        assert_eq!(too_open(&database, &key), [], "a group may look");
        set(folder.path(), 0o755);
        set(&key, 0o640);
        set(&beside(&database, "-wal"), 0o604);
        let told = || too_open(&database, &key).iter().map(ToString::to_string).collect::<Vec<_>>();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let line = |path: &str, mode: &str, wanted: &str| {
            format!("other users can access {path} (mode {mode}); run: chmod {wanted} '{path}'")
        };
        let of_folder = line(&folder.path().display().to_string(), "0755", "700");
        let (of_log, of_key) = (line(&at("wxquota.db-wal"), "0604", "600"), line(&at("master.key"), "0640", "600"));
        assert_eq!(told(), [of_folder.clone(), of_log, of_key.clone()]);
        set(&database, 0o644);
        assert_eq!(told(), [of_folder, line(&at("wxquota.db"), "0644", "600"), of_key], "its log follows it");
    }
}
