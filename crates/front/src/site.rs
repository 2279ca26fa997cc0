//! The site: built in memory, then written to the folder that the server embeds.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    assets::{self, Asset},
    bindings::{self, Bindings},
    error::FrontError,
    manifest::Manifest,
    styles,
};

/// The inputs of the site.
#[derive(Debug)]
pub(crate) struct Inputs {
    /// The wasm module of `app` with feature `hydrate`, built by cargo.
    pub(crate) wasm: PathBuf,
    /// The style sheet that imports the others.
    pub(crate) style: PathBuf,
    /// The folder of files that are served as they are; it may be missing.
    pub(crate) public: PathBuf,
}

/// All files for the browser.
#[derive(Debug)]
pub(crate) struct Site {
    output_name: String,
    css: String,
    assets: Vec<Asset>,
}

impl Site {
    pub(crate) fn make(inputs: &Inputs) -> Result<Self, FrontError> {
        let styles = styles::bundle(&inputs.style)?;
        let program = Bindings::make(&inputs.wasm)?;
        let public = assets::of_folder(&inputs.public)?;
        Self::of(program, styles, public)
    }

    fn of(program: Bindings, styles: String, public: Vec<Asset>) -> Result<Self, FrontError> {
        // A hash of its own, so that a change of styles does not change the name of the wasm.
        let css = format!("{}.css", bindings::hashed_name(&[styles.as_bytes()]));
        let output_name = program.output_name;
        let wasm_name = bindings::wasm_name(&output_name);
        let mut assets = vec![
            Asset::new(format!("pkg/{output_name}.js"), program.js.into_bytes())?,
            Asset::new(format!("pkg/{wasm_name}"), program.wasm)?,
            Asset::new(format!("pkg/{css}"), styles.into_bytes())?,
        ];
        assets.extend(public);
        Ok(Self { output_name, css, assets })
    }

    pub(crate) fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// Writes the site to `out` and removes the files of an earlier build. Unchanged files are not written, so that cargo
    /// does not build the server again.
    pub(crate) fn write(&self, out: &Path) -> Result<(), FrontError> {
        let mut kept = BTreeSet::new();
        for (path, bytes) in self.assets.iter().flat_map(Asset::files) {
            let path = out.join(path);
            write_if_changed(&path, bytes)?;
            kept.insert(path);
        }
        for folder in ["pkg", "public"].map(|name| out.join(name)).iter().filter(|folder| folder.exists()) {
            for stale in assets::files_below(folder)?.into_iter().filter(|path| !kept.contains(path)) {
                fs::remove_file(&stale).map_err(FrontError::file("remove", &stale))?;
            }
        }
        // Last, so that it never names missing files.
        let manifest = Manifest::of(&self.output_name, &self.css, &self.assets).to_json()?;
        write_if_changed(&out.join("manifest.json"), manifest.as_bytes())
    }
}

fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<(), FrontError> {
    match fs::read(path) {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(FrontError::file("read", path)(error)),
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(FrontError::file("make", folder))?;
    }
    fs::write(path, bytes).map_err(FrontError::file("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(wasm: &[u8], styles: &str) -> Site {
        let name = bindings::hashed_name(&[wasm]);
        let program = Bindings { output_name: name, js: "export {};".into(), wasm: wasm.to_vec() };
        let public = vec![Asset::new("public/dot.svg".into(), b"x".to_vec()).unwrap()];
        Site::of(program, styles.into(), public).unwrap()
    }

    fn names(out: &Path) -> Vec<String> {
        let files = assets::files_below(out).unwrap();
        files.iter().map(|path| path.strip_prefix(out).unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_new_build_replaces_the_old_one() {
        let out = tempfile::tempdir().unwrap();
        site(&[0; 300], "a{color:red}").write(out.path()).unwrap();
        let before = names(out.path());
        site(&[1; 300], "a{color:red}").write(out.path()).unwrap();
        let after = names(out.path());

        assert_eq!(before.len(), after.len(), "{before:?} {after:?}");
        let kept: Vec<_> = before.iter().filter(|name| after.contains(name)).map(String::as_str).collect();
        let styles = format!("pkg/{}.css", bindings::hashed_name(&[b"a{color:red}"]));
        assert_eq!(kept, ["manifest.json", &styles, "public/dot.svg"]);
    }

    #[test]
    fn the_same_build_touches_nothing() {
        let out = tempfile::tempdir().unwrap();
        site(&[0; 300], "a{color:red}").write(out.path()).unwrap();
        let files = assets::files_below(out.path()).unwrap();
        let modified = |path: &PathBuf| fs::metadata(path).unwrap().modified().unwrap();
        let before: Vec<_> = files.iter().map(modified).collect();
        site(&[0; 300], "a{color:red}").write(out.path()).unwrap();
        assert_eq!(files.iter().map(modified).collect::<Vec<_>>(), before);
    }

    #[test]
    fn the_manifest_names_files_that_are_there() {
        let out = tempfile::tempdir().unwrap();
        site(&[0; 300], "a{color:red}").write(out.path()).unwrap();
        let text = fs::read_to_string(out.path().join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        let output_name = manifest["output_name"].as_str().unwrap();
        assert!(out.path().join(format!("pkg/{output_name}.js")).exists());
        assert!(out.path().join(format!("pkg/{output_name}_bg.wasm")).exists());
        assert!(out.path().join("pkg").join(manifest["css"].as_str().unwrap()).exists());
        for file in manifest["files"].as_array().unwrap() {
            assert!(out.path().join(file["path"].as_str().unwrap()).exists());
        }
    }
}
