//! A notice's badge, and the page that it links to.

use desk::notices::Notice;
use domain::{Event, Permission, Severity, paths};
use leptos::prelude::*;

use crate::components::Badge;
use crate::components::icon::{DIAMOND, INFO, TICK, TRIANGLE};
use crate::context::Viewer;
use crate::words::notices::{badge_word, is_over};

/// A notice's badge: its severity as shape, word and colour together. `▲ critical`, and of what ends it `✓ critical, over`.
#[component]
pub fn SeverityBadge(
    /// How much it matters.
    severity: Severity,
    /// What kind of news it is.
    event: Event,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let word = badge_word(lang, severity, event);
    let (class, icon, word) = match severity {
        _ if is_over(event) => ("state-ok", TICK, word),
        Severity::Info => ("severity-info", INFO, word),
        Severity::Warning => ("state-warning", DIAMOND, word),
        Severity::Critical => ("state-critical", TRIANGLE, word),
    };
    view! { <Badge class icon word /> }
}

/// The address of the page that says most about a notice, among those that the viewer may see; `None` where there is none.
pub(crate) fn page_of_notice(viewer: &Viewer, notice: &Notice) -> Option<String> {
    let page = notice.page();
    let asks = match page.split('/').nth(1) {
        Some("incidents") => Permission::LookUpRids,
        Some("policies" | "channels") => Permission::Automate,
        Some("clears") => Permission::SeeLedger,
        Some("accounts") => Permission::SeeUsage,
        _ => return None,
    };
    if viewer.may(asks) {
        return Some(page);
    }
    let (account, ..) = notice.account.as_ref()?;
    Some(match &notice.interface {
        Some((interface, _)) => paths::interface(*account, *interface),
        None => paths::account(*account),
    })
}
