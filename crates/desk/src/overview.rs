//! The overview: every watched interface, worst first, with its state, figures and forecast.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::forecast::Forecast;
use domain::limits::pace::Lasts;
use domain::usage::{Assessment, assess, fresh_for, is_used_up, newest_failure};
use domain::{
    AccountId, AccountStatus, Actor, CgiPath, Failure, Figures, GroupId, InterfaceId, KnownLimitKind, LinesFrom,
    Permission, RateLimit, Reading, Thresholds, UsageState,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Account, InterfaceNow, StoreError};

use crate::Desk;
use crate::sampling::plan;

use_case_error! {
    /// An error of showing the overview.
    #[derive(Debug, thiserror::Error)]
    pub enum OverviewError: transparent Forbidden {}
}

/// The order of the overview's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Worst state first, then nearest to the limit.
    #[default]
    Urgency,
    /// By account, then path.
    Account,
    /// By path.
    Interface,
    /// Most calls used first.
    Used,
    /// Runs out soonest first.
    RunsOut,
    /// Longest unread first.
    Age,
}

impl Sort {
    /// Every order, as forms offer them.
    pub const ALL: [Self; 6] = [Self::Urgency, Self::RunsOut, Self::Used, Self::Account, Self::Interface, Self::Age];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Urgency => "urgency",
            Self::Account => "account",
            Self::Interface => "interface",
            Self::Used => "used",
            Self::RunsOut => "runs-out",
            Self::Age => "age",
        }
    }
}

/// The filters, the order and the page of an overview query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverviewQuery {
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only those of accounts in this group.
    pub group: Option<GroupId>,
    /// Only those in this state.
    pub state: Option<UsageState>,
    /// Only those whose path, name or account's name holds this text; capitals do not matter.
    pub text: String,
    /// Their order.
    pub sort: Sort,
    /// How many to leave out.
    pub offset: usize,
    /// How many to give, at the most.
    pub limit: usize,
}

impl Default for OverviewQuery {
    fn default() -> Self {
        Self { account: None, group: None, state: None, text: String::new(), sort: Sort::Urgency, offset: 0, limit: 50 }
    }
}

/// One interface, as a row of the overview.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own beside the state")]
pub struct Row {
    /// The interface.
    pub id: InterfaceId,
    /// Its account.
    pub account: AccountId,
    /// Its account's name.
    pub account_name: String,
    /// Its path.
    pub cgi_path: CgiPath,
    /// Its name in Chinese, where the catalogue has one.
    pub name_zh: Option<String>,
    /// Its name in English, where the catalogue has one.
    pub name_en: Option<String>,
    /// Whether its account is paused, so that it is not read.
    pub paused: bool,
    /// Its state; `stale` at best while its account is paused.
    pub state: UsageState,
    /// Why the newest reading failed, where it did.
    pub failure: Option<Failure>,
    /// What WeChat or the network said of that failure, redacted.
    pub detail: Option<String>,
    /// When what is shown was read: the figures where there are any, else the newest reading.
    pub sampled_at: Option<Timestamp>,
    /// When the newest reading was made, good or not.
    pub newest_at: Option<Timestamp>,
    /// The newest good figures, unless the state says that there are none to go by, or a new day began. Old ones where it is
    /// `stale`.
    pub figures: Option<Figures>,
    /// Whether its count is daily or a total, and how that is known.
    pub limit_kind: KnownLimitKind,
    /// Whether a quota day began that was not read yet; never of a total, which has no reset.
    pub new_day: bool,
    /// Whether nothing was left by the last good reading of the day before.
    pub used_up_yesterday: bool,
    /// Whether the figures are from before the quota day that is now; never of a total.
    pub before_reset: bool,
    /// The per-period limit of the newest answer.
    pub rate_limit: Option<RateLimit>,
    /// The same for calls that a third-party platform makes on the account's behalf.
    pub component_rate_limit: Option<RateLimit>,
    /// When nothing will be left today, from today's use and the usual shape of the day; no data of a total, and of what is
    /// used up.
    pub forecast: Forecast,
    /// The warning and critical lines that apply to it.
    pub lines: Thresholds,
    /// Where they come from.
    pub lines_from: LinesFrom,
    /// How long what is left of a total lasts; `None` of a daily count and where there are no figures.
    pub lasts: Option<Lasts>,
    /// The time since which nothing is left, where that is the state now.
    pub exhausted_since: Option<Timestamp>,
    /// The readings of the last day, oldest first.
    pub recent: Vec<Reading>,
}

