//! Stamps: hashes of the inputs of a build, which show whether it is up to date.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::problem::Problem;

/// The stamp of all inputs: the names and contents of the files, and other `words`, such as a compiler's version. Missing
/// files and folders count as missing. Stamps are only compared with those of this same program, so the standard
/// library's hash is enough.
pub(crate) fn of(root: &Path, inputs: &[&str], words: &[&str]) -> Result<String, Problem> {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    for input in inputs {
        input.hash(&mut hasher);
        for file in files_below(&root.join(input))? {
            file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
            fs::read(&file).map_err(Problem::file(&file))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the file at `path` holds `stamp`.
pub(crate) fn is_current(path: &Path, stamp: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|kept| kept == stamp)
}

/// Writes `stamp` to the file at `path`.
pub(crate) fn keep(path: &Path, stamp: &str) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Problem::file(folder))?;
    }
    fs::write(path, stamp).map_err(Problem::file(path))
}

/// Removes the stamp at `path`, before a build that may be interrupted.
pub(crate) fn forget(path: &Path) -> Result<(), Problem> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Problem::file(path)(error)),
        _ => Ok(()),
    }
}

fn files_below(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    let mut waiting = vec![path.to_path_buf()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path).map_err(Problem::file(&path))? {
                waiting.push(entry.map_err(Problem::file(&path))?.path());
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own, gone at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let path = std::env::temp_dir().join(format!("xtask-stamp-{test}-{}", std::process::id()));
            fs::create_dir_all(path.join("style")).unwrap();
            Self(path)
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.0.join(name), text).unwrap();
        }

        fn stamp(&self) -> String {
            of(&self.0, &["style", "Cargo.lock"], &["rustc 1.95.0"]).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn it_follows_names_contents_and_words() {
        let folder = Folder::new("follows");
        let mut seen = vec![folder.stamp()];
        for (name, text) in [("style/a.css", "a"), ("style/a.css", "b"), ("style/b.css", "b"), ("Cargo.lock", "l")] {
            folder.write(name, text);
            seen.push(folder.stamp());
        }
        fs::rename(folder.0.join("style/a.css"), folder.0.join("style/c.css")).unwrap();
        seen.push(folder.stamp());
        seen.push(of(&folder.0, &["style", "Cargo.lock"], &["rustc 1.96.0"]).unwrap());

        let distinct: std::collections::HashSet<_> = seen.iter().collect();
        assert_eq!(distinct.len(), seen.len(), "{seen:?}");
    }

    #[test]
    fn what_is_no_input_does_not_matter_nor_does_writing_the_same() {
        let folder = Folder::new("same");
        folder.write("style/a.css", "a");
        let before = folder.stamp();
        folder.write("README.md", "words");
        folder.write("style/a.css", "a");
        assert_eq!(folder.stamp(), before);
    }

    #[test]
    fn a_kept_stamp_is_current_until_forgotten() {
        let folder = Folder::new("kept");
        let path = folder.0.join("below/stamp");
        assert!(!is_current(&path, "1"));
        keep(&path, "1").unwrap();
        assert!(is_current(&path, "1"));
        assert!(!is_current(&path, "2"));
        forget(&path).unwrap();
        forget(&path).unwrap();
        assert!(!is_current(&path, "1"));
    }
}
