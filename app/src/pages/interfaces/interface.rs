//! One interface: today's curve over the last days', its figures, its readings.

use desk::campaigns::StoredCampaign;
use desk::history::{InterfacePage as Loaded, LimitChange, Range};
use desk::overview::Row;
use domain::forecast::{FEWEST_DAYS, Forecast};
use domain::usage::fresh_for;
use domain::{AccountStatus, ClearState, Figures, InterfaceId, Lang, Outcome, Permission, Reading, UsageState, paths};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{
    Band, ButtonKind, Cell, Chart, Copy, DayChart, Details, ExportCsv, Fact, Facts, LinkButton, Marker, MarkerKind,
    Meter, Notice, NoticeKind, Panel, ParameterNotice, Point, Segment, Segments, StateBadge, Table, Time, TimeFact,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::interfaces::NO_INTERFACE;
use crate::format::{grouped, percent};
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::interfaces::contact::ContactForm;
use crate::pages::interfaces::limits::{LimitKindFact, LimitKindForm, RateLimitFacts};
use crate::pages::interfaces::lines::{InterfaceLines, LinesFact};
use crate::pages::interfaces::notices::{InterfaceNotices, MOST_LOADED, threshold_marks};
use crate::pages::interfaces::outcome::InterfaceOutcome;
use crate::parameters::{Instead, Parameters};
use crate::parts::budgets::can_be_cleared;
use crate::parts::contact::ContactFacts;
use crate::parts::curve::{ClearsShown, limits_of, point};
use crate::parts::policy_decisions::{DecisionRow, InterfaceDecisions, NEWEST};
use crate::parts::problem::ProblemNotice;
use crate::parts::sample_now::SampleNowButton;
use crate::parts::usage_lines::LinesOutcome;
use crate::t;
use crate::words::failures::{failure_words, reason_words};
use crate::words::interfaces::{catalogue_name, runs_out_at};
use crate::words::limits::total_left_words;

/// Readings that the table shows at the most; the API gives all.
const TABLE_ROWS: usize = 100;

/// `/accounts/{account}/interfaces/{id}`
#[component]
pub fn InterfacePage() -> impl IntoView {
    let (account, id) = (param("account"), param("id"));
    page(move |Visit { desk, viewer, flash }| async move {
        let mut asked = Parameters::new(&viewer.query);
        let range = asked.one_of("range", &Range::ALL, Range::word, Instead::Today).unwrap_or_default();
        let id = InterfaceId(id.parse().map_err(|_| NO_INTERFACE)?);
        let account = desk.find_account(&viewer.actor, &account).await?;
        let loaded = desk.interface_page(&viewer.actor, account.id, id, range).await?;
        let lang = viewer.lang;
        let row = &loaded.row;
        let thresholds = row.lines;
        let title: Text = match catalogue_name(lang, row) {
            Some(name) => name.into(),
            None => row.cgi_path.to_string().into(),
        };
        let share = row.figures.filter(|_| row.state.has_figures()).map(domain::Figures::used_permille);
        let aside = view! {
            <Copy text=row.cgi_path.to_string() />
            <StateBadge state=row.state permille=share />
        }
        .into_any();
        let readable = loaded.watched && loaded.account.status == AccountStatus::Active;
        let is_total = row.limit_kind.is_total();
        let clearable =
            loaded.watched && row.state != UsageState::Unsupported && !is_total && can_be_cleared(&loaded.account);
        let actions = view! {
            {(clearable && viewer.may(Permission::Clear))
                .then(|| {
                    view! {
                        <LinkButton href=paths::campaign_new(id) kind=ButtonKind::Secondary>
                            {t!(lang, "campaign-plan-here")}
                        </LinkButton>
                    }
                })}
            {(readable && viewer.may(Permission::SampleNow))
                .then(|| view! { <SampleNowButton account=account.id interface=id /> })}
            {(clearable && viewer.may(Permission::Clear))
                .then(|| {
                    view! {
                        <LinkButton
                            href=paths::clear_confirmation(account.id, Some(id))
                            kind=ButtonKind::Danger
                            attr:data-dialog=""
                        >
                            {t!(lang, "clear-interface-button")}
                        </LinkButton>
                    }
                })}
        }
        .into_any();
        let crumbs = vec![
            Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS),
            Crumb::new(account.name.clone(), paths::account(account.id)),
        ];
        let figures = row.figures;
        let state = row.state;
        let reset = desk.settings().quota_zone.next_reset(viewer.now);
        let notices = desk.interface_notices(&viewer.actor, id, Timestamp::MIN, MOST_LOADED).await?;
        let empty = match row.state {
            UsageState::Unsupported => Some(t!(lang, "reason-no-figure")),
            _ if row.newest_at.is_some() => Some(t!(lang, "chart-empty-range")),
            _ => None,
        };
        let mut chart = chart(&loaded, range, viewer.now, lang);
        chart.markers.extend(threshold_marks(lang, &notices, chart.from));
        chart.markers.sort_by_key(|marker| marker.at);
        let (lines, correct) = (desk.lines_of(account.id, Some(id)), LinesOutcome::correct(&flash));
        let decisions = DecisionRow::all(&desk, lang, desk.decisions_by(&viewer.actor, id, NEWEST).await?);
        let (standing, of_limits, of_contact) = (loaded.clone(), loaded.clone(), loaded.clone());
        let contact_typed = flash.read::<InterfaceOutcome>().cloned();
        let (readings, limit_changes) = (loaded.readings.clone(), loaded.limit_changes.clone());
        let fresh_for = fresh_for(desk.live().values.reading_interval_hours);
        let clears = loaded.clears.clone();
        let ranges = view! {
            <Ranges range />
            <ExportCsv path=paths::interface_csv(account.id, id) />
        };
        Ok::<_, Failure>(view! {
            <Page title section=Section::Accounts crumbs aside actions>
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                <StatusNotices loaded=standing fresh_for />
                <Panel>
                    {figures.map(|figures| view! { <Meter figures state thresholds /> })}
                    <InterfaceFacts loaded reset />
                </Panel>
                <Panel title=t!(lang, "chart-title") actions=ranges.into_any()>
                    <DayChart title=t!(lang, "chart-title") chart empty />
                    <ClearsShown clears />
                </Panel>
                <InterfaceDecisions rows=decisions />
                <InterfaceNotices notices />
                <LimitKindForm loaded=of_limits />
                <InterfaceLines account=account.id interface=id lines correct />
                <ContactForm loaded=of_contact correct=contact_typed />
                <ReadingsTable readings limit_changes is_total />
            </Page>
        })
    })
}

