//! The history of one interface: today's curve over the usual range, changes of its limit, its clears and readings.

use domain::{
    AccountId, AccountStatus, Actor, CgiPath, ClearId, ClearState, Contact, Figures, InterfaceId, LimitKind,
    Permission, Reading, Scope,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::campaigns::StoredCampaign;
use store::clears::Clear;
use store::incidents::IncidentQuery;
use store::{Account, InterfaceNow, StoreError};

use crate::Desk;
use crate::overview::{Row, good_readings};
use crate::sampling::plan;

/// The number of days before today that the usual range is taken from.
pub const USUAL_DAYS: i64 = 14;

/// 44993 `reach max api day frequence limit`: of a business interface it is a limit that quota/get does not count and no clear
/// lifts (fact sheet, section 13).
const OTHER_LIMIT: i32 = 44993;
/// The number of days with readings that are read at once.
const DAYS_AT_ONCE: i64 = 16;

use_case_error! {
    /// An error of showing an interface.
    #[derive(Debug, thiserror::Error)]
    pub enum HistoryError: transparent Forbidden {
        /// There is no such interface on this account.
        #[error("interface not found")]
        NoSuchInterface,
    }
}

/// The time range of an interface's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Range {
    /// The quota day that is now, over the usual range of the days before.
    #[default]
    Day,
    /// Seven quota days.
    Week,
    /// Thirty quota days.
    Month,
    /// 365 quota days.
    Year,
}

impl Range {
    /// Every range, shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
            Self::Year => "1y",
        }
    }

    /// Quota days shown, today among them.
    pub fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        }
    }
}

/// A change of an interface's daily limit, seen between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitChange {
    /// When the new limit was first read.
    pub at: Timestamp,
    /// The limit before.
    pub from: i64,
    /// The limit since.
    pub to: i64,
}

/// A clear that reset an interface's count, or may have, without who and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearMark {
    /// The clear.
    pub id: ClearId,
    /// When it was sent; of a guess, when it was seen.
    pub at: Timestamp,
    /// How far it has come.
    pub state: ClearState,
    /// How much it resets.
    pub scope: Scope,
}

impl ClearMark {
    fn of(clear: &Clear) -> Self {
        Self { id: clear.id, at: clear.counted_at(), state: clear.state, scope: clear.scope() }
    }
}

/// The highest use of one quota day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayPeak {
    /// The quota day.
    pub day: Date,
    /// The figures with the most used; `None` where no reading was good.
    pub peak: Option<Figures>,
    /// How many readings failed.
    pub failed: usize,
}

/// The usual range of calls used by a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsualPoint {
    /// Time since the quota day began.
    pub since_start: SignedDuration,
    /// The fewest used at that time on any of the days before.
    pub low: i64,
    /// The most.
    pub high: i64,
}

/// The view of one interface.
#[derive(Debug, Clone)]
pub struct InterfacePage {
    /// Its account.
    pub account: Account,
    /// Its row of the overview.
    pub row: Row,
    /// Whether it is still watched.
    pub watched: bool,
    /// The kind of its count that an admin set.
    pub set_limit_kind: Option<SetLimitKind>,
    /// Its owner and note.
    pub contact: Contact,
    /// Whether its calls were refused today by a limit that WeChat does not report, though some of the count is left.
    pub other_limit: bool,
    /// The readings in range, oldest first.
    pub readings: Vec<Reading>,
    /// Changes of the limit in range, oldest first.
    pub limit_changes: Vec<LimitChange>,
    /// Clears in range that were carried out, or may have been, ours and guesses; oldest first.
    pub clears: Vec<ClearMark>,
    /// Planned campaigns that are not over before the range, the one that begins last first.
    pub campaigns: Vec<StoredCampaign>,
    /// The most used on each quota day in range, oldest first; empty for [`Range::Day`].
    pub peaks: Vec<DayPeak>,
    /// The usual range over the day; for [`Range::Day`] only.
    pub usual: Vec<UsualPoint>,
    /// When the shown range begins.
    pub from: Timestamp,
    /// The next reset of the quota day.
    pub resets_at: Timestamp,
    /// When it will be read next; `None` where it is not being read.
    pub next_read_at: Option<Timestamp>,
}

