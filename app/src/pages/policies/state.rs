//! Pausing, resuming and removing a policy, and whether it may clear.

use desk::policies::{PolicyChange, PolicyError, TypedPolicy};
use domain::policies::{Mode, Restraint, Trigger};
use domain::{ClearId, PolicyId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Form, Notice, NoticeKind, Panel};
use crate::context::Viewer;
use crate::forms::{self, Flash};
use crate::pages::clears::order::page_of;
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::facts::Shown;
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::pages::policies::save::page_of_form;
use crate::t;
use crate::words::policies::{POLICIES, page_of_policy, policy_of};

/// Pauses a policy, or has a paused or suspended one go on.
#[server(prefix = "/form", endpoint = "policies/pause")]
pub async fn pause_policy(
    #[server(default)] policy: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = policy_of(&policy);
    let actor = forms::actor();
    let (change, outcome) = match paused.as_str() {
        "yes" => (PolicyChange::Paused, PolicyOutcome::Paused),
        "no" => {
            let trigger = desk.policy(&actor, id).await.map(|policy| policy.rules.trigger);
            let reported = trigger.is_ok_and(|trigger| trigger == Trigger::Incident);
            (PolicyChange::Resumed, PolicyOutcome::Resumed { reported })
        }
        _ => return forms::finish(PolicyOutcome::Unchanged.flash(), &page_of_policy(id)).await,
    };
    let switched = desk.switch_policy(&actor, id, change).await;
    let flash = switched.map_or_else(Flash::from, |switched| outcome.or_unchanged(switched).flash());
    forms::finish(flash, &page_of_policy(id)).await
}

/// Lets a policy clear, or only notify; where its rules are those that were seen.
#[server(prefix = "/form", endpoint = "policies/mode")]
pub async fn set_policy_mode(
    #[server(default)] policy: String,
    #[server(default)] version: String,
    #[server(default)] mode: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = policy_of(&policy);
    let Ok(mode) = mode.parse::<Mode>() else {
        return forms::finish(PolicyOutcome::Unchanged.flash(), &page_of_policy(id)).await;
    };
    let version = version.parse().unwrap_or_default();
    let mut typed = TypedPolicy::default();
    let switched = async {
        typed = TypedPolicy::of(&desk.policy(&actor, id).await?.rules);
        mode.word().clone_into(&mut typed.mode);
        desk.edit_policy(&actor, id, version, &typed).await
    };
    match switched.await {
        Ok(switched) => {
            let outcome = PolicyOutcome::Switched(mode).or_unchanged(switched);
            forms::finish(outcome.flash(), &page_of_policy(id)).await
        }
        // Of what was right once, an account may have been retired since.
        Err(PolicyError::Faults(faults)) => {
            let of = Some((id, version));
            let correct = PolicyOutcome::Correct(PolicyForm::shown_again(of, &typed, *faults));
            forms::finish(correct.flash(), &page_of_form(of)).await
        }
        Err(error) => forms::finish(error.into(), &page_of_policy(id)).await,
    }
}

/// Removes a policy; what it decided stays.
#[server(prefix = "/form", endpoint = "policies/remove")]
pub async fn remove_policy(#[server(default)] policy: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = policy_of(&policy);
    let removed = async {
        let name = desk.policy(&actor, id).await?.rules.name;
        desk.switch_policy(&actor, id, PolicyChange::Removed).await?;
        Ok::<_, PolicyError>(PolicyOutcome::Removed { name: forms::shown_again(&name) })
    };
    let flash = removed.await.map_or_else(Flash::from, PolicyOutcome::flash);
    forms::finish(flash, POLICIES).await
}

/// A button that pauses a policy, or has it go on.
#[component]
pub fn PauseButton(
    /// The policy.
    id: PolicyId,
    /// Whether it does something now.
    runs: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=PausePolicy::url() inline=true>
            <input type="hidden" name="policy" value=id.to_string() />
            <input type="hidden" name="paused" value=if runs { "yes" } else { "no" } />
            <Button>{if runs { t!(lang, "policy-pause") } else { t!(lang, "policy-resume") }}</Button>
        </Form>
    }
}

