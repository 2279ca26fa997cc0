//! The folders and files of the workspace.

use std::path::PathBuf;

/// The folder with the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    // At run time: the folder at build time is wrong after a move of the workspace.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match here.as_deref().and_then(|crate_folder| crate_folder.ancestors().nth(2)) {
        Some(root) => root.to_path_buf(),
        None => PathBuf::from("."),
    }
}

/// The target folder. Fixed, since the documentation names `target/release/wxquota`.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// The files for the browser, which the server embeds.
pub(crate) fn site() -> PathBuf {
    target().join("site")
}

/// The release program.
pub(crate) fn program() -> PathBuf {
    target().join("release/wxquota")
}

/// The program of a plain `cargo build`.
pub(crate) fn debug_program() -> PathBuf {
    target().join("debug/wxquota")
}

/// The browser tests.
pub(crate) fn end2end() -> PathBuf {
    root().join("end2end")
}
