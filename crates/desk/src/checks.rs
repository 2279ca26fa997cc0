//! Checks for `wxquota check`.

use jiff::{SignedDuration, Timestamp};
use wechat::CallError;

use crate::Desk;

/// The deviation of our clock that is tolerated. With more, the times of rids and of expiry mislead.
pub const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// The result of calling WeChat: whether it answers, and how its clock compares with ours.
#[derive(Debug, Clone)]
pub enum WechatReach {
    /// It answered.
    Answers {
        /// How far our clock is ahead of WeChat's (behind, where negative); `None` where its answer holds no time.
        clock_ahead: Option<SignedDuration>,
    },
    /// It did not, and why.
    Unreachable(String),
}

impl WechatReach {
    /// The result of a call at `now`: of an answer of any kind with its time, or of a failure.
    pub fn of(answer: Result<Option<Timestamp>, CallError>, now: Timestamp) -> Self {
        match answer {
            Ok(date) => Self::Answers { clock_ahead: date.map(|date| now.duration_since(date)) },
            Err(error) => Self::Unreachable(error.to_string()),
        }
    }
}

impl Desk {
    /// Asks WeChat for an answer of any kind; costs no quota of any account.
    pub async fn reach_wechat(&self) -> WechatReach {
        let answer = self.wechat.reach().await;
        WechatReach::of(answer, self.clock.now())
    }
}
