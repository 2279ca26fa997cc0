//! Badges of channels, messages and delivery attempts.

use desk::channels::{Channel, ChannelHealth, DeliveryState};
use leptos::prelude::*;

use crate::components::Badge;
use crate::components::icon::{BAR, CLOCK, CROSS, Outline, TICK};
use crate::context::Viewer;
use crate::t;

/// ▮▮
const PAUSE: Outline = ("shape", "M4 2.5V9.5M8 2.5V9.5");

/// A channel's badges: its state, such as `✓ works`, and its messages: `✕ 2 given up`, `◷ 3 waiting`.
#[component]
pub fn ChannelBadges(
    /// The channel.
    channel: Channel,
    /// Its state.
    standing: ChannelHealth,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Channel { waiting, dead, .. } = channel;
    let state = match standing {
        ChannelHealth::Paused => Some(("state-unsupported", PAUSE, t!(lang, "channel-paused"))),
        ChannelHealth::Blocked(_) => Some(("state-failed", CROSS, t!(lang, "channel-blocked"))),
        // The badge of messages that were given up says as much, and more.
        ChannelHealth::NeverUsed | ChannelHealth::Failed(_) | ChannelHealth::Healthy if dead > 0 => None,
        ChannelHealth::NeverUsed => Some(("state-unsupported", BAR, t!(lang, "channel-untried"))),
        ChannelHealth::Failed(_) => Some(("state-failed", CROSS, t!(lang, "channel-failed"))),
        ChannelHealth::Healthy => Some(("state-ok", TICK, t!(lang, "channel-works"))),
    };
    view! {
        <span class="badges">
            {state.map(|(class, icon, word)| view! { <Badge class icon word /> })}
            {(dead > 0)
                .then(|| {
                    view! { <Badge class="state-failed" icon=CROSS word=t!(lang, "channel-dead", count = dead) /> }
                })}
            {(waiting > 0)
                .then(|| {
                    view! { <Badge class="state-stale" icon=CLOCK word=t!(lang, "channel-waiting", count = waiting) /> }
                })}
        </span>
    }
}

/// A message's badge: `◷ waiting`, `✓ delivered`, `✕ given up`.
#[component]
pub fn DeliveryBadge(
    /// The state of its delivery.
    state: DeliveryState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, icon, word) = match state {
        DeliveryState::Waiting => ("state-stale", CLOCK, t!(lang, "delivery-waiting")),
        DeliveryState::Delivered => ("state-ok", TICK, t!(lang, "delivery-delivered")),
        DeliveryState::Dead => ("state-failed", CROSS, t!(lang, "delivery-dead")),
    };
    view! { <Badge class icon word /> }
}

/// An attempt's badge: `✓ delivered`, `✕ not delivered`.
#[component]
pub fn AttemptBadge(
    /// Whether the channel took the message.
    delivered: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, icon, word) = if delivered {
        ("state-ok", TICK, t!(lang, "delivery-delivered"))
    } else {
        ("state-failed", CROSS, t!(lang, "attempt-failed"))
    };
    view! { <Badge class icon word /> }
}
