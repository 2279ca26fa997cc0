//! The files of the site, with their compressed copies.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{compress::Encoded, error::FrontError};

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asset {
    /// The path below the site's folder, with `/`: `pkg/wxquota-….css`, `public/favicon.svg`.
    pub(crate) path: String,
    pub(crate) plain: Vec<u8>,
    pub(crate) encoded: Encoded,
}

impl Asset {
    /// A file with its compressed copies.
    pub(crate) fn new(path: String, plain: Vec<u8>) -> Result<Self, FrontError> {
        let encoded = Encoded::of(&plain).map_err(FrontError::file("compress", &path))?;
        Ok(Self { path, plain, encoded })
    }

    /// The paths and contents of the file and of its compressed copies.
    pub(crate) fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let copy = |ending: &str, bytes: Option<&Vec<u8>>| bytes.map(|_| format!("{}.{ending}", self.path));
        let brotli = self.encoded.brotli.as_ref();
        let gzip = self.encoded.gzip.as_ref();
        [
            Some((self.path.clone(), self.plain.as_slice())),
            copy("br", brotli).zip(brotli.map(Vec::as_slice)),
            copy("gz", gzip).zip(gzip.map(Vec::as_slice)),
        ]
        .into_iter()
        .flatten()
    }
}

/// All files below `folder` as `public/…`, in the order of their names; none where the folder is missing.
pub(crate) fn of_folder(folder: &Path) -> Result<Vec<Asset>, FrontError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut assets = Vec::new();
    for path in files_below(folder)? {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let plain = fs::read(&path).map_err(FrontError::file("read", &path))?;
        assets.push(Asset::new(format!("public/{}", parts.join("/")), plain)?);
    }
    Ok(assets)
}

/// The paths of all files below `folder`, sorted.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, FrontError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(FrontError::file("read", &folder))? {
            let path = entry.map_err(FrontError::file("read", &folder))?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_files_keep_their_names_and_folders() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("icons")).unwrap();
        fs::write(folder.path().join("robots.txt"), "User-agent: *\n".repeat(20)).unwrap();
        fs::write(folder.path().join("icons/dot.svg"), "x").unwrap();

        let assets = of_folder(folder.path()).unwrap();
        let files: Vec<_> = assets.iter().flat_map(Asset::files).map(|(path, _)| path).collect();
        assert_eq!(
            files,
            ["public/icons/dot.svg", "public/robots.txt", "public/robots.txt.br", "public/robots.txt.gz"]
        );
    }

    #[test]
    fn no_public_folder_is_no_public_files() {
        assert_eq!(of_folder(Path::new("no/such/folder")).unwrap(), []);
    }
}