/// Notices about why there are no fresh figures, and what to do.
#[component]
fn StatusNotices(
    loaded: Loaded,
    /// The age up to which a reading counts as recent.
    fresh_for: SignedDuration,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let row = loaded.row;
    let info = |[title, next]: [Text; 2]| view! { <Notice kind=NoticeKind::Info title next /> };
    let status = match loaded.account.status {
        AccountStatus::Active => None,
        AccountStatus::Paused => Some(info(t!(lang, ["refused-paused", "refused-paused-next"]))),
        AccountStatus::Retired => Some(info(t!(lang, ["refused-retired", "refused-retired-next"]))),
    };
    let is_read = status.is_none();
    let unwatched =
        (!loaded.watched && is_read).then(|| info(t!(lang, ["interface-unwatched", "interface-unwatched-next"])));
    let problem = row.failure.map(|failure| {
        // Beside figures that are still fresh, one failed reading is a warning.
        let kind = if row.state.has_figures() { NoticeKind::Warning } else { NoticeKind::Error };
        view! { <ProblemNotice failure detail=row.detail.clone() kind account_kind=Some(loaded.account.kind) /> }
    });
    let no_figure = (row.state == UsageState::Unsupported && row.failure.is_none()).then(
        || view! { <Notice kind=NoticeKind::Info title=t!(lang, "reason-no-figure") why=t!(lang, "no-figure-why") /> },
    );
    let may_sample = viewer.may(Permission::SampleNow) && loaded.watched;
    let stale = (row.state == UsageState::Stale && is_read).then(|| {
        let why = t!(lang, "stale-why", span = viewer.formats().span(fresh_for));
        let next = if may_sample { t!(lang, "stale-next") } else { t!(lang, "stale-next-status") };
        view! { <Notice kind=NoticeKind::Warning title=t!(lang, "stale-title") why next /> }
    });
    let new_day = (row.new_day && is_read).then(|| {
        let title = reason_words(lang, &row).unwrap_or_default();
        info([title, t!(lang, "new-day-next")])
    });
    let other_limit = loaded.other_limit.then(|| {
        let [title, why] = t!(lang, ["other-limit", "other-limit-why"]);
        view! { <Notice kind=NoticeKind::Warning title why /> }
    });
    let never = (row.state == UsageState::Never && is_read && loaded.watched).then(|| {
        let next = if may_sample { t!(lang, "never-next") } else { t!(lang, "never-next-wait") };
        info([t!(lang, "reason-never"), next])
    });
    view! {
        {status}
        {unwatched}
        {problem}
        {no_figure}
        {stale}
        {new_day}
        {never}
        {other_limit}
    }
}