/// The kind of a count that an admin set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetLimitKind {
    /// The kind.
    pub kind: LimitKind,
    /// The actor who set it.
    pub by: String,
    /// When it was set.
    pub at: Option<Timestamp>,
}

/// An interface and the time range that its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRange {
    /// The name of its account.
    pub account_name: String,
    /// Its path.
    pub cgi_path: CgiPath,
    /// The first instant of the range.
    pub from: Timestamp,
    /// The first instant after it.
    pub to: Timestamp,
}

/// Some readings, newest first, and where the next ones begin.
#[derive(Debug, Clone)]
pub struct ReadingsPage {
    /// The readings.
    pub readings: Vec<Reading>,
    /// The `before` that gives the following ones; `None` at the end.
    pub next_before: Option<Timestamp>,
}

impl Desk {
    /// One interface's page.
    ///
    /// # Errors
    /// [`HistoryError::NoSuchInterface`] also where it belongs to another account.
    pub async fn interface_page(
        &self,
        actor: &Actor,
        account: AccountId,
        id: InterfaceId,
        range: Range,
    ) -> Result<InterfacePage, HistoryError> {
        actor.require(Permission::SeeUsage, Some(account))?;
        let now = self.clock.now();
        let zone = &self.settings.quota_zone;
        let interface = self.interface_of(account, id).await?;
        let account = self.store.account(account).await?.ok_or(HistoryError::NoSuchInterface)?;
        let kept = self.store.interface(id).await?.ok_or(HistoryError::NoSuchInterface)?;
        let watched = kept.removed_at.is_none();
        let of_account = self.store.interfaces_now(Some(account.id)).await?;
        let periods = self.periods(&of_account, std::slice::from_ref(&account), now);
        let next_read_at =
            if watched { plan::next_read(std::slice::from_ref(&interface), &periods, zone, now) } else { None };
        let assessed = self.assess(&interface, now);
        let assessed = if account.status == AccountStatus::Paused { assessed.while_paused() } else { assessed };
        let recent = self.recent_readings(id).await?;
        let mut row = self.row(interface, assessed, &account, recent, now);
        self.fill_total(&mut row, now).await?;
        self.fill_forecast(&mut row, now).await?;

        let today = zone.day_start(now);
        let from = zone.days_before(now, range.days() - 1);
        let back_to = if range == Range::Day { zone.days_before(now, USUAL_DAYS) } else { from };
        let mut readings = self.store.readings(id, back_to, now + SignedDuration::from_secs(1)).await?;
        // The usual range is that of counts that begin again each day.
        let has_usual = range == Range::Day && !row.limit_kind.is_total();
        let usual = if has_usual { usual(&readings, zone, today) } else { Vec::new() };
        readings.retain(|reading| reading.at >= from);
        let peaks = if range == Range::Day { Vec::new() } else { peaks(&readings, zone, from, now) };
        let clears = self.clear_marks(account.id, Some(id), (from, Timestamp::MAX)).await?;
        let campaigns = self.campaigns_of(id, from).await?;
        let other_limit = self.is_refused_beside(&account, &row, today).await?;
        Ok(InterfacePage {
            clears,
            campaigns,
            account,
            row,
            watched,
            set_limit_kind: kept.limit_kind_set.map(|kind| SetLimitKind {
                kind,
                by: kept.limit_kind_set_by.unwrap_or_default(),
                at: kept.limit_kind_set_at,
            }),
            contact: kept.contact,
            other_limit,
            limit_changes: limit_changes(&readings),
            readings,
            peaks,
            usual,
            from,
            resets_at: zone.next_reset(now),
            next_read_at,
        })
    }

