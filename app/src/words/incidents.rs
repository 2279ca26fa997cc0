//! Incidents as text in the reader's language.

use desk::incidents::Incident;
use domain::incidents::ReactionReason;
use domain::policies::BlockedReason;
use domain::{IncidentState, Lang, LimitHit, Reaction};

use crate::context::Text;
use crate::t;

/// Reaction of the desk in a word or two.
pub(crate) fn reaction_word(lang: Lang, reaction: Reaction) -> Text {
    match reaction {
        Reaction::None => t!(lang, "reaction-none"),
        Reaction::Cleared => t!(lang, "reaction-cleared"),
        Reaction::RefetchToken => t!(lang, "reaction-refetch-token"),
        Reaction::TokenRefreshed => t!(lang, "reaction-token-refreshed"),
        Reaction::PerMinute => t!(lang, "reaction-per-minute"),
        Reaction::Explained => t!(lang, "reaction-explained"),
        Reaction::RefusedByPolicy => t!(lang, "reaction-refused-by-policy"),
    }
}

/// State of an incident.
pub(crate) fn incident_state_word(lang: Lang, state: IncidentState) -> Text {
    match state {
        IncidentState::Queued => t!(lang, "incident-queued"),
        IncidentState::Working => t!(lang, "incident-working"),
        IncidentState::Done => t!(lang, "incident-done"),
        IncidentState::Failed => t!(lang, "incident-failed"),
    }
}

/// Advice to the reader about an incident: the reaction as a sentence.
pub(crate) fn advice_words(lang: Lang, incident: &Incident) -> Text {
    let Incident { reaction, because, limit, .. } = incident;
    match (reaction, because) {
        _ if *limit == Some(LimitHit::Total) => return t!(lang, "advice-total"),
        (_, ReactionReason::PolicyWithheld { why: BlockedReason::NotLifted, .. }) => {
            return t!(lang, "advice-not-lifted");
        }
        (_, ReactionReason::StillCleared { .. }) => return t!(lang, "advice-still-cleared"),
        (_, ReactionReason::ClearUnknown { .. } | ReactionReason::ClearVoid { .. }) => {
            return t!(lang, "advice-clear-unknown");
        }
        (_, ReactionReason::UncountedLimit) => return t!(lang, "advice-uncounted"),
        _ => {}
    }
    match reaction {
        Reaction::None => t!(lang, "advice-none"),
        Reaction::Cleared => t!(lang, "advice-cleared"),
        Reaction::RefetchToken => t!(lang, "advice-refetch-token"),
        Reaction::TokenRefreshed => t!(lang, "advice-token-refreshed"),
        Reaction::PerMinute => t!(lang, "advice-per-minute"),
        Reaction::Explained => t!(lang, "advice-explained"),
        Reaction::RefusedByPolicy => t!(lang, "advice-refused-by-policy"),
    }
}