/// A page of the overview.
#[derive(Debug, Clone)]
pub struct Overview {
    /// How many interfaces are in each state, before the state filter and after the others; worst first. Those of paused
    /// accounts are left out.
    pub counts: Vec<(UsageState, usize)>,
    /// How many interfaces of paused accounts there are, after the filters but the state's.
    pub paused: usize,
    /// How many rows there are under all filters.
    pub total: usize,
    /// The rows asked for.
    pub rows: Vec<Row>,
    /// Every account that is not retired, by name.
    pub accounts: Vec<Account>,
    /// When the newest reading was made.
    pub last_read_at: Option<Timestamp>,
    /// When the next reading is due; `None` where nothing is being read.
    pub next_read_at: Option<Timestamp>,
}

impl Desk {
    /// The overview under the filters, order and page asked for.
    ///
    /// # Errors
    /// [`OverviewError`].
    pub async fn overview(&self, actor: &Actor, query: &OverviewQuery) -> Result<Overview, OverviewError> {
        actor.require(Permission::SeeUsage, query.account)?;
        Ok(self.overview_now(query).await?)
    }

    /// The overview, without a check of who asks.
    pub(crate) async fn overview_now(&self, query: &OverviewQuery) -> Result<Overview, StoreError> {
        let now = self.clock.now();
        let mut accounts = self.store.accounts().await?;
        accounts.retain(|account| account.status != AccountStatus::Retired);
        let by_id: HashMap<_, _> = accounts.iter().map(|account| (account.id, account)).collect();
        let is_paused = |id| by_id.get(&id).is_some_and(|account| account.status == AccountStatus::Paused);
        let all = self.store.interfaces_now(None).await?;
        let last_read_at = all.iter().filter_map(|interface| interface.newest.map(|(at, _)| at)).max();
        let next_read_at = plan::next_read(&all, &self.periods(&all, &accounts, now), &self.settings.quota_zone, now);

        let wanted = self.filtered(all, &by_id, query);
        let (resting, active): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|one| is_paused(one.account_id));
        let mut picked: Vec<_> = active
            .into_iter()
            .map(|one| {
                let assessed = self.assess(&one, now);
                (one, assessed)
            })
            .collect();
        let counts =
            UsageState::ALL.map(|state| (state, picked.iter().filter(|(_, other)| other.state == state).count()));
        let paused = resting.len();
        match query.state {
            Some(state) => picked.retain(|(_, other)| other.state == state),
            None => picked.extend(resting.into_iter().map(|one| {
                let assessed = self.assess(&one, now).while_paused();
                (one, assessed)
            })),
        }
        let total = picked.len();
        let rows = if query.sort == Sort::RunsOut {
            // Only this order needs every row's forecast; the others fill in the rows of their page alone.
            let mut rows = self.rows(picked, &by_id, now).await?;
            // What has run out already comes before all that will.
            let runs_out = |row: &Row| match row.state {
                UsageState::Exhausted => Timestamp::MIN,
                _ => row.runs_out_at(now).unwrap_or(Timestamp::MAX),
            };
            rows.sort_by_key(|row| (runs_out(row), row.state, row.id));
            rows.into_iter().skip(query.offset).take(query.limit).collect()
        } else {
            sort(&mut picked, query.sort, &by_id);
            let page = picked.into_iter().skip(query.offset).take(query.limit).collect();
            self.rows(page, &by_id, now).await?
        };
        Ok(Overview { counts: counts.to_vec(), paused, total, rows, accounts, last_read_at, next_read_at })
    }

    fn filtered(
        &self,
        mut all: Vec<InterfaceNow>,
        accounts: &HashMap<AccountId, &Account>,
        query: &OverviewQuery,
    ) -> Vec<InterfaceNow> {
        let text = query.text.trim().to_lowercase();
        all.retain(|interface| query.account.is_none_or(|account| account == interface.account_id));
        if let Some(group) = query.group {
            all.retain(|one| accounts.get(&one.account_id).is_some_and(|account| account.is_in(group)));
        }
        if !text.is_empty() {
            all.retain(|interface| {
                let holds = |other: &str| other.to_lowercase().contains(&text);
                let entry = self.catalogue_entry(&interface.cgi_path);
                holds(interface.cgi_path.as_str())
                    || accounts.get(&interface.account_id).is_some_and(|account| holds(&account.name))
                    || entry.is_some_and(|entry| holds(&entry.name_zh) || holds(&entry.name_en))
            });
        }
        all
    }

    pub(crate) fn state_of(&self, interface: &InterfaceNow, now: Timestamp) -> UsageState {
        self.assess(interface, now).state
    }

    pub(crate) fn assess(&self, interface: &InterfaceNow, now: Timestamp) -> Assessment {
        let newest = interface.newest.map(|(_, outcome)| outcome);
        let is_daily = !self.limit_kind_of(interface).is_total();
        let day_start = is_daily.then(|| self.settings.quota_zone.day_start(now));
        let live = self.live();
        let fresh_for = fresh_for(live.values.reading_interval_hours);
        let (lines, _) = live.lines.of(interface.account_id, interface.id);
        assess(newest, interface.good, day_start, (now, fresh_for), lines)
    }

    pub(crate) async fn rows(
        &self,
        interfaces: Vec<(InterfaceNow, Assessment)>,
        accounts: &HashMap<AccountId, &Account>,
        now: Timestamp,
    ) -> Result<Vec<Row>, StoreError> {
        let ids: Vec<_> = interfaces.iter().map(|(interface, _)| interface.id).collect();
        let mut recent: HashMap<_, _> = self.store.recent(&ids).await?.into_iter().collect();
        let rows = interfaces.into_iter().map(|(interface, assessed)| {
            let recent = recent.remove(&interface.id).unwrap_or_default();
            let account = accounts.get(&interface.account_id)?;
            Some(self.row(interface, assessed, account, recent, now))
        });
        let mut rows: Vec<_> = rows.flatten().collect();
        for row in &mut rows {
            self.fill_total(row, now).await?;
            self.fill_forecast(row, now).await?;
        }
        Ok(rows)
    }

    pub(crate) fn row(
        &self,
        interface: InterfaceNow,
        assessed: Assessment,
        account: &Account,
        recent: Vec<Reading>,
        now: Timestamp,
    ) -> Row {
        let entry = self.catalogue_entry(&interface.cgi_path);
        let (name_zh, name_en) = (entry.map(|e| e.name_zh.clone()), entry.map(|e| e.name_en.clone()));
        let zone = &self.settings.quota_zone;
        let limit_kind = self.limit_kind_of(&interface);
        let newest_at = interface.newest.map(|(at, _)| at);
        let Assessment { state, new_day } = assessed;
        let shown = shown(&interface, assessed);
        let yesterday = zone.days_before(now, 1);
        let used_up_yesterday = new_day && interface.good.is_some_and(|(at, good)| at >= yesterday && is_used_up(good));
        let good = good_readings(&recent);
        let (lines, lines_from) = self.live().lines.of(interface.account_id, interface.id);
        Row {
            id: interface.id,
            account: interface.account_id,
            account_name: account.name.clone(),
            paused: account.status == AccountStatus::Paused,
            cgi_path: interface.cgi_path,
            name_zh,
            name_en,
            state,
            failure: newest_failure(interface.newest.map(|(_, outcome)| outcome)),
            detail: interface.detail,
            sampled_at: shown.map(|(at, _)| at).or(newest_at),
            newest_at,
            figures: shown.map(|(_, figures)| figures),
            limit_kind,
            new_day,
            used_up_yesterday,
            before_reset: !limit_kind.is_total() && shown.is_some_and(|(at, _)| at < zone.day_start(now)),
            rate_limit: interface.rate_limit,
            component_rate_limit: interface.component_rate_limit,
            forecast: Forecast::NotEnoughData,
            lines,
            lines_from,
            lasts: None,
            exhausted_since: if state == UsageState::Exhausted { exhausted_since(&good) } else { None },
            recent,
        }
    }
}

