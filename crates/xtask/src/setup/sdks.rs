//! The SDKs of the check against the sandbox, in `target/sdks`: pinned packages of `PyPI` and `npm`.

use std::path::PathBuf;

use super::{apt, languages};
use crate::{
    command::{command, run},
    problem::Problem,
    stamp, workspace,
};

const SOURCES: &str = "crates/sandbox/sdks";

/// Installs wechatpy in a virtual environment, unless it is up to date. The environment's Python.
pub(crate) fn python() -> Result<PathBuf, Problem> {
    languages::PYTHON.find()?;
    let folder = workspace::target().join("sdks/python");
    let python = folder.join("bin/python");
    install("python", &["requirements.txt"], || {
        // A half-made environment of an earlier run is replaced.
        make_environment(&folder).or_else(|_| {
            apt::install("Python's virtual environments", &["python3-venv"])?;
            make_environment(&folder)
        })?;
        let mut pip = command(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]);
        pip.arg(sources().join("requirements.txt"));
        run(pip)
    })?;
    Ok(python)
}

fn make_environment(folder: &std::path::Path) -> Result<(), Problem> {
    let mut venv = command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(folder);
    run(venv)
}

/// Installs co-wechat-api, unless it is up to date. The folder of the packages.
pub(crate) fn node() -> Result<PathBuf, Problem> {
    languages::NODE.find()?;
    let folder = workspace::target().join("sdks/node");
    let files = ["package.json", "package-lock.json"];
    install("node", &files, || {
        std::fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
        for file in files {
            let copy = folder.join(file);
            std::fs::copy(sources().join(file), &copy).map_err(Problem::file(&copy))?;
        }
        let mut npm = command("npm");
        npm.current_dir(&folder).args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]);
        run(npm)
    })?;
    Ok(folder.join("node_modules"))
}

/// The folder with the scripts and the lists of packages.
pub(crate) fn sources() -> PathBuf {
    workspace::root().join(SOURCES)
}

/// Runs `make` unless it succeeded with the same `files` before.
fn install(name: &str, files: &[&str], make: impl FnOnce() -> Result<(), Problem>) -> Result<(), Problem> {
    let stamp_file = workspace::target().join("sdks").join(format!("{name}.installed"));
    let stamp = stamp::of(&sources(), files, &[])?;
    if stamp::is_current(&stamp_file, &stamp) {
        return Ok(());
    }
    println!("Installing the SDKs for {name} in target/sdks");
    stamp::forget(&stamp_file)?;
    make()?;
    stamp::keep(&stamp_file, &stamp)
}
