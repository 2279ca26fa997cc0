//! Page with the form that changes a policy's rules.

use desk::policies::{Policy, TypedPolicy};
use domain::paths;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::{Flash, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::policies::facts::{RulePanels, RulesView};
use crate::pages::policies::form::{PolicyFields, PolicyFormView};
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::t;
use crate::words::policies::policy_id;

/// `/policies/{policy}/edit`
#[component]
pub fn PolicyEditPage() -> impl IntoView {
    let word = param("policy");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let policy = desk.policy(&viewer.actor, policy_id(&word)).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (form, conflict) = initial_form(&policy, &flash);
        let current = conflict.then(|| RulesView::new(&desk, lang, &policy.rules, &accounts));
        let view = PolicyFormView::new(&desk, form, accounts);
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "policy-edit-title", name = policy.rules.name.clone())
                section=Section::Policies
                crumbs=vec![
                    Crumb::new(t!(lang, "policies-title"), paths::POLICIES),
                    Crumb::new(policy.rules.name.clone(), paths::policy(policy.id)),
                ]
            >
                <FlashNotice flash />
                {current.map(|rules| view! { <ConflictNotice rules /> })}
                <PolicyFields view />
            </Page>
        })
    })
}

/// The form as it is filled in at first, and whether somebody else changed the policy while that was typed. Then the form is
/// sent with the version that the page shows, so that it overwrites that version knowingly.
fn initial_form(policy: &Policy, flash: &Flash) -> (PolicyForm, bool) {
    let is_for_this = |form: &PolicyForm| form.target.is_some_and(|(id, _)| id == policy.id);
    let target = Some((policy.id, policy.version));
    match flash.read::<PolicyOutcome>() {
        Some(PolicyOutcome::Correct(form) | PolicyOutcome::Try(form)) if is_for_this(form) => (form.clone(), false),
        Some(PolicyOutcome::Conflict(form)) if is_for_this(form) => (PolicyForm { target, ..form.clone() }, true),
        _ => (PolicyForm { target, typed: TypedPolicy::of(&policy.rules), ..PolicyForm::default() }, false),
    }
}

/// Notice that somebody else changed the policy meanwhile, with the rules as they are now.
#[component]
fn ConflictNotice(rules: RulesView) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Notice
            kind=NoticeKind::Error
            title=t!(lang, "policy-overtaken")
            why=t!(lang, "policy-overtaken-why")
            next=t!(lang, "policy-overtaken-next")
        />
        <RulePanels title=t!(lang, "policy-rules-now") rules />
    }
}
