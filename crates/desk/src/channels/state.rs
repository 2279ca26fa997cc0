//! The state of sending messages.

use std::sync::atomic::{AtomicU64, Ordering};

use store::channels::ChannelId;
use tokio::sync::Notify;
use wechat::Webhooks;

use crate::background::InProgress;

/// The state of sending messages.
#[derive(Debug)]
pub(crate) struct Outbox {
    pub(super) webhooks: Webhooks,
    pub(super) bell: Notify,
    /// Channels whose messages are being sent, each by one task at a time.
    pub(super) busy: InProgress<ChannelId>,
    /// How often channels were changed.
    changes: AtomicU64,
}

impl Outbox {
    pub(crate) fn new(webhooks: Webhooks) -> Self {
        Self { webhooks, bell: Notify::new(), busy: InProgress::default(), changes: AtomicU64::default() }
    }

    /// Wakes the sender: messages may be due.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    /// Notes that a channel was changed or removed, so that messages read before are read again; wakes the sender.
    pub(super) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.ring();
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }
}
