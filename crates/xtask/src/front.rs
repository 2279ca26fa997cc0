//! The browser's half: the wasm by cargo, then `crates/front` over it.

use std::{path::PathBuf, time::Instant};

use crate::{
    command::{cargo, run},
    problem::Problem,
    setup::wasm::{self, Toolchain},
    stamp,
    times::spelled,
    workspace,
};

/// What the front is made from. Everything else leaves it as it is.
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

/// Makes `target/site`, unless it was made of the same sources before.
pub(crate) fn make() -> Result<(), Problem> {
    let stamp_file = workspace::target().join("front/site.stamp");
    let stamp = stamp::of(&workspace::root(), &INPUTS, &[])?;
    if stamp::is_current(&stamp_file, &stamp) && workspace::site().join("manifest.json").exists() {
        println!("The browser's half is up to date");
        return Ok(());
    }
    stamp::forget(&stamp_file)?;
    build_wasm(wasm::toolchain()?)?;
    make_site()?;
    stamp::keep(&stamp_file, &stamp)
}

fn build_wasm(toolchain: Toolchain) -> Result<(), Problem> {
    println!("Building the browser's half ({toolchain})");
    let started = Instant::now();
    let mut build = toolchain.cargo();
    // A folder of its own: Debian's compiler and its own std do not mix with what the server is built from.
    build.args(["build", "--package", "app", "--lib", "--no-default-features", "--features", "hydrate"]);
    build.args(["--target", wasm::TARGET, "--profile", "wasm-release", "--target-dir"]).arg(wasm_folder());
    build.args(toolchain.flags());
    run(build)?;
    println!("Built the wasm in {}", spelled(started.elapsed()));
    Ok(())
}

fn make_site() -> Result<(), Problem> {
    println!("Making the site (bindings, styles, compression)");
    let root = workspace::root();
    let wasm = wasm_folder().join(wasm::TARGET).join("wasm-release/app.wasm");
    // With `--workspace`, its libraries are built with the features that the test step asks for, so once for both.
    run(cargo(["build", "--workspace", "--bin", "front"]))?;
    let mut front = crate::command::command(workspace::target().join("debug/front"));
    front.arg("--wasm").arg(wasm).arg("--style").arg(root.join("style/main.css"));
    front.arg("--public").arg(root.join("public")).arg("--out").arg(workspace::site());
    let started = Instant::now();
    run(front)?;
    println!("Made the site in {}", spelled(started.elapsed()));
    Ok(())
}

fn wasm_folder() -> PathBuf {
    workspace::target().join("front")
}
