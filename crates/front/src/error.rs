//! What can stop the front from being made.

use std::{io, path::PathBuf};

/// A reason the front could not be made, said so that whoever typed the command can act on it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrontError {
    /// The command line was not understood.
    #[error("{0}")]
    Usage(&'static str),
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    /// The wasm is no module that wasm-bindgen understands: cut short, or made with another wasm-bindgen.
    #[error("wasm-bindgen refuses {}: {reason}", path.display())]
    Bindings { path: PathBuf, reason: String },
    /// A crate brought JavaScript files of its own. Their names carry no hash, so a browser would keep a stale one.
    #[error("the wasm wants JavaScript of its own ({0}), which cannot be served under a hashed name")]
    Snippets(String),
    /// The bindings do not name the wasm the way they used to, so the hashed name cannot be put in.
    #[error("the bindings name {name} {found} times, not once: look at what wasm-bindgen writes now")]
    WasmName { name: String, found: usize },
    /// The style sheet, or one it imports, does not parse.
    #[error("the styles do not hold: {0}")]
    Styles(String),
    /// The manifest could not be written as JSON.
    #[error("cannot write the manifest: {0}")]
    Manifest(#[from] serde_json::Error),
}

impl FrontError {
    /// Tells what was being done to `path` when the system refused.
    pub(crate) fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }
}
