//! What people are told, and what is known of each thing so that they are told once.

use std::fmt;
use std::str::FromStr;

use async_trait::async_trait;
use domain::policies::Verdict;
use domain::{
    AccountId, AppId, CgiPath, ClearId, Event, Figures, GroupId, IncidentId, InterfaceId, NoticeContent, NoticeId,
    PolicyId, Severity, UserId, paths,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::channels::ChannelId;
use crate::{AuditActor, StoreError};

/// A thing whose state is stored, so that people are told of each change once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The usage level of an interface.
    Usage(InterfaceId),
    /// Whether an account can be read.
    Readings(AccountId),
    /// Whether what a policy waits for has come to an interface.
    Met(PolicyId, InterfaceId),
    /// Whether a policy is suspended.
    Suspended(PolicyId),
    /// Whether a channel's messages are given up.
    Channel(ChannelId),
}

/// The key in the database, such as `usage/7`.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(id) => write!(f, "usage/{id}"),
            Self::Readings(id) => write!(f, "readings/{id}"),
            Self::Met(policy, id) => write!(f, "met/{policy}/{id}"),
            Self::Suspended(policy) => write!(f, "suspended/{policy}"),
            Self::Channel(id) => write!(f, "channel/{id}"),
        }
    }
}

impl FromStr for Subject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<i64>().map_err(|_| format!("{text:?} is not an ID"));
        let mut parts = text.split('/');
        let (kind, first) = (parts.next().unwrap_or_default(), number(parts.next().unwrap_or_default())?);
        match kind {
            "usage" => Ok(Self::Usage(InterfaceId(first))),
            "readings" => Ok(Self::Readings(AccountId(first))),
            "met" => Ok(Self::Met(PolicyId(first), InterfaceId(number(parts.next().unwrap_or_default())?))),
            "suspended" => Ok(Self::Suspended(PolicyId(first))),
            "channel" => Ok(Self::Channel(ChannelId(first))),
            _ => Err(format!("{text:?} is not a subject")),
        }
    }
}

/// A change of a subject's state; a state is `None` where there is nothing to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    /// The subject.
    pub subject: Subject,
    /// The state before.
    pub from: Option<String>,
    /// The state now.
    pub to: Option<String>,
}

/// A notice to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// The content.
    pub news: NoticeContent,
    /// The account that it is about.
    pub account: Option<AccountId>,
    /// The interface that it is about.
    pub interface: Option<InterfaceId>,
    /// The policy that caused it.
    pub policy: Option<PolicyId>,
    /// The incident that caused it.
    pub incident: Option<IncidentId>,
    /// The clear that it is about.
    pub clear: Option<ClearId>,
}

impl NewNotice {
    /// A notice about the desk as a whole.
    pub fn of(news: NoticeContent) -> Self {
        Self { news, account: None, interface: None, policy: None, incident: None, clear: None }
    }

    /// The notice, about an interface of an account.
    #[must_use]
    pub fn on(self, account: AccountId, interface: Option<InterfaceId>) -> Self {
        Self { account: Some(account), interface, ..self }
    }

    /// The notice, caused by a policy.
    #[must_use]
    pub fn by(self, policy: PolicyId) -> Self {
        Self { policy: Some(policy), ..self }
    }
}

/// A decision of a policy to add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDecision {
    /// The policy.
    pub policy: PolicyId,
    /// The account that the decision is about.
    pub account: AccountId,
    /// The interface whose reading was decided on.
    pub interface: InterfaceId,
    /// The verdict; never an order of a clear, which is stored together with the clear.
    pub verdict: Verdict,
    /// The figures of the reading.
    pub figures: Option<Figures>,
    /// The policy's newest decision of the same word by the same interface counts this one where it is not older than this,
    /// whatever was decided between.
    pub folds_since: Timestamp,
}

/// A change of state with its decision and its notice; stored together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The change; where the stored state is not the one before, nothing is written.
    pub change: Option<StateChange>,
    /// The decision; where the policy decided the same before, that one is counted once more and no notice is added.
    pub decision: Option<NewDecision>,
    /// The notice.
    pub notice: Option<NewNotice>,
}