    /// An account's clears in `[from, to)` that were carried out, or may have been, the oldest first: those that reset an
    /// interface, or all of them; where `interface` is `None`, only those of the whole account.
    pub(crate) async fn clear_marks(
        &self,
        account: AccountId,
        interface: Option<InterfaceId>,
        period: (Timestamp, Timestamp),
    ) -> Result<Vec<ClearMark>, StoreError> {
        let mut clears = self.clears_between(Some(account), period).await?;
        clears.retain(|clear| {
            let overlaps = match interface {
                Some(_) => clear.as_open().overlaps(interface),
                None => clear.interface.is_none(),
            };
            overlaps && may_have_reset(clear)
        });
        Ok(clears.iter().rev().map(ClearMark::of).collect())
    }

    /// Readings of one interface in `[from, to)`, newest first, `limit` of them or, where several share the last one's
    /// instant, a few more.
    ///
    /// # Errors
    /// [`HistoryError`].
    pub async fn readings(
        &self,
        actor: &Actor,
        id: InterfaceId,
        from: Timestamp,
        to: Timestamp,
        limit: usize,
    ) -> Result<ReadingsPage, HistoryError> {
        actor.require(Permission::SeeUsage, None)?;
        self.store.interface(id).await?.ok_or(HistoryError::NoSuchInterface)?;
        let mut readings = self.newest_readings(id, (from, to), limit).await?;
        let last = readings.get(limit.saturating_sub(1)).map(|last| last.at);
        // Readings of the same instant stay together: the next page begins before it.
        let shown = last.map_or(readings.len(), |last| readings.partition_point(|reading| reading.at >= last));
        let next_before = last.filter(|_| readings.len() > shown);
        readings.truncate(shown);
        Ok(ReadingsPage { readings, next_before })
    }

    /// The newest readings of one interface in `[from, to)`, newest first: more than `limit`, or all there are. A few days are
    /// read at once, so that a year takes no more memory than a week.
    async fn newest_readings(
        &self,
        id: InterfaceId,
        (from, to): (Timestamp, Timestamp),
        limit: usize,
    ) -> Result<Vec<Reading>, StoreError> {
        let mut readings = Vec::new();
        let mut end = to;
        while readings.len() <= limit {
            let part = self.store.newest_readings(id, from, end, DAYS_AT_ONCE).await?;
            let Some(last) = part.last() else { break };
            end = last.at;
            readings.extend(part);
        }
        Ok(readings)
    }

    /// The interface of a page, and the time range that the page shows.
    ///
    /// # Errors
    /// [`HistoryError::NoSuchInterface`] also where it belongs to another account.
    pub async fn shown_range(
        &self,
        actor: &Actor,
        account: AccountId,
        id: InterfaceId,
        range: Range,
    ) -> Result<ShownRange, HistoryError> {
        actor.require(Permission::SeeUsage, Some(account))?;
        let now = self.clock.now();
        let interface = self.interface_of(account, id).await?;
        let account = self.store.account(account).await?.ok_or(HistoryError::NoSuchInterface)?;
        Ok(ShownRange {
            account_name: account.name,
            cgi_path: interface.cgi_path,
            from: self.settings.quota_zone.days_before(now, range.days() - 1),
            to: now + SignedDuration::from_secs(1),
        })
    }

    /// The newest readings of one interface, the oldest first: about a day's.
    pub(crate) async fn recent_readings(&self, interface: InterfaceId) -> Result<Vec<Reading>, StoreError> {
        Ok(self.store.recent(&[interface]).await?.pop().map(|(_, readings)| readings).unwrap_or_default())
    }

