//! State of a policy, and its badge.

use desk::policies::Policy;
use domain::policies::Mode;
use leptos::prelude::*;

use crate::components::Badge;
use crate::components::icon::{BAR, Outline, STOP};
use crate::context::Viewer;
use crate::t;

/// A bell
const BELL: Outline = ("shape", "M3 8.5V5.5A3 3 0 0 1 9 5.5V8.5L10.5 9.5H1.5ZM5 11.2H7");
/// ↻
const REPEAT: Outline = ("shape", "M9.8 4A4.4 4.4 0 1 0 10.4 6.8M10.4 1.2V4.2H7.4");
/// ▮▮
const PAUSE: Outline = ("shape", "M4 2V10M8 2V10");
/// ! in a triangle
const WARNING: Outline = ("shape", "M6 1L11.5 11H.5ZM6 4.5V7M6 9V9.1");

/// The state of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyState {
    /// It notifies.
    Notifies,
    /// It clears.
    Clears,
    /// It does nothing, because somebody paused it.
    Paused,
    /// It would clear, but does not because all automatic clears are stopped.
    Stopped,
    /// It would clear, but does not because of the result of one of its clears.
    Suspended,
    /// It was removed.
    Removed,
}

impl PolicyState {
    /// The state of a policy, as the viewer sees it.
    pub fn of(policy: &Policy, viewer: &Viewer) -> Self {
        match (policy.removed_at, policy.paused, policy.rules.mode, policy.suspended_by) {
            (Some(_), ..) => Self::Removed,
            (None, true, ..) => Self::Paused,
            (None, false, Mode::Notify, _) => Self::Notifies,
            (None, false, Mode::Clear, _) if viewer.standing.kill_switch.is_some() => Self::Stopped,
            (None, false, Mode::Clear, Some(_)) => Self::Suspended,
            (None, false, Mode::Clear, None) => Self::Clears,
        }
    }

    /// Whether it does not follow its rules until somebody lets it.
    pub(crate) fn is_held(self) -> bool {
        matches!(self, Self::Paused | Self::Stopped | Self::Suspended)
    }
}

/// A policy's badge: `▮▮ paused`.
#[component]
pub fn PolicyBadge(
    /// The state.
    state: PolicyState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, icon, word) = match state {
        PolicyState::Notifies => ("policy-notifies", BELL, t!(lang, "policy-notifies")),
        PolicyState::Clears => ("policy-clears", REPEAT, t!(lang, "policy-clears")),
        PolicyState::Paused => ("policy-paused", PAUSE, t!(lang, "policy-paused")),
        PolicyState::Stopped => ("policy-suspended", STOP, t!(lang, "policy-stopped")),
        PolicyState::Suspended => ("policy-suspended", WARNING, t!(lang, "policy-suspended")),
        PolicyState::Removed => ("policy-removed", BAR, t!(lang, "policy-removed")),
    };
    view! { <Badge class icon word /> }
}
