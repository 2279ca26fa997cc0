//! Kinds of limits: which counts are totals, by the catalogue, by readings or by an admin, and how long what is left lasts.

use std::collections::HashSet;

use domain::limits::evidence::{self, LOOKS_BACK_DAYS};
use domain::limits::pace::{Lasts, PACE_DAYS, lasts};
use domain::{AccountId, Actor, CgiPath, Figures, InterfaceId, KnownLimitKind, LimitKind, LimitKindSource, Permission};
use jiff::{SignedDuration, Timestamp};
use store::{Interface, InterfaceNow, StoreError};

use crate::Desk;
use crate::interfaces::WatchError;
use crate::overview::{Row, exhausted_since, good_readings};
use crate::policies::Observed;

impl Desk {
    /// Whether an interface's count is daily or a total.
    pub(crate) fn limit_kind_of(&self, interface: &InterfaceNow) -> KnownLimitKind {
        self.limit_kind(&interface.cgi_path, interface.limit_kind_set, interface.limit_kind_seen)
    }

    /// The same of an interface without its readings.
    pub(crate) fn limit_kind_of_watched(&self, interface: &Interface) -> KnownLimitKind {
        self.limit_kind(&interface.cgi_path, interface.limit_kind_set, interface.limit_kind_seen)
    }

    pub(crate) fn limit_kind(&self, path: &CgiPath, set: Option<LimitKind>, seen: Option<LimitKind>) -> KnownLimitKind {
        KnownLimitKind::decide(set, self.catalogue_entry(path).and_then(|entry| entry.limit_kind), seen)
    }

    /// Sets the kind of an interface's count, or with `None` has it found automatically again.
    ///
    /// # Errors
    /// [`WatchError::NoSuchInterface`] where it is not of this account.
    pub async fn set_limit_kind(
        &self,
        actor: &Actor,
        account: AccountId,
        id: InterfaceId,
        kind: Option<LimitKind>,
    ) -> Result<(), WatchError> {
        actor.require(Permission::Administer, Some(account))?;
        let interface = self.store.interface(id).await?.filter(|interface| interface.account_id == account);
        interface.ok_or(WatchError::NoSuchInterface)?;
        self.store.set_limit_kind(id, kind, &actor.into(), self.clock.now()).await?;
        Ok(())
    }

    /// Looks whether readings just written show the kind of a count: after each midnight of those of which nothing is known,
    /// and at any time of those that are totals by earlier readings. Gives which of them are totals.
    pub(crate) async fn note_limit_kinds(
        &self,
        account: AccountId,
        seen: &[Observed],
    ) -> Result<HashSet<InterfaceId>, StoreError> {
        let zone = &self.settings.quota_zone;
        let after_midnight = |at: Timestamp| at.duration_since(zone.day_start(at)) <= evidence::NEAR;
        let watched = self.store.interfaces_now(Some(account)).await?;
        let mut totals = HashSet::new();
        for reading in seen {
            let Some(interface) = watched.iter().find(|interface| interface.id == reading.interface) else { continue };
            let known = self.limit_kind_of(interface);
            let is_open = match known.source {
                LimitKindSource::Default => reading.figures.used > 0 && after_midnight(reading.at),
                LimitKindSource::Evidence => true,
                LimitKindSource::Admin | LimitKindSource::Catalogue => false,
            };
            let shown = if is_open { self.note_limit_kind(interface, reading.at).await? } else { None };
            if shown.unwrap_or(known.kind) == LimitKind::Total {
                totals.insert(interface.id);
            }
        }
        Ok(totals)
    }

    /// Keeps the kind that an interface's readings up to `at` show; `None` where they show none.
    async fn note_limit_kind(&self, interface: &InterfaceNow, at: Timestamp) -> Result<Option<LimitKind>, StoreError> {
        let zone = &self.settings.quota_zone;
        let good = self.good_between(interface.id, zone.days_before(at, LOOKS_BACK_DAYS), at).await?;
        let Some(kind) = evidence::seen(&good, zone) else { return Ok(None) };
        let kept = Some(kind).filter(|kind| *kind == LimitKind::Total);
        if self.store.keep_seen_limit_kind(interface.id, kept).await? {
            tracing::info!(interface = interface.id.0, path = %interface.cgi_path, %kind, "the kind of a limit was \
             detected from readings");
        }
        Ok(Some(kind))
    }

    /// Fills in what is known of a total alone: how long what is left lasts, and since when nothing is.
    pub(crate) async fn fill_total(&self, row: &mut Row, now: Timestamp) -> Result<(), StoreError> {
        if !row.limit_kind.is_total() || row.figures.is_none() {
            return Ok(());
        }
        let from = self.settings.quota_zone.days_before(now, PACE_DAYS + 1);
        let good = self.good_between(row.id, from, now).await?;
        row.lasts = Some(lasts(&good));
        // What was used up before the first of these readings may have been so for long.
        let since = exhausted_since(&good).filter(|since| good.first().is_some_and(|(first, _)| first < since));
        row.exhausted_since = row.exhausted_since.and(since);
        Ok(())
    }

    /// The good readings of an interface from `from` to `to`, both included.
    async fn good_between(
        &self,
        id: InterfaceId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Timestamp, Figures)>, StoreError> {
        Ok(good_readings(&self.store.readings(id, from, to + SignedDuration::from_millis(1)).await?))
    }
}

/// The whole days that what is left of a total lasts; `None` of a daily count and where there is no pace.
pub fn lasts_days(row: &Row) -> Option<i64> {
    row.lasts.and_then(Lasts::time).map(|time| time.as_hours() / 24)
}
