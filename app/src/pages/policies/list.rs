//! Every policy, and the switch that stops their clears.

use desk::policies::{Decision, Policy};
use domain::paths;
use leptos::prelude::*;

use crate::components::{ButtonKind, Cell, ColumnHeads, EmptyState, LinkButton, Table, Time};
use crate::context::{Text, Viewer, interface_name};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::kill_switch::SwitchPanel;
use crate::pages::policies::outcome::PolicyOutcome;
use crate::t;
use crate::words::policies::{sentence, verdict_words};

/// A policy as the list shows it.
struct Listed {
    policy: Policy,
    sentence: Text,
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
        let listed: Vec<_> = policies
            .into_iter()
            .map(|(policy, last)| Listed {
                sentence: sentence(lang, &policy.rules, &accounts, |path| interface_name(&desk, lang, path)),
                policy,
                last,
            })
            .collect();
        let typed = match flash.read::<PolicyOutcome>() {
            Some(PolicyOutcome::StopReason { typed, fault }) => Some((typed.clone(), *fault)),
            _ => None,
        };
        let any = !listed.is_empty();
        let actions = any.then(|| view! { <NewPolicy /> }).into_any();
        let list = if any { view! { <List listed /> }.into_any() } else { view! { <NoPolicies /> }.into_any() };
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "policies-title")
                    section=Section::Policies
                    actions
                    lead=view! { <Lead /> }.into_any()
                >
                    <FlashNotice flash />
                    {list}
                    <SwitchPanel stopped typed />
                </Page>
            }
            .into_any(),
        )
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

/// What they are for, and where what they tell is read.
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
fn List(listed: Vec<Listed>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names = [t!(lang, "policy-col-policy"), t!(lang, "col-state"), t!(lang, "policies-col-last")];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let [_, _, last] = names;
    let rows = listed.into_iter().map(|listed| row(&viewer, last.clone(), listed)).collect_view();
    view! {
        <div class="policies">
            <Table caption=t!(lang, "policies-title") head>
                {rows}
            </Table>
        </div>
    }
}

fn row(viewer: &Viewer, last_label: Text, listed: Listed) -> impl IntoView + use<> {
    let Listed { policy, sentence, last } = listed;
    let state = PolicyState::of(&policy);
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
                <span class="secondary">{sentence}</span>
            </Cell>
            <Cell>
                <PolicyBadge state />
            </Cell>
            <Cell label=last_label>{decided}</Cell>
        </tr>
    }
}
