//! Imports between files: no cycles, and none against the direction of the rooms.
//!
//! An import counts as one of the file that defines the item, through any number of re-exports. `mod` lines are no
//! imports, and neither is a re-export that the file's own code does not name. What is compiled for tests alone is left out.

mod edges;
#[cfg(test)]
mod resolving;
mod tree;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use edges::Edge;

/// Which crates a crate may import.
const CRATES: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("wechat", &["domain"]),
    ("store", &["domain"]),
    ("desk", &["domain", "wechat", "store"]),
    ("app", &["domain", "desk"]),
    ("server", &["app", "desk", "domain", "store", "wechat", "sandbox"]),
    ("sandbox", &[]),
    ("front", &[]),
    ("xtask", &[]),
    ("fuzz", &["wechat"]),
];

/// Folders, and single files, of `app/src` and what they never import from there.
const APP_NEVER: [(&str, &[&str]); 8] = [
    ("words", &["pages", "parts", "frame", "forms", "components", "files"]),
    ("files", &["pages", "parts", "frame", "forms", "components"]),
    ("failure", &["pages", "parts", "frame", "forms", "components"]),
    ("components", &["pages", "parts", "frame", "forms"]),
    ("forms", &["pages", "parts", "frame"]),
    ("parts", &["pages", "frame"]),
    ("frame", &["pages"]),
    ("i18n", &["pages", "parts", "frame", "forms", "components", "words"]),
];

/// What is compiled for the browser too: it imports nothing but itself and `domain`.
const BROWSER: [&str; 2] = ["islands", "age"];

/// The folder of pages, whose subjects never import each other.
const PAGES: &str = "pages";

/// The edges of this workspace, or why it cannot be read; read once for all tests.
static OURS: LazyLock<Result<Vec<Edge>, tree::Unreadable>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |file: &Path| std::fs::read_to_string(root.join(file)).ok();
    let mut workspace = tree::Workspace::default();
    for (name, file, is_library) in tree::crates(&root) {
        workspace.add(&name, &file, is_library, &read)?;
    }
    Ok(edges::edges(&workspace))
});

/// All cycles within crates, in lines of text.
fn cycles(edges: &[Edge]) -> Vec<String> {
    edges::cycles(edges).iter().map(edges::Cycle::told).collect()
}

/// Imports of crates that [`CRATES`] does not list.
fn against_crates(edges: &[Edge]) -> Vec<String> {
    let is_wrong = |edge: &&Edge| {
        let listed = CRATES.iter().find(|(name, _)| *name == edge.from_crate);
        let may = edge.to_crate == edge.from_crate
            || listed.is_some_and(|(_, others)| others.contains(&edge.to_crate.as_str()));
        !may || room(&edge.from).is_some_and(is_browser) && !["app", "domain"].contains(&edge.to_crate.as_str())
    };
    let told = |edge: &Edge| format!("{} imports `{}`: {}", edge.from_crate, edge.to_crate, edge.told());
    edges.iter().filter(is_wrong).map(told).collect()
}

/// Imports within `app/src` that [`APP_NEVER`], [`BROWSER`] or [`PAGES`] rule out.
fn against_rooms(edges: &[Edge]) -> Vec<String> {
    let why = |edge: &Edge| -> Option<String> {
        let (from, to) = (room(&edge.from)?, room(&edge.to)?);
        let never = APP_NEVER.iter().any(|(room, others)| *room == from && others.contains(&to));
        if never || is_browser(from) && !is_browser(to) {
            return Some(format!("`{from}` imports `{to}`"));
        }
        let (from, to) = (subject(&edge.from)?, subject(&edge.to)?);
        (from != to).then(|| format!("`pages/{from}` imports `pages/{to}`"))
    };
    edges.iter().filter_map(|edge| Some(format!("{}: {}", why(edge)?, edge.told()))).collect()
}

/// The folder, or the file without its ending, of `app/src` that a file is in.
fn room(file: &Path) -> Option<&str> {
    stem(file.strip_prefix("app/src").ok()?.iter().next()?)
}

/// The folder, or the file without its ending, of `app/src/pages` that a file is in; none for the file that lists them.
fn subject(file: &Path) -> Option<&str> {
    let subject = stem(file.strip_prefix(PathBuf::from("app/src").join(PAGES)).ok()?.iter().next()?)?;
    (subject != "mod").then_some(subject)
}

fn stem(name: &std::ffi::OsStr) -> Option<&str> {
    let name = name.to_str()?;
    Some(name.strip_suffix(".rs").unwrap_or(name))
}

fn is_browser(room: &str) -> bool {
    BROWSER.contains(&room)
}

/// Fails with the lines, where there are any.
#[track_caller]
fn none(what: &str, lines: &[String]) {
    assert!(lines.is_empty(), "{what} ({}):\n\n{}\n", lines.len(), lines.join("\n"));
}

#[test]
fn no_crate_is_left_out() {
    let found: Vec<String> =
        tree::crates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).into_iter().map(|(name, ..)| name).collect();
    for name in &found {
        assert!(CRATES.iter().any(|(listed, _)| listed == name), "`{name}` is not in CRATES");
    }
    for (name, _) in CRATES {
        assert!(found.iter().any(|found| found == name), "`{name}` is in CRATES, and no sources of it were found");
    }
}

#[test]
fn crates_import_in_one_direction() {
    none("imports of crates against the direction", &against_crates(OURS.as_ref().unwrap()));
}

#[test]
fn no_files_import_each_other_in_a_cycle() {
    none("cycles of imports", &cycles(OURS.as_ref().unwrap()));
}

#[test]
fn rooms_of_app_import_in_one_direction() {
    none("imports within app against the direction", &against_rooms(OURS.as_ref().unwrap()));
}
