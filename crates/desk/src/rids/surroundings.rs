//! What was going on around a request: how much of its interface was used at that minute, and whether a clear was near.

use domain::{Actor, InterfaceId, May, Reading};
use jiff::{SignedDuration, Timestamp};
use store::clears::ClearQuery;

use super::{LookedUp, RidError};
use crate::history::{ClearMark, may_have_reset};
use crate::{Desk, guard};

/// How near to a request a clear may have to do with it.
const NEAR: SignedDuration = SignedDuration::from_hours(2);

/// What was going on around a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Its interface, where that is known and watched.
    pub watched: Option<Watched>,
    /// Clears of it, or of the whole account, within 2 hours; oldest first.
    pub clears: Vec<ClearMark>,
}

/// The use of a request's interface on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The interface.
    pub interface: InterfaceId,
    /// When its day began.
    pub from: Timestamp,
    /// When the next one did.
    pub to: Timestamp,
    /// That day's readings, oldest first.
    pub day: Vec<Reading>,
    /// The last good reading at or before the request.
    pub before: Option<Reading>,
    /// The first good one after it.
    pub after: Option<Reading>,
}

impl Desk {
    /// What was going on around a request.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn surroundings(&self, actor: &Actor, request: &LookedUp) -> Result<Surroundings, RidError> {
        let kept = &request.kept;
        guard::<RidError>(actor, May::LookUpRids, Some(kept.account_id))?;
        let interface = match &kept.cgi_path {
            Some(path) => {
                let interfaces = self.store.interfaces_of(kept.account_id).await?;
                interfaces.into_iter().find(|interface| interface.cgi_path == *path).map(|interface| interface.id)
            }
            None => None,
        };
        let query = ClearQuery {
            account: Some(kept.account_id),
            period: Some((kept.at - NEAR, kept.at + NEAR)),
            limit: i64::MAX,
            ..ClearQuery::default()
        };
        let mut clears = self.store.clears(&query).await?;
        clears.retain(|clear| {
            let overlaps = match interface {
                Some(interface) => clear.as_open().overlaps(Some(interface)),
                // Of which interface the call was is not known: only a clear of the whole account is sure to be of it.
                None => clear.interface.is_none(),
            };
            overlaps && may_have_reset(clear)
        });
        let clears = clears.iter().rev().map(ClearMark::of).collect();
        let watched = match interface {
            Some(interface) => Some(self.use_around(interface, kept.at).await?),
            None => None,
        };
        Ok(Surroundings { watched, clears })
    }

    async fn use_around(&self, interface: InterfaceId, at: Timestamp) -> Result<Watched, RidError> {
        let zone = &self.settings.quota_zone;
        let (from, to) = (zone.day_start(at), zone.next_reset(at));
        let day = self.store.readings(interface, from, to).await?;
        let good = |reading: &&Reading| reading.outcome.figures().is_some();
        let before = day.iter().rev().filter(good).find(|reading| reading.at <= at).copied();
        let after = day.iter().filter(good).find(|reading| reading.at > at).copied();
        Ok(Watched { interface, from, to, day, before, after })
    }
}
