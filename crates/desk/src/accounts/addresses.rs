//! The addresses from which WeChat refused an account's calls.

use std::net::IpAddr;

use domain::{AccountId, Actor, AddressOwner, Permission};
use jiff::SignedDuration;
use store::{SeenAddress, StoreError};

use super::{AccountError, CheckReport};
use crate::explain::seen_ip;
use crate::incidents::Incident;
use crate::{Desk, Internal};

/// An address from which WeChat refused the call of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedAddress {
    /// The address.
    pub address: IpAddr,
    /// Whether it is this machine's or another one of ours; `None` where that cannot be known.
    pub is_ours: Option<bool>,
    /// The addresses from which WeChat refused the desk's own calls lately, the newest first.
    pub own: Vec<SeenAddress>,
}

/// How long an address says something about where this machine leaves by.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Desk {
    /// The address by which this machine reaches WeChat, as WeChat named it last when it refused a call (40164); `None` where
    /// it named none lately. Nobody else is asked.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn outbound_address(&self, actor: &Actor) -> Result<Option<SeenAddress>, AccountError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.outbound_address(self.clock.now() - LATELY).await?)
    }

    /// The addresses from which WeChat refused the account's calls lately, the newest first.
    pub(crate) async fn seen_addresses(&self, id: AccountId) -> Result<Vec<SeenAddress>, StoreError> {
        self.store.seen_addresses(id, self.clock.now() - LATELY).await
    }

    /// The address from which WeChat refused the call that an incident tells of (40164, 61004), where its message names one.
    ///
    /// Where WeChat gave this machine a token since, the address cannot be this machine's. Other calls prove nothing: the list of a
    /// mini program does not guard them (official page of the list), and a token from before outlives a change of the address.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn refused_address(&self, incident: &Incident) -> Result<Option<RefusedAddress>, Internal> {
        let names_one = matches!(incident.errcode, 40164 | 61004 | 45035);
        let Some(address) = seen_ip(&incident.errmsg).filter(|_| names_one) else { return Ok(None) };
        let own = self.seen_addresses(incident.account).await?;
        let account = self.active_account(incident.account).await?;
        let let_through = account.and_then(|account| account.token.fetched_at).is_some_and(|at| at > incident.last_at);
        let is_ours = match self.live().rids.ours.whose(&address.to_string()) {
            Some(AddressOwner::Ours) => Some(true),
            Some(AddressOwner::NotOurs) => Some(false),
            _ if own.iter().any(|own| own.address == address) => Some(true),
            _ => let_through.then_some(false),
        };
        Ok(Some(RefusedAddress { address, is_ours, own }))
    }

    /// The report with those addresses, where the call that failed names one.
    pub(super) async fn with_addresses(&self, id: AccountId, report: CheckReport) -> Result<CheckReport, StoreError> {
        if report.problem().is_none_or(|problem| problem.seen_ip.is_none()) {
            return Ok(report);
        }
        let seen = self.seen_addresses(id).await?;
        Ok(CheckReport { addresses: seen.into_iter().map(|seen| seen.address).collect(), ..report })
    }
}
