//! What was sent to a channel: its messages, and each attempt at them.

use desk::Desk;
use desk::channels::{AttemptOutcome, Channel, ChannelId, Delivery, DeliveryAttempt, DeliveryState};
use desk::notices::Notice;
use domain::{Event, Lang};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Cell, ColumnHeads, Form, Panel, Table, Time};
use crate::context::{Text, Viewer, interface_name};
use crate::format::grouped;
use crate::pages::channels::badges::{AttemptBadge, DeliveryBadge};
use crate::pages::channels::forms::Resend;
use crate::pages::channels::hosts::ToHosts;
use crate::t;
use crate::words::channels::{attempt_words, host_to_allow, said};
use crate::words::notices::{about_words, event_words, news_words};

/// A message and what it tells, in the reader's words.
#[derive(Debug, Clone)]
pub struct Message {
    delivery: Delivery,
    /// What it is about.
    about: Option<Text>,
    /// What happened.
    words: Option<Text>,
}

impl Message {
    pub(crate) fn of(desk: &Desk, viewer: &Viewer, delivery: &Delivery, notice: Option<&Notice>) -> Self {
        let interface = notice.and_then(|notice| notice.interface.as_ref());
        let interface = interface.map(|(_, path)| interface_name(desk, viewer.lang, path));
        Self {
            delivery: delivery.clone(),
            about: notice.and_then(|notice| about_words(notice, interface)),
            words: notice.map(|notice| news_words(viewer, &notice.news)),
        }
    }
}

/// The newest messages, each with what became of it, and the ways to send now what was given up, or waits.
#[component]
pub fn MessagesPanel(
    /// The channel.
    channel: Channel,
    /// Its messages, the newest first.
    messages: Vec<Message>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "messages-title");
    if messages.is_empty() {
        return view! {
            <Panel title>
                <p class="secondary">{t!(lang, "messages-none")}</p>
            </Panel>
        }
        .into_any();
    }
    let all = match (channel.dead, channel.waiting) {
        (0, 0) => None,
        (0, _) if channel.paused => None,
        (dead, waiting) if waiting == 0 || channel.paused => Some(t!(lang, "resend-all", count = dead)),
        (dead, waiting) => Some(t!(lang, "send-all", count = dead + waiting)),
    };
    let all = all
        .map(|words| {
            view! {
                <Form action=Resend::url() inline=true>
                    <input type="hidden" name="channel" value=channel.id.to_string() />
                    <Button>{words}</Button>
                </Form>
            }
        })
        .into_any();
    let names = [
        t!(lang, "col-state"),
        t!(lang, "col-message"),
        t!(lang, "col-written"),
        t!(lang, "col-tries"),
        t!(lang, "col-next-try"),
    ];
    let head = view! {
        <ColumnHeads names=names.to_vec() figures=3..4 />
        <th scope="col">
            <span class="unseen">{t!(lang, "resend")}</span>
        </th>
    }
    .into_any();
    let rows =
        messages.into_iter().map(|message| message_row(lang, names.clone(), channel.paused, message)).collect_view();
    view! {
        <Panel title actions=all flush=true>
            <div class="told log">
                <Table caption=t!(lang, "messages-title") head>
                    {rows}
                </Table>
            </div>
        </Panel>
    }
    .into_any()
}

