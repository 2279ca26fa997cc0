//! Changing a policy's rules.

use desk::policies::{Policy, TypedPolicy};
use domain::paths;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind, Panel};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::Flash;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::policies::facts::{LimitFacts, RuleFacts, Shown};
use crate::pages::policies::form::{Filled, PolicyFields};
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::t;
use crate::words::policies::policy_of;

/// `/policies/{policy}/edit`
#[component]
pub fn PolicyEditPage() -> impl IntoView {
    let word = param("policy");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let policy = desk.policy(&viewer.actor, policy_of(&word)).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (form, overtaken) = form_of(&policy, &flash);
        let now = overtaken.then(|| Shown::of(&desk, lang, &policy.rules, &accounts));
        let filled = Filled::of(&desk, form, accounts);
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "policy-edit-title", name = policy.rules.name.clone())
                    section=Section::Policies
                    crumbs=vec![
                        Crumb::new(t!(lang, "policies-title"), paths::POLICIES),
                        Crumb::new(policy.rules.name.clone(), paths::policy(policy.id)),
                    ]
                >
                    <FlashNotice flash />
                    {now.map(|shown| view! { <Overtaken shown /> })}
                    <PolicyFields filled />
                </Page>
            }
            .into_any(),
        )
    })
}

/// What the form is filled in with; and whether somebody else changed the policy while that was typed. Then it is sent with
/// the version that stands above it, so that it can take its place knowingly.
fn form_of(policy: &Policy, flash: &Flash) -> (PolicyForm, bool) {
    let is_of_this = |form: &PolicyForm| form.of.is_some_and(|(id, _)| id == policy.id);
    let of = Some((policy.id, policy.version));
    match flash.read::<PolicyOutcome>() {
        Some(PolicyOutcome::Correct(form) | PolicyOutcome::Try(form)) if is_of_this(form) => (form.clone(), false),
        Some(PolicyOutcome::Overtaken(form)) if is_of_this(form) => (PolicyForm { of, ..form.clone() }, true),
        _ => (PolicyForm { of, typed: TypedPolicy::of(&policy.rules), ..PolicyForm::default() }, false),
    }
}

/// That somebody else was first, and what the rules are now.
#[component]
fn Overtaken(shown: Shown) -> impl IntoView {
    let lang = Viewer::current().lang;
    let rules = shown.clone();
    view! {
        <Notice
            kind=NoticeKind::Error
            title=t!(lang, "policy-overtaken")
            why=t!(lang, "policy-overtaken-why")
            next=t!(lang, "policy-overtaken-next")
        />
        <div class="beside">
            <Panel title=t!(lang, "policy-rules-now")>
                <RuleFacts shown=rules />
            </Panel>
            <Panel title=t!(lang, "policy-form-limits")>
                <LimitFacts shown />
            </Panel>
        </div>
    }
}
