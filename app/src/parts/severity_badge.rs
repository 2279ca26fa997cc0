//! How much a notice matters, as shape, word and colour together.

use crate::words::notices::severity_word;
use domain::{Event, Severity};
use leptos::prelude::*;

use crate::context::Viewer;
use crate::t;

/// Whether news of this kind says that something is over. It matters as much as what it ends, and worries nobody any more.
fn is_over(event: Event) -> bool {
    matches!(event, Event::Recovered | Event::AccountRecovered | Event::PolicyOver | Event::Resumed)
}

/// A notice's badge: `▲ critical`, and of what ends it `✓ critical, over`.
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
    view! {
        <span class=class>
            <svg class=shape width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d=outline />
            </svg>
            {word}
        </span>
    }
}
