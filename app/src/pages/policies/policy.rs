//! Page of one policy: its rules, its limits, its decisions, and what can be done with it.

use desk::accounts::Account;
use desk::policies::{Policy, PolicyPage as Loaded};
use domain::{AccountStatus, ClearId, ClearState, paths};
use leptos::prelude::*;

use crate::components::{Fact, Facts, Notice, NoticeKind, Older, Panel, ParameterNotice, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::policies::actions::{HeadActions, ModePanel, RemovePanel};
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::facts::{RulePanels, RulesView};
use crate::parameters::Parameters;
use crate::parts::policy_decisions::{DecisionRow, DecisionTable, Subject};
use crate::t;
use crate::words::policies::{policy_id, policy_summary};
use crate::words::users::actor_words;

/// `/policies/{policy}`
#[component]
pub fn PolicyPage() -> impl IntoView {
    let word = param("policy");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut asked = Parameters::new(&viewer.query);
        let before = asked.before();
        let Loaded { policy, suspended_state, covers, decisions, next, .. } =
            desk.policy_page(&viewer.actor, policy_id(&word), before).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let rules = RulesView::new(&desk, lang, &policy.rules, &accounts);
        let decisions = DecisionRow::all(&desk, lang, decisions);
        let lead = policy_summary(lang, &policy.rules, &accounts, |path| desk.interface_name(lang, path));
        let state = PolicyState::of(&policy, &viewer);
        let exists = policy.removed_at.is_none();
        let name = policy.rules.name.clone();
        let notices = view! { <StateNotices policy=policy.clone() suspended_state covers /> };
        let actions = exists.then(|| view! { <HeadActions policy=policy.clone() state /> }).into_any();
        let panels = exists.then(|| {
            view! {
                <ModePanel policy=policy.clone() accounts=accounts_acted_on(&policy, &accounts) state />
                <RemovePanel id=policy.id name=name.clone() />
            }
        });
        Ok::<_, Failure>(view! {
            <Page
                title=name
                section=Section::Policies
                crumbs=vec![Crumb::new(t!(lang, "policies-title"), paths::POLICIES)]
                aside=view! { <PolicyBadge state /> }.into_any()
                actions
                lead=view! { <p>{lead}</p> }.into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                {notices}
                <RulePanels title=t!(lang, "policy-rules") rules state>
                    <HistoryFacts policy covers />
                </RulePanels>
                <Decisions rows=decisions paged=before.is_some() />
                <Older older=next paged=before.is_some() />
                {panels}
            </Page>
        })
    })
}

/// The number of accounts that a policy acts on.
fn accounts_acted_on(policy: &Policy, accounts: &[Account]) -> usize {
    let named = &policy.rules.accounts;
    let acts = |account: &&Account| {
        account.status != AccountStatus::Retired && (named.is_empty() || named.contains(&account.id))
    };
    accounts.iter().filter(acts).count()
}

/// Notices that a policy does nothing: because it was removed, is suspended, or covers no interface.
#[component]
fn StateNotices(policy: Policy, suspended_state: Option<ClearState>, covers: usize) -> impl IntoView {
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
    let exists = policy.removed_at.is_none();
    let effective = suspended_state == Some(ClearState::Effective);
    let suspended = policy.suspended_by.filter(|_| exists);
    let suspended = suspended.map(|clear| view! { <SuspendedNotice clear effective /> });
    let nothing = (exists && covers == 0).then(|| {
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

/// Notice that a policy is suspended by one of its clears; `effective` where that clear was seen to work since.
#[component]
fn SuspendedNotice(clear: ClearId, effective: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let id = clear.to_string();
    let (title, next) = if effective {
        (t!(lang, "policy-suspended-by-late", clear = id), t!(lang, "policy-suspended-effective"))
    } else {
        (t!(lang, "policy-suspended-by", clear = id), t!(lang, "policy-suspended-next"))
    };
    view! {
        <Notice
            kind=NoticeKind::Warning
            title
            why=t!(lang, "policy-suspended-why")
            next
        >
            <p>
                <a href=paths::clear(clear)>{t!(lang, "confirm-see-it")}</a>
            </p>
        </Notice>
    }
}

/// Facts of who made and changed a policy, and when; and the number of interfaces that it covers now.
#[component]
fn HistoryFacts(policy: Policy, covers: usize) -> impl IntoView {
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
fn Decisions(rows: Vec<DecisionRow>, paged: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "policy-decisions");
    if rows.is_empty() && !paged {
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
            <DecisionTable caption=title rows subject=Subject::Policy />
        </Panel>
    }
    .into_any()
}
