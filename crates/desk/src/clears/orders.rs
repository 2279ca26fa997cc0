//! Orders of clears: checked in the order that the API documents, written to the ledger, and executed.

use std::sync::Arc;

use domain::clears::advice::ClearWarning;
use domain::clears::{Barrier, REASON_CHARACTERS};
use domain::{Actor, Budget, CgiPath, ClearId, InterfaceId, Kind, Permission, Scope, Via};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::clears::{Clear, ClearRequest, NewClear, OrderError};
use store::{Account, AuditActor, StoreError};

use crate::{Desk, security_log};

/// The maximum length of an idempotency key, in characters.
pub const KEY_CHARACTERS: usize = 255;

/// The phrases, one a language, that an admin types to go on without a second person.
pub const GLASS_PHRASES: [&str; 2] = ["break glass", "紧急放行"];

/// An order of a clear, as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The account's id, appid or name.
    pub account: String,
    /// The one interface's id or path; `None` for all of the account.
    pub interface: Option<String>,
    /// Why.
    pub reason: String,
    /// How.
    pub via: Via,
    /// The account's name, where it is asked for.
    pub confirm: Option<String>,
    /// The reason for going on although a barrier that can be overridden exists.
    pub override_reason: Option<String>,
    /// Why a person clears although every count that it would reset is near 0.
    pub anyway_reason: Option<String>,
    /// What an admin typed to go on without a second person; one of [`GLASS_PHRASES`].
    pub break_glass: Option<String>,
    /// The same key of the same actor is the same clear.
    pub key: String,
    /// The facts that a person confirmed; `None` for programs.
    pub seen: Option<ConfirmedFacts>,
}

/// The facts that a person confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedFacts {
    /// The prefix of the order's key, as [`super::Confirmation`] made it; it identifies the target that was shown.
    pub key_prefix: String,
    /// The quota day, how many clears were left and how many were made: [`super::Confirmation::seen`].
    pub facts: String,
}

/// The result of an order: a clear, or a request for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderResult {
    /// The clear, as far as it has come.
    Clear(Clear),
    /// A request, because a second person has to agree.
    Request(ClearRequest),
}

/// The result of an order, and whether the order is a repetition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedOrder {
    /// The clear or the request.
    pub made: OrderResult,
    /// Whether the order is a repetition, so that nothing new was made.
    pub replayed: bool,
}

/// An error of a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonError {
    /// Nothing but blanks.
    Missing,
    /// More than 500 characters.
    TooLong,
}

/// The reason why a target cannot be cleared at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotClearable {
    /// A third-party platform: it has no token of the kind we can get, and a clear of its own (official
    /// clearComponentQuotaByAppSecret page).
    Platform,
    /// The AppSecret clears the whole account only (official clearQuotaByAppSecret page).
    InterfaceBySecret,
    /// The interface's count is a total, which no clear lowers.
    Total,
    /// WeChat said so when a clear of the interface was tried (76022), and no reading has given a figure since.
    RefusedBefore,
}

