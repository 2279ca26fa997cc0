//! How many look-ups are left today.

use domain::{AccountStatus, Actor, Permission};

use super::RidError;
use crate::Desk;

/// The look-ups that a person may still have made today. A rid whose account is not known is asked for as one account after
/// the other, so it takes one of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LookupAllowance {
    /// How many accounts can be asked.
    pub accounts: usize,
    /// What is left of the account that has the fewest left.
    pub least: i64,
    /// What is left of the one that has the most.
    pub most: i64,
    /// How many each account has a day.
    pub a_day: i64,
    /// How many of them one person may use.
    pub a_person: i64,
    /// How many rids of one paste are looked up by themselves.
    pub a_paste: usize,
}

impl Desk {
    /// How many look-ups are left for a person today.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn lookup_allowance(&self, actor: &Actor) -> Result<LookupAllowance, RidError> {
        actor.require(Permission::LookUpRids, None)?;
        let live = self.live();
        let settings = &live.rids;
        let since = self.settings.quota_zone.day_start(self.clock.now());
        let calls = self.store.rid_calls(since, &actor.to_string()).await?;
        let accounts = self.store.accounts().await?;
        let active = accounts.iter().filter(|account| account.status == AccountStatus::Active);
        let left: Vec<i64> = active
            .map(|account| {
                let calls = calls.iter().find(|calls| calls.account == account.id);
                let (all, own) = calls.map_or((0, 0), |calls| (calls.all, calls.own));
                (settings.calls_a_day - all).min(settings.calls_a_person() - own).max(0)
            })
            .collect();
        Ok(LookupAllowance {
            accounts: left.len(),
            least: left.iter().copied().min().unwrap_or_default(),
            most: left.iter().copied().max().unwrap_or_default(),
            a_day: settings.calls_a_day,
            a_person: settings.calls_a_person(),
            a_paste: settings.lookups_a_paste(),
        })
    }
}
