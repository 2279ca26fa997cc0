//! The sampler's page: the last round of each account, when the next is due, and the readings hour by hour.

use desk::sampling::status::{AccountSampling, LastRound, SamplerHour, SamplerStatus, SamplingState};
use domain::{Lang, Permission, paths};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{
    Cell, EmptyState, FilterForm, LinkButton, NoMatches, Panel, ParameterNotice, Table, Time, TimeOrDash,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::format::{Formats, grouped};
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::parameters::{Parameters, Whose};
use crate::parts::filters::{GroupFilter, group_names};
use crate::t;

/// `/sampler`
#[component]
pub fn SamplerPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let mut asked = Parameters::new(&viewer.query);
        let whose = Whose { account: None, group: asked.group(&desk, &viewer.actor).await? };
        let SamplerStatus { mut accounts, hours } = desk.sampler_status(&viewer.actor).await?;
        let lang = viewer.lang;
        let is_new = accounts.is_empty();
        let groups = group_names(accounts.iter().map(|sampled| &sampled.account));
        accounts.retain(|sampled| whose.covers(&sampled.account));
        let filtered = whose.group.is_some();
        let filter = (filtered || !groups.is_empty()).then(|| {
            view! {
                <FilterForm action=paths::SAMPLER filtered>
                    <GroupFilter choices=groups selected=whose.group />
                </FilterForm>
            }
        });
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "sampler-title")
                section=Section::Overview
                crumbs=vec![Crumb::new(t!(lang, "nav-overview"), paths::OVERVIEW)]
                lead=view! { <p>{t!(lang, "sampler-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                {filter}
                {if is_new {
                    view! {
                        <EmptyState title=t!(lang, "sampler-empty")>
                            {viewer
                                .may(Permission::Administer)
                                .then(|| {
                                    view! { <LinkButton href=paths::ACCOUNT_NEW>{t!(lang, "account-add")}</LinkButton> }
                                })}
                        </EmptyState>
                    }
                    .into_any()
                } else if accounts.is_empty() {
                    view! { <NoMatches title=t!(lang, "accounts-none-filtered") action=paths::SAMPLER /> }.into_any()
                } else {
                    view! { <AccountsTable accounts /> }.into_any()
                }}
                <Hours hours />
            </Page>
        })
    })
}

#[component]
fn AccountsTable(accounts: Vec<AccountSampling>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let columns = t!(
        lang,
        ["col-account", "col-sampling", "col-readings-today", "col-last-round", "col-took", "col-result", "col-next"]
    );
    let [_, sampling, today, last, took, result, next] = columns.clone();
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
                    <Cell label=last.clone()><TimeOrDash at=began /></Cell>
                    <Cell label=took.clone()><span class="nowrap">{span}</span></Cell>
                    <Cell label=result.clone()>
                        {outcome}
                        {error.map(|error| view! { <p class="secondary"><code class="said">{error}</code></p> })}
                    </Cell>
                    <Cell label=next.clone()><TimeOrDash at=sampled.next_at /></Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "sampler-accounts") columns>
            {rows}
        </Table>
    }
}

/// The time that a round took: with tenths of a second where it is short, since rounds often take less than one.
fn duration(formats: &Formats<'_>, took: SignedDuration) -> Text {
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
        SamplingState::RefusedUntil(_) => t!(lang, "sampling-starved"),
        SamplingState::Paused => t!(lang, "sampling-paused"),
        SamplingState::NoInterfaces => t!(lang, "sampling-nothing"),
    }
}

fn result_words(lang: Lang, last: &LastRound) -> Text {
    match (last.failed, last.starved) {
        (0, 0) => t!(lang, "round-good", good = last.good),
        (_, 0) => t!(lang, "round-failed", good = last.good, failed = last.failed),
        _ => t!(lang, "round-starved", good = last.good, failed = last.failed, starved = last.starved),
    }
}

/// Readings hour by hour, newest first.
#[component]
fn Hours(hours: Vec<SamplerHour>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let columns = t!(lang, ["col-hour", "col-good", "col-failed", "col-starved", "col-busy"]);
    let [_, good, failed, starved, busy] = columns.clone();
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
                <Table caption=t!(lang, "sampler-hours") columns figures=1..5>
                    {rows}
                </Table>
            </Panel>
        }
    })
}
