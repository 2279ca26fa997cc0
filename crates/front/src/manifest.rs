//! The file `manifest.json`, from which the server reads the file names of this build.

use serde::Serialize;

use crate::{assets::Asset, error::FrontError};

/// The contents of the manifest. Sizes are in bytes.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest<'a> {
    /// The value of `LeptosOptions::output_name`: `pkg/<output_name>.js` and `pkg/<output_name>_bg.wasm` exist.
    pub(crate) output_name: &'a str,
    /// The style sheet's name below `pkg/`.
    pub(crate) css: &'a str,
    pub(crate) files: Vec<File<'a>>,
}

/// A file, with the sizes of its compressed copies.
#[derive(Debug, Serialize)]
pub(crate) struct File<'a> {
    /// The path below the site's folder: `pkg/…` may be cached for ever, `public/…` may not.
    pub(crate) path: &'a str,
    pub(crate) bytes: usize,
    /// The size of `<path>.br`; null where there is none.
    pub(crate) br: Option<usize>,
    /// The size of `<path>.gz`; null where there is none.
    pub(crate) gz: Option<usize>,
}

impl<'a> Manifest<'a> {
    pub(crate) fn of(output_name: &'a str, css: &'a str, assets: &'a [Asset]) -> Self {
        let files = assets
            .iter()
            .map(|asset| File {
                path: &asset.path,
                bytes: asset.plain.len(),
                br: asset.encoded.brotli.as_ref().map(Vec::len),
                gz: asset.encoded.gzip.as_ref().map(Vec::len),
            })
            .collect();
        Self { output_name, css, files }
    }

    /// The manifest as JSON, with a final line end.
    pub(crate) fn to_json(&self) -> Result<String, FrontError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_the_program_the_styles_and_every_file() {
        let assets = [
            Asset::new("pkg/wxquota-1.js".into(), b"// same again\n".repeat(30)).unwrap(),
            Asset::new("public/dot.svg".into(), b"x".to_vec()).unwrap(),
        ];
        let json = Manifest::of("wxquota-1", "wxquota-2.css", &assets).to_json().unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["output_name"], "wxquota-1");
        assert_eq!(value["css"], "wxquota-2.css");
        assert_eq!(value["files"][0]["path"], "pkg/wxquota-1.js");
        assert_eq!(value["files"][0]["bytes"], 420);
        assert!(value["files"][0]["br"].as_u64().unwrap() < 420);
        assert_eq!(
            value["files"][1],
            serde_json::json!({"path": "public/dot.svg", "bytes": 1, "br": null, "gz": null})
        );
    }
}
