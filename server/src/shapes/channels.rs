//! Channels and their logs, as `wxquota channel … --json` and the API show them.

use desk::channels::{AttemptOutcome, Channel, ChannelHealth, LastResults, LoggedAttempt};
use domain::Event;
use jiff::Timestamp;
use serde::Serialize;

use super::shapes;

shapes! {
    /// `GET channels`, `channel list --json`.
    struct Channels (channels: Vec<(Channel, ChannelHealth, LastResults)>) {
        /// Sorted by name.
        channels: Vec<ChannelShape> = channels
            .into_iter()
            .map(|(channel, health, last)| ChannelShape::of(channel, &health, last))
            .collect(),
        /// Always null.
        next: Option<String> = None,
    }

    /// A channel, without its secrets.
    #[schema(as = Channel)]
    struct ChannelShape (channel: Channel, health: &ChannelHealth, last: LastResults) {
        /// The ID, which is never reused.
        id: i64 = channel.id.0,
        /// The name.
        name: String = channel.name,
        /// `wecom dingtalk feishu serverchan email webhook`.
        kind: &'static str = channel.kind.word(),
        /// The address with its secret parts masked.
        url: String = channel.masked_url,
        /// The language of the messages.
        lang: &'static str = channel.lang.word(),
        /// The lowest severity of the notices that are sent.
        severity: &'static str = channel.severity.word(),
        /// `ok untried failed blocked paused`.
        state: &'static str = match health {
            ChannelHealth::Paused => "paused",
            ChannelHealth::Blocked(_) => "blocked",
            ChannelHealth::NeverUsed => "untried",
            ChannelHealth::Failed(_) => "failed",
            ChannelHealth::Healthy => "ok",
        },
        /// The time when it last accepted a message, tests included; null if it never did.
        last_success_at: Option<Timestamp> = last.success,
        /// The time when an attempt last failed; null if none did.
        last_failure_at: Option<Timestamp> = last.failure,
        /// The depth of the queue: the number of messages that wait to be sent.
        waiting: i64 = channel.waiting,
        /// The number of messages that were given up.
        dead: i64 = channel.dead,
        /// The time when the channel was added.
        created_at: Timestamp = channel.made_at,
    }

    /// `GET channels/{id}/deliveries`.
    struct Deliveries (log: &[(LoggedAttempt, Option<AttemptOutcome>)], next: Option<String>) {
        /// Sorted by time, newest first.
        deliveries: Vec<DeliveryShape> =
            log.iter().map(|(line, outcome)| DeliveryShape::of(line, outcome.as_ref())).collect(),
        /// The `cursor` for the next page; null on the last page.
        next: Option<String> = next,
    }

    /// An attempt to deliver a message, or several together.
    #[schema(as = Delivery)]
    struct DeliveryShape (line: &LoggedAttempt, outcome: Option<&AttemptOutcome>) {
        /// The ID of the attempt; later attempts have larger ones.
        id: i64 = line.id.0,
        /// The time of the attempt.
        at: Timestamp = line.attempt.at,
        /// The duration in milliseconds.
        took_ms: i64 = line.attempt.took_ms,
        /// Whether the other side accepted the message.
        delivered: bool = line.attempt.delivered,
        /// The outcome, with what the other side answered, masked; null if another version of wxquota wrote it.
        result: Option<String> = outcome.map(ToString::to_string),
        /// The notice that was sent, of several in one message the first; null for a test message.
        notice: Option<i64> = line.delivery.as_ref().map(|delivery| delivery.notice.0),
        /// The kind of the notice, such as `quota.threshold`; `channel.test` for a test message.
        event: String = line.event.clone().unwrap_or_else(|| Event::Test.word().to_owned()),
        /// The UUID of the message, which a webhook gets as `X-Quota-Delivery`; null for a test message.
        message: Option<String> = line.delivery.as_ref().map(|delivery| delivery.uuid.clone()),
        /// The state of the message now: `waiting delivered dead`; null for a test message.
        state: Option<&'static str> = line.delivery.as_ref().map(|delivery| delivery.state.word()),
        /// The number of attempts of the message so far; null for a test message.
        tries: Option<u32> = line.delivery.as_ref().map(|delivery| delivery.tries),
        /// The time of the next attempt; null if there is none.
        next_at: Option<Timestamp> = line.delivery.as_ref().and_then(|delivery| delivery.due_at),
    }
}

/// `channel add --json`.
#[derive(Debug, Serialize)]
pub(crate) struct AddedChannel<'a> {
    /// The ID.
    pub(crate) id: i64,
    /// The name.
    pub(crate) name: &'a str,
    /// The kind.
    pub(crate) kind: &'static str,
}

/// `channel test --json`.
#[derive(Debug, Serialize)]
pub(crate) struct TestedChannel<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// Whether the other side accepted the message.
    pub(crate) delivered: bool,
    /// The outcome, with what the other side answered.
    pub(crate) result: String,
}