fn message_row(lang: Lang, names: [Text; 5], paused: bool, message: Message) -> impl IntoView + use<> {
    let [_, _, written, tries, next] = names;
    let Message { delivery, about, words: told } = message;
    let due = delivery.due_at.map(|at| {
        let when = if paused {
            view! { <span class="secondary">{t!(lang, "message-paused")}</span> }.into_any()
        } else {
            view! { <Time at quiet=true /> }.into_any()
        };
        view! { <Cell label=next>{when}</Cell> }.into_any()
    });
    let words = match delivery.state {
        DeliveryState::Dead => Some(t!(lang, "resend")),
        DeliveryState::Waiting if !paused => Some(t!(lang, "send-now")),
        DeliveryState::Waiting | DeliveryState::Delivered => None,
    };
    let again = words.map(|words| {
        view! {
            <Cell>
                <ResendOne channel=delivery.channel delivery=delivery.id words />
            </Cell>
        }
        .into_any()
    });
    let nothing = || view! { <td></td> }.into_any();
    view! {
        <tr>
            <Cell>
                <DeliveryBadge state=delivery.state />
            </Cell>
            <Cell main=true>
                <span>{told}</span>
                {about.map(|about| view! { <span class="secondary">{about}</span> })}
                <code class="path">{delivery.uuid}</code>
            </Cell>
            <Cell label=written>
                <Time at=delivery.made_at quiet=true />
            </Cell>
            <Cell label=tries number=true>
                {grouped(delivery.tries.into())}
            </Cell>
            {due.unwrap_or_else(nothing)}
            {again.unwrap_or_else(nothing)}
        </tr>
    }
}

#[component]
fn ResendOne(channel: ChannelId, delivery: i64, words: Text) -> impl IntoView {
    view! {
        <Form action=Resend::url() inline=true>
            <input type="hidden" name="channel" value=channel.to_string() />
            <input type="hidden" name="delivery" value=delivery.to_string() />
            <Button kind=ButtonKind::Quiet>{words}</Button>
        </Form>
    }
}

/// An attempt, and which kind of news it was of.
#[derive(Debug, Clone)]
pub struct Attempt {
    sent: DeliveryAttempt,
    outcome: Option<AttemptOutcome>,
    event: Option<Event>,
}

impl Attempt {
    pub(crate) fn of(
        (attempt, outcome): (DeliveryAttempt, Option<AttemptOutcome>),
        deliveries: &[(Delivery, Option<Notice>)],
    ) -> Self {
        let event = match attempt.delivery {
            None => Some(Event::Test),
            Some(id) => {
                let delivery = deliveries.iter().find(|(delivery, _)| delivery.id == id);
                delivery.and_then(|(_, notice)| notice.as_ref()).map(|notice| notice.news.event())
            }
        };
        Self { sent: attempt, outcome, event }
    }
}

/// Each time something was sent lately, and what came of it.
#[component]
pub fn AttemptsPanel(
    /// The attempts, the newest first.
    attempts: Vec<Attempt>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "attempts-title");
    if attempts.is_empty() {
        return view! {
            <Panel title>
                <p class="secondary">{t!(lang, "attempts-none")}</p>
            </Panel>
        }
        .into_any();
    }
    let names = [
        t!(lang, "col-result"),
        t!(lang, "col-came"),
        t!(lang, "col-message"),
        t!(lang, "col-took-ms"),
        t!(lang, "col-when"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() figures=3..4 /> }.into_any();
    let rows = attempts.into_iter().map(|attempt| attempt_row(lang, names.clone(), attempt)).collect_view();
    view! {
        <Panel title flush=true>
            <div class="told log">
                <Table caption=t!(lang, "attempts-title") head>
                    {rows}
                </Table>
            </div>
        </Panel>
    }
    .into_any()
}

fn attempt_row(lang: Lang, names: [Text; 5], attempt: Attempt) -> impl IntoView + use<> {
    let [_, _, message, took, when] = names;
    let Attempt { sent: attempt, outcome, event } = attempt;
    let words = outcome.as_ref().map(|outcome| attempt_words(lang, outcome));
    let said = outcome.as_ref().and_then(said).map(str::to_owned);
    let host = outcome.as_ref().and_then(host_to_allow).map(str::to_owned);
    let of = event.map_or_else(|| "–".into(), |event| event_words(lang, event));
    view! {
        <tr>
            <Cell>
                <AttemptBadge delivered=attempt.delivered />
            </Cell>
            <Cell main=true>
                <span>{words}</span>
                {said.map(|said| view! { <code class="said">{said}</code> })}
                {host.map(|host| view! { <ToHosts host /> })}
            </Cell>
            <Cell label=message>{of}</Cell>
            <Cell label=took number=true>
                {grouped(attempt.took_ms)}
            </Cell>
            <Cell label=when>
                <Time at=attempt.at exact=true />
            </Cell>
        </tr>
    }
}
