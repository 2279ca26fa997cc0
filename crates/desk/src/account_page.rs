//! Views of accounts: the list, each account with the states of its interfaces, and the page of one account.

use std::collections::HashMap;
use std::net::IpAddr;

use domain::{AccountStatus, Actor, Failure, Permission, UsageState};
use jiff::Timestamp;
use store::clears::Budgets;
use store::{Account, Interface, InterfaceNow};

use crate::Desk;
use crate::accounts::AccountError;
use crate::overview::{Overview, OverviewQuery, Row};
use crate::sampling::status::AccountSampling;

/// An account in the list of accounts.
#[derive(Debug, Clone)]
pub struct AccountCard {
    /// The account.
    pub account: Account,
    /// How many of its interfaces are in each state, worst first; states without any are left out. Empty while it is paused.
    pub counts: Vec<(UsageState, usize)>,
    /// Whether it can be read, and why not.
    pub health: AccountHealth,
    /// When one of its interfaces was read last, well or not.
    pub last_read_at: Option<Timestamp>,
    /// Its clears of the month; `None` once retired.
    pub budgets: Option<Budgets>,
    /// The interface of which the largest share of the limit is used; `None` where none has figures of the day.
    pub nearest: Option<Row>,
}

/// The health of an account: whether it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountHealth {
    /// Its interfaces are read.
    Working,
    /// No interface was read yet.
    NotRead,
    /// It watches no interface.
    NothingWatched,
    /// A person paused it.
    Paused,
    /// It is retired.
    Retired,
    /// It is of a kind that cannot be read.
    Unsupported,
    /// WeChat gives no token or refuses it.
    TokenFailed {
        /// What went wrong.
        failure: Failure,
        /// The same in WeChat's or the network's words, redacted.
        detail: Option<String>,
    },
    /// WeChat refuses more readings (44993) until then.
    ReadingsRefused(Timestamp),
    /// The newest readings of some interfaces failed.
    SomeFailed {
        /// How many.
        failed: usize,
        /// Of how many.
        of: usize,
    },
    /// The newest readings of some interfaces are too old.
    SomeStale {
        /// How many.
        stale: usize,
        /// Of how many.
        of: usize,
    },
}

impl AccountHealth {
    /// The health of an account whose interfaces are in these states.
    fn of(account: &Account, states: &[UsageState], now: Timestamp) -> Self {
        let count = |wanted: UsageState| states.iter().filter(|state| **state == wanted).count();
        let (of, failed, stale) = (states.len(), count(UsageState::Failed), count(UsageState::Stale));
        match account.status {
            AccountStatus::Retired => return Self::Retired,
            AccountStatus::Paused => return Self::Paused,
            AccountStatus::Active => {}
        }
        if !account.kind.is_supported() {
            return Self::Unsupported;
        }
        if let Some(failure) = account.token.last_failure {
            return Self::TokenFailed { failure, detail: account.token.last_error.clone() };
        }
        match account.starved_until {
            Some(until) if until > now => Self::ReadingsRefused(until),
            _ if states.is_empty() => Self::NothingWatched,
            _ if failed > 0 => Self::SomeFailed { failed, of },
            _ if stale > 0 => Self::SomeStale { stale, of },
            _ if count(UsageState::Never) == of => Self::NotRead,
            _ => Self::Working,
        }
    }
}

/// The view of one account.
#[derive(Debug, Clone)]
pub struct AccountPage {
    /// The account.
    pub account: Account,
    /// Its interfaces, worst first.
    pub overview: Overview,
    /// Interfaces with a history that are not watched now, by path: all of them once the account is retired.
    pub unwatched: Vec<Interface>,
    /// What the sampler does with it; `None` once retired.
    pub sampling: Option<AccountSampling>,
    /// How many times its token was refreshed by force on the quota day that is now, of 20.
    pub forced_refreshes_today: usize,
    /// The addresses from which WeChat refused its calls lately, the newest first.
    pub addresses: Vec<IpAddr>,
}

impl Desk {
    /// Every account with the states of its interfaces: by name, retired ones last.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn account_cards(&self, actor: &Actor) -> Result<Vec<AccountCard>, AccountError> {
        actor.require(Permission::SeeUsage, None)?;
        let mut of_account: HashMap<_, Vec<InterfaceNow>> = HashMap::new();
        for interface in self.store.interfaces_now(None).await? {
            of_account.entry(interface.account_id).or_default().push(interface);
        }
        let budgets = self.budgets_now(None).await?;
        let mut budgets: HashMap<_, _> = budgets.into_iter().map(|of| (of.account_id, of)).collect();
        let mut accounts = self.store.accounts().await?;
        accounts.sort_by_key(|account| account.status == AccountStatus::Retired);
        let card = |account: Account| {
            let interfaces = of_account.remove(&account.id).unwrap_or_default();
            let budgets = budgets.remove(&account.id).filter(|_| account.status != AccountStatus::Retired);
            self.card(account, interfaces, budgets)
        };
        Ok(accounts.into_iter().map(card).collect())
    }

    fn card(&self, account: Account, interfaces: Vec<InterfaceNow>, budgets: Option<Budgets>) -> AccountCard {
        let now = self.clock.now();
        let is_read = account.status == AccountStatus::Active;
        let last_read_at = interfaces.iter().filter_map(|interface| interface.newest.map(|(at, _)| at)).max();
        let rows = interfaces.into_iter().map(|interface| {
            let assessed = self.assess(&interface, now);
            self.row(interface, assessed, &account, Vec::new(), now)
        });
        let rows: Vec<_> = rows.collect();
        let states: Vec<_> = rows.iter().map(|row| row.state).collect();
        let count = |wanted| states.iter().filter(|state| **state == wanted).count();
        let counts = UsageState::ALL.map(|state| (state, count(state))).into_iter();
        let used = |row: &Row| {
            let figures = row.figures.filter(|_| row.state.has_figures() && !row.before_reset)?;
            Some((figures.used_permille(), figures.used))
        };
        let nearest = rows.into_iter().filter(|row| is_read && used(row).is_some()).max_by_key(used);
        AccountCard {
            counts: counts.filter(|(_, count)| is_read && *count > 0).collect(),
            health: AccountHealth::of(&account, &states, now),
            last_read_at,
            budgets,
            nearest,
            account,
        }
    }

    /// One account with everything; `word` is its id, appid or name.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`].
    pub async fn account_page(&self, actor: &Actor, word: &str) -> Result<AccountPage, AccountError> {
        let account = self.find_account(actor, word).await?;
        let query = OverviewQuery { account: Some(account.id), limit: usize::MAX, ..Default::default() };
        let overview = self.overview_now(&query).await?;
        let sampling = self.sampler_status_now().await?.accounts;
        let sampling = sampling.into_iter().find(|sampled| sampled.account.id == account.id);
        let day = self.settings.quota_zone.day_start(self.clock.now());
        let forced_refreshes_today = self.store.forced_refreshes(account.id, day).await?.len();
        let mut unwatched = self.store.interfaces_of(account.id).await?;
        unwatched.retain(|one| one.removed_at.is_some() || account.status == AccountStatus::Retired);
        let addresses = self.seen_addresses(account.id).await?.into_iter().map(|seen| seen.address).collect();
        Ok(AccountPage { account, overview, unwatched, sampling, forced_refreshes_today, addresses })
    }
}
