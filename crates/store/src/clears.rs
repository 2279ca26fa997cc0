//! The ledger: every clear, written down before its call is made, and what became of it.

mod guesses;
mod request;
mod requests;
mod verification;

use async_trait::async_trait;
use domain::clears::advice::ClearWarning;
use domain::clears::{Barrier, Budget, ConfirmationRules, Limits, OpenClear, Period, ResetInterval, SecretForm};
use domain::{AccountId, CgiPath, ClearId, ClearState, Failure, Figures, GroupId, InterfaceId, QuotaZone, Scope, Via};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use guesses::{Guesses, SuspectedClear, UsedBefore};
pub use request::ClearRequest;
pub use requests::{ApprovalFacts, ClearRequests, DecideError, RequestRejection};
pub use verification::{Check, CheckOutcome, Effect, Verifications};

use crate::{AuditActor, StoreError};

/// What stands in [`ClearEvent::detail`] of an unknown clear that was given back, because WeChat has accepted more since than
/// it would leave room for.
pub const DETAIL_NO_ROOM: &str = "wechat-accepted-more";
/// What stands in [`ClearEvent::detail`] of a clear that was under way when the desk was stopped.
pub const DETAIL_INTERRUPTED: &str = "wxquota was stopped while this clear was in progress";
/// [`DETAIL_INTERRUPTED`] as it was written before its text changed.
pub const DETAIL_INTERRUPTED_BEFORE: &str = "the desk was stopped while this was under way";

/// A clear as it is stored in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clear {
    /// The id.
    pub id: ClearId,
    /// The account whose counts it resets.
    pub account_id: AccountId,
    /// The present name of the account.
    pub account_name: String,
    /// The one interface it resets; `None` where it resets all of them.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// The state.
    pub state: ClearState,
    /// When it was written down; of a guess, when it was seen.
    pub at: Timestamp,
    /// When its call was about to be sent.
    pub sent_at: Option<Timestamp>,
    /// When its call ended, or was given up.
    pub ended_at: Option<Timestamp>,
    /// The credential of the call; `None` for a guess.
    pub via: Option<Via>,
    /// The actor who ordered it, as the audit trail names them; `None` for a guess.
    pub actor: Option<String>,
    /// The reason; `None` for a guess.
    pub reason: Option<String>,
    /// The reason for overriding a barrier.
    pub override_reason: Option<String>,
    /// The failure of its call.
    pub failure: Option<Failure>,
    /// WeChat's errcode, 0 where it accepted.
    pub errcode: Option<i32>,
    /// What WeChat or the network said, redacted.
    pub errmsg: Option<String>,
    /// The call's rid.
    pub rid: Option<String>,
    /// How many of its scope were left when it was last written: before it while it is under way, else after it.
    pub budget_left: Option<i64>,
    /// The second person who agreed to it.
    pub approved_by: Option<String>,
    /// An admin went on without a second person.
    pub glass_broken: bool,
    /// What spoke against it when it was ordered.
    pub warnings: Vec<ClearWarning>,
    /// Why a person cleared although every count that it would reset was near 0.
    pub anyway_reason: Option<String>,
    /// It was accepted, and there was nothing that it could have reset.
    pub nothing_to_reset: bool,
    /// Readings are still to be made that may show what it did.
    pub being_verified: bool,
    /// How many calls readings showed to be given back; `None` where none showed any.
    pub given_back: Option<i64>,
}

impl Clear {
    /// The scope.
    pub fn scope(&self) -> Scope {
        if self.interface.is_some() { Scope::Interface } else { Scope::Account }
    }

    /// As much of it as tells whether it stands in another's way.
    pub fn as_open(&self) -> OpenClear {
        let interface = self.interface.as_ref().map(|(id, _)| *id);
        OpenClear { id: self.id, interface, state: self.state, being_verified: self.being_verified }
    }

    /// Whether WeChat refused it because none is left (48006, official clearQuota page).
    pub fn none_was_left(&self) -> bool {
        self.errcode == Some(48006)
    }

    /// Whether readings showed that it did nothing; one that a person counts as used is not meant.
    pub fn did_nothing(&self) -> bool {
        self.state == ClearState::Ineffective && self.errcode == Some(0)
    }

    /// How many calls it gave back, where it is known to have worked.
    pub fn gave_back(&self) -> Option<i64> {
        self.given_back.filter(|_| self.state == ClearState::Effective)
    }

    /// When it was sent, or of a guess when it was seen: the instant by which it belongs to a period.
    pub fn counted_at(&self) -> Timestamp {
        self.sent_at.unwrap_or(self.at)
    }
}

