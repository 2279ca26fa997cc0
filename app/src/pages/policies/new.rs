//! Page with the form that makes a policy.

use desk::policies::TypedPolicy;
use domain::{Permission, paths};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::policies::form::{PolicyFields, PolicyFormView};
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::t;

/// `/policies/new`
#[component]
pub fn PolicyNewPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Automate) {
            return Err(Failure::Forbidden(Permission::Automate));
        }
        let accounts = desk.accounts(&viewer.actor).await?;
        let form = match flash.read::<PolicyOutcome>() {
            Some(PolicyOutcome::Correct(form) | PolicyOutcome::Try(form)) if form.target.is_none() => form.clone(),
            _ => PolicyForm { typed: TypedPolicy::usual(), ..PolicyForm::default() },
        };
        let view = PolicyFormView::new(&desk, form, accounts);
        Ok(view! {
            <Page
                title=t!(lang, "policy-new")
                section=Section::Policies
                crumbs=vec![Crumb::new(t!(lang, "policies-title"), paths::POLICIES)]
                lead=view! { <p>{t!(lang, "policy-new-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <PolicyFields view />
            </Page>
        })
    })
}
