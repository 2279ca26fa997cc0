//! Readings on request, by a person or a command.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::{AccountId, AccountStatus, Actor, InterfaceId, Permission};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use store::{Account, NewAuditLine, StoreError};
use tokio_util::sync::CancellationToken;

use super::round::{RoundReport, RoundScope};
use super::state::Asked;
use crate::token_rates::{TokenUse, TooMany};
use crate::{Desk, Internal};

/// The minimum time between two readings of an interface on request.
pub const INTERFACE_GAP: SignedDuration = SignedDuration::from_secs(20);
/// The minimum time between two readings of an account on request.
pub const ACCOUNT_GAP: SignedDuration = SignedDuration::from_secs(60);

/// The target of a reading on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One interface.
    Interface(AccountId, InterfaceId),
    /// All interfaces of one account.
    Account(AccountId),
}

use_case_error! {
    /// An error of a reading on request; nothing was read then.
    #[derive(Debug, thiserror::Error)]
    pub enum RequestedReadingError: transparent Forbidden {
        /// There is no such account.
        #[error("account not found")]
        NoSuchAccount,
        /// There is no such interface, or it is not watched.
        #[error("interface not found")]
        NoSuchInterface,
        /// The account is paused or retired.
        #[error("the account is {}, so it is not sampled", .0.word())]
        NotRead(AccountStatus),
        /// WeChat refuses readings of this account until then (44993).
        #[error("WeChat accepts no more readings of this account until {0}")]
        Starved(Timestamp),
        /// It was read on request a moment ago, or the token has asked for too many readings.
        #[error("it was sampled a moment ago, or too often; try again in {seconds} s")]
        TooSoon {
            /// How long to wait, in seconds.
            seconds: i64,
        },
    }
}

/// The result of readings on request.
#[derive(Debug, Default)]
pub struct SampleReport {
    /// Accounts that were read.
    pub accounts: usize,
    /// The readings of all of them.
    pub readings: RoundReport,
    /// Active accounts that were not read, by name, and why.
    pub skipped: Vec<(String, RequestedReadingError)>,
}

impl Desk {
    /// Reads one interface or one account now, out of the same allowance as the hourly readings. The readings are made
    /// and kept also where the caller goes away before they end.
    ///
    /// # Errors
    /// [`RequestedReadingError`]; a reading that failed is no error but a reading.
    pub async fn sample_now(
        self: &Arc<Self>,
        actor: &Actor,
        target: Target,
    ) -> Result<SampleReport, RequestedReadingError> {
        let (Target::Account(id) | Target::Interface(id, _)) = target;
        actor.require(Permission::SampleNow, Some(id))?;
        self.require_writable()?;
        let account = self.store.account(id).await?.ok_or(RequestedReadingError::NoSuchAccount)?;
        self.may_be_read(&account)?;
        let which = match target {
            Target::Account(_) => RoundScope::Everything,
            Target::Interface(_, interface) => {
                let of_account = self.store.interfaces_now(Some(id)).await?;
                if !of_account.iter().any(|other| other.id == interface) {
                    return Err(RequestedReadingError::NoSuchInterface);
                }
                RoundScope::One(interface)
            }
        };
        self.count_readings(actor)?;
        self.check_interval(target)?;
        if account.token.last_error.is_some() {
            // Who asks has perhaps just mended what failed; the remembered failure must not answer.
            self.wechat.keeper().forget(&account.appid).await;
        }
        self.note_sampling(actor, &account.name).await?;
        let readings = self.run_requested_round(id, which).await?;
        Ok(SampleReport { accounts: 1, readings, skipped: Vec::new() })
    }

    /// Counts a request for readings with the actor's token.
    fn count_readings(&self, actor: &Actor) -> Result<(), RequestedReadingError> {
        let too_soon = |TooMany { retry_after }| RequestedReadingError::TooSoon {
            seconds: i64::try_from(retry_after).unwrap_or(i64::MAX),
        };
        self.count_use(actor, TokenUse::Readings).map(drop).map_err(too_soon)
    }

