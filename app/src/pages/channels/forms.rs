//! Forms about channels: their server functions.

#![expect(clippy::too_many_arguments, reason = "leptos' macro takes each field of the form as one")]

use desk::channels::{ChannelError, ChannelFaults, ChannelId, TypedChannel};
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::forms::confirm::{Unconfirmed, ask_password};
use crate::forms::{self, Flash};
use crate::pages::channels::outcome::{ChannelForm, ChannelOutcome};

/// Channel id out of a path or a form; one that does not exist, where the text is no id.
pub(crate) fn channel_id(text: &str) -> ChannelId {
    ChannelId(text.parse().unwrap_or_default())
}

/// Adds a channel. Redirects to it, or to the form with what is wrong.
#[server(prefix = "/form", endpoint = "channels/add")]
pub async fn add_channel(
    #[server(default)] name: String,
    #[server(default)] kind: String,
    #[server(default)] url: String,
    #[server(default)] secret: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] keyword: String,
    #[server(default)] lang: String,
    #[server(default)] severity: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let typed = TypedChannel {
        name,
        kind,
        url: url.into(),
        secret: secret.into(),
        from: from.into(),
        to: to.into(),
        keyword,
        lang,
        severity,
    };
    match desk.add_channel(&forms::actor(), &typed).await {
        Ok(id) => {
            let name = forms::shown_again(typed.name.trim());
            forms::finish(ChannelOutcome::Added { name }, &paths::channel(id)).await
        }
        Err(ChannelError::Faults(faults)) => {
            let form = ChannelForm::shown_again(&typed, *faults);
            forms::finish(ChannelOutcome::Add(form), paths::CHANNEL_NEW).await
        }
        Err(error) => forms::finish(error, paths::CHANNELS).await,
    }
}

/// Changes a channel; an address and a secret that are left empty stay as they are.
#[server(prefix = "/form", endpoint = "channels/edit")]
pub async fn edit_channel(
    #[server(default)] channel: String,
    #[server(default)] name: String,
    #[server(default)] url: String,
    #[server(default)] secret: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] keyword: String,
    #[server(default)] lang: String,
    #[server(default)] severity: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = channel_id(&channel);
    let path = paths::channel(id);
    let replaces = [&url, &secret, &from, &to].iter().any(|typed| !typed.trim().is_empty());
    let (kind, url, secret) = (String::new(), url.into(), secret.into());
    let (from, to) = (from.into(), to.into());
    let typed = TypedChannel { name, kind, url, secret, from, to, keyword, lang, severity };
    if replaces {
        match forms::confirm::confirm(&desk, confirm).await {
            Ok(()) => {}
            Err(Unconfirmed::Refused(flash)) => return forms::finish(flash, &path).await,
            Err(Unconfirmed::Fault(fault)) => {
                let form = ChannelForm::shown_again(&typed, ChannelFaults::default());
                let form = ChannelForm { password: Some(fault), ..form };
                return forms::finish(ChannelOutcome::Edit(form), &paths::channel_form(id)).await;
            }
        }
    }
    match desk.edit_channel(&forms::actor(), id, &typed).await {
        Err(ChannelError::Faults(faults)) => {
            let form = ChannelForm::shown_again(&typed, *faults);
            forms::finish(ChannelOutcome::Edit(form), &paths::channel_form(id)).await
        }
        saved => forms::finish(saved.map(|()| ChannelOutcome::Saved), &path).await,
    }
}

/// Pauses sending to a channel, or resumes it.
#[server(prefix = "/form", endpoint = "channels/pause")]
pub async fn pause_channel(
    #[server(default)] channel: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = channel_id(&channel);
    let paused = paused == "yes";
    let outcome = if paused { ChannelOutcome::Paused } else { ChannelOutcome::Resumed };
    let result = desk.pause_channel(&forms::actor(), id, paused).await;
    forms::finish(result.map(|()| outcome), &paths::channel(id)).await
}

/// Removes a channel.
#[server(prefix = "/form", endpoint = "channels/remove")]
pub async fn remove_channel(#[server(default)] channel: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let result = desk.remove_channel(&forms::actor(), channel_id(&channel)).await;
    forms::finish(result.map(|()| ChannelOutcome::Removed), paths::CHANNELS).await
}

/// Sends a test message to a channel; the outcome says how the receiver answered.
#[server(prefix = "/form", endpoint = "channels/test")]
pub async fn test_channel(#[server(default)] channel: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = channel_id(&channel);
    let flash = match desk.test_channel(&forms::actor(), id).await {
        Ok((attempt, result)) => Flash::from(ChannelOutcome::Tested { took_ms: attempt.took_ms, result }),
        Err(error) => error.into(),
    };
    forms::finish(flash, &paths::channel(id)).await
}

/// Sends messages that were given up, or wait, now: one message, or all of a channel.
#[server(prefix = "/form", endpoint = "channels/resend")]
pub async fn resend(
    #[server(default)] channel: String,
    #[server(default)] delivery: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = channel_id(&channel);
    // A value that is no number names no message.
    let one = (!delivery.is_empty()).then(|| delivery.parse().unwrap_or_default());
    let result = desk.resend(&forms::actor(), id, one).await;
    forms::finish(result.map(|count| ChannelOutcome::Resent { count }), &paths::channel(id)).await
}

/// Lets channels call a host in a private network.
#[server(prefix = "/form", endpoint = "channels/allow-host")]
pub async fn allow_host(
    #[server(default)] host: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    if let Some(asked) = ask_password(&desk, confirm, AllowHost::url(), &[("host", &*host)]).await {
        return forms::finish(asked, paths::CHANNEL_HOSTS).await;
    }
    set_host(host, true).await
}

/// Forbids channels to call a host in a private network.
#[server(prefix = "/form", endpoint = "channels/forbid-host")]
pub async fn forbid_host(#[server(default)] host: String) -> Result<(), ServerFnError> {
    set_host(host, false).await
}

async fn set_host(typed: String, allowed: bool) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let result = match desk.allow_host(&forms::actor(), &typed, allowed).await {
        Ok(Some(host)) if allowed => Ok(ChannelOutcome::HostAllowed { host }),
        Ok(Some(host)) => Ok(ChannelOutcome::HostForbidden { host }),
        Ok(None) => Ok(ChannelOutcome::HostUnchanged),
        Err(ChannelError::Host) => Ok(ChannelOutcome::Host { typed: forms::shown_again(&typed) }),
        Err(error) => Err(error),
    };
    forms::finish(result, paths::CHANNEL_HOSTS).await
}