/// What an interface's quota said when a clear was intended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageBefore {
    /// The interface.
    pub interface: InterfaceId,
    /// Its path.
    pub cgi_path: CgiPath,
    /// When it was read.
    pub sampled_at: Timestamp,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// An event in the life of a clear: it entered a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearEvent {
    /// When it entered the state.
    pub at: Timestamp,
    /// The state.
    pub state: ClearState,
    /// What WeChat, the network or a person said with it, redacted.
    pub detail: Option<String>,
    /// Who brought it there, where a person did.
    pub actor: Option<String>,
}

/// A clear to store as intended.
#[derive(Debug, Clone)]
pub struct NewClear {
    /// The account whose counts it resets.
    pub account: AccountId,
    /// The one interface it resets; `None` for all of them.
    pub interface: Option<InterfaceId>,
    /// The credential of the call.
    pub via: Via,
    /// The reason: not blank, at most 500 characters.
    pub reason: String,
    /// The reason for overriding a barrier.
    pub override_reason: Option<String>,
    /// What speaks against it.
    pub warnings: Vec<ClearWarning>,
    /// Why a person clears although every count that it would reset is near 0.
    pub anyway_reason: Option<String>,
    /// The account's name was typed.
    pub name_typed: bool,
    /// An admin goes on without a second person, where one is needed.
    pub break_glass: bool,
    /// 1 to 255 characters; the same one of the same actor is the same clear.
    pub key: String,
    /// Tells whether a request with the same key is the same request.
    pub request_hash: [u8; 32],
    /// What was used then.
    pub usage_before: Vec<UsageBefore>,
}

/// The rules by which budgets are counted.
#[derive(Debug, Clone)]
pub struct Counting {
    /// The zone in which periods begin and end.
    pub quota_zone: QuotaZone,
    /// The limits of a period.
    pub limits: Limits,
    /// The confirmations that are needed as fewer are left.
    pub friction: ConfirmationRules,
}

/// The periods of both scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    /// Of the whole account.
    pub account: Period,
    /// Of single interfaces.
    pub interface: Period,
}

impl Periods {
    /// The periods that hold `at`.
    pub fn at(at: Timestamp, zone: &QuotaZone, limits: Limits) -> Self {
        let period = |every: ResetInterval| every.period(zone, at);
        Self { account: period(limits.account.every), interface: period(limits.interface.every) }
    }
}

impl Counting {
    /// The periods that hold `at`.
    pub fn periods(&self, at: Timestamp) -> Periods {
        Periods::at(at, &self.quota_zone, self.limits)
    }
}

/// The outcome of ordering a clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderedClear {
    /// It is written down, and this caller is to carry it out.
    New(Clear),
    /// The same request came before; this is its clear.
    Replay(Clear),
    /// A second person has to agree; that is asked for now.
    Requested(ClearRequest),
    /// This order asked for it before, and it has not become a clear.
    RequestedBefore(ClearRequest),
    /// Another order asked for the same clear, which waits for a second person; this one now belongs to that request.
    Joined(ClearRequest),
}

/// The reason why a clear was not stored.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The actor used the key for another request, which made this clear, or waited for a second person.
    #[error("the key was used for a different request")]
    KeyReused(Option<ClearId>),
    /// A barrier that was not overridden, and the budget.
    #[error("{0:?} has not finished")]
    Barred(Barrier, Box<Budget>),
    /// There is no such account, or it is retired.
    #[error("account not found")]
    NoSuchAccount,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The result of a clear's call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearEnd {
    /// `accepted`, `refused`, `failed` or `unknown`.
    pub state: ClearState,
    /// The failure, where WeChat did not accept.
    pub failure: Option<Failure>,
    /// WeChat's errcode, 0 where it accepted.
    pub errcode: Option<i32>,
    /// What WeChat or the network said, redacted.
    pub errmsg: Option<String>,
    /// The call's rid.
    pub rid: Option<String>,
}

/// Filters and paging of a list of clears; `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClearQuery {
    /// Clears of this account.
    pub account: Option<AccountId>,
    /// Clears of accounts in this group.
    pub group: Option<GroupId>,
    /// Clears counted within this time, the end excluded.
    pub period: Option<(Timestamp, Timestamp)>,
    /// Clears of this scope.
    pub scope: Option<Scope>,
    /// Clears in this state.
    pub state: Option<ClearState>,
    /// Clears ordered by this actor.
    pub actor: Option<String>,
    /// Clears with a smaller id than this one.
    pub before: Option<ClearId>,
    /// The largest number of clears to return; 0 returns none.
    pub limit: i64,
}

