//! Interfaces as words: their names in the reader's language.

use desk::overview::Row;
use domain::{Lang, UsageState};
use jiff::Timestamp;

/// The name of an interface in the reader's language; `None` where the catalogue has none.
pub(crate) fn catalogue_name(lang: Lang, row: &Row) -> Option<String> {
    match lang {
        Lang::ZhCn => row.name_zh.clone(),
        Lang::En => row.name_en.clone(),
    }
}

/// The name of an interface in the reader's language; its path where the catalogue has none.
pub(crate) fn name_or_path(lang: Lang, row: &Row) -> String {
    catalogue_name(lang, row).unwrap_or_else(|| row.cgi_path.to_string())
}

/// When it will run out, or when it was first seen to have.
pub(crate) fn runs_out_at(row: &Row) -> Option<Timestamp> {
    match row.state {
        UsageState::Exhausted => row.exhausted_since,
        _ => row.forecast.runs_out_at(),
    }
}