use_case_error! {
    /// An error of an order; nothing was sent then.
    #[derive(Debug, thiserror::Error)]
    pub enum ClearError: transparent Forbidden {
        /// No idempotency key of 1 to 255 characters.
        #[error("an idempotency key of 1 to 255 characters is required")]
        KeyMissing,
        /// The key made another clear, or asks a second person for another.
        #[error("the key was used for a different request")]
        KeyReused(Option<ClearId>),
        /// The reason.
        #[error("a reason of 1 to 500 characters is required")]
        Reason(ReasonError),
        /// The override's reason is too long.
        #[error("the reason for continuing has more than 500 characters")]
        Override,
        /// Every count that it would reset is near 0, and a person has to say why they clear anyway.
        #[error("this clear would restore almost nothing; a reason for continuing of 1 to 500 characters is required")]
        Anyway(ReasonError),
        /// What was typed to go on without a second person is not the phrase.
        #[error("the break-glass phrase does not match")]
        GlassPhrase,
        /// There is no such account, or it is retired.
        #[error("account not found")]
        NoSuchAccount,
        /// The interface is not watched on the account.
        #[error("the interface is not watched on this account")]
        NoSuchInterface,
        /// It cannot be cleared at all.
        #[error("this cannot be cleared")]
        NotClearable(NotClearable),
        /// The confirmed facts are outdated: the quota day ended, or another clear was made.
        #[error("the figures changed after they were confirmed")]
        Outdated,
        /// The budget is used up.
        #[error("no clears are left")]
        BudgetSpent {
            /// The budget.
            budget: Box<Budget>,
            /// Only guesses say so, and a reason to go on would do.
            only_guessed: bool,
        },
        /// Another clear is open.
        #[error("clear #{id} has not finished")]
        Conflict {
            /// That clear.
            id: ClearId,
            /// Its call is under way, and no reason helps.
            in_flight: bool,
        },
        /// The account's name has to be given.
        #[error("{left} left: the account's name is required")]
        ConfirmNeeded {
            /// How many are left.
            left: i64,
        },
    }
}

impl From<OrderError> for ClearError {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::KeyReused(id) => Self::KeyReused(id),
            OrderError::NoSuchAccount => Self::NoSuchAccount,
            OrderError::Store(error) => error.into(),
            OrderError::Barred(Barrier::BudgetSpent { only_guessed }, budget) => {
                Self::BudgetSpent { budget, only_guessed }
            }
            OrderError::Barred(Barrier::Open { id, in_flight }, _) => Self::Conflict { id, in_flight },
            OrderError::Barred(Barrier::NameNeeded { left }, _) => Self::ConfirmNeeded { left },
            // Writing it down as a request is what meets that barrier.
            OrderError::Barred(Barrier::SecondPersonNeeded { .. }, _) => {
                Self::Internal(StoreError::Inconsistent("nobody was asked for approval".to_owned()).into())
            }
        }
    }
}

/// The target of an order: an account, or one interface of it.
pub(super) struct Target {
    pub(super) account: Account,
    pub(super) interface: Option<(InterfaceId, CgiPath)>,
    /// Whether the interface's count is a total.
    pub(super) is_total: bool,
}

impl Target {
    pub(super) fn scope(&self) -> Scope {
        if self.interface.is_some() { Scope::Interface } else { Scope::Account }
    }

    /// The one interface; `None` for the whole account.
    pub(super) fn interface_id(&self) -> Option<InterfaceId> {
        self.interface.as_ref().map(|(id, _)| *id)
    }
}

impl Order {
    /// Tells apart what the same key may not be used for.
    fn hash(&self) -> [u8; 32] {
        let Self { account, interface, reason, via, confirm, override_reason, break_glass, .. } = self;
        let mut hash = Sha256::new();
        let optional = [interface, confirm, override_reason, break_glass].map(Option::as_ref);
        for field in [Some(account), Some(reason)].into_iter().chain(optional) {
            // The length first, so that no two orders are the same row of characters.
            hash.update(field.map_or(u64::MAX, |text| text.len() as u64).to_be_bytes());
            hash.update(field.map_or("", String::as_str));
        }
        hash.update(via.word());
        // Only where there is one: a key of before there were any is to be recognized.
        hash.update(self.anyway_reason.as_deref().unwrap_or_default());
        hash.finalize().into()
    }
}

/// The reason as it is kept: trimmed, without NUL.
pub(crate) fn reason(typed: &str) -> Result<String, ReasonError> {
    // To SQLite a NUL ends a text when it counts characters, so it is a blank to us.
    let text = typed.replace('\0', " ");
    let text = text.trim();
    if text.is_empty() {
        return Err(ReasonError::Missing);
    }
    if text.chars().count() > REASON_CHARACTERS { Err(ReasonError::TooLong) } else { Ok(text.to_owned()) }
}

