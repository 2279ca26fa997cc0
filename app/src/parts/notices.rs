//! A notice's badge, and the page that it links to.

use desk::notices::Notice;
use domain::{Event, May, Severity, paths};
use leptos::prelude::*;

use crate::context::Viewer;
use crate::parts::clear_badge::badge_shape;
use crate::t;
use crate::words::notices::severity_word;

/// Whether an event says that something is over. It matters as much as what it ends, and worries nobody any more.
fn is_over(event: Event) -> bool {
    matches!(event, Event::Recovered | Event::AccountRecovered | Event::PolicyOver | Event::Resumed)
}

/// A notice's badge: its severity as shape, word and colour together. `▲ critical`, and of what ends it `✓ critical, over`.
#[component]
pub fn SeverityBadge(
    /// How much it matters.
    severity: Severity,
    /// What kind of news it is.
    event: Event,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let word = severity_word(lang, severity);
    let (class, shape, outline, word) = match severity {
        _ if is_over(event) => {
            ("badge state-ok", "shape", "M2 6.5L5 9.5L10 3", t!(lang, "severity-over", severity = word))
        }
        Severity::Info => {
            ("badge severity-info", "shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 5.5V8.5M6 3.4V3.5", word)
        }
        Severity::Warning => ("badge state-warning", "shape filled", "M6 .5L11.5 6L6 11.5L.5 6Z", word),
        Severity::Critical => ("badge state-critical", "shape filled", "M6 1L11.5 11H.5Z", word),
    };
    view! { <span class=class>{badge_shape(shape, outline)} {word}</span> }
}

/// The address of the page that says most about a notice, among those that the viewer may see; `None` where there is none.
pub(crate) fn page_of_notice(viewer: &Viewer, notice: &Notice) -> Option<String> {
    let page = notice.page();
    let asks = match page.split('/').nth(1) {
        Some("incidents") => May::LookUpRids,
        Some("policies" | "channels") => May::Automate,
        Some("clears") => May::SeeLedger,
        Some("accounts") => May::SeeUsage,
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
