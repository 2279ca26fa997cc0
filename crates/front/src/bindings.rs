//! The JavaScript bindings of the wasm, and the hashed name of both files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::error::FrontError;

/// The start of all file names.
pub(crate) const NAME: &str = "wxquota";

/// The browser's program: a JavaScript module and the wasm it loads.
#[derive(Debug)]
pub(crate) struct Bindings {
    /// `wxquota-<hash>`, over both files. Leptos' `HydrationScripts` asks for `<output_name>.js` and, as long as
    /// `LEPTOS_OUTPUT_NAME` is not set when the server is compiled, for `<output_name>_bg.wasm`.
    pub(crate) output_name: String,
    pub(crate) js: String,
    pub(crate) wasm: Vec<u8>,
}

impl Bindings {
    /// Runs wasm-bindgen on the module at `wasm`, which cargo has built.
    pub(crate) fn make(wasm: &Path) -> Result<Self, FrontError> {
        let scratch = tempfile::tempdir().map_err(FrontError::file("make", std::env::temp_dir()))?;
        generate(wasm, scratch.path())?;
        if let Some(snippet) = first_file(&scratch.path().join("snippets"))? {
            return Err(FrontError::Snippets(snippet));
        }
        let js_path = scratch.path().join(format!("{NAME}.js"));
        let wasm_path = scratch.path().join(wasm_name(NAME));
        let js = fs::read_to_string(&js_path).map_err(FrontError::file("read", js_path))?;
        let wasm = fs::read(&wasm_path).map_err(FrontError::file("read", wasm_path))?;
        Self::named(&js, wasm)
    }

    /// Names both files by their contents, and replaces the name of the wasm in the JavaScript.
    fn named(js: &str, wasm: Vec<u8>) -> Result<Self, FrontError> {
        let output_name = hashed_name(&[js.as_bytes(), &wasm]);
        let plain_name = wasm_name(NAME);
        match js.matches(&plain_name).count() {
            1 => Ok(Self { js: js.replacen(&plain_name, &wasm_name(&output_name), 1), wasm, output_name }),
            found => Err(FrontError::WasmName { name: plain_name, found }),
        }
    }
}

/// The name of the wasm of the module `<output_name>.js`.
pub(crate) fn wasm_name(output_name: &str) -> String {
    format!("{output_name}_bg.wasm")
}

/// A name by contents: `wxquota-` and 16 hex digits (64 bits) of the SHA-256 of `parts`.
pub(crate) fn hashed_name(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let digest = HEXLOWER.encode(&hasher.finalize());
    format!("{NAME}-{}", &digest[..16])
}

fn generate(wasm: &Path, out: &Path) -> Result<(), FrontError> {
    if !wasm.is_file() {
        let source = std::io::Error::new(std::io::ErrorKind::NotFound, "`cargo xtask front` builds it");
        return Err(FrontError::file("read", wasm)(source));
    }
    // Its errors are anyhow's; `{:#}` is the whole chain.
    let refused = |reason: String| FrontError::Bindings { path: PathBuf::from(wasm), reason };
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)
        .map_err(|error| refused(format!("{error:#}")))?
        .input_path(wasm)
        .out_name(NAME)
        .typescript(false)
        // Without it, the page would have to pass the wasm's URL to the module.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out)
        .map_err(|error| refused(format!("{error:#}")))
}

fn first_file(folder: &Path) -> Result<Option<String>, FrontError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().and_then(Result::ok).map(|entry| entry.file_name().display().to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FrontError::file("read", folder)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JS: &str = "module_or_path = new URL('wxquota_bg.wasm', import.meta.url);";

    #[test]
    fn the_module_loads_the_wasm_under_its_hashed_name() {
        let bindings = Bindings::named(JS, b"wasm".to_vec()).unwrap();
        let expected = format!("module_or_path = new URL('{}_bg.wasm', import.meta.url);", bindings.output_name);
        assert_eq!(bindings.js, expected);
        assert!(bindings.output_name.starts_with("wxquota-"));
        assert_eq!(bindings.output_name.len(), "wxquota-".len() + 16);
    }

    #[test]
    fn the_name_follows_either_file() {
        let name = |js: &str, wasm: &[u8]| Bindings::named(js, wasm.to_vec()).unwrap().output_name;
        assert_eq!(name(JS, b"wasm"), name(JS, b"wasm"));
        assert_ne!(name(JS, b"wasm"), name(JS, b"wasn"));
        assert_ne!(name(JS, b"wasm"), name(&format!("{JS} "), b"wasm"));
        assert_ne!(hashed_name(&[b"ab", b"c"]), hashed_name(&[b"a", b"bc"]));
    }

    #[test]
    fn a_module_that_names_no_wasm_is_refused() {
        let refused = Bindings::named("export {}", Vec::new()).unwrap_err();
        assert!(matches!(refused, FrontError::WasmName { found: 0, .. }), "{refused}");
    }

    #[test]
    fn missing_wasm_says_how_to_get_it() {
        let refused = Bindings::make(Path::new("no/such.wasm")).unwrap_err().to_string();
        assert_eq!(refused, "cannot read no/such.wasm: `cargo xtask front` builds it");
    }

    #[test]
    fn a_broken_module_is_refused_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let broken = folder.path().join("app.wasm");
        fs::write(&broken, b"<html>").unwrap();
        let refused = Bindings::make(&broken).unwrap_err();
        assert!(matches!(&refused, FrontError::Bindings { path, .. } if *path == broken), "{refused}");
    }

    /// wasm-bindgen refuses a module made with any other version of itself.
    #[test]
    fn the_linked_wasm_bindgen_is_the_one_that_app_is_built_with() {
        let lock = include_str!("../../../Cargo.lock");
        let version = |package: &str| {
            let entry = lock.split_once(&format!("name = \"{package}\"\nversion = "))?.1;
            entry.lines().next()
        };
        let linked = version("wasm-bindgen-cli-support");
        assert!(linked.is_some());
        // Until `app` uses it there is only the one.
        if let Some(used) = version("wasm-bindgen") {
            assert_eq!(Some(used), linked);
        }
    }
}
