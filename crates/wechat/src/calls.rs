//! One file a call: what is sent, what comes back, and how forgiving we are about it.

pub mod quota_get;
pub mod stable_token;
pub mod token;
