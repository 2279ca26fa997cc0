//! The file that holds the master key: 64 hexadecimal digits, mode 0600.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::Zeroizing;

use super::MasterKey;
use crate::files::{beside, folder_of};

/// A master key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database holds sealed secrets and the key file is gone.
    #[error(
        "the master key {file} is missing, and the secrets in the database are encrypted with it; restore the file, \
         or set the correct one with WXQUOTA_MASTER_KEY_FILE"
    )]
    Missing {
        /// Where it should be.
        file: PathBuf,
    },
    /// It is another key than the one the secrets are sealed with.
    #[error(
        "{file} is not the master key with which the secrets in the database are encrypted; restore the correct \
         file, or set it with WXQUOTA_MASTER_KEY_FILE"
    )]
    Wrong {
        /// The key file.
        file: PathBuf,
    },
    /// What the file holds is no key.
    #[error(
        "{file} does not contain a master key of 64 hexadecimal digits; restore the correct file, or set it with \
         WXQUOTA_MASTER_KEY_FILE"
    )]
    Malformed {
        /// The key file.
        file: PathBuf,
    },
    /// It cannot be read or made.
    #[error("the master key {file} cannot be read or created: {reason}")]
    Unreadable {
        /// The key file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Others than its owner may read or write it.
    #[error("other users can read the master key {file}; run: chmod 600 '{file}'")]
    TooOpen {
        /// The key file.
        file: PathBuf,
    },
}

impl MasterKey {
    /// The key in `file`; `None` where there is no such file.
    ///
    /// # Errors
    /// [`KeyError::Malformed`], [`KeyError::TooOpen`], [`KeyError::Unreadable`].
    pub fn load(file: &Path) -> Result<Option<Self>, KeyError> {
        let unreadable = |error: io::Error| unreadable(file, &error);
        let opened = match fs::File::open(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(unreadable)?,
        };
        let metadata = opened.metadata().map_err(unreadable)?;
        if metadata.mode() & 0o077 != 0 && metadata.is_file() {
            return Err(KeyError::TooOpen { file: file.to_owned() });
        }
        // A key and its line's end; more is not read, whatever the file may be.
        let mut text = Zeroizing::new(Vec::with_capacity(128));
        opened.take(100).read_to_end(&mut text).map_err(unreadable)?;
        let malformed = || KeyError::Malformed { file: file.to_owned() };
        let bytes = Zeroizing::new(HEXLOWER_PERMISSIVE.decode(text.trim_ascii()).map_err(|_| malformed())?);
        Ok(Some(Self::from_bytes(bytes.as_slice().try_into().map_err(|_| malformed())?)))
    }

    /// The key in `file`; makes the file, its folder and a new key where there is none and `may_create` allows it. Of
    /// several who make it at once, one does, and all get its key.
    ///
    /// # Errors
    /// [`KeyError::Missing`] where there is none and none may be made; and those of [`Self::load`].
    pub fn load_or_create(file: &Path, may_create: bool) -> Result<Self, KeyError> {
        if let Some(key) = Self::load(file)? {
            return Ok(key);
        }
        if may_create {
            create(file).map_err(|error| unreadable(file, &error))?;
        }
        Self::load(file)?.ok_or_else(|| KeyError::Missing { file: file.to_owned() })
    }
}

/// The ending of the file of a key that is to take the place of another.
const PENDING: &str = ".new";

impl MasterKey {
    /// A new key.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`] where the system gives no random bytes.
    pub fn generate(file: &Path) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        SysRng.try_fill_bytes(bytes.as_mut_slice()).map_err(|error| unreadable(file, &io::Error::other(error)))?;
        Ok(Self::from_bytes(*bytes))
    }

    /// Writes the key beside the one in `file`, whose place it is to take, and leaves that one under the name `kept` too.
    /// Both are on the disk when this returns.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`].
    pub(crate) fn prepare_to_replace(&self, file: &Path, kept: &Path) -> Result<(), KeyError> {
        let file = itself(file);
        let draft = beside(&file, PENDING);
        let written = match fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            // What an attempt left that came to nothing: the database was never sealed with it.
            _ => write(&draft, &self.bytes).and_then(|()| fs::hard_link(&file, kept)).and_then(|()| synced(&file)),
        };
        written.map_err(|error| unreadable(&draft, &error))
    }

    /// The key that was to take the place of the one in `file`; `None` where there is none.
    ///
    /// # Errors
    /// Those of [`Self::load`].
    pub(crate) fn pending(file: &Path) -> Result<Option<Self>, KeyError> {
        Self::load(&beside(&itself(file), PENDING))
    }

    /// Puts the pending key in the place of the one in `file`.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`].
    pub(crate) fn put_in_place(file: &Path) -> Result<(), KeyError> {
        let file = itself(file);
        let moved = fs::rename(beside(&file, PENDING), &file).and_then(|()| synced(&file));
        moved.map_err(|error| unreadable(&file, &error))
    }
}

