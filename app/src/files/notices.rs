//! Columns of the notices.

use desk::notices::Notice;
use domain::CgiPath;

use super::{FileColumn, column, path, times};
use crate::context::Viewer;
use crate::t;
use crate::words::notices::{badge_word, event_words, news_words};
use crate::words::users::actor_words;

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<Notice>> {
    let lang = viewer.lang;
    vec![
        column(t!(lang, "file-number"), |_, notice: &Notice| notice.id.0),
        times(viewer, t!(lang, "col-at"), |_, notice: &Notice| notice.at),
        column(t!(lang, "col-severity"), |reader, notice: &Notice| {
            badge_word(reader.lang(), notice.severity, notice.news.event())
        }),
        column(t!(lang, "col-kind"), |reader, notice: &Notice| event_words(reader.lang(), notice.news.event())),
        column(t!(lang, "col-news"), |reader, notice: &Notice| news_words(&reader.viewer, &notice.news)),
        column(t!(lang, "col-account"), |_, notice: &Notice| notice.account.as_ref().map(|(_, name, _)| name.clone())),
        column(t!(lang, "col-appid"), |_, notice: &Notice| {
            notice.account.as_ref().map(|(_, _, appid)| appid.to_string())
        }),
        column(t!(lang, "col-interface"), |reader, notice: &Notice| reader.interface(path_of(notice))),
        column(t!(lang, "file-path"), |_, notice: &Notice| path(path_of(notice))),
        column(t!(lang, "acknowledged-by"), |reader, notice: &Notice| {
            notice.acknowledged.as_ref().map(|by| actor_words(reader.lang(), Some(&by.by)))
        }),
        times(viewer, t!(lang, "file-acknowledged-at"), |_, notice: &Notice| {
            notice.acknowledged.as_ref().map(|by| by.at)
        }),
    ]
}

fn path_of(notice: &Notice) -> Option<&CgiPath> {
    notice.interface.as_ref().map(|(_, path)| path)
}
