//! The errors of the build.

use std::{io, path::PathBuf};

/// An error of the build, whose message says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrontError {
    /// The command line is wrong.
    #[error("{0}")]
    Usage(&'static str),
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    /// wasm-bindgen cannot read the wasm: cut off, or built with another version of wasm-bindgen.
    #[error("wasm-bindgen refuses {}: {reason}", path.display())]
    Bindings { path: PathBuf, reason: String },
    /// A crate has JavaScript files of its own. Their names have no hash, so browsers would cache outdated ones.
    #[error("the wasm wants JavaScript of its own ({0}), which cannot be served under a hashed name")]
    Snippets(String),
    /// The bindings do not name the wasm exactly once, so the hashed name cannot be inserted.
    #[error("the bindings name {name} {found} times, not once: look at what wasm-bindgen writes now")]
    WasmName { name: String, found: usize },
    /// The style sheet, or one that it imports, cannot be parsed.
    #[error("the styles do not hold: {0}")]
    Styles(String),
    /// The manifest could not be written as JSON.
    #[error("cannot write the manifest: {0}")]
    Manifest(#[from] serde_json::Error),
}

impl FrontError {
    /// An error of the system during `action` on `path`.
    pub(crate) fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }
}
