//! Columns of an interface's history: a row for each reading.

use std::sync::Arc;

use desk::history::ShownRange;
use domain::{Outcome, Reading};

use super::{FileColumn, column, path, times};
use crate::context::Viewer;
use crate::t;
use crate::words::failures::failure_words;

/// A reading as a row.
#[derive(Debug, Clone)]
pub struct ReadingLine {
    /// The interface.
    pub of: Arc<ShownRange>,
    /// The reading.
    pub reading: Reading,
}

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<ReadingLine>> {
    let lang = viewer.lang;
    let figures = |line: &ReadingLine| line.reading.outcome.figures();
    vec![
        times(viewer, t!(lang, "col-at"), |_, line: &ReadingLine| line.reading.at),
        column(t!(lang, "col-account"), |_, line: &ReadingLine| line.of.account_name.clone()),
        column(t!(lang, "col-interface"), |reader, line: &ReadingLine| reader.interface(Some(&line.of.cgi_path))),
        column(t!(lang, "file-path"), |_, line: &ReadingLine| path(Some(&line.of.cgi_path))),
        column(t!(lang, "fact-used"), move |_, line: &ReadingLine| figures(line).map(|figures| figures.used)),
        column(t!(lang, "fact-left"), move |_, line: &ReadingLine| figures(line).map(|figures| figures.remain)),
        column(t!(lang, "file-limit"), move |_, line: &ReadingLine| figures(line).map(|figures| figures.daily_limit)),
        column(t!(lang, "col-note"), |reader, line: &ReadingLine| match line.reading.outcome {
            Outcome::Good(_) => None,
            Outcome::NoFigure => Some(t!(reader.lang(), "reason-no-figure")),
            Outcome::Failed(failure) => Some(failure_words(reader.lang(), failure, None)),
        }),
    ]
}