    /// Readings that somebody asks for cost some of the day's, so they are written down like other acts.
    async fn note_sampling(&self, actor: &Actor, subject: &str) -> Result<(), StoreError> {
        if matches!(actor, Actor::Desk) {
            Ok(())
        } else {
            self.note(actor, NewAuditLine::on(AuditAction::Sampled, subject)).await
        }
    }

    /// Reads what is due on one account now, without waiting for the sampler's next beat.
    ///
    /// # Errors
    /// [`RequestedReadingError`]; readings that failed are none.
    pub async fn sample_due(
        self: &Arc<Self>,
        actor: &Actor,
        id: AccountId,
    ) -> Result<SampleReport, RequestedReadingError> {
        actor.require(Permission::SampleNow, Some(id))?;
        self.count_readings(actor)?;
        let readings = self.run_requested_round(id, RoundScope::Due).await?;
        Ok(SampleReport { accounts: 1, readings, skipped: Vec::new() })
    }

    /// Reads everything now: every interface of every active account, or of one.
    ///
    /// # Errors
    /// [`RequestedReadingError`]; readings that failed are none.
    pub async fn sample_all(
        self: &Arc<Self>,
        actor: &Actor,
        only: Option<AccountId>,
    ) -> Result<SampleReport, RequestedReadingError> {
        actor.require(Permission::SampleNow, only)?;
        self.count_readings(actor)?;
        let mut report = SampleReport::default();
        let mut chosen = Vec::new();
        for account in self.store.accounts().await? {
            match self.may_be_read(&account) {
                _ if only.is_some_and(|only| only != account.id) => {}
                Ok(()) => chosen.push((account.id, account.name)),
                Err(error) if only.is_some() => return Err(error),
                Err(RequestedReadingError::NotRead(_)) => {}
                Err(error) => report.skipped.push((account.name, error)),
            }
        }
        if only.is_some() && chosen.is_empty() {
            return Err(RequestedReadingError::NoSuchAccount);
        }
        report.accounts = chosen.len();
        if let Some((_, first)) = chosen.first() {
            self.note_sampling(actor, only.map_or("*", |_| first)).await?;
        }
        for round in
            try_join_all(chosen.into_iter().map(|(id, _)| self.run_requested_round(id, RoundScope::Everything))).await?
        {
            report.readings.good += round.good;
            report.readings.failed += round.failed;
            report.readings.starved += round.starved;
            report.readings.error = round.error.or(report.readings.error);
            report.readings.failure = round.failure.or(report.readings.failure);
        }
        Ok(report)
    }

    /// Runs a round in a task of its own, after the account's rounds that are running.
    async fn run_requested_round(self: &Arc<Self>, id: AccountId, which: RoundScope) -> Result<RoundReport, Internal> {
        self.require_writable()?;
        let desk = Arc::clone(self);
        let round = self.sampler.rounds.spawn(async move {
            let _turn = desk.sampler.turn(id).await;
            desk.round(id, which, &CancellationToken::new()).await
        });
        round.await.map_err(Internal::task)?
    }

    fn may_be_read(&self, account: &Account) -> Result<(), RequestedReadingError> {
        if account.status != AccountStatus::Active {
            return Err(RequestedReadingError::NotRead(account.status));
        }
        self.starved_until(account, self.clock.now()).map_or(Ok(()), |until| Err(RequestedReadingError::Starved(until)))
    }

    fn check_interval(&self, target: Target) -> Result<(), RequestedReadingError> {
        let now = self.clock.now();
        let (key, gap) = match target {
            Target::Account(id) => (Asked::Account(id), ACCOUNT_GAP),
            Target::Interface(_, id) => (Asked::Interface(id), INTERFACE_GAP),
        };
        let mut memory = self.sampler.memory();
        memory.asked.retain(|_, at| now.duration_since(*at).abs() < ACCOUNT_GAP);
        if let Some(at) = memory.asked.get(&key) {
            let left = gap - now.duration_since(*at);
            if left > SignedDuration::ZERO {
                return Err(RequestedReadingError::TooSoon { seconds: left.as_secs().max(1) });
            }
        }
        memory.asked.insert(key, now);
        Ok(())
    }
}
