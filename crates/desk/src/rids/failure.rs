//! The reasons why a look-up found nothing.

use std::fmt;

use domain::Lang;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wechat::{Endpoint, Explanation, explain};

use crate::explain::Problem;

/// The reason why a look-up found nothing: by WeChat's answers, or found before anyone was asked. It is kept, so that the rid's
/// page shows it to everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum LookupFailure {
    /// None of the accounts asked knows the rid (76001).
    #[error("WeChat did not find this rid; {0}")]
    NotFound(LookupAttempts),
    /// An account that was not asked made the call (76003).
    #[error("another account made this call; {0}")]
    OtherAccount(LookupAttempts),
    /// The text names an account that is none of ours.
    #[error("the text names {appid}, which is not one of your accounts")]
    #[serde(rename = "stranger")]
    UnknownAppId {
        /// Its appid.
        appid: String,
    },
    /// WeChat says that it is no rid (76002).
    #[error("WeChat does not recognize this as a rid")]
    Malformed,
    /// The call was made more than 7 days ago, by its rid or by WeChat's word (76004), and was never looked up.
    #[error("WeChat shows requests of the last 7 days only; this one was made at {at}")]
    Expired {
        /// When the call was made.
        at: Timestamp,
    },
    /// No call can have been made when the rid says: before 2020, or still to come.
    #[error("the time in this rid is impossible")]
    Implausible,
    /// The call was a `/sns/` one, which WeChat never gives (76022, or the text says so).
    #[error("WeChat does not show sign-in calls under /sns/")]
    SignIn,
    /// The call named no account that WeChat knows, so its rid belongs to none.
    #[error("this rid belongs to no account: the call had no access_token or no valid AppID")]
    NoOwner,
    /// Nobody said which account to ask, and none is active.
    #[error("there is no active account")]
    NoAccount,
    /// All accounts that could be asked have used up the day's look-ups.
    #[error("today's lookups are used up; {0}")]
    #[serde(rename = "spent")]
    QuotaUsedUp(LookupAttempts),
    /// We failed ourselves; the log says how.
    #[error("an internal error occurred")]
    Failed,
    /// The look-up itself failed.
    #[error("looked up with {account}: {}", problem.detail)]
    Call {
        /// The name of the account that was asked.
        account: String,
        /// What went wrong.
        problem: Problem,
        /// Who had been asked before.
        #[serde(default)]
        asked: Box<LookupAttempts>,
    },
}

/// The accounts that were asked about a rid, and those that were not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookupAttempts {
    /// The names of those that do not know it.
    pub tried: Vec<String>,
    /// The names of those that could not ask, for reasons of their own; one of them may have made the call.
    pub unable: Vec<String>,
    /// The names of those that have used up the day's look-ups.
    pub spent: Vec<String>,
    /// The names of those of which the person has used up their share of the day's look-ups.
    pub own_spent: Vec<String>,
    /// The names of those of which incidents have used up their share of the day's look-ups.
    pub incidents_spent: Vec<String>,
    /// How many more there are: they were too many, or the others took too long.
    pub unasked: usize,
}

impl fmt::Display for LookupAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.tried.is_empty() {
            parts.push(format!("looked up with {}", self.tried.join(", ")));
        }
        if !self.unable.is_empty() {
            parts.push(format!("{} could not be used", self.unable.join(", ")));
        }
        if !self.spent.is_empty() {
            parts.push(format!("no lookups left today with {}", self.spent.join(", ")));
        }
        if !self.own_spent.is_empty() {
            parts.push(format!("your share of today's lookups with {} is used up", self.own_spent.join(", ")));
        }
        if !self.incidents_spent.is_empty() {
            let names = self.incidents_spent.join(", ");
            parts.push(format!("the incidents' share of today's lookups with {names} is used up"));
        }
        match self.unasked {
            0 => {}
            1 => parts.push("1 more account was not tried".to_owned()),
            more => parts.push(format!("{more} more accounts were not tried")),
        }
        f.write_str(&parts.join("; "))
    }
}

impl LookupAttempts {
    /// How many accounts made no call, because the day's look-ups are used up.
    pub(super) fn without_calls(&self) -> usize {
        self.spent.len() + self.own_spent.len() + self.incidents_spent.len()
    }
}

impl LookupFailure {
    /// What WeChat's answer to the look-up means, and what to do; `None` where it is not about an errcode.
    pub fn explanation(&self, lang: Lang) -> Option<Explanation> {
        let about_rid = |errcode| explain(errcode, Some(Endpoint::RidGet.path()), lang);
        match self {
            Self::NotFound(_) => Some(about_rid(76001)),
            Self::Malformed => Some(about_rid(76002)),
            Self::OtherAccount(_) => Some(about_rid(76003)),
            Self::Expired { .. } => Some(about_rid(76004)),
            Self::SignIn => Some(about_rid(76022)),
            Self::Call { problem, .. } => {
                problem.failure.errcode().map(|errcode| explain(errcode, Some(&problem.endpoint), lang))
            }
            Self::UnknownAppId { .. }
            | Self::NoOwner
            | Self::Implausible
            | Self::NoAccount
            | Self::QuotaUsedUp(_)
            | Self::Failed => None,
        }
    }

    /// Who was asked.
    pub fn asked(&self) -> Option<&LookupAttempts> {
        match self {
            Self::NotFound(asked) | Self::OtherAccount(asked) | Self::QuotaUsedUp(asked) => Some(asked),
            Self::Call { asked, .. } => Some(asked),
            _ => None,
        }
    }

    /// Whether asking again, perhaps as another account, may end differently.
    pub fn may_change(&self) -> bool {
        !matches!(self, Self::Malformed | Self::Implausible | Self::Expired { .. } | Self::SignIn | Self::NoOwner)
    }

    /// Whether our accounts cannot know the call, so that only WeChat's own page on it can tell.
    pub fn is_for_wechats_page(&self) -> bool {
        matches!(
            self,
            Self::NotFound(_)
                | Self::OtherAccount(_)
                | Self::UnknownAppId { .. }
                | Self::SignIn
                | Self::NoOwner
                | Self::NoAccount
        )
    }
}
