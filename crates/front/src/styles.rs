//! The style sheet: `style/main.css` and its imports, bundled and minified.

use std::{fmt::Display, path::Path};

use lightningcss::{
    bundler::{Bundler, FileProvider},
    error::Error,
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use crate::error::FrontError;

/// Bundles and minifies a style sheet. Nothing is rewritten for older browsers. A rule that cannot be parsed is an error:
/// browsers would ignore it without a message.
pub(crate) fn bundle(entry: &Path) -> Result<String, FrontError> {
    let sources = FileProvider::new();
    let mut bundler = Bundler::new(&sources, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(refused)?;
    sheet.minify(MinifyOptions::default()).map_err(refused)?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }).map_err(refused)?;
    Ok(printed.code)
}

/// The error with its place in the form of editors: lightningcss counts lines from 0.
fn refused<T: Display>(error: Error<T>) -> FrontError {
    let place = error.loc.map(|loc| format!("{}:{}:{}: ", loc.filename, loc.line + 1, loc.column)).unwrap_or_default();
    FrontError::Styles(format!("{place}{}", error.kind))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    fn sheet(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let entry = folder.path().join(files[0].0);
        (folder, entry)
    }

    #[test]
    fn imports_become_one_sheet_in_their_layers() {
        let (_folder, entry) = sheet(&[
            (
                "main.css",
                "@layer tokens, base;\n@import \"tokens.css\" layer(tokens);\n@import \"base.css\" layer(base);",
            ),
            ("tokens.css", ":root {\n  --ink: light-dark(#111, #eee);\n}"),
            ("base.css", "/* why */ body { color: var(--ink); & a { color: inherit; } }"),
        ]);
        let css = bundle(&entry).unwrap();
        assert_eq!(
            css,
            "@layer tokens{:root{--ink:light-dark(#111,#eee)}}@layer base{body{color:var(--ink);& a{color:inherit}}}"
        );
    }

    #[test]
    fn a_missing_import_is_placed() {
        let (_folder, entry) = sheet(&[("main.css", "@import \"base.css\";\n@import \"gone.css\";"), ("base.css", "")]);
        let refused = bundle(&entry).unwrap_err().to_string();
        assert!(refused.contains("main.css:2:1: No such file"), "{refused}");
    }

    #[test]
    fn a_broken_rule_is_named_with_its_file() {
        let (_folder, entry) = sheet(&[("main.css", "@import \"a.css\";"), ("a.css", "a { color: red; } } b {}")]);
        let refused = bundle(&entry).unwrap_err().to_string();
        assert!(refused.contains("a.css:1:19: "), "{refused}");
    }
}