#[component]
fn InterfaceFacts(loaded: Loaded, reset: Timestamp) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let of_limits = loaded.clone();
    let row = loaded.row;
    let before_reset = row.before_reset;
    let figures = row.figures.map(|figures| (figures, left_words(lang, &row, figures)));
    let figures = figures.map(|(figures, left)| {
        let share = percent(figures.used_permille());
        view! {
            <Fact label=t!(lang, "fact-used")>
                <span class="num">
                    {grouped(figures.used)} " / " {grouped(figures.daily_limit)} " "
                    <span class="nowrap">"· " {share}</span>
                </span>
                {before_reset.then(|| view! { " " <span class="secondary">{t!(lang, "before-reset")}</span> })}
            </Fact>
            <Fact label=t!(lang, "fact-left")>
                <span>{left}</span>
            </Fact>
        }
    });
    let is_total = row.limit_kind.is_total();
    let runs_out = (row.state.has_figures() && !row.new_day && has_run_out_time(&row)).then(|| {
        let text = match runs_out_at(&row) {
            Some(at) => {
                let earlier = (row.state == UsageState::Exhausted).then(|| t!(lang, "or-earlier"));
                let range = range_words(&viewer, row.forecast, reset);
                view! {
                    <Time at clock=true />
                    {earlier.or(range).map(|more| view! { " " <span class="secondary">{more}</span> })}
                }
                .into_any()
            }
            None => view! { <span class="secondary">{no_end_words(lang, row.state, row.forecast)}</span> }.into_any(),
        };
        let label = match row.state {
            UsageState::Exhausted => t!(lang, "fact-used-up-since"),
            _ => t!(lang, "fact-runs-out"),
        };
        view! { <Fact label>{text}</Fact> }
    });
    view! {
        <Facts wide=true>
            {figures}
            {runs_out}
            <RateLimitFacts row=row.clone() />
            <LimitKindFact loaded=of_limits />
            <LinesFact account=row.account interface=row.id lines=row.lines from=row.lines_from />
            {if is_total {
                view! { <Fact label=t!(lang, "fact-resets")>{t!(lang, "resets-never")}</Fact> }.into_any()
            } else {
                view! { <TimeFact label=t!(lang, "fact-resets") at=loaded.resets_at clock=true /> }.into_any()
            }}
            <TimeFact label=t!(lang, "col-read") at=row.sampled_at />
            <TimeFact label=t!(lang, "fact-next-reading") at=loaded.next_read_at />
            <ContactFacts contact=loaded.contact />
            <ContactFacts contact=loaded.account.contact of_account=true />
        </Facts>
    }
}

/// What is left; of a total with how long that lasts.
fn left_words(lang: Lang, row: &Row, figures: Figures) -> Text {
    if row.limit_kind.is_total() { total_left_words(lang, figures, row.lasts) } else { grouped(figures.remain).into() }
}

/// Whether a time at which it runs out or ran out may be told: a total runs out on no day, but may have.
fn has_run_out_time(row: &Row) -> bool {
    !row.limit_kind.is_total() || row.exhausted_since.is_some()
}

/// The range of a forecast, and how long before the reset its time is.
fn range_words(viewer: &Viewer, forecast: Forecast, reset: Timestamp) -> Option<Text> {
    let Forecast::RunsOut { at, earliest, latest } = forecast else { return None };
    let formats = viewer.formats();
    let (from, to) = (formats.clock(earliest), formats.clock(latest));
    let before = formats.span(reset.duration_since(at));
    Some(if from == to {
        t!(viewer.lang, "runs-out-before-reset", span = before)
    } else if latest >= reset {
        t!(viewer.lang, "runs-out-or-not", from = from, span = before)
    } else {
        t!(viewer.lang, "runs-out-between", from = from, to = to, span = before)
    })
}

/// Why no time is given at which it runs out.
fn no_end_words(lang: Lang, state: UsageState, forecast: Forecast) -> Text {
    match (state, forecast) {
        (UsageState::Exhausted, _) => t!(lang, "runs-out-used-up"),
        (_, Forecast::NotEnoughData) => t!(lang, "runs-out-no-data", days = FEWEST_DAYS),
        (_, Forecast::NotToday | Forecast::RunsOut { .. }) => t!(lang, "runs-out-not-today"),
    }
}

#[component]
fn Ranges(range: Range) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let items = Range::ALL
        .into_iter()
        .map(|item| {
            let label = match item {
                Range::Day => t!(lang, "range-day"),
                Range::Week => t!(lang, "range-week"),
                Range::Month => t!(lang, "range-month"),
                Range::Year => t!(lang, "range-year"),
            };
            let word = (item != Range::Day).then(|| item.word());
            Segment { label, href: viewer.link_with(&[("range", word)]), current: item == range }
        })
        .collect();
    view! { <Segments label=t!(lang, "range-label") items /> }
}

