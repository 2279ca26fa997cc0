//! The compiler for wasm.
//!
//! Where rustup reaches its server, it downloads the target's std. Otherwise Debian's archive has a newer toolchain without
//! that std but with its sources, from which cargo builds it.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::apt;
use crate::{
    command::{cargo, command, is_on_path, output_of, succeeds_within},
    problem::Problem,
    workspace,
};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
/// A link to the lld of the LLVM of Debian's rustc, whose package only suggests lld.
const DEBIAN_LINKER: &str = "/usr/bin/rust-lld";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];

/// The time limit of rustup: long enough for a download on a slow connection.
const RUSTUP_LIMIT: Duration = Duration::from_mins(3);

/// The toolchain that builds the wasm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The toolchain of everything else, which has the target's std.
    Own,
    /// Debian's toolchain, which builds the target's std from source.
    Debian,
}

impl fmt::Display for Toolchain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Own => "with the installed wasm target",
            Self::Debian => "with Debian's toolchain, std from source",
        })
    }
}

impl Toolchain {
    /// A command for its cargo, with the environment that it needs.
    pub(crate) fn cargo(self) -> Command {
        match self {
            Self::Own => cargo([]),
            Self::Debian => {
                let mut cargo = command(DEBIAN_CARGO);
                // For this command only: build scripts of the server would detect nightly features.
                cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", DEBIAN_RUSTC);
                // Set by the cargo that runs this program, for its own toolchain.
                cargo.env_remove("LD_LIBRARY_PATH").env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
                cargo
            }
        }
    }

    /// The additional arguments of a build.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Own => &[],
            Self::Debian => &["-Zbuild-std=std,panic_abort"],
        }
    }
}

/// The installed toolchain, or one that is installed now.
pub(crate) fn toolchain() -> Result<Toolchain, Problem> {
    if own_is_ready() {
        return Ok(Toolchain::Own);
    }
    if debian_lacks().is_none() {
        return Ok(Toolchain::Debian);
    }
    if rustup_adds_it() && own_is_ready() {
        return Ok(Toolchain::Own);
    }
    install_debian()?;
    match debian_lacks() {
        None => Ok(Toolchain::Debian),
        Some(lacking) => Err(Problem::Missing {
            what: format!("No compiler for {TARGET}, which the files for the browser need: {lacking}"),
            remedy: format!("Where rustup reaches its server, type: rustup target add {TARGET}"),
        }),
    }
}

fn own_is_ready() -> bool {
    let mut rustc = command(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    output_of(rustc).is_some_and(|folder| Path::new(&folder).is_dir())
}

fn rustup_adds_it() -> bool {
    if !is_on_path("rustup") {
        return false;
    }
    println!("Not found: the {TARGET} target, for the files for the browser. Trying: rustup target add {TARGET}");
    let mut rustup = command("rustup");
    rustup.args(["target", "add", TARGET]);
    // Fewer and shorter attempts than rustup's defaults, which take minutes without a server.
    rustup.env("RUSTUP_MAX_RETRIES", "1").env("RUSTUP_DOWNLOAD_TIMEOUT", "20").env_remove("RUST_BACKTRACE");
    let added = succeeds_within(rustup, RUSTUP_LIMIT);
    if !added {
        println!("rustup failed; using Debian's toolchain instead");
    }
    added
}

fn install_debian() -> Result<(), Problem> {
    let why = format!("a compiler for {TARGET}, for the files for the browser");
    apt::install(&why, &DEBIAN_PACKAGES)?;
    match missing_lld() {
        None => Ok(()),
        Some(package) => apt::install("the linker of that compiler", &[package.as_str()]),
    }
}

/// The reason why Debian's toolchain cannot be used; `None` where it can.
fn debian_lacks() -> Option<String> {
    let mut rustc = command(DEBIAN_RUSTC);
    rustc.env_remove("LD_LIBRARY_PATH").arg("--version");
    let Some(version) = output_of(rustc).filter(|_| Path::new(DEBIAN_CARGO).exists()) else {
        return Some("Debian's rustc and cargo are not installed".to_owned());
    };
    let needed = needed_version();
    if minor(version.trim_start_matches("rustc ")) < minor(&needed) {
        return Some(format!("Debian has {version}, but Rust {needed} is needed"));
    }
    let mut sysroot = command(DEBIAN_RUSTC);
    sysroot.env_remove("LD_LIBRARY_PATH").args(["--print", "sysroot"]);
    let sysroot = PathBuf::from(output_of(sysroot).unwrap_or_default());
    if !sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").exists() {
        return Some("the sources of Debian's std are not installed".to_owned());
    }
    missing_lld().map(|package| format!("{package} is not installed"))
}

/// The package of Debian's linker, where the linker is missing.
fn missing_lld() -> Option<String> {
    let link = Path::new(DEBIAN_LINKER);
    if link.exists() {
        return None;
    }
    Some(lld_package(&fs::read_link(link).unwrap_or_default()))
}

/// The package of a link's target: `lld-22` for `../lib/llvm-22/bin/lld`.
fn lld_package(linked: &Path) -> String {
    let version = linked.iter().find_map(|part| {
        let part = part.to_str()?;
        part.strip_prefix("llvm-").or_else(|| part.strip_prefix("lld-"))
    });
    version.map_or_else(|| "lld".to_owned(), |version| format!("lld-{version}"))
}

/// The `rust-version` of the workspace.
fn needed_version() -> String {
    let manifest = fs::read_to_string(workspace::root().join("Cargo.toml")).unwrap_or_default();
    let line = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    line.unwrap_or_default().trim_matches('"').to_owned()
}

/// The minor number of a version: 95 for `1.95.0 (59807616e 2026-04-14)`; 0 where the text is not a version.
fn minor(version: &str) -> u32 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_second_number() {
        assert_eq!(minor("1.95"), 95);
        assert_eq!(minor("1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), 96);
        assert_eq!(minor("words"), 0);
        assert!(minor(&needed_version()) >= 95);
    }

    #[test]
    fn the_linker_s_package_follows_the_link() {
        assert_eq!(lld_package(Path::new("../lib/llvm-22/bin/lld")), "lld-22");
        assert_eq!(lld_package(Path::new("lld-23")), "lld-23");
        assert_eq!(lld_package(Path::new("")), "lld");
    }

    #[test]
    fn the_flag_that_opens_nightly_features_goes_to_debian_s_cargo_only() {
        let bootstraps = |command: &Command| command.get_envs().any(|(name, _)| name == "RUSTC_BOOTSTRAP");
        assert!(bootstraps(&Toolchain::Debian.cargo()));
        assert!(!bootstraps(&Toolchain::Own.cargo()));
    }
}
