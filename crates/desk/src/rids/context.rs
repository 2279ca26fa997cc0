//! The context of a request: the use of its interface at that time, and the clears near it.

use std::net::IpAddr;

use domain::clears::advice::ResetEffect;
use domain::limit_hit::NEAR;
use domain::{AccountId, Actor, AddressOwner, InterfaceId, Permission, Reading, Thresholds};
use jiff::Timestamp;
use store::{SeenAddress, StoreError};

use super::{LookedUp, RidError};
use crate::Desk;
use crate::history::ClearMark;

/// The context of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestContext {
    /// Its interface, where that is known and watched.
    pub watched: Option<InterfaceUsage>,
    /// Whether clears reset its count, where it is watched.
    pub lifts: Option<ResetEffect>,
    /// Clears of it, or of the whole account, within 2 hours; oldest first.
    pub clears: Vec<ClearMark>,
    /// Whether the quota day in which it was made goes on.
    pub is_today: bool,
    /// Whose the address is that it came from; `None` where nobody said which are ours.
    pub whose: Option<AddressOwner>,
    /// The addresses from which WeChat refused the desk's own calls of the account lately, the newest first.
    pub own_addresses: Vec<SeenAddress>,
}

/// The use of a request's interface on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceUsage {
    /// The interface.
    pub interface: InterfaceId,
    /// When its day began.
    pub from: Timestamp,
    /// When the next one did.
    pub to: Timestamp,
    /// That day's readings, oldest first.
    pub day: Vec<Reading>,
    /// The warning and critical lines that apply to it now.
    pub lines: Thresholds,
    /// The last good reading at or before the request.
    pub before: Option<Reading>,
    /// The first good one after it.
    pub after: Option<Reading>,
}

impl Desk {
    /// The context of a request.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn request_context(&self, actor: &Actor, request: &LookedUp) -> Result<RequestContext, RidError> {
        let kept = &request.kept;
        actor.require(Permission::LookUpRids, Some(kept.account_id))?;
        let interface = match &kept.cgi_path {
            Some(path) => {
                let interfaces = self.store.interfaces_of(kept.account_id).await?;
                interfaces.into_iter().find(|interface| interface.cgi_path == *path)
            }
            None => None,
        };
        let lifts = match &interface {
            Some(interface) => {
                let kind = self.limit_kind_of_watched(interface).kind;
                Some(self.lifts(&self.results().await?, interface.id, &interface.cgi_path).of_count(kind))
            }
            None => None,
        };
        let interface = interface.map(|interface| interface.id);
        let clears = self.clear_marks(kept.account_id, interface, (kept.at - NEAR, kept.at + NEAR)).await?;
        let watched = match interface {
            Some(interface) => Some(self.use_around((kept.account_id, interface), kept.at).await?),
            None => None,
        };
        let zone = &self.settings.quota_zone;
        let is_today = zone.day(kept.at) == zone.day(self.clock.now());
        let own_addresses = self.seen_addresses(kept.account_id).await?;
        let whose = kept.client_ip.as_deref().and_then(|ip| {
            let own =
                ip.parse().is_ok_and(|ip: IpAddr| own_addresses.iter().any(|own| own.address == ip.to_canonical()));
            self.live().rids.ours.whose(ip).or_else(|| own.then_some(AddressOwner::Ours))
        });
        Ok(RequestContext { watched, lifts, clears, is_today, whose, own_addresses })
    }

    /// The use of an interface on the quota day of a call.
    pub(crate) async fn use_around(
        &self,
        (account, interface): (AccountId, InterfaceId),
        at: Timestamp,
    ) -> Result<InterfaceUsage, StoreError> {
        let zone = &self.settings.quota_zone;
        let (from, to) = (zone.day_start(at), zone.next_reset(at));
        let day = self.store.readings(interface, from, to).await?;
        let good = |reading: &&Reading| reading.outcome.figures().is_some();
        let before = day.iter().rev().filter(good).find(|reading| reading.at <= at).copied();
        let after = day.iter().filter(good).find(|reading| reading.at > at).copied();
        let (lines, _) = self.live().lines.of(account, interface);
        Ok(InterfaceUsage { interface, from, to, day, lines, before, after })
    }
}
