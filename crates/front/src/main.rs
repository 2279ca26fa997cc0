//! The build of the files for the browser: JavaScript bindings for the wasm, one style sheet, file names with content
//! hashes, compressed copies, and a manifest for the server. `cargo xtask front` runs it after cargo has built the wasm.

mod assets;
mod bindings;
mod compress;
mod error;
mod manifest;
mod report;
mod site;
mod styles;

use std::{path::PathBuf, process::ExitCode};

use error::FrontError;
use site::{Inputs, Site};

const USAGE: &str = "usage: front --wasm FILE --style FILE --public DIR --out DIR";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("front: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: impl Iterator<Item = String>) -> Result<String, FrontError> {
    let (inputs, out) = read_arguments(arguments)?;
    let site = Site::make(&inputs)?;
    site.write(&out)?;
    Ok(report::size_table(site.assets()))
}

fn read_arguments(mut arguments: impl Iterator<Item = String>) -> Result<(Inputs, PathBuf), FrontError> {
    let usage = || FrontError::Usage(USAGE);
    let (mut wasm, mut style, mut public, mut out) = (None, None, None, None);
    while let Some(flag) = arguments.next() {
        let value = Some(PathBuf::from(arguments.next().ok_or_else(usage)?));
        match flag.as_str() {
            "--wasm" => wasm = value,
            "--style" => style = value,
            "--public" => public = value,
            "--out" => out = value,
            _ => return Err(usage()),
        }
    }
    let inputs =
        Inputs { wasm: wasm.ok_or_else(usage)?, style: style.ok_or_else(usage)?, public: public.ok_or_else(usage)? };
    Ok((inputs, out.ok_or_else(usage)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> impl Iterator<Item = String> {
        line.split(' ').map(String::from)
    }

    #[test]
    fn all_four_arguments_are_needed() {
        let (inputs, out) = read_arguments(arguments("--wasm a.wasm --style s.css --public p --out o")).unwrap();
        assert_eq!((inputs.wasm, out), (PathBuf::from("a.wasm"), PathBuf::from("o")));
        assert!(read_arguments(arguments("--wasm a.wasm --style s.css --public p")).is_err());
        assert!(read_arguments(arguments("--wasm a.wasm --style s.css --public p --out")).is_err());
        assert!(read_arguments(arguments("--wat a --wasm a.wasm --style s.css --public p --out o")).is_err());
    }
}
