//! The figures of the moment, for a program that watches wxquota.

use std::collections::HashMap;

use domain::{AccountStatus, CgiPath, Figures, Outcome, Scope, UsageState};
use jiff::{SignedDuration, Timestamp};
use store::clears::Budgets;
use store::{Account, InterfaceNow};

use crate::clears::month::can_be_cleared;
use crate::overview::figures_now;
use crate::{Desk, Internal};

/// The figures of the moment.
#[derive(Debug, Clone)]
pub struct Gauges {
    /// The interfaces of accounts that are read, by account and path.
    pub interfaces: Vec<InterfaceGauges>,
    /// How many of them are in each state.
    pub states: [(UsageState, usize); UsageState::ALL.len()],
    /// The accounts that are not retired, by name.
    pub accounts: Vec<AccountGauges>,
    /// The number of messages to channels that wait to be sent, or sent again.
    pub waiting_messages: i64,
    /// The size of the database, in bytes.
    pub database_bytes: u64,
}

/// The figures of an interface.
#[derive(Debug, Clone)]
pub struct InterfaceGauges {
    /// The place of its account in [`Gauges::accounts`].
    pub account: usize,
    /// The path.
    pub cgi_path: CgiPath,
    /// The figures that hold now; `None` where there are none, as between the reset and the day's first reading.
    pub figures: Option<Figures>,
}

/// The figures of an account.
#[derive(Debug, Clone)]
pub struct AccountGauges {
    /// The name.
    pub name: String,
    /// The time since the newest reading that did not fail; `None` where there is none, or the account is paused.
    pub sample_age: Option<SignedDuration>,
    /// The time until the token ends, zero where it has ended; `None` where none was fetched.
    pub token_expires: Option<SignedDuration>,
    /// How many clears are left of each scope; `None` where the account cannot be cleared.
    pub clears_left: Option<[(Scope, i64); Scope::ALL.len()]>,
}

impl Desk {
    /// The figures of the moment. Whoever calls this has checked who asks.
    ///
    /// # Errors
    /// [`Internal`] where the database cannot be read.
    pub async fn gauges(&self) -> Result<Gauges, Internal> {
        let now = self.clock.now();
        let mut accounts = self.store.accounts().await?;
        accounts.retain(|account| account.status != AccountStatus::Retired);
        let places: HashMap<_, _> = accounts.iter().enumerate().map(|(place, account)| (account.id, place)).collect();
        let mut states = UsageState::ALL.map(|state| (state, 0));
        let mut newest = vec![None; accounts.len()];
        let mut interfaces = Vec::new();
        for interface in self.store.interfaces_now(None).await? {
            let Some((place, account)) =
                places.get(&interface.account_id).and_then(|at| Some((*at, accounts.get(*at)?)))
            else {
                continue;
            };
            if account.status == AccountStatus::Paused {
                continue;
            }
            let assessed = self.assess(&interface, now);
            if let Some((_, count)) = states.iter_mut().find(|(state, _)| *state == assessed.state) {
                *count += 1;
            }
            if let Some(newest) = newest.get_mut(place) {
                *newest = (*newest).max(answered_at(&interface));
            }
            let figures = figures_now(&interface, assessed);
            interfaces.push(InterfaceGauges { account: place, cgi_path: interface.cgi_path, figures });
        }
        interfaces.sort_by(|a, b| (a.account, &a.cgi_path).cmp(&(b.account, &b.cgi_path)));
        let budgets: HashMap<_, _> =
            self.budgets_now(None).await?.into_iter().map(|budgets| (budgets.account_id, budgets)).collect();
        let channels = self.store.channels().await?;
        let of_account = |(account, newest): (Account, Option<Timestamp>)| {
            let clears_left = budgets.get(&account.id).filter(|_| can_be_cleared(&account)).map(clears_left);
            AccountGauges {
                sample_age: newest.map(|at| now.duration_since(at).max(SignedDuration::ZERO)),
                token_expires: account.token.expires_at.map(|at| at.duration_since(now).max(SignedDuration::ZERO)),
                clears_left,
                name: account.name,
            }
        };
        Ok(Gauges {
            interfaces,
            states,
            accounts: accounts.into_iter().zip(newest).map(of_account).collect(),
            waiting_messages: channels.iter().map(|channel| channel.waiting).sum(),
            database_bytes: self.store.size_bytes().await?,
        })
    }
}

/// When the newest reading was made that did not fail.
fn answered_at(interface: &InterfaceNow) -> Option<Timestamp> {
    let newest = interface.newest.filter(|(_, outcome)| !matches!(outcome, Outcome::Failed(_))).map(|(at, _)| at);
    newest.max(interface.good.map(|(at, _)| at))
}

fn clears_left(budgets: &Budgets) -> [(Scope, i64); Scope::ALL.len()] {
    Scope::ALL.map(|scope| (scope, budgets.of(scope).left))
}
