//! Forms about channels: their server functions.

use crate::forms::{self, Flash, Refused};
use crate::pages::channels::fields::{typed_again, typed_channel};
use crate::pages::channels::outcome::ChannelOutcome;
use desk::channels::{ChannelError, ChannelId};
use domain::paths;
use leptos::prelude::*;

/// The channel that a form names; one that there is not, where it names none.
pub(crate) fn named(channel: &str) -> ChannelId {
    ChannelId(channel.parse().unwrap_or_default())
}

/// Changes a channel; address and secret stay where nothing was typed.
#[server(prefix = "/form", endpoint = "channels/edit")]
pub async fn edit_channel(
    #[server(default)] channel: String,
    #[server(default)] name: String,
    #[server(default)] url: String,
    #[server(default)] secret: String,
    #[server(default)] severity: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&channel);
    let typed = typed_channel(&name, url, secret, &severity);
    match desk.edit_channel(&forms::actor(), id, &typed).await {
        Ok(()) => forms::finish(ChannelOutcome::Saved, &paths::channel(id)).await,
        Err(ChannelError::Faults(faults)) => {
            let outcome = ChannelOutcome::Edit(typed_again(&typed, *faults));
            forms::finish(outcome, &format!("{}#edit", paths::channel(id))).await
        }
        Err(error) => forms::finish(error, &paths::channel(id)).await,
    }
}

/// Sends nothing to a channel for now, or goes on.
#[server(prefix = "/form", endpoint = "channels/pause")]
pub async fn pause_channel(
    #[server(default)] channel: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&channel);
    let paused = paused == "yes";
    let done = if paused { ChannelOutcome::Paused } else { ChannelOutcome::Resumed };
    let flash = match desk.pause_channel(&forms::actor(), id, paused).await {
        Ok(()) => Flash::from(done),
        Err(error) => error.into(),
    };
    forms::finish(flash, &paths::channel(id)).await
}

/// Removes a channel.
#[server(prefix = "/form", endpoint = "channels/remove")]
pub async fn remove_channel(#[server(default)] channel: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let flash = match desk.remove_channel(&forms::actor(), named(&channel)).await {
        Ok(()) => Flash::from(ChannelOutcome::Removed),
        Err(error) => error.into(),
    };
    forms::finish(flash, paths::CHANNELS).await
}

/// Sends a message to a channel to see whether it takes one; tells what came.
#[server(prefix = "/form", endpoint = "channels/test")]
pub async fn test_channel(#[server(default)] channel: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&channel);
    let flash = match desk.test_channel(&forms::actor(), id).await {
        Ok((attempt, Some(came))) => Flash::from(ChannelOutcome::Tested { took_ms: attempt.took_ms, came }),
        // It was written down a moment ago.
        Ok((_, None)) => Refused::Internal.into(),
        Err(error) => error.into(),
    };
    forms::finish(flash, &paths::channel(id)).await
}

/// Sends what was given up, or waits, now: one message, or all.
#[server(prefix = "/form", endpoint = "channels/resend")]
pub async fn resend(
    #[server(default)] channel: String,
    #[server(default)] delivery: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&channel);
    // What is no message's number names none.
    let one = (!delivery.is_empty()).then(|| delivery.parse().unwrap_or_default());
    let flash = match desk.resend(&forms::actor(), id, one).await {
        Ok(count) => Flash::from(ChannelOutcome::Resent { count }),
        Err(error) => error.into(),
    };
    forms::finish(flash, &paths::channel(id)).await
}

/// Lets channels call a host in a private network.
#[server(prefix = "/form", endpoint = "channels/allow-host")]
pub async fn allow_host(#[server(default)] host: String) -> Result<(), ServerFnError> {
    set_host(host, true).await
}

/// Lets them call it no more.
#[server(prefix = "/form", endpoint = "channels/forbid-host")]
pub async fn forbid_host(#[server(default)] host: String) -> Result<(), ServerFnError> {
    set_host(host, false).await
}

pub(crate) async fn set_host(typed: String, allowed: bool) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let flash = match desk.allow_host(&forms::actor(), &typed, allowed).await {
        Ok(Some(host)) if allowed => Flash::from(ChannelOutcome::HostAllowed { host }),
        Ok(Some(host)) => ChannelOutcome::HostForbidden { host }.into(),
        Ok(None) => ChannelOutcome::HostUnchanged.into(),
        Err(ChannelError::Host) => ChannelOutcome::Host { typed: forms::shown_again(&typed) }.into(),
        Err(error) => error.into(),
    };
    forms::finish(flash, paths::CHANNEL_HOSTS).await
}

/// Adds a channel, or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "channels/add")]
pub async fn add_channel(
    #[server(default)] name: String,
    #[server(default)] url: String,
    #[server(default)] secret: String,
    #[server(default)] severity: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let typed = typed_channel(&name, url, secret, &severity);
    match desk.add_channel(&forms::actor(), &typed).await {
        Ok(id) => {
            let name = forms::shown_again(name.trim());
            forms::finish(ChannelOutcome::Added { name }, &paths::channel(id)).await
        }
        Err(ChannelError::Faults(faults)) => {
            let outcome = ChannelOutcome::Add(typed_again(&typed, *faults));
            forms::finish(outcome, paths::CHANNEL_NEW).await
        }
        Err(error) => forms::finish(error, paths::CHANNELS).await,
    }
}