fn is_glass_phrase(typed: &str) -> bool {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    GLASS_PHRASES.contains(&typed.as_str())
}

/// Whether an admin goes on without a second person. Only people who signed in may.
fn breaks_glass(actor: &Actor, typed: Option<&str>) -> Result<bool, ClearError> {
    let Some(typed) = typed else { return Ok(false) };
    actor.require(Permission::Administer, None)?;
    if matches!(actor, Actor::User { .. }) && is_glass_phrase(typed) { Ok(true) } else { Err(ClearError::GlassPhrase) }
}

/// Why a person clears although every count is near 0, where that is so. Programs are not asked: their clear gets a warning.
fn anyway_reason(order: &Order, warnings: &[ClearWarning]) -> Result<Option<String>, ClearError> {
    if order.seen.is_none() || !warnings.contains(&ClearWarning::Pointless) {
        return Ok(None);
    }
    reason(order.anyway_reason.as_deref().unwrap_or_default()).map(Some).map_err(ClearError::Anyway)
}

impl Desk {
    /// Makes a clear of an order, once: written down, called, and what came written down. Gives it after at most
    /// [`super::ClearSettings::wait`], however far it has come; it goes on also where the caller goes away.
    ///
    /// # Errors
    /// The first [`ClearError`] in the order of the contract; nothing was sent then.
    pub async fn clear(self: &Arc<Self>, actor: &Actor, order: Order) -> Result<PlacedOrder, ClearError> {
        actor.require(Permission::Clear, None)?;
        if order.key.trim().is_empty() || order.key.chars().count() > KEY_CHARACTERS {
            return Err(ClearError::KeyMissing);
        }
        let (who, request_hash) = (actor.to_string(), order.hash());
        if let Some(replay) = self.replay(&who, &order.key, Some(request_hash)).await? {
            return Ok(replay);
        }
        let why = reason(&order.reason).map_err(ClearError::Reason)?;
        let override_reason = match order.override_reason.as_deref().map(reason) {
            Some(Ok(text)) => Some(text),
            Some(Err(ReasonError::TooLong)) => return Err(ClearError::Override),
            Some(Err(ReasonError::Missing)) | None => None,
        };
        let target = self.target(&order.account, order.interface.as_deref()).await?;
        self.check_clearable(&target, order.via).await?;
        if let Some(seen) = &order.seen
            && !self.is_unchanged(&target, seen).await?
        {
            // The same form, sent twice at once, may be what has changed the facts.
            let replay = self.replay(&who, &order.key, Some(request_hash)).await?;
            return replay.ok_or(ClearError::Outdated);
        }
        let break_glass = breaks_glass(actor, order.break_glass.as_deref())?;
        let warnings = self.warning_words(&target).await?;
        let anyway_reason = anyway_reason(&order, &warnings)?;
        let new = NewClear {
            account: target.account.id,
            interface: target.interface_id(),
            via: order.via,
            reason: self.redacted(&why),
            override_reason: override_reason.map(|text| self.redacted(&text)),
            warnings,
            anyway_reason: anyway_reason.map(|text| self.redacted(&text)),
            name_typed: order.confirm.as_deref().map(str::trim) == Some(target.account.name.as_str()),
            break_glass,
            key: order.key,
            request_hash,
            usage_before: self.usage_now(&target).await?,
        };
        let (desk, by) = (Arc::clone(self), AuditActor::from(actor));
        let placed = self
            .carry_out(async move {
                let intended = desk.store.order_clear(new, &by, desk.clock.now(), &desk.counting()).await;
                Ok::<_, ClearError>(intended?)
            })
            .await?;
        if let OrderResult::Clear(clear) = &placed.made
            && clear.glass_broken
            && !placed.replayed
        {
            security_log::glass_broken(actor, &target.account.name);
        }
        Ok(placed)
    }

