//! Buttons and panels that act on a policy: edit, try, pause, resume, change its mode, remove.

use desk::policies::Policy;
use domain::policies::{Mode, PolicyLimits, Trigger};
use domain::{PolicyId, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Form, LinkButton, Panel, PostButton, Submit};
use crate::context::{Text, Viewer};
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::forms::{PausePolicy, RemovePolicy, SetPolicyMode};
use crate::t;

/// Links and buttons at the head of a policy's page: edit, try, and pause or resume.
#[component]
pub fn HeadActions(
    /// The policy.
    policy: Policy,
    /// Its state.
    state: PolicyState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let runs = state != PolicyState::Paused && policy.suspended_by.is_none();
    let (paused, label) = if runs { ("yes", t!(lang, "policy-pause")) } else { ("no", t!(lang, "policy-resume")) };
    view! {
        <LinkButton href=paths::policy_form(Some(policy.id))>{t!(lang, "policy-edit")}</LinkButton>
        <LinkButton href=paths::policy_try(policy.id)>{t!(lang, "policy-try")}</LinkButton>
        <PostButton
            action=PausePolicy::url()
            fields=[("policy", policy.id.to_string()), ("paused", paused.to_owned())]
        >
            {label}
        </PostButton>
    }
}

/// Whether a policy may clear, and the button that changes it, behind a confirmation where it may from then on.
#[component]
pub fn ModePanel(
    /// The policy.
    policy: Policy,
    /// The number of accounts that it acts on.
    accounts: usize,
    /// Its state.
    state: PolicyState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let held = state.is_held().then(|| view! { " " <PolicyBadge state /> });
    let Policy { id, version, rules, .. } = policy;
    let form = |mode: Mode, kind: ButtonKind, label: Text| {
        view! {
            <Form action=SetPolicyMode::url()>
                <input type="hidden" name="policy" value=id.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <input type="hidden" name="mode" value=mode.word() />
                <Submit kind>{label}</Submit>
            </Form>
        }
    };
    let body = match rules.mode {
        Mode::Clear => {
            let now = if state.is_held() { t!(lang, "policy-may-clear") } else { t!(lang, "policy-clears-now") };
            view! {
                <p>{now} {held}</p>
                {form(Mode::Notify, ButtonKind::Secondary, t!(lang, "policy-only-notify"))}
            }
            .into_any()
        }
        Mode::Notify => view! {
            <p>{t!(lang, "policy-notifies-now")} {held}</p>
            <details class="confirming">
                <summary class="button danger">{t!(lang, "policy-let-clear")}</summary>
                <SpendingLimits id restraint=rules.restraint accounts can_try=rules.trigger != Trigger::Incident />
                {form(Mode::Clear, ButtonKind::Confirm, t!(lang, "policy-let-clear-confirm", name = rules.name))}
            </details>
        }
        .into_any(),
    };
    view! { <Panel title=t!(lang, "policy-form-mode")>{body}</Panel> }
}

/// List of the most clears that a policy may make, with a link to its dry run where it can have one.
#[component]
fn SpendingLimits(id: PolicyId, restraint: PolicyLimits, accounts: usize, can_try: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let PolicyLimits { whole_account, reserve_account, reserve_interface, a_day, a_month, .. } = restraint;
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
                <a href=paths::policy_try_mode(id, Mode::Clear)>{t!(lang, "policy-try")}</a>
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

/// The button that removes a policy, behind a confirmation.
#[component]
pub fn RemovePanel(
    /// The policy.
    id: PolicyId,
    /// Its name.
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
                    <Submit kind=ButtonKind::Confirm>{t!(lang, "policy-remove-confirm", name = name)}</Submit>
                </Form>
            </details>
        </Panel>
    }
}
