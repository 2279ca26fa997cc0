//! Interfaces as words: their names in the reader's language.

use desk::Desk;
use desk::overview::Row;
use domain::{CgiPath, Lang, UsageState};
use jiff::Timestamp;

/// The name of an interface in the reader's language; its path where the catalogue has none.
pub(crate) fn interface_name(lang: Lang, row: &Row) -> Option<String> {
    match lang {
        Lang::ZhCn => row.name_zh.clone(),
        Lang::En => row.name_en.clone(),
    }
}

/// When it will run out, or when it was first seen to have.
pub(crate) fn runs_out_at(row: &Row) -> Option<Timestamp> {
    match row.state {
        UsageState::Exhausted => row.exhausted_since,
        _ => row.exhausts_at,
    }
}

/// The name of an interface in the reader's language; its path where the catalogue has none.
pub(crate) fn path_name(desk: &Desk, lang: Lang, path: &CgiPath) -> String {
    let named = desk.catalogue_entry(path).map(|entry| match lang {
        Lang::ZhCn => entry.name_zh.clone(),
        Lang::En => entry.name_en.clone(),
    });
    named.unwrap_or_else(|| path.to_string())
}
