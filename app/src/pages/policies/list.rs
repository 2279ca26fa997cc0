//! Page with all policies, and the kill switch.

use desk::policies::{Decision, Policy};
use domain::paths;
use leptos::prelude::*;

use crate::components::{ButtonKind, Cell, EmptyState, LinkButton, Table, Time};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::kill_switch::KillSwitchPanel;
use crate::pages::policies::outcome::PolicyOutcome;
use crate::t;
use crate::words::policies::{policy_summary, verdict_words};

/// A row of the list.
struct PolicyRow {
    policy: Policy,
    summary: Text,
    /// Its last decision.
    last: Option<Decision>,
}

/// `/policies`
#[component]
pub fn PoliciesPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let policies = desk.policies_with_last(&viewer.actor).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let stopped = desk.kill_switch(&viewer.actor).await?;
        let rows: Vec<_> = policies
            .into_iter()
            .map(|(policy, last)| PolicyRow {
                summary: policy_summary(lang, &policy.rules, &accounts, |path| desk.interface_name(lang, path)),
                policy,
                last,
            })
            .collect();
        let typed = match flash.read::<PolicyOutcome>() {
            Some(PolicyOutcome::StopReason { typed, fault }) => Some((typed.clone(), *fault)),
            _ => None,
        };
        let any = !rows.is_empty();
        let actions = any.then(|| view! { <NewPolicy /> }).into_any();
        let list = if any { view! { <PolicyTable rows /> }.into_any() } else { view! { <NoPolicies /> }.into_any() };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "policies-title")
                section=Section::Policies
                actions
                lead=view! { <Lead /> }.into_any()
            >
                <FlashNotice flash />
                {list}
                <KillSwitchPanel stopped typed />
            </Page>
        })
    })
}

#[component]
fn NewPolicy() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <LinkButton href=paths::POLICY_NEW kind=ButtonKind::Primary>
            {t!(lang, "policy-new")}
        </LinkButton>
    }
}

/// Lead: what policies are for, with links to notices and channels.
#[component]
fn Lead() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <p>
            {t!(lang, "policies-lead")} " " <a href=paths::NOTICES>{t!(lang, "policies-to-notices")}</a> " · "
            <a href=paths::CHANNELS>{t!(lang, "policies-to-channels")}</a>
        </p>
    }
}

#[component]
fn NoPolicies() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <EmptyState title=t!(lang, "policies-none")>
            <p>{t!(lang, "policies-none-what")}</p>
            <p>{t!(lang, "policies-none-next")}</p>
            <NewPolicy />
        </EmptyState>
    }
}

#[component]
fn PolicyTable(rows: Vec<PolicyRow>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let columns = t!(lang, ["policy-col-policy", "col-state", "policies-col-last"]);
    let [_, _, last] = columns.clone();
    let rows = rows.into_iter().map(|row| policy_row(&viewer, last.clone(), row)).collect_view();
    view! {
        <div class="policies">
            <Table caption=t!(lang, "policies-title") columns>
                {rows}
            </Table>
        </div>
    }
}

fn policy_row(viewer: &Viewer, last_label: Text, row: PolicyRow) -> impl IntoView + use<> {
    let PolicyRow { policy, summary, last } = row;
    let state = PolicyState::of(&policy, viewer);
    let decided = match last {
        Some(decision) => {
            let words = verdict_words(viewer, decision.verdict);
            view! {
                <span>
                    {words} <span class="secondary small">" " <Time at=decision.last_at quiet=true /></span>
                </span>
            }
            .into_any()
        }
        None => view! { <span class="secondary">{t!(viewer.lang, "policies-nothing-yet")}</span> }.into_any(),
    };
    view! {
        <tr>
            <Cell main=true>
                <a class="row-link" href=paths::policy(policy.id)>
                    {policy.rules.name}
                </a>
                <span class="secondary">{summary}</span>
            </Cell>
            <Cell>
                <PolicyBadge state />
            </Cell>
            <Cell label=last_label>{decided}</Cell>
        </tr>
    }
}