/// By which clear a policy is suspended, and what to do.
#[component]
pub fn Suspended(
    /// That clear.
    by: ClearId,
    /// Whether it was seen to work since.
    effective: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let clear = by.to_string();
    let (title, next) = if effective {
        (t!(lang, "policy-suspended-by-late", clear = clear), t!(lang, "policy-suspended-effective"))
    } else {
        (t!(lang, "policy-suspended-by", clear = clear), t!(lang, "policy-suspended-next"))
    };
    view! {
        <Notice
            kind=NoticeKind::Warning
            title
            why=t!(lang, "policy-suspended-why")
            next
        >
            <p>
                <a href=page_of(by)>{t!(lang, "confirm-see-it")}</a>
            </p>
        </Notice>
    }
}

/// Whether a policy may clear, and the way to the other.
#[component]
pub fn ModePanel(
    /// The policy.
    id: PolicyId,
    /// The version that the page shows.
    version: i64,
    /// Its rules.
    shown: Shown,
    /// On how many accounts it acts.
    accounts: usize,
    /// What it does now.
    state: PolicyState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let held = state.is_held().then(|| view! { " " <PolicyBadge state /> });
    let form = move |mode: Mode, button: AnyView| {
        view! {
            <Form action=SetPolicyMode::url()>
                <input type="hidden" name="policy" value=id.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <input type="hidden" name="mode" value=mode.word() />
                <div class="actions">{button}</div>
            </Form>
        }
    };
    let body = match shown.rules.mode {
        Mode::Clear => {
            let button = view! { <Button>{t!(lang, "policy-only-notify")}</Button> }.into_any();
            let now = if state.is_held() { t!(lang, "policy-may-clear") } else { t!(lang, "policy-clears-now") };
            view! {
                <p>{now} {held}</p>
                {form(Mode::Notify, button)}
            }
            .into_any()
        }
        Mode::Notify => {
            let what = t!(lang, "policy-let-clear-confirm", name = shown.rules.name.clone());
            let button = view! { <Button kind=ButtonKind::Confirm>{what}</Button> }.into_any();
            view! {
                <p>{t!(lang, "policy-notifies-now")} {held}</p>
                <details class="confirming">
                    <summary class="button danger">{t!(lang, "policy-let-clear")}</summary>
                    <Spends id restraint=shown.rules.restraint accounts can_try=shown.rules.trigger != Trigger::Incident />
                    {form(Mode::Clear, button)}
                </details>
            }
            .into_any()
        }
    };
    view! { <Panel title=t!(lang, "policy-form-mode")>{body}</Panel> }
}

/// What a policy that clears may spend, in numbers, and that it can be tried, where it can.
#[component]
fn Spends(id: PolicyId, restraint: Restraint, accounts: usize, can_try: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Restraint { whole_account, reserve_account, reserve_interface, a_day, a_month, .. } = restraint;
    let accounts = i64::try_from(accounts).unwrap_or(i64::MAX);
    let kept = if whole_account {
        t!(lang, "policy-spends-both", interface = reserve_interface, account = reserve_account)
    } else {
        t!(lang, "policy-spends-interface", interface = reserve_interface)
    };
    let most = (accounts > 1).then(|| {
        let all = |of_one: i64| of_one.saturating_mul(accounts);
        let words = t!(lang, "policy-spends-all", count = accounts, day = all(a_day), month = all(a_month));
        view! { <li>{words}</li> }
    });
    let first = can_try.then(|| {
        view! {
            <li>
                {t!(lang, "policy-spends-try")} " "
                <a href=format!("{}/try?mode=clear", page_of_policy(id))>{t!(lang, "policy-try")}</a>
            </li>
        }
    });
    view! {
        <ul>
            <li>{t!(lang, "policy-spends", day = a_day, month = a_month)}</li>
            {most}
            <li>{kept}</li>
            <li>{t!(lang, "policy-spends-reads")}</li>
            {first}
        </ul>
    }
}

/// The way to remove a policy, with a step between.
#[component]
pub fn RemovePanel(
    /// The policy.
    id: PolicyId,
    /// What it is called.
    name: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel title=t!(lang, "policy-remove-title")>
            <details class="confirming">
                <summary class="button danger">{t!(lang, "policy-remove")}</summary>
                <p>{t!(lang, "policy-remove-what")}</p>
                <Form action=RemovePolicy::url()>
                    <input type="hidden" name="policy" value=id.to_string() />
                    <div class="actions">
                        <Button kind=ButtonKind::Confirm>{t!(lang, "policy-remove-confirm", name = name)}</Button>
                    </div>
                </Form>
            </details>
        </Panel>
    }
}
