//! Failures of pages about channels.

use desk::channels::ChannelError;
use domain::{Permission, paths};

use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of a channel that does not exist.
pub const NO_CHANNEL: Failure = Failure::Missing(Missing {
    title: key!("no-channel-title"),
    why: key!("no-channel-why"),
    next: paths::CHANNELS,
    next_label: key!("failed-to-channels"),
});

failure_from!(ChannelError, Permission::Automate, ChannelError::NoSuchChannel => NO_CHANNEL; other);
