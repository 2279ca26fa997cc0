//! Channels: where notices are sent, what was sent, and the hosts that may be called.

pub mod badges;
pub mod channel;
pub mod fields;
pub mod forms;
pub mod host_link;
pub mod hosts;
pub mod list;
pub mod log;
pub mod outcome;
pub mod signature;

pub use channel::ChannelPage;
pub use list::ChannelsPage;
