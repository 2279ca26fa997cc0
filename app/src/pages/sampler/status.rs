//! What the sampler did and will do.

use desk::sampling::status::{AccountSampling, LastRound, SamplerStatus, SamplingState};
use domain::paths;
use domain::{Lang, May};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{Cell, ColumnHeads, EmptyState, LinkButton, Panel, Table, Time};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::t;

/// `/sampler`
#[component]
pub fn SamplerPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let SamplerStatus { accounts, hours } = desk.sampler_status(&viewer.actor).await?;
        let lang = viewer.lang;
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "sampler-title")
                    section=Section::Overview
                    crumbs=vec![Crumb::new(t!(lang, "nav-overview"), "/")]
                    lead=view! { <p>{t!(lang, "sampler-lead")}</p> }.into_any()
                >
                    <FlashNotice flash />
                    {if accounts.is_empty() {
                        view! {
                            <EmptyState title=t!(lang, "sampler-empty")>
                                {viewer
                                    .may(May::Administer)
                                    .then(|| {
                                        view! { <LinkButton href=paths::ACCOUNT_NEW>{t!(lang, "account-add")}</LinkButton> }
                                    })}
                            </EmptyState>
                        }
                        .into_any()
                    } else {
                        view! { <AccountsTable accounts /> }.into_any()
                    }}
                    <Hours hours />
                </Page>
            }
            .into_any(),
        )
    })
}

#[component]
fn AccountsTable(accounts: Vec<AccountSampling>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names = [
        t!(lang, "col-account"),
        t!(lang, "col-sampling"),
        t!(lang, "col-readings-today"),
        t!(lang, "col-last-round"),
        t!(lang, "col-took"),
        t!(lang, "col-result"),
        t!(lang, "col-next"),
    ];
    let head = names.clone().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view().into_any();
    let [_, sampling, today, last, took, result, next] = names;
    let rows = accounts
        .into_iter()
        .map(|sampled| {
            let href = paths::account(sampled.account.id);
            let words = state_words(lang, &sampled);
            let readings = format!("{} / {}", grouped(sampled.taken), grouped(sampled.allowance));
            let (began, span, outcome, error) = match sampled.last {
                Some(last) => (
                    Some(last.started_at),
                    duration(&viewer.formats(), last.took),
                    result_words(lang, &last),
                    last.error,
                ),
                None => (None, "–".into(), "–".into(), None),
            };
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=href>
                            {sampled.account.name}
                        </a>
                    </Cell>
                    <Cell label=sampling.clone()><span class="nowrap">{words}</span></Cell>
                    <Cell label=today.clone()>
                        <span class="num">{readings}</span>
                    </Cell>
                    <Cell label=last.clone()>{when(began)}</Cell>
                    <Cell label=took.clone()><span class="nowrap">{span}</span></Cell>
                    <Cell label=result.clone()>
                        {outcome}
                        {error.map(|error| view! { <p class="secondary"><code class="said">{error}</code></p> })}
                    </Cell>
                    <Cell label=next.clone()>{when(sampled.next_at)}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "sampler-accounts") head>
            {rows}
        </Table>
    }
}

fn when(at: Option<Timestamp>) -> AnyView {
    match at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { <span class="secondary">"–"</span> }.into_any(),
    }
}

/// Rounds often take less than a second, which a span would call nothing.
fn duration(formats: &crate::format::Formats<'_>, took: SignedDuration) -> Text {
    if took < SignedDuration::from_secs(10) {
        t!(formats.lang, "span-tenths", n = format!("{:.1}", took.as_secs_f64()))
    } else {
        formats.span(took)
    }
}

fn state_words(lang: Lang, sampled: &AccountSampling) -> Text {
    let count = sampled.interfaces;
    match sampled.state {
        SamplingState::Running if sampled.period_hours == 1 => t!(lang, "sampling-hourly", count = count),
        SamplingState::Running => t!(lang, "sampling-slower", count = count, hours = sampled.period_hours),
        SamplingState::AllowanceSpent => t!(lang, "sampling-spent"),
        SamplingState::Starved(_) => t!(lang, "sampling-starved"),
        SamplingState::Paused => t!(lang, "sampling-paused"),
        SamplingState::NothingToRead => t!(lang, "sampling-nothing"),
    }
}

fn result_words(lang: Lang, last: &LastRound) -> Text {
    match (last.failed, last.starved) {
        (0, 0) => t!(lang, "round-good", good = last.good),
        (_, 0) => t!(lang, "round-failed", good = last.good, failed = last.failed),
        _ => t!(lang, "round-starved", good = last.good, failed = last.failed, starved = last.starved),
    }
}

/// Hour by hour, newest first.
#[component]
fn Hours(hours: Vec<desk::sampling::status::SamplerHour>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names = [
        t!(lang, "col-hour"),
        t!(lang, "col-good"),
        t!(lang, "col-failed"),
        t!(lang, "col-starved"),
        t!(lang, "col-busy"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() figures=1..names.len() /> }.into_any();
    let [_, good, failed, starved, busy] = names;
    let any = !hours.is_empty();
    let rows = hours
        .into_iter()
        .filter_map(|hour| Some((Timestamp::from_millisecond(hour.hour_ms).ok()?, hour)))
        .map(|(at, hour)| {
            let took = duration(&viewer.formats(), SignedDuration::from_millis(hour.busy_ms));
            view! {
                <tr>
                    <Cell main=true>
                        <Time at clock=true quiet=true />
                    </Cell>
                    <Cell label=good.clone() number=true>{grouped(hour.good)}</Cell>
                    <Cell label=failed.clone() number=true>{grouped(hour.failed)}</Cell>
                    <Cell label=starved.clone() number=true>{grouped(hour.starved)}</Cell>
                    <Cell label=busy.clone() number=true>{took}</Cell>
                </tr>
            }
        })
        .collect_view();
    any.then(|| {
        view! {
            <Panel title=t!(lang, "sampler-hours") flush=true>
                <Table caption=t!(lang, "sampler-hours") head>
                    {rows}
                </Table>
            </Panel>
        }
    })
}