/// The file that a path leads to, through links.
fn itself(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

/// Makes sure that the names in the folder of a file are on the disk.
fn synced(file: &Path) -> io::Result<()> {
    fs::File::open(folder_of(file))?.sync_all()
}

fn unreadable(file: &Path, error: &io::Error) -> KeyError {
    KeyError::Unreadable { file: file.to_owned(), reason: error.to_string() }
}

/// Makes `folder` and those above it where they are missing, for the owner only.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() {
        Ok(())
    } else {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }
}

/// Writes a new key beside `file` and links it there: whoever finds `file` finds a whole key in it.
fn create(file: &Path) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new(""));
    private_folder(folder)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    SysRng.try_fill_bytes(bytes.as_mut_slice()).map_err(io::Error::other)?;
    let mut suffix = [0_u8; 8];
    SysRng.try_fill_bytes(&mut suffix).map_err(io::Error::other)?;
    let draft = folder.join(format!(".master-key-{}", HEXLOWER.encode(&suffix)));
    let linked = write(&draft, &bytes).and_then(|()| fs::hard_link(&draft, file));
    let removed = fs::remove_file(&draft);
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked.and(removed),
    }
}

fn write(draft: &Path, bytes: &[u8; 32]) -> io::Result<()> {
    let mut text = Zeroizing::new(HEXLOWER.encode(bytes));
    text.push('\n');
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    made.write_all(text.as_bytes())?;
    made.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn put(file: &Path, text: &[u8], mode: u32) {
        let _ = fs::remove_file(file);
        OpenOptions::new().write(true).create_new(true).mode(mode).open(file).unwrap().write_all(text).unwrap();
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data").join("master.key");
        assert!(matches!(MasterKey::load_or_create(&file, false), Err(KeyError::Missing { .. })));
        assert!(!file.exists());
        let made = MasterKey::load_or_create(&file, true).unwrap();
        let read = MasterKey::load_or_create(&file, true).unwrap();
        assert_eq!(made.derive("x"), read.derive("x"));
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "no draft is left behind");
    }

    #[test]
    fn many_who_start_at_once_get_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        let start = std::sync::Barrier::new(8);
        let keys: Vec<_> = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        MasterKey::load_or_create(&file, true).unwrap().derive("x")
                    })
                })
                .collect();
            makers.into_iter().map(|maker| maker.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
    }

    #[test]
    fn files_that_are_no_key_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        let long = [b'a'; 5000];
        for text in [&b""[..], b"abc", b"\xff\xfe", &[b'g'; 64], &[b'a'; 63], &[b'a'; 66], &long] {
            put(&file, text, 0o600);
            let error = MasterKey::load_or_create(&file, true).unwrap_err();
            assert!(matches!(error, KeyError::Malformed { .. }), "{error}");
        }
        put(&file, &[b'A'; 64], 0o600);
        assert_eq!(MasterKey::load(&file).unwrap().unwrap().derive("x"), MasterKey::from_bytes([0xaa; 32]).derive("x"));
        for open in [0o640, 0o604, 0o620] {
            put(&file, &[b'a'; 64], 0o600);
            fs::set_permissions(&file, fs::Permissions::from_mode(open)).unwrap();
            let error = MasterKey::load(&file).unwrap_err().to_string();
            assert!(error.contains("chmod 600"), "{error}");
        }
        let error = MasterKey::load_or_create(folder.path(), true).unwrap_err();
        assert!(matches!(error, KeyError::Unreadable { .. }), "{error}");
    }
}
