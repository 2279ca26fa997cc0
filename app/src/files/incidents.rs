//! Columns of the incidents.

use desk::incidents::{Incident, explanation};
use domain::IncidentState;

use super::{FileColumn, column, path, times};
use crate::context::Viewer;
use crate::t;
use crate::words::incidents::{incident_state_word, reaction_word};
use crate::words::reasons::reaction_reason;
use crate::words::rids::limit_word;
use crate::words::users::who_words;

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<Incident>> {
    let lang = viewer.lang;
    vec![
        column(t!(lang, "file-number"), |_, incident: &Incident| incident.id.0),
        times(viewer, t!(lang, "file-first"), |_, incident: &Incident| incident.first_at),
        times(viewer, t!(lang, "file-last"), |_, incident: &Incident| incident.last_at),
        column(t!(lang, "col-times"), |_, incident: &Incident| incident.count),
        column(t!(lang, "col-account"), |_, incident: &Incident| incident.account_name.clone()),
        column(t!(lang, "col-interface"), |reader, incident: &Incident| reader.interface(incident.cgi_path.as_ref())),
        column(t!(lang, "file-path"), |_, incident: &Incident| path(incident.cgi_path.as_ref())),
        column(t!(lang, "fact-errcode"), |_, incident: &Incident| incident.errcode),
        column(t!(lang, "file-meaning"), |reader, incident: &Incident| explanation(incident, reader.lang()).title),
        column(t!(lang, "file-message"), |_, incident: &Incident| incident.errmsg.clone()),
        column(t!(lang, "rid-col-rid"), |_, incident: &Incident| incident.rid.clone()),
        column(t!(lang, "file-limit-hit"), |reader, incident: &Incident| {
            incident.limit.map(|limit| limit_word(reader.lang(), limit))
        }),
        column(t!(lang, "col-state"), |reader, incident: &Incident| incident_state_word(reader.lang(), incident.state)),
        column(t!(lang, "col-reaction"), |reader, incident: &Incident| reaction_word(reader.lang(), incident.reaction)),
        column(t!(lang, "col-why"), |reader, incident: &Incident| {
            let is_done = incident.state == IncidentState::Done;
            is_done.then(|| reaction_reason(&reader.viewer, &incident.because))
        }),
        column(t!(lang, "file-clear"), |_, incident: &Incident| incident.clear.map(|clear| clear.0)),
        column(t!(lang, "file-reported-by"), |reader, incident: &Incident| {
            who_words(reader.lang(), &incident.reported_by)
        }),
        times(viewer, t!(lang, "file-ended"), |_, incident: &Incident| incident.ended_at),
    ]
}
