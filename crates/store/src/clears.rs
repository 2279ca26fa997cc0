//! The ledger: every clear, written down before its call is made, and what became of it.

mod guesses;
mod request;
mod requests;
mod verification;

use async_trait::async_trait;
use domain::clears::{Barrier, Budget, Every, Friction, Limits, OpenClear, Period, SecretForm};
use domain::{AccountId, CgiPath, ClearId, ClearState, Failure, Figures, InterfaceId, QuotaZone, Scope, Via};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use guesses::{Guesses, Suspicion, UsedBefore};
pub use request::ClearRequest;
pub use requests::{ClearRequests, DecideError, TurnedDown};
pub use verification::{Check, CheckEnd, Effect, Verifications};

use crate::{By, StoreError};

/// What stands in [`ClearEvent::detail`] of an unknown clear that was given back, because WeChat has accepted more since than
/// it would leave room for.
pub const NO_ROOM: &str = "wechat-accepted-more";
/// What stands in [`ClearEvent::detail`] of a clear that was under way when the desk was stopped.
pub const INTERRUPTED: &str = "the desk was stopped while this was under way";

/// A clear as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clear {
    /// Its id.
    pub id: ClearId,
    /// Whose calls it resets.
    pub account_id: AccountId,
    /// What that account is called now.
    pub account_name: String,
    /// The one interface it resets; `None` where it resets all of them.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// How far it has come.
    pub state: ClearState,
    /// When it was written down; of a guess, when it was seen.
    pub at: Timestamp,
    /// When its call was about to be sent.
    pub sent_at: Option<Timestamp>,
    /// When its call ended, or was given up.
    pub ended_at: Option<Timestamp>,
    /// How; `None` of a guess.
    pub via: Option<Via>,
    /// Who, as records name them; `None` of a guess.
    pub actor: Option<String>,
    /// Why; `None` of a guess.
    pub reason: Option<String>,
    /// Why one went on although something stood in the way.
    pub override_reason: Option<String>,
    /// Why its call brought no yes.
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
    /// Readings are still to be made that may show what it did.
    pub being_verified: bool,
    /// How many calls readings showed to be given back; `None` where none showed any.
    pub given_back: Option<i64>,
}

impl Clear {
    /// What it resets.
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

/// One step of a clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearEvent {
    /// When.
    pub at: Timestamp,
    /// The state it came into.
    pub state: ClearState,
    /// What WeChat, the network or a person said with it, redacted.
    pub detail: Option<String>,
    /// Who brought it there, where a person did.
    pub actor: Option<String>,
}

/// A clear to write down.
#[derive(Debug, Clone)]
pub struct NewClear {
    /// Whose calls it resets.
    pub account: AccountId,
    /// The one interface it resets; `None` for all of them.
    pub interface: Option<InterfaceId>,
    /// How.
    pub via: Via,
    /// Why: not blank, at most 500 characters.
    pub reason: String,
    /// Why one goes on although something stands in the way.
    pub override_reason: Option<String>,
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

/// What the count of a clear's budget goes by.
#[derive(Debug, Clone)]
pub struct Counting {
    /// Where its periods turn.
    pub quota_zone: QuotaZone,
    /// How many there are in one.
    pub limits: Limits,
    /// What grows as fewer are left.
    pub friction: Friction,
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
    /// Those that hold `at`.
    pub fn at(at: Timestamp, zone: &QuotaZone, limits: Limits) -> Self {
        let period = |every: Every| every.period(zone, at);
        Self { account: period(limits.account.every), interface: period(limits.interface.every) }
    }
}

impl Counting {
    /// The periods that hold `at`.
    pub fn periods(&self, at: Timestamp) -> Periods {
        Periods::at(at, &self.quota_zone, self.limits)
    }
}

/// What came of writing a clear down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intended {
    /// It is written down, and this caller is to carry it out.
    New(Clear),
    /// The same request came before; this is its clear.
    Replay(Clear),
    /// A second person has to agree; that is asked for now.
    Requested(ClearRequest),
    /// The same was asked for before, and has not become a clear.
    RequestedBefore(ClearRequest),
}

/// Why a clear was not written down.
#[derive(Debug, thiserror::Error)]
pub enum IntendError {
    /// The actor used the key for another request, which made this clear, or waited for a second person.
    #[error("the key was used for another request")]
    KeyReused(Option<ClearId>),
    /// Something stands in its way.
    #[error("{0:?} stands in the way")]
    Barred(Barrier, Box<Budget>),
    /// There is no such account, or it is retired.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How the call of a clear ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearEnd {
    /// `accepted`, `refused`, `failed` or `unknown`.
    pub state: ClearState,
    /// Why it brought no yes.
    pub failure: Option<Failure>,
    /// WeChat's errcode, 0 where it accepted.
    pub errcode: Option<i32>,
    /// What WeChat or the network said, redacted.
    pub errmsg: Option<String>,
    /// The call's rid.
    pub rid: Option<String>,
}

/// Which clears are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClearQuery {
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only those of this stretch.
    pub period: Option<(Timestamp, Timestamp)>,
    /// Only those of this scope.
    pub scope: Option<Scope>,
    /// Only those in this state.
    pub state: Option<ClearState>,
    /// Only those of this actor.
    pub actor: Option<String>,
    /// Only those made before this one.
    pub before: Option<ClearId>,
    /// At most so many; 0 for none.
    pub limit: i64,
}

/// Both budgets of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budgets {
    /// Whose.
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

/// How a person settles an unknown clear.
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
    /// but a second person, a [`ClearRequest`] is written down instead.
    ///
    /// # Errors
    /// [`IntendError`]; nothing is written then.
    async fn intend_clear(
        &self,
        new: NewClear,
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Intended, IntendError>;

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

    /// One clear.
    async fn clear(&self, id: ClearId) -> Result<Option<Clear>, StoreError>;

    /// What happened to a clear, in its order.
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
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError>;

    /// Everyone who made a clear, by name.
    async fn clear_actors(&self) -> Result<Vec<String>, StoreError>;

    /// How WeChat takes an account's AppSecret in a clear.
    async fn secret_form(&self, account: AccountId) -> Result<SecretForm, StoreError>;

    /// Remembers that.
    async fn set_secret_form(&self, account: AccountId, form: SecretForm) -> Result<(), StoreError>;
}