/// What the curve shows: readings over a day or a week, each day's most over a month or a year.
fn chart(loaded: &Loaded, range: Range, now: Timestamp, lang: Lang) -> Chart {
    let start = loaded.resets_at - SignedDuration::from_hours(24);
    let readings = match range {
        Range::Day | Range::Week => loaded.readings.iter().map(point).collect(),
        Range::Month | Range::Year => peaks(loaded, now),
    };
    let usual =
        loaded.usual.iter().map(|usual| Band { at: start + usual.since_start, low: usual.low, high: usual.high });
    let limits = limits_of(&loaded.readings, loaded.from);
    let changes = loaded.limit_changes.iter().map(|change| Marker {
        at: change.at,
        kind: MarkerKind::LimitChanged,
        label: t!(lang, "limit-changed", from = change.from, to = change.to).into_owned(),
    });
    let clears = loaded.clears.iter().map(|clear| Marker {
        at: clear.at,
        kind: MarkerKind::Clear,
        label: cleared_words(lang, clear.state).into_owned(),
    });
    let shown = |campaign: &&StoredCampaign| campaign.starts_at >= loaded.from && campaign.starts_at < loaded.resets_at;
    let campaigns = loaded.campaigns.iter().filter(shown).map(|campaign| Marker {
        at: campaign.starts_at,
        kind: MarkerKind::Campaign,
        label: t!(lang, "campaign-marker", name = campaign.name.as_str()).into_owned(),
    });
    Chart {
        from: loaded.from,
        to: loaded.resets_at,
        readings,
        usual: usual.collect(),
        limits,
        lines: Some(loaded.row.lines),
        markers: changes.chain(clears).chain(campaigns).collect(),
        forecast: loaded.row.forecast.runs_out_at().filter(|_| range == Range::Day),
    }
}

/// A clear in a word or two, beside its line.
fn cleared_words(lang: Lang, state: ClearState) -> Text {
    match state {
        ClearState::Effective => t!(lang, "cleared-effective"),
        ClearState::Ineffective => t!(lang, "cleared-ineffective"),
        ClearState::Unknown | ClearState::Sent => t!(lang, "cleared-unknown"),
        ClearState::Elsewhere => t!(lang, "cleared-elsewhere"),
        _ => t!(lang, "cleared"),
    }
}

/// Each day's most, placed at the day's middle.
fn peaks(loaded: &Loaded, now: Timestamp) -> Vec<Point> {
    // A day without any reading is no failed one: the account may not have been watched yet.
    let days = loaded.peaks.iter().zip(0_i64..).filter(|(peak, _)| peak.peak.is_some() || peak.failed > 0);
    days.map(|(peak, day)| {
        let middle = loaded.from + SignedDuration::from_hours(24 * day + 12);
        Point { at: middle.min(now), used: peak.peak.map(|figures| figures.used) }
    })
    .collect()
}

#[component]
fn ReadingsTable(readings: Vec<Reading>, limit_changes: Vec<LimitChange>, is_total: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let mut columns = t!(lang, ["col-at", "fact-used", "fact-left", "col-limit", "col-note"]);
    if is_total {
        columns[3] = t!(lang, "col-total-limit");
    }
    let [_, used, left, limit, note] = columns.clone();
    let shown = readings.len().min(TABLE_ROWS);
    let total = readings.len();
    let rows = readings
        .into_iter()
        .rev()
        .take(TABLE_ROWS)
        .map(|reading| {
            let figures = reading.outcome.figures();
            let number = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), grouped);
            let changed = limit_changes.iter().find(|change| change.at == reading.at);
            let words: Option<Text> = match reading.outcome {
                Outcome::Failed(failure) => Some(failure_words(lang, failure, None)),
                Outcome::NoFigure => Some(t!(lang, "reason-no-figure")),
                Outcome::Good(_) => changed.map(|change| t!(lang, "limit-changed", from = change.from, to = change.to)),
            };
            view! {
                <tr>
                    <Cell main=true>
                        <Time at=reading.at exact=true />
                    </Cell>
                    <Cell label=used.clone() number=true>{number(figures.map(|f| f.used))}</Cell>
                    <Cell label=left.clone() number=true>{number(figures.map(|f| f.remain))}</Cell>
                    <Cell label=limit.clone() number=true>{number(figures.map(|f| f.daily_limit))}</Cell>
                    <Cell label=note.clone()>{words}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Details summary=t!(lang, "readings-title", count = total)>
            {(shown < total).then(|| view! { <p class="secondary">{t!(lang, "readings-newest", count = shown)}</p> })}
            <Table caption=t!(lang, "readings-caption") columns figures=1..4>
                {rows}
            </Table>
        </Details>
    }
}
