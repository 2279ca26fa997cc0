//! The build of the files for the browser: the wasm by cargo, then the site by `crates/front`.

use std::{path::PathBuf, time::Instant};

use crate::{
    command::{cargo, run},
    problem::Problem,
    setup::wasm::{self, Toolchain},
    stamp,
    times::spelled,
    workspace,
};

/// The inputs of the site. It is built again only where one of them changes.
const INPUTS: [&str; 9] = [
    "app",
    "crates/domain",
    "crates/front",
    "style",
    "public",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
    "crates/xtask/src/front.rs",
];

/// Builds `target/site`, unless it is up to date.
pub(crate) fn make() -> Result<(), Problem> {
    let stamp_file = workspace::target().join("front/site.stamp");
    let stamp = stamp::of(&workspace::root(), &INPUTS, &[])?;
    if stamp::is_current(&stamp_file, &stamp) && workspace::site().join("manifest.json").exists() {
        println!("The files for the browser are up to date");
        return Ok(());
    }
    stamp::forget(&stamp_file)?;
    build_wasm(wasm::toolchain()?)?;
    make_site()?;
    stamp::keep(&stamp_file, &stamp)
}

fn build_wasm(toolchain: Toolchain) -> Result<(), Problem> {
    println!("Building the wasm for the browser ({toolchain})");
    let started = Instant::now();
    let mut build = toolchain.cargo();
    // A target folder of its own, apart from the server's: Debian's compiler and its std are other versions.
    build.args(["build", "--package", "app", "--lib", "--no-default-features", "--features", "hydrate"]);
    build.args(["--target", wasm::TARGET, "--profile", "wasm-release", "--target-dir"]).arg(wasm_folder());
    build.args(toolchain.flags());
    run(build)?;
    println!("Built the wasm in {}", spelled(started.elapsed()));
    Ok(())
}

fn make_site() -> Result<(), Problem> {
    println!("Building the files for the browser (bindings, styles, compression)");
    let root = workspace::root();
    let wasm = wasm_folder().join(wasm::TARGET).join("wasm-release/app.wasm");
    // `--workspace`, so that its dependencies have the features of the test step and are built only once.
    run(cargo(["build", "--workspace", "--bin", "front"]))?;
    let mut front = crate::command::command(workspace::target().join("debug/front"));
    front.arg("--wasm").arg(wasm).arg("--style").arg(root.join("style/main.css"));
    front.arg("--public").arg(root.join("public")).arg("--out").arg(workspace::site());
    let started = Instant::now();
    run(front)?;
    println!("Built the files for the browser in {}", spelled(started.elapsed()));
    Ok(())
}

fn wasm_folder() -> PathBuf {
    workspace::target().join("front")
}
