//! One file a call: what is sent, what comes back, and how forgiving we are about it.

pub mod clear_interface;
pub mod clear_quota;
pub mod clear_quota_by_secret;
pub mod quota_get;
pub mod rid_get;
pub mod stable_token;
pub mod token;
