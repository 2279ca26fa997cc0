//! One policy: what it does, within which limits, and everything it decided.

use desk::accounts::Account;
use desk::policies::{Policy, PolicyPage as Loaded};
use domain::paths;
use domain::{AccountStatus, ClearState};
use leptos::prelude::*;

use crate::components::{Fact, Facts, LinkButton, Notice, NoticeKind, Older, Panel, Time};
use crate::context::{Viewer, interface_name};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param, query};
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::facts::{LimitFacts, RuleFacts, Shown};
use crate::pages::policies::state::{ModePanel, PauseButton, RemovePanel, Suspended};
use crate::parts::policy_decisions::{DecisionRow, DecisionTable, Subject};
use crate::t;
use crate::words::policies::{policy_of, sentence};
use crate::words::users::actor_words;

/// `/policies/{policy}`
#[component]
pub fn PolicyPage() -> impl IntoView {
    let (word, before) = (param("policy"), query("before").parse::<i64>().ok());
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let Loaded { policy, suspended_state, covers, decisions, next, .. } =
            desk.policy_page(&viewer.actor, policy_of(&word), before).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let shown = Shown::of(&desk, lang, &policy.rules, &accounts);
        let told = DecisionRow::all(&desk, lang, decisions);
        let lead = sentence(lang, &policy.rules, &accounts, |path| interface_name(&desk, lang, path));
        let state = PolicyState::of(&policy);
        let is_there = policy.removed_at.is_none();
        let name = policy.rules.name.clone();
        let (rules, of_made) = (shown.clone(), policy.clone());
        let actions = is_there.then(|| view! { <Actions policy=policy.clone() state /> }).into_any();
        let switches = is_there.then(|| {
            let (id, version, accounts) = (policy.id, policy.version, acts_on(&policy, &accounts));
            let (shown, name) = (shown.clone(), name.clone());
            view! {
                <ModePanel id version shown accounts state />
                <RemovePanel id name />
            }
        });
        Ok::<_, Failure>(
            view! {
                <Page
                    title=name
                    section=Section::Policies
                    crumbs=vec![Crumb::new(t!(lang, "policies-title"), paths::POLICIES)]
                    aside=view! { <PolicyBadge state /> }.into_any()
                    actions
                    lead=view! { <p>{lead}</p> }.into_any()
                >
                    <FlashNotice flash />
                    <Standing policy suspended_state covers />
                    <div class="beside">
                        <Panel title=t!(lang, "policy-rules")>
                            <RuleFacts shown=rules state />
                            <Made policy=of_made covers />
                        </Panel>
                        <Panel title=t!(lang, "policy-form-limits")>
                            <LimitFacts shown />
                        </Panel>
                    </div>
                    <Decisions told paged=before.is_some() />
                    <Older older=next paged=before.is_some() />
                    {switches}
                </Page>
            }
            .into_any(),
        )
    })
}

/// On how many accounts it acts.
fn acts_on(policy: &Policy, accounts: &[Account]) -> usize {
    let named = &policy.rules.accounts;
    let acts = |account: &&Account| {
        account.status != AccountStatus::Retired && (named.is_empty() || named.contains(&account.id))
    };
    accounts.iter().filter(acts).count()
}

#[component]
fn Actions(policy: Policy, state: PolicyState) -> impl IntoView {
    let lang = Viewer::current().lang;
    let own = paths::policy(policy.id);
    let runs = state != PolicyState::Paused && policy.suspended_by.is_none();
    view! {
        <LinkButton href=format!("{own}/edit")>{t!(lang, "policy-edit")}</LinkButton>
        <LinkButton href=format!("{own}/try")>{t!(lang, "policy-try")}</LinkButton>
        <PauseButton id=policy.id runs />
    }
}

/// What keeps it from doing anything, where something does.
#[component]
fn Standing(policy: Policy, suspended_state: Option<ClearState>, covers: usize) -> impl IntoView {
    let lang = Viewer::current().lang;
    let removed = policy.removed_at.map(|at| {
        let who = actor_words(lang, Some(&policy.changed_by));
        view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "policy-removed-by", who = who)>
                <p>
                    <Time at />
                </p>
            </Notice>
        }
    });
    let is_there = policy.removed_at.is_none();
    let suspended = policy.suspended_by.filter(|_| is_there);
    let effective = suspended_state == Some(ClearState::Effective);
    let suspended = suspended.map(|by| view! { <Suspended by effective /> });
    let nothing = (is_there && covers == 0).then(|| {
        view! {
            <Notice
                kind=NoticeKind::Warning
                title=t!(lang, "policy-covers-nothing")
                next=t!(lang, "policy-covers-nothing-next")
            />
        }
    });
    view! {
        {removed}
        {suspended}
        {nothing}
    }
}

/// By whom and when, and how much it is about now.
#[component]
fn Made(policy: Policy, covers: usize) -> impl IntoView {
    let lang = Viewer::current().lang;
    let changed = (policy.version > 1).then(|| {
        view! {
            <Fact label=t!(lang, "policy-fact-changed")>
                {actor_words(lang, Some(&policy.changed_by))} " · " <Time at=policy.changed_at />
            </Fact>
        }
    });
    view! {
        <Facts>
            <Fact label=t!(lang, "policy-fact-covers")>{t!(lang, "policy-covers", count = covers)}</Fact>
            <Fact label=t!(lang, "policy-fact-made")>
                {actor_words(lang, Some(&policy.made_by))} " · " <Time at=policy.made_at />
            </Fact>
            {changed}
        </Facts>
    }
}

#[component]
fn Decisions(told: Vec<DecisionRow>, paged: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "policy-decisions");
    if told.is_empty() && !paged {
        return view! {
            <Panel title>
                <p>{t!(lang, "policy-decisions-none")}</p>
                <p class="hint">{t!(lang, "policy-decisions-none-next")}</p>
            </Panel>
        }
        .into_any();
    }
    view! {
        <Panel title=title.clone() flush=true>
            <DecisionTable caption=title rows=told subject=Subject::Policy />
        </Panel>
    }
    .into_any()
}
