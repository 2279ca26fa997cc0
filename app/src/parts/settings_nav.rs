//! The navigation between the parts of the settings.

use domain::{Permission, paths};
use leptos::prelude::*;

use crate::components::{Segment, Segments};
use crate::context::Viewer;
use crate::t;

/// The parts of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsPart {
    /// `/settings`
    Mine,
    /// `/settings/system`
    System,
    /// `/settings/users`
    Users,
    /// `/settings/tokens`
    Tokens,
}

/// The way between the parts of the settings; nothing for those who have one part only.
#[component]
pub fn SettingsNav(
    /// The part that is shown.
    part: SettingsPart,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let items = [
        (SettingsPart::Mine, Permission::SeeUsage, t!(lang, "settings-mine"), paths::SETTINGS),
        (SettingsPart::System, Permission::SeeLedger, t!(lang, "system-settings-title"), paths::SYSTEM_SETTINGS),
        (SettingsPart::Users, Permission::Administer, t!(lang, "users-title"), paths::USERS),
        (SettingsPart::Tokens, Permission::Administer, t!(lang, "settings-tokens"), paths::TOKENS),
    ];
    let items = items.into_iter().filter(|(_, right, ..)| viewer.may(*right));
    let items = items.map(|(item, _, label, href)| Segment { label, href: href.to_owned(), current: item == part });
    let items: Vec<_> = items.collect();
    (items.len() > 1).then(|| view! { <Segments label=t!(lang, "settings-title") items /> })
}
