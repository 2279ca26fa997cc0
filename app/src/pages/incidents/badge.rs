//! The badge of an incident.

use crate::context::Viewer;
use crate::words::incidents::incident_state_word;
use crate::words::incidents::reaction_word;
use desk::incidents::Incident;
use domain::{IncidentState, Reaction};
use leptos::prelude::*;

/// Colours and shape of what became of an incident: ◷ ✓ ✕ ! i, on a grid of 12.
pub(crate) fn look(incident: &Incident) -> (&'static str, &'static str, &'static str) {
    match (incident.state, incident.reaction) {
        (IncidentState::Queued | IncidentState::Working, _) => {
            ("badge state-stale", "shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3V6H8.5")
        }
        (IncidentState::Failed, _) => ("badge state-failed", "shape", "M2.5 2.5L9.5 9.5M9.5 2.5L2.5 9.5"),
        (IncidentState::Done, Reaction::Cleared | Reaction::TokenRefreshed) => {
            ("badge state-ok", "shape", "M2 6.5L5 9.5L10 3")
        }
        (IncidentState::Done, Reaction::RefetchToken | Reaction::PerMinute | Reaction::RefusedByPolicy) => {
            ("badge state-warning", "shape filled", "M6 .5L11.5 6L6 11.5L.5 6Z")
        }
        (IncidentState::Done, Reaction::None | Reaction::Explained) => {
            ("badge severity-info", "shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 5.5V8.5M6 3.4V3.5")
        }
    }
}

/// What became of an incident: `◆ limit per minute`; while it is looked into, that.
#[component]
pub(crate) fn IncidentBadge(
    /// The incident.
    incident: Incident,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, shape, outline) = look(&incident);
    let word = match incident.state {
        IncidentState::Done => reaction_word(lang, incident.reaction),
        state => incident_state_word(lang, state),
    };
    view! {
        <span class=class>
            <svg class=shape width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d=outline />
            </svg>
            {word}
        </span>
    }
}
