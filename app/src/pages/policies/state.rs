//! Pausing, resuming and removing a policy, and whether it may clear.

use crate::pages::policies::forms::PausePolicy;
use crate::pages::policies::forms::RemovePolicy;
use crate::pages::policies::forms::SetPolicyMode;
use domain::paths;
use domain::policies::{Mode, Restraint, Trigger};
use domain::{ClearId, PolicyId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Form, Notice, NoticeKind, Panel};
use crate::context::Viewer;
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::pages::policies::facts::Shown;
use crate::t;

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
                <a href=paths::clear(by)>{t!(lang, "confirm-see-it")}</a>
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
                <a href=format!("{}/try?mode=clear", paths::policy(id))>{t!(lang, "policy-try")}</a>
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
