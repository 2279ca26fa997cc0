//! Which file is which, whatever its name: one file may have several, and a name may come to mean another file.

use std::fmt;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::str::FromStr;

/// A file's device and inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// The identity of the file that a path leads to, through links.
    ///
    /// # Errors
    /// Where there is none, or its folder cannot be looked into.
    pub fn at(path: &Path) -> io::Result<Self> {
        Ok(Self::of(&fs::metadata(path)?))
    }

    /// The identity of the file that has this metadata.
    pub fn of(metadata: &Metadata) -> Self {
        Self { device: metadata.dev(), inode: metadata.ino() }
    }

    /// The file as Linux names it in `/proc/locks`: `fe:00:10076241`.
    pub fn in_proc_locks(self) -> String {
        use nix::sys::stat::{major, minor};
        format!("{:02x}:{:02x}:{}", major(self.device), minor(self.device), self.inode)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.device, self.inode)
    }
}

impl FromStr for FileId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (device, inode) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self { device: device.parse()?, inode: inode.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_itself_by_every_name_and_another_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let [file, hard, soft, other] = ["file", "hard", "soft", "other"].map(|name| folder.path().join(name));
        fs::write(&file, "").unwrap();
        fs::hard_link(&file, &hard).unwrap();
        std::os::unix::fs::symlink(&file, &soft).unwrap();
        fs::write(&other, "").unwrap();
        let id = FileId::at(&file).unwrap();
        assert_eq!([&hard, &soft].map(|name| FileId::at(name).unwrap()), [id, id]);
        assert_ne!(FileId::at(&other).unwrap(), id);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("1".parse::<FileId>().is_err() && "x:1".parse::<FileId>().is_err());
        FileId::at(&folder.path().join("none")).unwrap_err();
    }
}
