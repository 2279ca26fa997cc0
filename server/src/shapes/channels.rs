//! Channels, as `wxquota channel … --json` prints them.

use desk::channels::{Channel, ChannelHealth};
use jiff::Timestamp;
use serde::Serialize;

use super::shapes;

shapes! {
    /// `channel list --json`.
    struct Channels (channels: Vec<(Channel, ChannelHealth)>) {
        /// Sorted by name.
        channels: Vec<ChannelShape> = channels.into_iter().map(|(channel, health)| ChannelShape::of(channel, &health)).collect(),
        /// Always null.
        next: Option<String> = None,
    }

    /// A channel, without its secrets.
    struct ChannelShape (channel: Channel, health: &ChannelHealth) {
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
        /// The number of messages that wait to be sent.
        waiting: i64 = channel.waiting,
        /// The number of messages that were given up.
        dead: i64 = channel.dead,
        /// The time when the channel was added.
        created_at: Timestamp = channel.made_at,
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
