//! Views of accounts: the list, each account with the states of its interfaces, and the page of one account.

use std::net::IpAddr;

use domain::{AccountId, AccountStatus, Actor, Permission, UsageState};
use store::{Account, Interface};

use crate::Desk;
use crate::accounts::AccountError;
use crate::overview::{Overview, OverviewQuery};
use crate::sampling::status::AccountSampling;

/// An account in the list of accounts.
#[derive(Debug, Clone)]
pub struct AccountCard {
    /// The account.
    pub account: Account,
    /// How many of its interfaces are in each state, worst first; states without any are left out. Empty while it is paused.
    pub counts: Vec<(UsageState, usize)>,
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
        let now = self.clock.now();
        let interfaces = self.store.interfaces_now(None).await?;
        let states: Vec<(AccountId, UsageState)> =
            interfaces.iter().map(|interface| (interface.account_id, self.state_of(interface, now))).collect();
        let mut accounts = self.store.accounts().await?;
        accounts.sort_by_key(|account| account.status == AccountStatus::Retired);
        let card = |account: Account| {
            let of_account = |wanted| states.iter().filter(|(id, state)| (*id, *state) == (account.id, wanted)).count();
            let counts = UsageState::ALL.map(|state| (state, of_account(state)));
            let is_read = account.status == AccountStatus::Active;
            AccountCard { counts: counts.into_iter().filter(|(_, count)| is_read && *count > 0).collect(), account }
        };
        Ok(accounts.into_iter().map(card).collect())
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
        let addresses = self.seen_addresses(account.id).await?;
        Ok(AccountPage { account, overview, unwatched, sampling, forced_refreshes_today, addresses })
    }
}
