//! Parts of the pages of users and API tokens: choices of roles, states that ended, times that may be missing.

use domain::{Lang, Role};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Radio, Time};
use crate::context::Text;
use crate::t;
use crate::words::users::role_words;

/// The choices of a role, each with what it may do.
pub(crate) fn role_choices(lang: Lang, roles: &[Role]) -> Vec<Radio> {
    let choice = |role: &Role| Radio {
        value: role.word().into(),
        label: role_words(lang, *role),
        hint: role_may_words(lang, *role),
    };
    roles.iter().map(choice).collect()
}

fn role_may_words(lang: Lang, role: Role) -> Text {
    match role {
        Role::Viewer => t!(lang, "role-viewer-may"),
        Role::Support => t!(lang, "role-support-may"),
        Role::Lead => t!(lang, "role-lead-may"),
        Role::Admin => t!(lang, "role-admin-may"),
        Role::Reporter => t!(lang, "role-reporter-may"),
    }
}

/// A state that ended something, and since when.
#[component]
pub(crate) fn EndedSince(
    /// The state, such as `revoked`.
    label: Text,
    /// Since when.
    at: Timestamp,
) -> impl IntoView {
    view! {
        <span class="standing ended">
            {label} " " <Time at quiet=true />
        </span>
    }
}

/// A time, or a text in its place where there is none.
#[component]
pub(crate) fn TimeOr(
    /// The time.
    at: Option<Timestamp>,
    /// The text without a time.
    otherwise: Text,
    /// Whether the time is left out of the order of tabs.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    match at {
        Some(at) => view! { <Time at quiet /> }.into_any(),
        None => view! { <span class="secondary">{otherwise}</span> }.into_any(),
    }
}