/// Both budgets of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budgets {
    /// The account.
    pub account_id: AccountId,
    /// Of the whole account.
    pub account: Budget,
    /// Of single interfaces.
    pub interface: Budget,
}

impl Budgets {
    /// That of one scope.
    pub fn of(&self, scope: Scope) -> &Budget {
        match scope {
            Scope::Account => &self.account,
            Scope::Interface => &self.interface,
        }
    }
}

/// A person's decision about an unknown clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// It was carried out, or is to be counted as if it were: `ineffective`.
    Counted,
    /// It was not carried out: `failed`.
    GivenBack,
}

impl Settlement {
    /// The state it leads to.
    pub fn state(self) -> ClearState {
        match self {
            Self::Counted => ClearState::Ineffective,
            Self::GivenBack => ClearState::Failed,
        }
    }
}

/// The ledger.
#[async_trait]
pub trait Clears {
    /// Writes a clear down as `intended`, in one step with looking for its key and for what stands in its way
    /// ([`domain::clears::admit`]). Processes that ask at the same time get one `New` between them. Where nothing is missing
    /// but a second person, a [`ClearRequest`] is written down instead; while one for the same clear waits, the order leads to
    /// that one.
    ///
    /// # Errors
    /// [`OrderError`]; nothing is written then.
    async fn order_clear(
        &self,
        new: NewClear,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<OrderedClear, OrderError>;

    /// The clear that an actor's key made, with the hash of its request.
    async fn clear_by_key(&self, actor: &str, key: &str) -> Result<Option<(Clear, [u8; 32])>, StoreError>;

    /// An intended clear is about to be sent; on the disk when this returns. False where it is not `intended` any more,
    /// and then it must not be sent.
    async fn clear_sent(&self, id: ClearId, at: Timestamp) -> Result<bool, StoreError>;

    /// Writes down how the call of a clear under way ended, and gives the clear; has its effect looked for, where it may have
    /// one. One that is not under way stays as it is. An acceptance that leaves no room for an unknown clear gives that back.
    async fn end_clear(
        &self,
        id: ClearId,
        end: ClearEnd,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError>;

    /// Gives up every clear under way: `intended` becomes `failed`, since it was never sent; `sent` becomes `unknown`.
    /// Only for the process that holds the database alone, before it begins a clear itself. Gives those given up.
    async fn give_up_clears(&self, at: Timestamp, counting: &Counting) -> Result<Vec<Clear>, StoreError>;

    /// One clear, by its id.
    async fn clear(&self, id: ClearId) -> Result<Option<Clear>, StoreError>;

    /// The events of a clear, oldest first.
    async fn clear_events(&self, id: ClearId) -> Result<Vec<ClearEvent>, StoreError>;

    /// What was used when a clear was intended, most used first as it was given.
    async fn usage_before(&self, id: ClearId) -> Result<Vec<UsageBefore>, StoreError>;

    /// Clears, newest first.
    async fn clears(&self, query: &ClearQuery) -> Result<Vec<Clear>, StoreError>;

    /// Both budgets of every account in their periods, retired ones too, by id; of one, where `account` is given.
    async fn budgets(
        &self,
        account: Option<AccountId>,
        periods: Periods,
        limits: Limits,
    ) -> Result<Vec<Budgets>, StoreError>;

    /// An account's open clears ([`OpenClear::is_open`]), newest first.
    async fn open_clears(&self, account: AccountId) -> Result<Vec<Clear>, StoreError>;

    /// A person settles an unknown clear; gives it. `None` where there is no such clear, or it is not unknown any more.
    async fn settle_clear(
        &self,
        id: ClearId,
        settlement: Settlement,
        reason: &str,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError>;

    /// When WeChat last refused a clear of one interface, saying that it cannot be cleared (76022); `None` where it never did.
    async fn found_not_clearable(&self, interface: InterfaceId) -> Result<Option<Timestamp>, StoreError>;

    /// Everyone who made a clear, by name.
    async fn clear_actors(&self) -> Result<Vec<String>, StoreError>;

    /// How WeChat takes an account's AppSecret in a clear.
    async fn secret_form(&self, account: AccountId) -> Result<SecretForm, StoreError>;

    /// Remembers that.
    async fn set_secret_form(&self, account: AccountId, form: SecretForm) -> Result<(), StoreError>;
}
