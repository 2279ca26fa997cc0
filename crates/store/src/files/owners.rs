//! Files of another user of the machine, which cannot be worked with.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::unistd::{AccessFlags, Uid, User, access, geteuid};

use super::{beside, folder_of};

/// Files that belong to another user than the one who runs the program, and that the latter may not read and write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} belongs to the user {owner}, but wxquota runs as {runs_as}; run as root: chown {runs_as}{}",
        files.first().map(|file| file.display().to_string()).unwrap_or_default(), quoted(files))]
pub struct ForeignOwner {
    /// The files and folders, the first of which is in the way.
    files: Vec<PathBuf>,
    /// The name or number of the user who owns that one.
    owner: String,
    /// The name or number of the user who runs the program.
    runs_as: String,
}

fn quoted(files: &[PathBuf]) -> String {
    let quoted: Vec<_> = files.iter().map(|file| format!(" '{}'", file.display())).collect();
    quoted.concat()
}

impl ForeignOwner {
    /// Whether the folder of a database, the database, its log and lock, or the master key is another user's and cannot be
    /// worked with by whoever runs the program. `None` also where permissions alone are in the way.
    pub fn find(database: &Path, key: &Path) -> Option<Self> {
        let beside = ["-wal", "-shm", ".serving"].map(|ending| beside(database, ending));
        let mut all = vec![folder_of(database), database];
        all.extend(beside.iter().map(PathBuf::as_path));
        all.extend((key != database).then_some(key));
        Self::among(&all, geteuid(), |path| access(path, AccessFlags::R_OK | AccessFlags::W_OK).is_ok())
    }

    fn among(all: &[&Path], runs_as: Uid, may_be_used: impl Fn(&Path) -> bool) -> Option<Self> {
        let foreign = |path: &&&Path| fs::metadata(path).is_ok_and(|file| file.uid() != runs_as.as_raw());
        let foreign: Vec<&Path> = all.iter().filter(foreign).copied().filter(|path| !may_be_used(path)).collect();
        let owner = fs::metadata(foreign.first()?).ok()?.uid();
        Some(Self {
            files: foreign.into_iter().map(Path::to_owned).collect(),
            owner: name_of(Uid::from_raw(owner)),
            runs_as: name_of(runs_as),
        })
    }
}

/// The name of a user; the number where it has none.
fn name_of(user: Uid) -> String {
    User::from_uid(user).ok().flatten().map_or_else(|| user.to_string(), |user| user.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_file_owner_who_runs_and_the_command() {
        let folder = tempfile::tempdir().unwrap();
        let (database, key) = (folder.path().join("wxquota.db"), folder.path().join("master.key"));
        fs::write(&database, "").unwrap();
        assert_eq!(ForeignOwner::find(&database, &key), None, "it is our own");
        let all = [folder.path(), &database, &key];
        let nobody = Uid::from_raw(4_000_000_001);
        let told = ForeignOwner::among(&all, nobody, |_| false).unwrap().to_string();
        let (folder, database, me) = (folder.path().display(), database.display(), name_of(geteuid()));
        assert_eq!(
            told,
            format!(
                "{folder} belongs to the user {me}, but wxquota runs as 4000000001; run as root: \
                 chown 4000000001 '{folder}' '{database}'"
            )
        );
        assert_eq!(ForeignOwner::among(&all, nobody, |_| true), None, "it can be used all the same");
    }
}
