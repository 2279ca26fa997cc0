//! How it stands with a channel, and with a message of it, as shape, word and colour together.

use desk::channels::{Channel, DeliveryState, Standing};
use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

const TICK: &str = "M2 6.5L5 9.5L10 3";
const CROSS: &str = "M2.5 2.5L9.5 9.5M9.5 2.5L2.5 9.5";
const CLOCK: &str = "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3V6H8.5";
const BAR: &str = "M2 6H10";
const PAUSE: &str = "M4 2.5V9.5M8 2.5V9.5";

#[component]
fn Badge(class: &'static str, shape: &'static str, word: Text) -> impl IntoView {
    view! {
        <span class=format!("badge {class}")>
            <svg class="shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d=shape />
            </svg>
            {word}
        </span>
    }
}

/// A channel's badges: how it stands with it, such as `✓ works`, and what became of messages: `✕ 2 given up`, `◷ 3 waiting`.
#[component]
pub fn ChannelBadges(
    /// Of which channel.
    channel: Channel,
    /// How it stands with it.
    standing: Standing,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Channel { waiting, dead, .. } = channel;
    let stands = match standing {
        Standing::Paused => Some(("state-unsupported", PAUSE, t!(lang, "channel-paused"))),
        Standing::Blocked(_) => Some(("state-failed", CROSS, t!(lang, "channel-blocked"))),
        // That messages were given up says as much, and more.
        Standing::Untried | Standing::Failed(_) | Standing::Works if dead > 0 => None,
        Standing::Untried => Some(("state-unsupported", BAR, t!(lang, "channel-untried"))),
        Standing::Failed(_) => Some(("state-failed", CROSS, t!(lang, "channel-failed"))),
        Standing::Works => Some(("state-ok", TICK, t!(lang, "channel-works"))),
    };
    view! {
        <span class="badges">
            {stands.map(|(class, shape, word)| view! { <Badge class shape word /> })}
            {(dead > 0)
                .then(|| {
                    view! { <Badge class="state-failed" shape=CROSS word=t!(lang, "channel-dead", count = dead) /> }
                })}
            {(waiting > 0)
                .then(|| {
                    view! { <Badge class="state-stale" shape=CLOCK word=t!(lang, "channel-waiting", count = waiting) /> }
                })}
        </span>
    }
}

/// A message's badge: `◷ waiting`, `✓ delivered`, `✕ given up`.
#[component]
pub fn DeliveryBadge(
    /// What became of it.
    state: DeliveryState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, shape, word) = match state {
        DeliveryState::Waiting => ("state-stale", CLOCK, t!(lang, "delivery-waiting")),
        DeliveryState::Delivered => ("state-ok", TICK, t!(lang, "delivery-delivered")),
        DeliveryState::Dead => ("state-failed", CROSS, t!(lang, "delivery-dead")),
    };
    view! { <Badge class shape word /> }
}

/// An attempt's badge: `✓ delivered`, `✕ not delivered`.
#[component]
pub fn AttemptBadge(
    /// Whether the channel took the message.
    delivered: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    if delivered {
        view! { <Badge class="state-ok" shape=TICK word=t!(lang, "delivery-delivered") /> }
    } else {
        view! { <Badge class="state-failed" shape=CROSS word=t!(lang, "attempt-failed") /> }
    }
}
