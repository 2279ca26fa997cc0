//! Files on the disk: which file is which, who owns them, who may read them, what their file system is.

mod identity;
mod modes;
mod owners;
mod volume;

use std::path::{Path, PathBuf};

pub use identity::FileId;
pub use modes::{TooOpen, too_open};
pub use owners::ForeignOwner;
pub use volume::free_bytes;
pub(crate) use volume::{has_room, network_file_system};

/// The file of this name with `ending` appended, as SQLite names its log.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The folder that a file lies in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
