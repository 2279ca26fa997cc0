//! Where things lie.

use std::path::PathBuf;

/// The folder with the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    // Asked at run time: a program that knows its folder from build time keeps the old one after a move.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match here.as_deref().and_then(|crate_folder| crate_folder.ancestors().nth(2)) {
        Some(root) => root.to_path_buf(),
        None => PathBuf::from("."),
    }
}

/// Where cargo builds. Fixed, because the program is promised at `target/release/wxquota`.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// What the browser gets, and what the server embeds.
pub(crate) fn site() -> PathBuf {
    target().join("site")
}

/// The release program.
pub(crate) fn program() -> PathBuf {
    target().join("release/wxquota")
}

/// The program as a plain `cargo build` makes it.
pub(crate) fn debug_program() -> PathBuf {
    target().join("debug/wxquota")
}

/// The browser tests.
pub(crate) fn end2end() -> PathBuf {
    root().join("end2end")
}
