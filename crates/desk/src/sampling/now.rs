//! Readings that a person or a command asks for.

use domain::roles::Forbidden;
use domain::{AccountId, AccountStatus, Actor, InterfaceId, May};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use store::{Account, StoreError};
use tokio_util::sync::CancellationToken;

use super::round::{Due, RoundReport};
use super::{Asked, plan};
use crate::{Desk, Internal, guard};

/// Between two readings of the same interface that are asked for.
pub const INTERFACE_GAP: SignedDuration = SignedDuration::from_secs(20);
/// Between two readings of the same account that are asked for.
pub const ACCOUNT_GAP: SignedDuration = SignedDuration::from_secs(60);

/// What is to be read now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One interface.
    Interface(AccountId, InterfaceId),
    /// All interfaces of one account.
    Account(AccountId),
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum SampleNowError {
    /// The actor's role is not enough.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such account.
    #[error("there is no such account")]
    NoSuchAccount,
    /// There is no such interface, or it is not watched.
    #[error("there is no such interface")]
    NoSuchInterface,
    /// The account is paused or retired.
    #[error("the account is {}, so it is not read", .0.word())]
    NotRead(AccountStatus),
    /// WeChat refuses readings of this account until then (44993).
    #[error("WeChat takes no more readings of this account until {0}")]
    Starved(Timestamp),
    /// It was read on request a moment ago.
    #[error("it was read a moment ago; try again in {seconds} s")]
    TooSoon {
        /// How long to wait, in seconds.
        seconds: i64,
    },
    /// Inside.
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<StoreError> for SampleNowError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}

/// What came of the readings that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SampleReport {
    /// Accounts that were read.
    pub accounts: usize,
    /// The readings of all of them.
    pub readings: RoundReport,
}

impl Desk {
    /// Reads one interface or one account now, out of the same allowance as the hourly readings.
    ///
    /// # Errors
    /// [`SampleNowError`]; a reading that failed is no error but a reading.
    pub async fn sample_now(&self, actor: &Actor, target: Target) -> Result<SampleReport, SampleNowError> {
        let (Target::Account(id) | Target::Interface(id, _)) = target;
        guard::<SampleNowError>(actor, May::SampleNow, Some(id))?;
        let account = self.store.account(id).await?.ok_or(SampleNowError::NoSuchAccount)?;
        self.may_be_read(&account)?;
        let mut due = self.all_of(&account).await?;
        if let Target::Interface(_, interface) = target {
            due.retain(|due| due.interface.id == interface);
            if due.is_empty() {
                return Err(SampleNowError::NoSuchInterface);
            }
        }
        self.not_too_soon(target)?;
        if account.token.last_error.is_some() {
            // Who asks has perhaps just mended what failed; the remembered failure must not answer.
            self.wechat.keeper().forget(&account.appid).await;
        }
        let readings = self.round(&account, due, &CancellationToken::new()).await?;
        Ok(SampleReport { accounts: 1, readings })
    }

    /// Reads everything now: every interface of every active account, or of one.
    ///
    /// # Errors
    /// [`SampleNowError`]; readings that failed are none.
    pub async fn sample_all(&self, actor: &Actor, only: Option<AccountId>) -> Result<SampleReport, SampleNowError> {
        guard::<SampleNowError>(actor, May::SampleNow, only)?;
        let accounts = self.store.accounts().await?;
        let chosen: Vec<_> = match only {
            None => accounts.into_iter().filter(|account| self.may_be_read(account).is_ok()).collect(),
            Some(id) => {
                let account = accounts.into_iter().find(|account| account.id == id);
                let account = account.ok_or(SampleNowError::NoSuchAccount)?;
                self.may_be_read(&account)?;
                vec![account]
            }
        };
        let stop = CancellationToken::new();
        let rounds = try_join_all(chosen.iter().map(|account| async {
            let due = self.all_of(account).await?;
            self.round(account, due, &stop).await
        }))
        .await?;
        let mut report = SampleReport { accounts: rounds.len(), ..Default::default() };
        for round in rounds {
            report.readings.good += round.good;
            report.readings.failed += round.failed;
            report.readings.starved += round.starved;
            report.readings.error = round.error.or(report.readings.error);
        }
        Ok(report)
    }

    fn may_be_read(&self, account: &Account) -> Result<(), SampleNowError> {
        if account.status != AccountStatus::Active {
            return Err(SampleNowError::NotRead(account.status));
        }
        match account.starved_until.filter(|until| *until > self.clock.now()) {
            Some(until) => Err(SampleNowError::Starved(until)),
            None => Ok(()),
        }
    }

    async fn all_of(&self, account: &Account) -> Result<Vec<Due>, Internal> {
        let interfaces = self.store.interfaces_now(Some(account.id)).await?;
        let period = plan::period_hours(interfaces.len(), plan::sampler_allowance(account));
        let now_ms = self.clock.now_ms();
        let due = |interface: store::InterfaceNow| {
            // A reading asked for answers the slot too, where that is still open: no second one follows on its heels.
            let slot = plan::slot(interface.id, period, now_ms);
            let open = plan::is_due(interface.id, period, interface.slot, now_ms);
            Due { slot: if open { Some(slot) } else { interface.slot }, interface }
        };
        Ok(interfaces.into_iter().map(due).collect())
    }

    fn not_too_soon(&self, target: Target) -> Result<(), SampleNowError> {
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
                return Err(SampleNowError::TooSoon { seconds: left.as_secs().max(1) });
            }
        }
        memory.asked.insert(key, now);
        Ok(())
    }
}