    /// Whether a service or a rid told since `since` that WeChat refused calls of an interface by another limit than the count
    /// that it reports, of which some is left.
    async fn is_refused_beside(&self, account: &Account, row: &Row, since: Timestamp) -> Result<bool, StoreError> {
        if row.figures.is_none_or(|figures| figures.remain <= 0) {
            return Ok(false);
        }
        let query = IncidentQuery {
            account: Some(account.id),
            errcode: Some(OTHER_LIMIT),
            cgi_path: Some(row.cgi_path.clone()),
            limit: 1,
            ..IncidentQuery::default()
        };
        let reported = self.store.incidents(&query).await?.into_iter().any(|incident| incident.last_at >= since);
        let looked_up = async || -> Result<bool, StoreError> {
            let failed = self.store.failed_rids(account.id, since).await?;
            Ok(failed
                .iter()
                .any(|rid| rid.errcode == Some(OTHER_LIMIT) && rid.cgi_path.as_ref() == Some(&row.cgi_path)))
        };
        Ok(reported || looked_up().await?)
    }

    async fn interface_of(&self, account: AccountId, id: InterfaceId) -> Result<InterfaceNow, HistoryError> {
        let found = self.store.interface_now(id).await?;
        found.filter(|interface| interface.account_id == account).ok_or(HistoryError::NoSuchInterface)
    }
}

/// Whether a clear was carried out, or may have been.
fn may_have_reset(clear: &Clear) -> bool {
    use ClearState::{Dismissed, Failed, Intended, Refused};
    !matches!(clear.state, Intended | Refused | Failed | Dismissed)
}

/// The changes of the daily limit from one good reading to the next.
pub fn limit_changes(readings: &[Reading]) -> Vec<LimitChange> {
    let changes = good_readings(readings);
    let changes = changes.windows(2).filter(|pair| pair[0].1.daily_limit != pair[1].1.daily_limit);
    changes.map(|pair| LimitChange { at: pair[1].0, from: pair[0].1.daily_limit, to: pair[1].1.daily_limit }).collect()
}

fn peaks(readings: &[Reading], zone: &domain::QuotaZone, from: Timestamp, now: Timestamp) -> Vec<DayPeak> {
    let mut peaks = Vec::new();
    let mut rest = readings;
    let mut start = from;
    while start <= now {
        let end = zone.next_reset(start);
        let (of_day, later) = rest.split_at(rest.partition_point(|reading| reading.at < end));
        let peak = of_day.iter().filter_map(|reading| reading.outcome.figures()).max_by_key(|figures| figures.used);
        let failed = of_day.iter().filter(|reading| matches!(reading.outcome, domain::Outcome::Failed(_))).count();
        peaks.push(DayPeak { day: zone.day(start), peak, failed });
        rest = later;
        start = end;
    }
    peaks
}

/// The fewest and the most calls used by each half hour of the days before `today`.
fn usual(readings: &[Reading], zone: &domain::QuotaZone, today: Timestamp) -> Vec<UsualPoint> {
    const STEPS: usize = 48;
    const STEP_MS: i64 = 30 * 60 * 1000;
    let mut range: [Option<(i64, i64)>; STEPS] = [None; STEPS];
    let mut day = None;
    for reading in readings.iter().filter(|reading| reading.at < today) {
        let Some(figures) = reading.outcome.figures() else { continue };
        let (start, _) = match day {
            Some((start, end)) if reading.at >= start && reading.at < end => (start, end),
            _ => *day.insert((zone.day_start(reading.at), zone.next_reset(reading.at))),
        };
        let step = reading.at.duration_since(start).as_millis() / i128::from(STEP_MS);
        let Some(slot) = usize::try_from(step).ok().and_then(|step| range.get_mut(step)) else { continue };
        let (low, high) = slot.unwrap_or((figures.used, figures.used));
        *slot = Some((low.min(figures.used), high.max(figures.used)));
    }
    range
        .into_iter()
        .zip(0_i64..)
        .filter_map(|(range, step)| {
            let (low, high) = range?;
            Some(UsualPoint { since_start: SignedDuration::from_millis(step * STEP_MS + STEP_MS / 2), low, high })
        })
        .collect()
}
