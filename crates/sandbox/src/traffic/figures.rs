//! The figures of an interface in replies.

use serde::{Deserialize, Serialize};

/// The `quota` of a reply of `/cgi-bin/openapi/quota/get`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Calls the account may make to the interface in the quota day.
    pub daily_limit: u64,
    /// Calls made in the quota day.
    pub used: u64,
    /// Calls left in the quota day.
    pub remain: u64,
}

impl Figures {
    /// The answer where WeChat has no figures.
    pub const NONE: Self = Self { daily_limit: 0, used: 0, remain: 0 };

    pub(crate) fn new(daily_limit: u64, used: u64) -> Self {
        Self { daily_limit, used, remain: daily_limit.saturating_sub(used) }
    }
}
