//! The rid desk: what a pasted text holds, and what a request was.
//!
//! WeChat tells a request to the account that made it, for 7 days. What it told is kept, redacted, so that it can be read
//! afterwards, and by its address alone.

mod asking;

use std::fmt;

use domain::roles::Forbidden;
use domain::{AccountId, AccountStatus, Actor, Lang, May};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Account, KeptRid, StoreError};
use wechat::{Endpoint, Explanation, Found, RidInfo, explain, find_in_text};
pub use wechat::{MASK, Rid};

use crate::explain::Problem;
use crate::{Desk, Internal, guard};

/// The longest text that is searched, in bytes.
pub const MAX_TEXT: usize = 1 << 20;
/// How long WeChat tells what a request was (official getRidInfo page).
pub const TOLD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many accounts are asked at most where nobody said which one made the call.
pub const MOST_CALLS: usize = 10;
/// How long accounts are asked, one after the other. The server ends what takes a minute.
pub const ASKED_FOR: SignedDuration = SignedDuration::from_secs(40);
/// How far our clock and WeChat's may be apart before a rid counts as expired without asking, or as of the future.
const CLOCKS_APART: SignedDuration = SignedDuration::from_hours(1);
/// The beginning of 2020, before rids were seen.
const FIRST_RIDS: Timestamp = Timestamp::constant(1_577_836_800, 0);

/// One thing found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundRid {
    /// A rid.
    Rid(DatedRid),
    /// What stood in a hint of the old kind, which nobody can look up.
    Hint(String),
    /// What looks like a rid and is not whole, as it stands in the text.
    Incomplete(String),
}

/// A rid and the time that its first group tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRid {
    /// The rid.
    pub rid: Rid,
    /// When the call was made.
    pub at: Timestamp,
    /// Until when WeChat tells what it was.
    pub expires_at: Timestamp,
    /// Whether that is over.
    pub expired: bool,
    /// No call can have been made then: before 2020, or more than an hour from now. The rid may be made up.
    pub implausible: bool,
}

impl DatedRid {
    /// A rid as it stands at `now`.
    pub fn of(rid: Rid, now: Timestamp) -> Self {
        let at = rid.time();
        let expires_at = at.saturating_add(TOLD_FOR).unwrap_or(Timestamp::MAX);
        let implausible = at < FIRST_RIDS || at.duration_since(now) > CLOCKS_APART;
        Self { rid, at, expires_at, expired: now > expires_at, implausible }
    }

    /// Whether WeChat need not be asked any more, whosever clock is right.
    fn is_long_expired(&self, now: Timestamp) -> bool {
        now.duration_since(self.expires_at) > CLOCKS_APART
    }
}

/// Where a request's facts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// WeChat told them just now.
    Wechat,
    /// They were kept when somebody looked the rid up before.
    Archive,
}

impl Source {
    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wechat => "wechat",
            Self::Archive => "archive",
        }
    }
}

/// A request, redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    /// Its rid.
    pub rid: Rid,
    /// The account that made it.
    pub account: AccountId,
    /// That account's name.
    pub account_name: String,
    /// When the call was made.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub cost_in_ms: Option<i64>,
    /// The URL's query; WeChat keeps neither host nor path.
    pub request_url: String,
    /// The body that was sent, empty for none.
    pub request_body: String,
    /// The answer.
    pub response_body: String,
    /// Where the call came from.
    pub client_ip: Option<String>,
    /// What it was answered; `None` where it went well, or the answer was no JSON.
    pub errcode: Option<i32>,
    /// When it was looked up.
    pub looked_up_at: Timestamp,
    /// The actor who did that, as text.
    pub looked_up_by: String,
    /// Where these facts come from.
    pub source: Source,
}

impl LookedUp {
    fn of(kept: KeptRid, account: &Account, source: Source) -> Result<Self, RidError> {
        let unreadable = |_| StoreError::Inconsistent(format!("{:?} is no rid", kept.rid));
        Ok(Self {
            rid: kept.rid.parse().map_err(unreadable)?,
            account: kept.account_id,
            account_name: account.name.clone(),
            at: kept.at,
            cost_in_ms: kept.cost_in_ms,
            request_url: kept.request_url,
            request_body: kept.request_body,
            response_body: kept.response_body,
            client_ip: kept.client_ip,
            errcode: kept.errcode,
            looked_up_at: kept.looked_up_at,
            looked_up_by: kept.looked_up_by,
            source,
        })
    }

