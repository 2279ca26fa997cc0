//! Interfaces as a table: state, what, whose, how much, trend, when it runs out, how old.

use desk::overview::Row;
use domain::{AccountId, Lang, UsageState, paths};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{Cell, SparkPoint, Sparkline, StateBadge, Table, TimeOrDash, Usage};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::failures::reason_words;
use crate::words::interfaces::{catalogue_name, name_or_path, runs_out_at};
use crate::words::limits::lasts_words;

/// The position of the account's column.
const ACCOUNT: usize = 2;

/// The table.
#[component]
pub fn InterfaceTable(
    /// Its rows, in their order.
    rows: Vec<Row>,
    /// Whether each row says whose it is.
    #[prop(optional)]
    with_account: bool,
    /// The accounts whose rows lead to a clear.
    #[prop(optional)]
    clearable: Vec<AccountId>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names =
        t!(lang, ["col-state", "col-interface", "col-account", "col-usage", "col-trend", "col-runs-out", "col-read"]);
    let shown = names.iter().enumerate().filter(|(at, _)| with_account || *at != ACCOUNT);
    let columns: Vec<_> = shown.map(|(_, name)| name.clone()).collect();
    let figures = columns.len() - 2..columns.len();
    let head = view! {
        {(!clearable.is_empty())
            .then(|| {
                view! {
                    <th scope="col">
                        <span class="unseen">{t!(lang, "col-clear")}</span>
                    </th>
                }
            })}
    }
    .into_any();
    let body = rows
        .into_iter()
        .map(|row| {
            let ending = (!clearable.is_empty()).then(|| row_end(lang, &row, &clearable));
            table_row(row, names.clone(), with_account, ending, lang, viewer.now)
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "table-interfaces") columns figures head>
            {body}
        </Table>
    }
}

fn table_row(
    row: Row,
    names: [Text; 7],
    with_account: bool,
    ending: Option<AnyView>,
    lang: Lang,
    now: Timestamp,
) -> impl IntoView + use<> {
    let [_, _, account_label, usage_label, trend_label, runs_out_label, read_label] = names;
    let href = paths::interface(row.account, row.id);
    let name = catalogue_name(lang, &row);
    let reason = if row.paused { Some(t!(lang, "refused-paused")) } else { reason_words(lang, &row) };
    let path = row.cgi_path.as_str().to_owned();
    let title = match name {
        Some(name) => view! {
            <a class="row-link" href=href>
                {name}
            </a>
            <code class="path">{path}</code>
        }
        .into_any(),
        None => view! {
            <a class="row-link" href=href>
                <code>{path}</code>
            </a>
        }
        .into_any(),
    };
    let runs_out = runs_out_at(&row);
    let ran_out = (runs_out.is_some() && row.state == UsageState::Exhausted)
        .then(|| view! { <span class="secondary">{t!(lang, "ran-out")} " "</span> });
    let account = with_account.then(|| {
        let href = paths::account(row.account);
        view! {
            <Cell label=account_label>
                <a href=href>{row.account_name}</a>
            </Cell>
        }
    });
    let note = match row.figures {
        Some(_) if row.limit_kind.is_total() => Some(t!(lang, "resets-never")),
        Some(_) if row.before_reset => Some(t!(lang, "before-reset")),
        _ => None,
    };
    let lasts = lasts_words(lang, row.lasts).filter(|_| row.state != UsageState::Exhausted);
    let (from, to) = (now - SignedDuration::from_hours(24), now);
    let points = spark_points(&row.recent, from);
    view! {
        <tr>
            <Cell>
                {if row.paused {
                    view! { <span class="chip">{t!(lang, "status-paused")}</span> }.into_any()
                } else {
                    view! { <StateBadge state=row.state /> }.into_any()
                }}
            </Cell>
            <Cell main=true>{title}</Cell>
            {account}
            <Cell label=usage_label>
                <Usage figures=row.figures state=row.state thresholds=row.lines reason=reason />
                {note.map(|note| view! { <span class="secondary">{note}</span> })}
            </Cell>
            <Cell label=trend_label>
                {if points.iter().any(|(_, used)| used.is_some()) {
                    view! { <Sparkline points from=from.as_second() to=to.as_second() /> }.into_any()
                } else {
                    view! { <span class="secondary">"–"</span> }.into_any()
                }}
            </Cell>
            <Cell label=runs_out_label number=true>
                {match lasts {
                    Some(lasts) => view! { <span class="secondary">{lasts}</span> }.into_any(),
                    None => view! { <span>{ran_out} <TimeOrDash at=runs_out clock=true quiet=true /></span> }.into_any(),
                }}
            </Cell>
            <Cell label=read_label number=true>
                <TimeOrDash at=row.sampled_at quiet=true />
            </Cell>
            {ending}
        </tr>
    }
}

/// The way to a row's clear, where it can be cleared.
fn row_end(lang: Lang, row: &Row, clearable: &[AccountId]) -> AnyView {
    let offered =
        clearable.contains(&row.account) && row.state != UsageState::Unsupported && !row.limit_kind.is_total();
    let link = offered.then(|| {
        let what = name_or_path(lang, row);
        view! { <ClearLink href=paths::clear_confirmation(row.account, Some(row.id)) what=what.into() /> }
    });
    view! { <Cell>{link}</Cell> }.into_any()
}

fn spark_points(recent: &[domain::Reading], from: Timestamp) -> Vec<SparkPoint> {
    let in_view = recent.iter().filter(|reading| reading.at >= from);
    in_view.map(|reading| (reading.at.as_second(), reading.outcome.figures().map(|figures| figures.used))).collect()
}

/// A link at a row's end that leads to the confirmation; `what` tells it from the other rows' for those who listen.
#[component]
pub(crate) fn ClearLink(
    /// The confirmation.
    href: String,
    /// What is cleared.
    what: Text,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <a class="row-action" href=href data-dialog="">
            {t!(lang, "clear-row")}
            <span class="unseen">{what}</span>
        </a>
    }
}