    /// The earlier result of an idempotency key; `None` where the key is new. It is an error where the key belongs to an order
    /// with another hash, or `order` is `None`.
    async fn replay(&self, who: &str, key: &str, order: Option<[u8; 32]>) -> Result<Option<PlacedOrder>, ClearError> {
        let made = match self.store.clear_by_key(who, key).await? {
            Some((clear, hash)) if Some(hash) == order => OrderResult::Clear(clear),
            Some((clear, _)) => return Err(ClearError::KeyReused(Some(clear.id))),
            None => match self.store.request_by_key(who, key).await? {
                Some((request, hash)) if Some(hash) == order => self.made_of(request).await?,
                Some((request, _)) => return Err(ClearError::KeyReused(request.clear)),
                None => return Ok(None),
            },
        };
        Ok(Some(PlacedOrder { made, replayed: true }))
    }

    /// The clear that a request became, or else the request.
    async fn made_of(&self, request: ClearRequest) -> Result<OrderResult, StoreError> {
        let clear = match request.clear {
            Some(id) => self.store.clear(id).await?,
            None => None,
        };
        Ok(clear.map_or(OrderResult::Request(request), OrderResult::Clear))
    }

    /// Refuses a key that the actor used before, for a caller that cannot read the order.
    ///
    /// # Errors
    /// [`ClearError::Forbidden`], [`ClearError::KeyReused`].
    pub async fn check_key_unused(&self, actor: &Actor, key: &str) -> Result<(), ClearError> {
        actor.require(Permission::Clear, None)?;
        self.replay(&actor.to_string(), key, None).await?;
        Ok(())
    }

    /// Refuses a target that cannot be cleared at all.
    pub(super) async fn check_clearable(&self, target: &Target, via: Via) -> Result<(), ClearError> {
        clearable(target, via)?;
        let refused = self.refused_before(target).await?;
        if refused { Err(ClearError::NotClearable(NotClearable::RefusedBefore)) } else { Ok(()) }
    }

    /// Whether WeChat said of the one interface that it cannot be cleared (76022), and no reading has given a figure since.
    pub(super) async fn refused_before(&self, target: &Target) -> Result<bool, StoreError> {
        let Some(interface) = target.interface_id() else { return Ok(false) };
        let Some(refused_at) = self.store.found_not_clearable(interface).await? else { return Ok(false) };
        let watched = self.store.interfaces_now(Some(target.account.id)).await?;
        let good = watched.into_iter().find(|now| now.id == interface).and_then(|now| now.good);
        Ok(good.is_none_or(|(read_at, _)| read_at <= refused_at))
    }

    /// The account, and the interface if any, that an order names.
    pub(super) async fn target(&self, account: &str, interface: Option<&str>) -> Result<Target, ClearError> {
        let account = self.live_account_called(account).await?.ok_or(ClearError::NoSuchAccount)?;
        let Some(word) = interface else { return Ok(Target { account, interface: None, is_total: false }) };
        let word = word.trim();
        let id: Option<i64> = word.parse().ok();
        let path = self.parse_path(word).ok().map(|(path, _)| path);
        let watched = self.store.interfaces_of(account.id).await?;
        let found = watched.into_iter().find(|interface| {
            interface.removed_at.is_none() && (id == Some(interface.id.0) || path.as_ref() == Some(&interface.cgi_path))
        });
        let found = found.ok_or(ClearError::NoSuchInterface)?;
        let is_total = self.limit_kind_of_watched(&found).is_total();
        Ok(Target { account, interface: Some((found.id, found.cgi_path)), is_total })
    }
}

pub(super) fn clearable(target: &Target, via: Via) -> Result<(), ClearError> {
    match (target.account.kind, via, &target.interface) {
        (Kind::Platform, ..) => Err(ClearError::NotClearable(NotClearable::Platform)),
        _ if target.is_total => Err(ClearError::NotClearable(NotClearable::Total)),
        (_, Via::Secret, Some(_)) => Err(ClearError::NotClearable(NotClearable::InterfaceBySecret)),
        _ => Ok(()),
    }
}
