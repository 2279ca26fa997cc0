//! Chromium and a Chinese font, for the browser tests.

use std::path::{Path, PathBuf};

use super::apt;
use crate::{
    command::{command, is_on_path, output_of},
    problem::Problem,
};

/// Chromium's headless shell: the same engine without windows, twice as fast in the tests.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

/// The names of the whole Chromium on different systems.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser for the tests: `WXQUOTA_CHROMIUM`, or the headless shell, installed where it is missing. Where it cannot be
/// installed, a whole Chromium.
pub(crate) fn chromium() -> Result<PathBuf, Problem> {
    if let Some(given) = std::env::var_os("WXQUOTA_CHROMIUM").map(PathBuf::from) {
        return if given.is_file() {
            Ok(given)
        } else {
            Err(Problem::Missing {
                what: format!("WXQUOTA_CHROMIUM names {}, which is no file", given.display()),
                remedy: "Name a Chromium, or unset it to have one looked for".to_owned(),
            })
        };
    }
    if let Some(found) = installed(&[HEADLESS_SHELL]) {
        return Ok(found);
    }
    let why = "Chromium's headless shell, for the browser tests";
    match apt::install(why, &[HEADLESS_SHELL]) {
        Ok(()) => installed(&[HEADLESS_SHELL]).ok_or_else(|| Problem::Missing {
            what: format!("Not found: {why}"),
            remedy: "Install a Chromium and name it in WXQUOTA_CHROMIUM".to_owned(),
        }),
        Err(problem) => {
            let Some(found) = installed(&NAMES) else { return Err(problem) };
            println!("Going on with {}, which takes twice as long: {problem}", found.display());
            Ok(found)
        }
    }
}

/// Installs a Chinese font, without which screenshots show boxes. Not an error where it cannot be installed: the tests
/// compare text, not pictures.
pub(crate) fn chinese_font() -> Result<(), Problem> {
    if has_chinese_font() || !is_on_path("apt-get") {
        return Ok(());
    }
    apt::install("a font with Chinese, for the screenshots", &["fonts-noto-cjk"]).or_else(|problem| {
        println!("Going on without: {problem}");
        Ok(())
    })
}

fn installed(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

fn has_chinese_font() -> bool {
    let mut list = command("fc-list");
    list.args([":lang=zh", "family"]);
    // Without fontconfig's tool, check Debian's path of the font.
    output_of(list).map_or_else(
        || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists(),
        |families| !families.is_empty(),
    )
}
