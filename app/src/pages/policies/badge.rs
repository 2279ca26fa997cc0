//! What a policy does now, as shape, word and colour together.

use desk::policies::Policy;
use domain::Lang;
use domain::policies::Mode;
use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

/// What a policy does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyState {
    /// It tells people.
    Notifies,
    /// It clears.
    Clears,
    /// Nothing, because somebody paused it.
    Paused,
    /// It would clear, and does not because of what a clear of its own came to.
    Suspended,
    /// Nothing any more.
    Removed,
}

impl PolicyState {
    /// What this policy does now.
    pub fn of(policy: &Policy) -> Self {
        match (policy.removed_at, policy.paused, policy.rules.mode, policy.suspended_by) {
            (Some(_), ..) => Self::Removed,
            (None, true, ..) => Self::Paused,
            (None, false, Mode::Notify, _) => Self::Notifies,
            (None, false, Mode::Clear, Some(_)) => Self::Suspended,
            (None, false, Mode::Clear, None) => Self::Clears,
        }
    }

    /// Whether it does nothing of what its rules say until somebody has it go on.
    pub(crate) fn is_held(self) -> bool {
        matches!(self, Self::Paused | Self::Suspended)
    }

    fn word(self, lang: Lang) -> Text {
        match self {
            Self::Notifies => t!(lang, "policy-notifies"),
            Self::Clears => t!(lang, "policy-clears"),
            Self::Paused => t!(lang, "policy-paused"),
            Self::Suspended => t!(lang, "policy-suspended"),
            Self::Removed => t!(lang, "policy-removed"),
        }
    }
}

/// A policy's badge: `▮▮ paused`.
#[component]
pub fn PolicyBadge(
    /// What it does now.
    state: PolicyState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, outline) = match state {
        PolicyState::Notifies => ("badge policy-notifies", "M3 8.5V5.5A3 3 0 0 1 9 5.5V8.5L10.5 9.5H1.5ZM5 11.2H7"),
        PolicyState::Clears => ("badge policy-clears", "M9.8 4A4.4 4.4 0 1 0 10.4 6.8M10.4 1.2V4.2H7.4"),
        PolicyState::Paused => ("badge policy-paused", "M4 2V10M8 2V10"),
        PolicyState::Suspended => ("badge policy-suspended", "M6 1L11.5 11H.5ZM6 4.5V7M6 9V9.1"),
        PolicyState::Removed => ("badge policy-removed", "M2 6H10"),
    };
    view! {
        <span class=class>
            <svg class="shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d=outline />
            </svg>
            {state.word(lang)}
        </span>
    }
}
