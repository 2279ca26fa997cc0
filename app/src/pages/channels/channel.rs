//! One channel: how it stands, a test, its fields, its messages and what came of them.

use crate::components::{Button, ButtonKind, Fact, Facts, Form, Notice, NoticeKind, Panel, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::channels::badges::ChannelBadges;
use crate::pages::channels::fields::ChannelFields;
use crate::pages::channels::forms::{EditChannel, PauseChannel, RemoveChannel, TestChannel, named};
use crate::pages::channels::hosts::ToHosts;
use crate::pages::channels::log::{Attempt, AttemptsPanel, Message, MessagesPanel};
use crate::pages::channels::outcome::{ChannelOutcome, Typed};
use crate::t;
use crate::words::channels::{attempt_next, attempt_words, blocked_words, host_to_allow};
use crate::words::notices::from_words;
use crate::words::users::who_words;
use desk::channels::ChannelPage as Loaded;
use desk::channels::{Channel, ChannelId, Standing};
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// `/channels/{channel}`
#[component]
pub fn ChannelPage() -> impl IntoView {
    let word = param("channel");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let loaded: Loaded = desk.channel_page(&viewer.actor, named(&word)).await?;
        let Loaded { channel, standing, host_is_allowed, deliveries, attempts } = loaded;
        let typed = match flash.read::<ChannelOutcome>() {
            Some(ChannelOutcome::Edit(typed)) => typed.clone(),
            _ => Typed::of(&channel),
        };
        // What a test came to is told already.
        let tested = matches!(flash.read::<ChannelOutcome>(), Some(ChannelOutcome::Tested { .. }));
        let trouble = (!tested).then(|| standing.clone());
        let message = |(delivery, notice): &(_, Option<_>)| Message::of(&desk, &viewer, delivery, notice.as_ref());
        let messages: Vec<_> = deliveries.iter().map(message).collect();
        let attempts: Vec<_> = attempts.into_iter().map(|attempt| Attempt::of(attempt, &deliveries)).collect();
        Ok::<_, Failure>(
            view! {
                <Page
                    title=channel.name.clone()
                    section=Section::Notices
                    crumbs=vec![
                        Crumb::new(t!(lang, "notices-title"), paths::NOTICES),
                        Crumb::new(t!(lang, "channels-title"), paths::CHANNELS),
                    ]
                    aside=view! { <ChannelBadges channel=channel.clone() standing=standing.clone() /> }.into_any()
                    actions=view! { <TestButton id=channel.id /> }.into_any()
                >
                    <FlashNotice flash />
                    {trouble.map(|standing| view! { <TroubleNotice standing waiting=channel.waiting /> })}
                    <ChannelFacts channel=channel.clone() host_is_allowed />
                    <EditPanel id=channel.id typed />
                    <EndPanel channel=channel.clone() />
                    <MessagesPanel channel messages />
                    <AttemptsPanel attempts />
                </Page>
            }
            .into_any(),
        )
    })
}

#[component]
fn TestButton(id: ChannelId) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=TestChannel::url() inline=true>
            <input type="hidden" name="channel" value=id.to_string() />
            <Button kind=ButtonKind::Primary>{t!(lang, "channel-test")}</Button>
        </Form>
    }
}

/// Why a channel is not called, or what its last attempt failed by; nothing of one that has no trouble.
#[component]
fn TroubleNotice(standing: Standing, waiting: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let blocked = blocked_words(lang, &standing);
    let (title, came) = match (standing, waiting) {
        (Standing::Blocked(came), 0) => (t!(lang, "trouble-blocked"), came),
        (Standing::Blocked(came), count) => (t!(lang, "trouble-blocked-waiting", count = count), came),
        (Standing::Failed(Some(came)), 0) => (t!(lang, "trouble-failed"), came),
        (Standing::Failed(Some(came)), count) => (t!(lang, "trouble-failed-waiting", count = count), came),
        _ => return None,
    };
    let why = blocked.unwrap_or_else(|| attempt_words(lang, &came));
    let host = host_to_allow(&came).map(str::to_owned);
    let next = attempt_next(lang, &came).unwrap_or_default();
    Some(view! {
        <Notice kind=NoticeKind::Warning title why next>
            {host.map(|host| view! { <p><ToHosts host /></p> })}
        </Notice>
    })
}

#[component]
fn ChannelFacts(channel: Channel, host_is_allowed: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel>
            <Facts wide=true>
                <Fact label=t!(lang, "field-channel-url")>
                    <code class="path">{channel.masked_url}</code>
                </Fact>
                <Fact label=t!(lang, "field-channel-severity")>{from_words(lang, channel.severity)}</Fact>
                <Fact label=t!(lang, "field-host")>
                    <code>{channel.host}</code>
                    {host_is_allowed
                        .then(|| view! { " " <span class="secondary">{t!(lang, "host-is-allowed")}</span> })}
                </Fact>
                <Fact label=t!(lang, "col-added")>
                    <Time at=channel.made_at />
                </Fact>
                <Fact label=t!(lang, "fact-added-by")>{who_words(lang, &channel.made_by)}</Fact>
            </Facts>
        </Panel>
    }
}

#[component]
fn EditPanel(id: ChannelId, typed: Typed) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <div id="edit">
            <Panel title=t!(lang, "channel-edit-title")>
                <Form action=EditChannel::url()>
                    <input type="hidden" name="channel" value=id.to_string() />
                    <ChannelFields typed is_there=true />
                    <div class="actions">
                        <Button>{t!(lang, "save")}</Button>
                    </div>
                </Form>
            </Panel>
        </div>
    }
}

/// How sending ends: for now, or for good.
#[component]
fn EndPanel(channel: Channel) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Channel { id, name, paused, waiting, .. } = channel;
    let (hint, word, button) = if paused {
        (t!(lang, "channel-resume-hint"), "no", t!(lang, "channel-resume"))
    } else {
        (t!(lang, "channel-pause-hint"), "yes", t!(lang, "channel-pause"))
    };
    view! {
        <Panel title=t!(lang, "channel-end-title")>
            <Form action=PauseChannel::url()>
                <input type="hidden" name="channel" value=id.to_string() />
                <input type="hidden" name="paused" value=word />
                <p class="hint">{hint}</p>
                <div class="actions">
                    <Button>{button}</Button>
                </div>
            </Form>
            <details class="confirming">
                <summary class="button danger">{t!(lang, "channel-remove")}</summary>
                <ul>
                    <li>{t!(lang, "channel-remove-what")}</li>
                    {(waiting > 0).then(|| view! { <li>{t!(lang, "channel-remove-waiting", count = waiting)}</li> })}
                </ul>
                <Form action=RemoveChannel::url()>
                    <input type="hidden" name="channel" value=id.to_string() />
                    <div class="actions">
                        <Button kind=ButtonKind::Confirm>{t!(lang, "channel-remove-confirm", name = name)}</Button>
                    </div>
                </Form>
            </details>
        </Panel>
    }
}