/// A notice as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// When it was written.
    pub at: Timestamp,
    /// The content.
    pub news: NoticeContent,
    /// How much it matters.
    pub severity: Severity,
    /// To whose account, and what that is called now.
    pub account: Option<(AccountId, String, AppId)>,
    /// To which interface.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// By which policy.
    pub policy: Option<PolicyId>,
    /// By which incident.
    pub incident: Option<IncidentId>,
    /// By which clear.
    pub clear: Option<ClearId>,
    /// Who has acknowledged it; `None` where nobody has.
    #[serde(default)]
    pub acknowledged: Option<Acknowledgement>,
}

/// An acknowledgement: somebody takes care of what a notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// When.
    pub at: Timestamp,
    /// Who, as the audit trail names them.
    pub by: String,
}

impl Notice {
    /// The notice for a reader who may know that a clear was made, but not by whom and why.
    #[must_use]
    pub fn without_who(self) -> Self {
        Self { news: self.news.without_who(), policy: None, ..self }
    }

    /// The desk's page that says most about it.
    pub fn page(&self) -> String {
        let account = self.account.as_ref().map(|(id, ..)| *id);
        let interface = self.interface.as_ref().map(|(id, _)| *id);
        match (&self.news, self.incident, self.policy, account) {
            (NoticeContent::Incident { .. }, Some(incident), ..) => paths::incident(incident),
            (NoticeContent::PolicySuspended { .. } | NoticeContent::PolicyWithheld { .. }, _, Some(policy), _) => {
                paths::policy(policy)
            }
            (NoticeContent::PolicyClears { clear, .. } | NoticeContent::ClearMade { clear, .. }, ..) => {
                paths::clear(*clear)
            }
            (NoticeContent::KillSwitch { .. }, ..) => paths::POLICIES.to_owned(),
            (NoticeContent::SettingsLoosened { .. }, ..) => paths::SYSTEM_SETTINGS.to_owned(),
            (NoticeContent::Undelivered { .. }, ..) => paths::CHANNELS.to_owned(),
            (.., Some(account)) => paths::usage(account, interface),
            _ => paths::NOTICES.to_owned(),
        }
    }
}

/// A UUID (version 4) of random bytes, by which a receiver knows a message again.
pub fn uuid_of(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Which notices are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeQuery {
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only those of accounts in this group.
    pub group: Option<GroupId>,
    /// Only this interface's.
    pub interface: Option<InterfaceId>,
    /// Only of this incident.
    pub incident: Option<IncidentId>,
    /// Only of this kind.
    pub event: Option<Event>,
    /// Only from this severity on.
    pub severity: Option<Severity>,
    /// Only those that somebody has acknowledged, or that nobody has.
    pub acknowledged: Option<bool>,
    /// Only those after this one.
    pub after: Option<NoticeId>,
    /// Only those before this one.
    pub before: Option<NoticeId>,
    /// Only those written from then on.
    pub since: Option<Timestamp>,
    /// At most so many; 0 for none.
    pub limit: i64,
}

/// Notices.
#[async_trait]
pub trait Notices {
    /// What is known of the subjects of an account, and of policies and channels as a whole; of calm ones nothing.
    async fn standings(&self, account: AccountId) -> Result<Vec<(Subject, String)>, StoreError>;

    /// Writes changes, decisions and notices, all in one transaction, with a delivery for each channel that takes one. Gives the
    /// notices that were written: of what was known already there is none.
    async fn announce(&self, tellings: &[Announcement], at: Timestamp) -> Result<Vec<NoticeId>, StoreError>;

    /// The same of one.
    async fn tell(&self, telling: &Announcement, at: Timestamp) -> Result<Option<NoticeId>, StoreError> {
        Ok(self.announce(std::slice::from_ref(telling), at).await?.pop())
    }

    /// Notices, the newest first.
    async fn notices(&self, query: &NoticeQuery) -> Result<Vec<Notice>, StoreError>;

    /// One.
    async fn notice(&self, id: NoticeId) -> Result<Option<Notice>, StoreError>;

    /// Writes down that somebody has acknowledged a notice. The first acknowledgement stays. `None` where there is no such notice,
    /// else whether it is this one that was written.
    async fn acknowledge_notice(
        &self,
        id: NoticeId,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<Option<bool>, StoreError>;

    /// Up to which notice a user has read; and how many came since, `most` at the most.
    async fn unread_notices(&self, user: UserId, most: i64) -> Result<(NoticeId, i64), StoreError>;

    /// A user has read all up to this one.
    async fn read_notices(&self, user: UserId, up_to: NoticeId) -> Result<(), StoreError>;
}
