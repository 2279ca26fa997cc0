//! Columns of the overview: a row for each watched interface.

use desk::overview::Row;

use super::{FileColumn, column, times};
use crate::context::Viewer;
use crate::t;
use crate::words::failures::reason_words;
use crate::words::interfaces::name_or_path;
use crate::words::limits::{lasts_words, limit_kind_words};
use crate::words::usage::state_word;

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<Row>> {
    let lang = viewer.lang;
    vec![
        column(t!(lang, "col-account"), |_, row: &Row| row.account_name.clone()),
        column(t!(lang, "col-interface"), |reader, row: &Row| name_or_path(reader.lang(), row)),
        column(t!(lang, "file-path"), |_, row: &Row| row.cgi_path.to_string()),
        column(t!(lang, "col-state"), |reader, row: &Row| {
            if row.paused { t!(reader.lang(), "status-paused") } else { state_word(reader.lang(), row.state) }
        }),
        column(t!(lang, "col-note"), |reader, row: &Row| {
            reason_words(reader.lang(), row).or_else(|| row.before_reset.then(|| t!(reader.lang(), "before-reset")))
        }),
        column(t!(lang, "fact-used"), |_, row: &Row| row.figures.map(|figures| figures.used)),
        column(t!(lang, "fact-left"), |_, row: &Row| row.figures.map(|figures| figures.remain)),
        column(t!(lang, "file-limit"), |_, row: &Row| row.figures.map(|figures| figures.daily_limit)),
        column(t!(lang, "field-limit-kind"), |reader, row: &Row| limit_kind_words(reader.lang(), row.limit_kind.kind)),
        times(viewer, t!(lang, "file-runs-out"), |_, row: &Row| row.forecast.runs_out_at()),
        column(t!(lang, "file-lasts"), |reader, row: &Row| lasts_words(reader.lang(), row.lasts)),
        times(viewer, t!(lang, "file-ran-out"), |_, row: &Row| row.exhausted_since),
        times(viewer, t!(lang, "file-sampled"), |_, row: &Row| row.sampled_at),
    ]
}
