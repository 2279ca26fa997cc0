//! Observation of what the desk does, for counters.

use std::fmt;

use domain::{ChannelKind, Outcome};
use store::channels::DeliveryEnd;

/// An observer of what the desk does. Its functions are called in the middle of the work, so they must return at once.
pub trait Observer: fmt::Debug + Send + Sync {
    /// A reading was made.
    fn reading_made(&self, outcome: Outcome);
    /// A channel of this kind was sent a message; `end` is how the message goes on. One call a message.
    fn message_sent(&self, kind: ChannelKind, end: &DeliveryEnd);
    /// The first report of an incident was saved.
    fn incident_begun(&self, errcode: i32);
}
