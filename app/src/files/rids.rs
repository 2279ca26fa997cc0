//! Columns of the archive of requests, masked as it keeps them.

use desk::rids::LookedUp;

use super::{FileColumn, column, path, times};
use crate::context::Viewer;
use crate::t;
use crate::words::rids::{answer_words, limit_word};
use crate::words::users::who_words;

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<LookedUp>> {
    let lang = viewer.lang;
    vec![
        column(t!(lang, "rid-col-rid"), |_, request: &LookedUp| request.rid.to_string()),
        times(viewer, t!(lang, "rid-col-called"), |_, request: &LookedUp| request.kept.at),
        column(t!(lang, "col-account"), |_, request: &LookedUp| request.account_name.clone()),
        column(t!(lang, "col-interface"), |reader, request: &LookedUp| {
            reader.interface(request.kept.cgi_path.as_ref())
        }),
        column(t!(lang, "file-path"), |_, request: &LookedUp| path(request.kept.cgi_path.as_ref())),
        column(t!(lang, "rid-fact-errcode"), |_, request: &LookedUp| request.kept.errcode),
        column(t!(lang, "rid-col-answer"), |reader, request: &LookedUp| answer_words(reader.lang(), request)),
        column(t!(lang, "file-limit-hit"), |reader, request: &LookedUp| {
            request.limit().map(|limit| limit_word(reader.lang(), limit))
        }),
        column(t!(lang, "file-took"), |_, request: &LookedUp| request.kept.cost_in_ms),
        column(t!(lang, "rid-fact-client-ip"), |_, request: &LookedUp| request.kept.client_ip.clone()),
        times(viewer, t!(lang, "rid-fact-looked-up"), |_, request: &LookedUp| request.kept.looked_up_at),
        column(t!(lang, "rid-fact-looked-up-by"), |reader, request: &LookedUp| {
            who_words(reader.lang(), &request.kept.looked_up_by)
        }),
        column(t!(lang, "rid-ticket"), |_, request: &LookedUp| request.kept.ticket.clone()),
        column(t!(lang, "file-newest-note"), |_, request: &LookedUp| request.kept.newest_note.clone()),
    ]
}
