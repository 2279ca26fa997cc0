//! The desk's look at itself, for `wxquota check`.

use jiff::{SignedDuration, Timestamp};

use crate::Desk;

/// How far our clock may be off before rids and expiry times mislead.
pub const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// Whether WeChat can be reached from here, and what its clock says.
#[derive(Debug, Clone)]
pub enum WechatReach {
    /// It answered.
    Answers {
        /// How far our clock is ahead of WeChat's (behind, where negative); `None` where it did not tell the time.
        clock_ahead: Option<SignedDuration>,
    },
    /// It did not, and why.
    Silent(String),
}

impl Desk {
    /// Asks WeChat for an answer of any kind; costs no quota of any account.
    pub async fn reach_wechat(&self) -> WechatReach {
        match self.wechat.reach().await {
            Ok(date) => {
                WechatReach::Answers { clock_ahead: date.map(|date: Timestamp| self.clock.now().duration_since(date)) }
            }
            Err(error) => WechatReach::Silent(error.to_string()),
        }
    }
}