/// The place of a row among the others under [`Sort::Urgency`], the worst first: on pages, in the API and its cursors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Urgency {
    /// The worst first.
    pub state: UsageState,
    /// What is left of the limit by the figures shown, in thousandths, the least first; [`i64::MAX`] where none are.
    pub left_permille: i64,
    /// Tells the rest apart.
    pub id: InterfaceId,
}

impl Urgency {
    fn new(state: UsageState, shown: Option<Figures>, id: InterfaceId) -> Self {
        Self { state, left_permille: shown.map_or(i64::MAX, |figures| 1000 - figures.used_permille()), id }
    }

    fn of(interface: &InterfaceNow, assessed: Assessment) -> Self {
        Self::new(assessed.state, shown(interface, assessed).map(|(_, figures)| figures), interface.id)
    }
}

impl Row {
    /// When nothing will be left: of a daily count before its reset, of a total at any time.
    fn runs_out_at(&self, now: Timestamp) -> Option<Timestamp> {
        let lasts = || now.checked_add(self.lasts?.time()?).ok();
        self.forecast.runs_out_at().or_else(lasts)
    }

    /// The figures that say how much is used now; `None` where there are none, or only old ones.
    pub fn current_figures(&self) -> Option<Figures> {
        self.figures.filter(|_| !self.before_reset && self.state.has_figures())
    }