    /// What the answer means, where it was an errcode. WeChat does not tell which path was called.
    pub fn explanation(&self, lang: Lang) -> Option<Explanation> {
        self.errcode.map(|errcode| explain(errcode, None, lang))
    }
}

/// Why a text was not searched, or a request not told.
#[derive(Debug, thiserror::Error)]
pub enum RidError {
    /// The actor's role is not enough.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The text is longer than [`MAX_TEXT`].
    #[error("the text is longer than 1 MiB")]
    TooLong,
    /// There is no such account, or it is retired and cannot ask.
    #[error("there is no such account")]
    UnknownAccount,
    /// Nobody said which account to ask, and none is active.
    #[error("no account is active, so there is none to ask")]
    NoAccount,
    /// None of the accounts asked knows the rid (76001).
    #[error("WeChat does not find this rid; {asked}")]
    NotFound {
        /// What WeChat said.
        errcode: i32,
        /// Who was asked.
        asked: Asked,
    },
    /// An account that was not asked made the call (76003).
    #[error("another account's call made this rid; {asked}")]
    OtherAccount {
        /// Who was asked.
        asked: Asked,
    },
    /// WeChat says that it is no rid (76002).
    #[error("WeChat says that this is no rid")]
    Malformed,
    /// The call was made more than 7 days ago, by its rid or by WeChat's word (76004), and was never looked up.
    #[error("WeChat tells requests of the last 7 days only; this one was made at {at}")]
    Expired {
        /// When the call was made.
        at: Timestamp,
    },
    /// The call was a `/sns/` one, and those are never told (76022).
    #[error("WeChat does not tell what the sign-in calls under /sns/ were")]
    SignIn,
    /// The look-up itself failed.
    #[error("asked as {account}: {}", problem.detail)]
    Call {
        /// The name of the account that was asked.
        account: String,
        /// What went wrong.
        problem: Problem,
    },
    /// Inside.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Which accounts were asked about a rid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The names of those that do not know it.
    pub tried: Vec<String>,
    /// The names of those that could not ask, for reasons of their own; one of them may have made the call.
    pub unable: Vec<String>,
    /// How many more there are: they were too many, or the others took too long.
    pub unasked: usize,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "asked as {}", self.tried.join(", "))?;
        if !self.unable.is_empty() {
            write!(f, "; {} could not ask", self.unable.join(", "))?;
        }
        match self.unasked {
            0 => Ok(()),
            1 => f.write_str("; 1 more account was not asked"),
            more => write!(f, "; {more} more accounts were not asked"),
        }
    }
}

impl From<StoreError> for RidError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}

impl RidError {
    /// What WeChat's answer to the look-up means, and what to do; `None` where it is not about an errcode.
    pub fn explanation(&self, lang: Lang) -> Option<Explanation> {
        let about_rid = |errcode| explain(errcode, Some(Endpoint::RidGet.path()), lang);
        match self {
            Self::NotFound { errcode, .. } => Some(about_rid(*errcode)),
            Self::Malformed => Some(about_rid(76002)),
            Self::OtherAccount { .. } => Some(about_rid(76003)),
            Self::Expired { .. } => Some(about_rid(76004)),
            Self::SignIn => Some(about_rid(76022)),
            Self::Call { problem, .. } => {
                problem.failure.errcode().map(|errcode| explain(errcode, Some(&problem.endpoint), lang))
            }
            Self::Forbidden(_) | Self::TooLong | Self::UnknownAccount | Self::NoAccount | Self::Internal(_) => None,
        }
    }
}

impl Desk {
    /// Everything in `text` that is a rid, was meant as one, or is a hint of the old kind: in order of first appearance, each
    /// once.
    ///
    /// # Errors
    /// [`RidError::TooLong`] or [`RidError::Forbidden`].
    pub async fn understood_text(&self, actor: &Actor, text: String) -> Result<Vec<FoundRid>, RidError> {
        guard::<RidError>(actor, May::LookUpRids, None)?;
        if text.len() > MAX_TEXT {
            return Err(RidError::TooLong);
        }
        // A long text takes a while, in which this thread has others to serve.
        let searched = tokio::task::spawn_blocking(move || find_in_text(&text)).await;
        let found = searched.map_err(|error| Internal::Task(error.to_string()))?;
        let now = self.clock.now();
        let dated = |found| match found {
            Found::Rid(rid) => FoundRid::Rid(DatedRid::of(rid, now)),
            Found::Hint(text) => FoundRid::Hint(text),
            Found::Incomplete(text) => FoundRid::Incomplete(text),
        };
        Ok(found.into_iter().map(dated).collect())
    }

