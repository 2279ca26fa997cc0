//! Badge of an incident.

use desk::incidents::Incident;
use domain::{IncidentState, Reaction};
use leptos::prelude::*;

use crate::components::Badge;
use crate::components::icon::{CLOCK, CROSS, DIAMOND, INFO, TICK};
use crate::context::Viewer;
use crate::words::incidents::{incident_state_word, reaction_word};

/// An incident's badge: the reaction, such as `◆ limit per minute`, once the incident is done; its state before.
#[component]
pub(crate) fn IncidentBadge(
    /// The incident.
    incident: Incident,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, icon) = match (incident.state, incident.reaction) {
        (IncidentState::Queued | IncidentState::Working, _) => ("state-stale", CLOCK),
        (IncidentState::Failed, _) => ("state-failed", CROSS),
        (IncidentState::Done, Reaction::Cleared | Reaction::TokenRefreshed) => ("state-ok", TICK),
        (IncidentState::Done, Reaction::RefetchToken | Reaction::PerMinute | Reaction::RefusedByPolicy) => {
            ("state-warning", DIAMOND)
        }
        (IncidentState::Done, Reaction::None | Reaction::Explained) => ("severity-info", INFO),
    };
    let word = match incident.state {
        IncidentState::Done => reaction_word(lang, incident.reaction),
        state => incident_state_word(lang, state),
    };
    view! { <Badge class icon word /> }
}
