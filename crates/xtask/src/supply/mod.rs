//! `cargo xtask supply`: what the program is made of. Checks it with cargo-deny, and lists its parts in `CycloneDX`.

mod parts;
mod sbom;

use std::path::PathBuf;

use crate::{
    command::{cargo, command, output_of, run},
    problem::Problem,
    workspace,
};

/// The tool that checks advisories, licences, bans and sources, by the rules in `deny.toml`.
const CHECKER: &str = "cargo-deny";
const CHECKER_VERSION: &str = "0.20.2";

/// Checks the dependencies and writes the list of parts.
pub(crate) fn check() -> Result<(), Problem> {
    // First, since it takes seconds and no network.
    list_parts()?;
    let deny = checker()?;
    let deny = |arguments: &[&str]| {
        let mut deny = command(&deny);
        // As cargo itself calls it.
        deny.arg("deny").args(arguments);
        deny
    };
    run(deny(&["--locked", "check", "bans", "licenses", "sources"]))?;
    if run(deny(&["--locked", "fetch", "db"])).is_err() {
        println!("\nThe database of advisories cannot be fetched here, so advisories were not checked.");
        return Ok(());
    }
    run(deny(&["--locked", "check", "--disable-fetch", "advisories"]))
}

/// Writes the parts of the release program to `target/sbom/wxquota.cdx.json`.
fn list_parts() -> Result<(), Problem> {
    let tree = [
        "tree",
        "--locked",
        "--package",
        "server",
        "--features",
        "embed",
        "--edges",
        "normal,build",
        "--prefix",
        "depth",
        "--format",
        "\t{p}\t{l}\t{r}",
    ];
    let tree = cargo(tree);
    let told = output_of(tree).ok_or_else(|| Problem::Failed { tool: "cargo tree".to_owned() })?;
    let lock = workspace::root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&lock).map_err(Problem::file(&lock))?;
    let parts = parts::of(&told, &lock);
    let folder = workspace::target().join("sbom");
    std::fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
    let file = folder.join("wxquota.cdx.json");
    std::fs::write(&file, sbom::of(&parts)).map_err(Problem::file(&file))?;
    println!("Listed {} parts in target/sbom/wxquota.cdx.json", parts.len());
    Ok(())
}

/// The checker, which is installed in `target/tools` where it is missing or of another version.
fn checker() -> Result<PathBuf, Problem> {
    let tools = workspace::target().join("tools");
    let program = tools.join("bin").join(CHECKER);
    let mut version = command(&program);
    version.arg("--version");
    if output_of(version).is_some_and(|told| told.split_whitespace().any(|word| word == CHECKER_VERSION)) {
        return Ok(program);
    }
    println!("Installing {CHECKER} {CHECKER_VERSION} in target/tools; that takes some minutes");
    let mut install = cargo(["install", CHECKER, "--version", CHECKER_VERSION, "--locked", "--debug", "--root"]);
    install.arg(&tools);
    run(install)?;
    Ok(program)
}
