//! Page of one channel: its state, a test, its fields, its messages and the attempts to deliver them.

use desk::channels::ChannelPage as Loaded;
use desk::channels::{Channel, ChannelHealth, ChannelId};
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Fact, Facts, Form, Notice, NoticeKind, Panel, PostButton, Submit, TimeFact};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::channels::badges::ChannelBadges;
use crate::pages::channels::fields::ChannelFields;
use crate::pages::channels::forms::{EditChannel, PauseChannel, RemoveChannel, TestChannel, channel_id};
use crate::pages::channels::host_link::AllowHostLink;
use crate::pages::channels::log::{AttemptRow, AttemptsPanel, MessageRow, MessagesPanel};
use crate::pages::channels::outcome::{ChannelForm, ChannelOutcome};
use crate::t;
use crate::words::channels::{attempt_next, attempt_words, blocked_words, host_to_allow, kind_words};
use crate::words::notices::minimum_severity_words;
use crate::words::users::who_words;

/// `/channels/{channel}`
#[component]
pub fn ChannelPage() -> impl IntoView {
    let word = param("channel");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let loaded: Loaded = desk.channel_page(&viewer.actor, channel_id(&word)).await?;
        let Loaded { channel, standing, host_is_allowed, deliveries, attempts } = loaded;
        let form = match flash.read::<ChannelOutcome>() {
            Some(ChannelOutcome::Edit(form)) => form.clone(),
            _ => ChannelForm::of(&channel),
        };
        // The notice of a test says the same already.
        let tested = matches!(flash.read::<ChannelOutcome>(), Some(ChannelOutcome::Tested { .. }));
        let trouble = (!tested).then(|| standing.clone());
        let message = |(delivery, notice): &(_, Option<_>)| MessageRow::new(&desk, &viewer, delivery, notice.as_ref());
        let messages: Vec<_> = deliveries.iter().map(message).collect();
        let attempts: Vec<_> = attempts.into_iter().map(|attempt| AttemptRow::new(attempt, &deliveries)).collect();
        Ok::<_, Failure>(view! {
            <Page
                title=channel.name.clone()
                section=Section::Notices
                crumbs=vec![
                    Crumb::new(t!(lang, "notices-title"), paths::NOTICES),
                    Crumb::new(t!(lang, "channels-title"), paths::CHANNELS),
                ]
                aside=view! { <ChannelBadges channel=channel.clone() standing=standing.clone() /> }.into_any()
                actions=view! {
                    <PostButton
                        action=TestChannel::url()
                        fields=[("channel", channel.id.to_string())]
                        kind=ButtonKind::Primary
                    >
                        {t!(lang, "channel-test")}
                    </PostButton>
                }
                    .into_any()
            >
                <FlashNotice flash />
                {trouble.map(|standing| view! { <TroubleNotice standing waiting=channel.waiting /> })}
                <ChannelFacts channel=channel.clone() host_is_allowed />
                <EditPanel id=channel.id form />
                <EndPanel channel=channel.clone() />
                <MessagesPanel channel messages />
                <AttemptsPanel attempts />
            </Page>
        })
    })
}

/// Notice of why a channel is not called, or why its last attempt failed; nothing where there is no trouble.
#[component]
fn TroubleNotice(standing: ChannelHealth, waiting: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let blocked = blocked_words(lang, &standing);
    let (title, result) = match (standing, waiting) {
        (ChannelHealth::Blocked(result), 0) => (t!(lang, "trouble-blocked"), result),
        (ChannelHealth::Blocked(result), count) => (t!(lang, "trouble-blocked-waiting", count = count), result),
        (ChannelHealth::Failed(Some(result)), 0) => (t!(lang, "trouble-failed"), result),
        (ChannelHealth::Failed(Some(result)), count) => (t!(lang, "trouble-failed-waiting", count = count), result),
        _ => return None,
    };
    let why = blocked.unwrap_or_else(|| attempt_words(lang, &result));
    let host = host_to_allow(&result).map(str::to_owned);
    let next = attempt_next(lang, &result).unwrap_or_default();
    Some(view! {
        <Notice kind=NoticeKind::Warning title why next>
            {host.map(|host| view! { <p><AllowHostLink host /></p> })}
        </Notice>
    })
}

#[component]
fn ChannelFacts(channel: Channel, host_is_allowed: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel>
            <Facts wide=true>
                <Fact label=t!(lang, "field-channel-kind")>{kind_words(lang, channel.kind)}</Fact>
                <Fact label=t!(lang, "field-channel-url")>
                    <code class="path">{channel.masked_url}</code>
                </Fact>
                <Fact label=t!(lang, "field-channel-severity")>{minimum_severity_words(lang, channel.severity)}</Fact>
                <Fact label=t!(lang, "field-host")>
                    <code>{channel.host}</code>
                    {host_is_allowed
                        .then(|| view! { " " <span class="secondary">{t!(lang, "host-is-allowed")}</span> })}
                </Fact>
                <TimeFact label=t!(lang, "col-added") at=channel.made_at />
                <Fact label=t!(lang, "fact-added-by")>{who_words(lang, &channel.made_by)}</Fact>
            </Facts>
        </Panel>
    }
}

#[component]
fn EditPanel(id: ChannelId, form: ChannelForm) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <div id="edit">
            <Panel title=t!(lang, "channel-edit-title")>
                <Form action=EditChannel::url()>
                    <input type="hidden" name="channel" value=id.to_string() />
                    <ChannelFields form exists=true />
                    <Submit>{t!(lang, "save")}</Submit>
                </Form>
            </Panel>
        </div>
    }
}

/// Panel with the buttons that pause or resume sending, and remove the channel.
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
                <Submit>{button}</Submit>
            </Form>
            <details class="confirming">
                <summary class="button danger">{t!(lang, "channel-remove")}</summary>
                <ul>
                    <li>{t!(lang, "channel-remove-what")}</li>
                    {(waiting > 0).then(|| view! { <li>{t!(lang, "channel-remove-waiting", count = waiting)}</li> })}
                </ul>
                <Form action=RemoveChannel::url()>
                    <input type="hidden" name="channel" value=id.to_string() />
                    <Submit kind=ButtonKind::Confirm>{t!(lang, "channel-remove-confirm", name = name)}</Submit>
                </Form>
            </details>
        </Panel>
    }
}