    /// The row's place under [`Sort::Urgency`].
    pub fn urgency(&self) -> Urgency {
        Urgency::new(self.state, self.figures, self.id)
    }
}

/// The figures of an interface that hold now; `None` where there are none, or only those of before the reset.
pub(crate) fn figures_now(interface: &InterfaceNow, assessed: Assessment) -> Option<Figures> {
    shown(interface, assessed).filter(|_| assessed.state.has_figures()).map(|(_, figures)| figures)
}

/// The good reading whose figures are shown: a fresh one of the day, or the old one of a `stale` interface.
fn shown(interface: &InterfaceNow, assessed: Assessment) -> Option<(Timestamp, Figures)> {
    let Assessment { state, new_day } = assessed;
    interface.good.filter(|_| !new_day && (state.has_figures() || state == UsageState::Stale))
}

/// The time of the first of the newest run of good readings with nothing left.
pub(crate) fn exhausted_since(good: &[(Timestamp, Figures)]) -> Option<Timestamp> {
    let left = |figures: &Figures| figures.remain > 0 && figures.used < figures.daily_limit;
    good.iter().rev().take_while(|(_, figures)| !left(figures)).last().map(|(at, _)| *at)
}

fn sort(rows: &mut [(InterfaceNow, Assessment)], sort: Sort, accounts: &HashMap<AccountId, &Account>) {
    let used = |interface: &InterfaceNow| interface.good.map_or(-1, |(_, figures)| figures.used);
    let account = |interface: &InterfaceNow| accounts.get(&interface.account_id).map(|account| account.name.as_str());
    match sort {
        Sort::Urgency | Sort::RunsOut => rows.sort_by_key(|(row, assessed)| Urgency::of(row, *assessed)),
        Sort::Account => rows.sort_by(|(a, _), (b, _)| (account(a), &a.cgi_path).cmp(&(account(b), &b.cgi_path))),
        Sort::Interface => rows.sort_by(|(a, _), (b, _)| (&a.cgi_path, a.id).cmp(&(&b.cgi_path, b.id))),
        Sort::Used => rows.sort_by_key(|(row, _)| (Reverse(used(row)), row.id)),
        Sort::Age => rows.sort_by_key(|(row, _)| (row.newest.map(|(at, _)| at), row.id)),
    }
}

/// The `reason` of a row for programs: why it has no fresh figures; `None` where it has.
pub fn reason(row: &Row) -> Option<String> {
    if row.paused {
        return Some("the account is paused".to_owned());
    }
    match (row.state, row.failure) {
        _ if row.new_day => Some("new-day".to_owned()),
        (UsageState::Never, _) => Some("no reading yet".to_owned()),
        (UsageState::Unsupported, None) => {
            Some("WeChat answers 0/0/0, so it reports no figures for this interface".to_owned())
        }
        (UsageState::Stale, _) => Some("no recent successful reading".to_owned()),
        (_, Some(failure)) => Some(match &row.detail {
            Some(detail) => format!("{failure}: {detail}"),
            None => failure.to_string(),
        }),
        (_, None) => row.before_reset.then(|| "sampled before the daily reset".to_owned()),
    }
}

/// The readings with figures, as the time of each and its figures, in the same order.
pub(crate) fn good_readings(readings: &[Reading]) -> Vec<(Timestamp, Figures)> {
    readings.iter().filter_map(|reading| Some((reading.at, reading.outcome.figures()?))).collect()
}
