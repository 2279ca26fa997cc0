//! Log of a channel: its messages, and the attempts to deliver them.

use desk::Desk;
use desk::channels::{AttemptOutcome, Channel, Delivery, DeliveryAttempt, DeliveryState};
use desk::notices::Notice;
use domain::{Event, Lang};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Cell, Panel, PostButton, Table, Time};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::pages::channels::badges::{AttemptBadge, DeliveryBadge};
use crate::pages::channels::forms::Resend;
use crate::pages::channels::host_link::AllowHostLink;
use crate::t;
use crate::words::channels::{attempt_words, host_to_allow, remote_message};
use crate::words::notices::{event_words, news_words, subject_words};

/// A row of the messages, in the reader's language.
#[derive(Debug, Clone)]
pub struct MessageRow {
    delivery: Delivery,
    /// The interface and account that it is about.
    subject: Option<Text>,
    /// Its news.
    news: Option<Text>,
}

impl MessageRow {
    /// The row of a message, and of the notice that it brings where that is still there.
    pub(crate) fn new(desk: &Desk, viewer: &Viewer, delivery: &Delivery, notice: Option<&Notice>) -> Self {
        let interface = notice.and_then(|notice| notice.interface.as_ref());
        let interface = interface.map(|(_, path)| desk.interface_name(viewer.lang, path));
        Self {
            delivery: delivery.clone(),
            subject: notice.and_then(|notice| subject_words(notice, interface)),
            news: notice.map(|notice| news_words(viewer, &notice.news)),
        }
    }
}

/// Panel with the newest messages and their state, and with buttons that send now what was given up, or waits.
#[component]
pub fn MessagesPanel(
    /// The channel.
    channel: Channel,
    /// Its messages, the newest first.
    messages: Vec<MessageRow>,
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
                <PostButton action=Resend::url() fields=[("channel", channel.id.to_string())]>
                    {words}
                </PostButton>
            }
        })
        .into_any();
    let columns = t!(lang, ["col-state", "col-message", "col-written", "col-tries", "col-next-try"]);
    let head = view! {
        <th scope="col">
            <span class="unseen">{t!(lang, "resend")}</span>
        </th>
    }
    .into_any();
    let rows =
        messages.into_iter().map(|message| message_row(lang, columns.clone(), channel.paused, message)).collect_view();
    view! {
        <Panel title actions=all flush=true>
            <div class="told log">
                <Table caption=t!(lang, "messages-title") columns=columns.clone() figures=3..4 head>
                    {rows}
                </Table>
            </div>
        </Panel>
    }
    .into_any()
}

fn message_row(lang: Lang, columns: [Text; 5], paused: bool, message: MessageRow) -> impl IntoView + use<> {
    let [_, _, written, tries, next] = columns;
    let MessageRow { delivery, subject, news } = message;
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
                <PostButton
                    action=Resend::url()
                    fields=[("channel", delivery.channel.to_string()), ("delivery", delivery.id.to_string())]
                    kind=ButtonKind::Quiet
                >
                    {words}
                </PostButton>
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
                <span>{news}</span>
                {subject.map(|subject| view! { <span class="secondary">{subject}</span> })}
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

/// A row of the attempts.
#[derive(Debug, Clone)]
pub struct AttemptRow {
    attempt: DeliveryAttempt,
    outcome: Option<AttemptOutcome>,
    /// The kind of news that was sent.
    event: Option<Event>,
}

impl AttemptRow {
    /// The row of an attempt at one of the deliveries, or at a test message.
    pub(crate) fn new(
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
        Self { attempt, outcome, event }
    }
}

/// Panel with the latest attempts and their outcomes.
#[component]
pub fn AttemptsPanel(
    /// The attempts, the newest first.
    attempts: Vec<AttemptRow>,
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
    let columns = t!(lang, ["col-result", "col-came", "col-message", "col-took-ms", "col-when"]);
    let rows = attempts.into_iter().map(|attempt| attempt_row(lang, columns.clone(), attempt)).collect_view();
    view! {
        <Panel title flush=true>
            <div class="told log">
                <Table caption=t!(lang, "attempts-title") columns=columns.clone() figures=3..4>
                    {rows}
                </Table>
            </div>
        </Panel>
    }
    .into_any()
}

fn attempt_row(lang: Lang, columns: [Text; 5], row: AttemptRow) -> impl IntoView + use<> {
    let [_, _, message, took, when] = columns;
    let AttemptRow { attempt, outcome, event } = row;
    let words = outcome.as_ref().map(|outcome| attempt_words(lang, outcome));
    let said = outcome.as_ref().and_then(remote_message).map(str::to_owned);
    let host = outcome.as_ref().and_then(host_to_allow).map(str::to_owned);
    let event = event.map_or_else(|| "–".into(), |event| event_words(lang, event));
    view! {
        <tr>
            <Cell>
                <AttemptBadge delivered=attempt.delivered />
            </Cell>
            <Cell main=true>
                <span>{words}</span>
                {said.map(|said| view! { <code class="said">{said}</code> })}
                {host.map(|host| view! { <AllowHostLink host /> })}
            </Cell>
            <Cell label=message>{event}</Cell>
            <Cell label=took number=true>
                {grouped(attempt.took_ms)}
            </Cell>
            <Cell label=when>
                <Time at=attempt.at exact=true />
            </Cell>
        </tr>
    }
}