    /// What the request with this rid was: from the archive, else from WeChat, asked as `account`. Where nobody says which
    /// account made the call, the active ones are asked in the order of their names until one knows it, at most
    /// [`MOST_CALLS`] of them and for [`ASKED_FOR`]. What is kept of a retired account is told too.
    ///
    /// # Errors
    /// [`RidError`]; [`RidError::Expired`] without a call where the rid itself tells so.
    pub async fn look_up(&self, actor: &Actor, account: Option<AccountId>, rid: &Rid) -> Result<LookedUp, RidError> {
        guard::<RidError>(actor, May::LookUpRids, account)?;
        if let Some(kept) = self.archived(rid, account).await? {
            return Ok(kept);
        }
        let now = self.clock.now();
        let dated = DatedRid::of(rid.clone(), now);
        if dated.is_long_expired(now) {
            return Err(RidError::Expired { at: dated.at });
        }
        let accounts = match account {
            Some(id) => vec![self.askable(id).await?],
            None => self.active_accounts().await?,
        };
        self.ask_each(actor, &accounts, &dated).await
    }

    /// The request with this rid as it was kept by the newest look-up; never asks WeChat.
    ///
    /// # Errors
    /// [`RidError::Forbidden`] or the database's failure.
    pub async fn kept_rid(&self, actor: &Actor, rid: &Rid) -> Result<Option<LookedUp>, RidError> {
        guard::<RidError>(actor, May::LookUpRids, None)?;
        self.archived(rid, None).await
    }

    /// The requests that were looked up last, the newest first.
    ///
    /// # Errors
    /// [`RidError::Forbidden`] or the database's failure.
    pub async fn kept_rids(&self, actor: &Actor, limit: u32) -> Result<Vec<LookedUp>, RidError> {
        guard::<RidError>(actor, May::LookUpRids, None)?;
        let accounts = self.store.accounts().await?;
        let kept = self.store.kept_rids(limit).await?.into_iter();
        let of_account = |kept: KeptRid| {
            let account = accounts.iter().find(|account| account.id == kept.account_id)?;
            Some(LookedUp::of(kept, account, Source::Archive))
        };
        kept.filter_map(of_account).collect()
    }

    async fn archived(&self, rid: &Rid, account: Option<AccountId>) -> Result<Option<LookedUp>, RidError> {
        let Some(kept) = self.store.kept_rid(rid.as_str(), account).await? else { return Ok(None) };
        let Some(account) = self.store.account(kept.account_id).await? else { return Ok(None) };
        LookedUp::of(kept, &account, Source::Archive).map(Some)
    }

    async fn askable(&self, id: AccountId) -> Result<Account, RidError> {
        let account = self.store.account(id).await?;
        account.filter(|account| account.status != AccountStatus::Retired).ok_or(RidError::UnknownAccount)
    }

    async fn active_accounts(&self) -> Result<Vec<Account>, RidError> {
        let accounts = self.store.accounts().await?.into_iter();
        let active: Vec<_> = accounts.filter(|account| account.status == AccountStatus::Active).collect();
        if active.is_empty() { Err(RidError::NoAccount) } else { Ok(active) }
    }

    async fn keep(&self, actor: &Actor, account: &Account, rid: &Rid, info: RidInfo) -> Result<LookedUp, RidError> {
        let redactor = self.redactor();
        let masked = |text: &str| redactor.redact(text).into_owned();
        let kept = KeptRid {
            rid: rid.to_string(),
            account_id: account.id,
            at: info.at,
            cost_in_ms: info.cost_in_ms,
            request_url: masked(&info.request_url),
            request_body: masked(&info.request_body),
            response_body: masked(&info.response_body),
            client_ip: info.client_ip.as_deref().map(masked),
            errcode: info.errcode(),
            looked_up_at: self.clock.now(),
            looked_up_by: actor.to_string(),
        };
        self.store.keep_rid(&kept).await?;
        LookedUp::of(kept, account, Source::Wechat)
    }
}
