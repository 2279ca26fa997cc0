//! A dry run: what a policy would have done, one that is kept or one that is only typed.

use desk::policies::{DAYS, PolicyError};
use domain::May;
use domain::paths;
use domain::policies::Mode;
use leptos::prelude::*;

use crate::components::{EmptyState, LinkButton, Segment, Segments};
use crate::context::{Viewer, interface_name};
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param, query};
use crate::pages::policies::form::{Filled, PolicyFields};
use crate::pages::policies::forms::page_of_form;
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::pages::policies::trial::{Told, TrialResult};
use crate::t;
use crate::words::policies::{policy_of, sentence};

/// `/policies/{policy}/try`
#[component]
pub fn PolicyTryPage() -> impl IntoView {
    let (word, mode) = (param("policy"), query("mode").parse::<Mode>().ok());
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id = policy_of(&word);
        let policy = desk.policy(&viewer.actor, id).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let lead = sentence(lang, &policy.rules, &accounts, |path| interface_name(&desk, lang, path));
        let tried = Box::pin(desk.try_policy(&viewer.actor, id, mode)).await?;
        let now = mode.unwrap_or(policy.rules.mode);
        let told = Told::of(&desk, lang, tried);
        let name = policy.rules.name;
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "trial-title", name = name.clone(), days = DAYS)
                    section=Section::Policies
                    crumbs=vec![
                        Crumb::new(t!(lang, "policies-title"), paths::POLICIES),
                        Crumb::new(name, paths::policy(id)),
                    ]
                    lead=view! { <p>{lead}</p> }.into_any()
                >
                    <FlashNotice flash />
                    <Modes now />
                    <TrialResult told />
                </Page>
            }
            .into_any(),
        )
    })
}

/// In which mode it is tried: before it may clear one wants to know what it would.
#[component]
fn Modes(now: Mode) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let items = Mode::ALL
        .into_iter()
        .map(|mode| Segment {
            label: match mode {
                Mode::Notify => t!(lang, "trial-as-notify"),
                Mode::Clear => t!(lang, "trial-as-clear"),
            },
            href: viewer.link_with(&[("mode", Some(mode.word()))]),
            current: mode == now,
        })
        .collect();
    view! { <Segments label=t!(lang, "policy-form-mode") items /> }
}

/// `/policies/try`: of what was typed. The form stands below, with all of it.
#[component]
pub fn PolicyTryTypedPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(May::Automate) {
            return Err(Failure::Forbidden(May::Automate));
        }
        let Some(PolicyOutcome::Try(form)) = flash.read::<PolicyOutcome>().cloned() else {
            return Ok(view! { <NothingTyped /> }.into_any());
        };
        // Looked at again, or in the other language, it is still to be there.
        forms::keep(&flash).await;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (told, form) = match Box::pin(desk.try_typed_policy(&viewer.actor, &form.typed)).await {
            Ok(tried) => {
                let lead = sentence(lang, &tried.rules, &accounts, |path| interface_name(&desk, lang, path));
                (Some((Told::of(&desk, lang, tried), lead)), form)
            }
            // What could be tried when it was typed, as long as its accounts are there.
            Err(PolicyError::Faults(faults)) => (None, PolicyForm { faults: *faults, ..form }),
            Err(error) => return Err(error.into()),
        };
        let back = page_of_form(form.of);
        let name = form.typed.name.clone();
        let filled = Filled::of(&desk, form, accounts);
        let (told, lead) = told.unzip();
        let actions = view! { <LinkButton href="#rules">{t!(lang, "trial-to-form")}</LinkButton> };
        Ok(view! {
            <Page
                title=t!(lang, "trial-title", name = name, days = DAYS)
                section=Section::Policies
                crumbs=vec![
                    Crumb::new(t!(lang, "policies-title"), paths::POLICIES),
                    Crumb::new(if back == paths::POLICY_NEW { t!(lang, "policy-new") } else { t!(lang, "policy-edit") }, back),
                ]
                actions=actions.into_any()
                lead=view! {
                    <p>{lead}</p>
                    <p>{t!(lang, "trial-nothing-kept")}</p>
                }
                    .into_any()
            >
                {told.map(|told| view! { <TrialResult told /> })}
                <section id="rules" class="policy-typed">
                    <h2>{t!(lang, "trial-form-title")}</h2>
                    <PolicyFields filled />
                </section>
            </Page>
        }
        .into_any())
    })
}

/// What stands there where nothing typed is known any more.
#[component]
fn NothingTyped() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Page
            title=t!(lang, "policy-try")
            section=Section::Policies
            crumbs=vec![Crumb::new(t!(lang, "policies-title"), paths::POLICIES)]
        >
            <EmptyState title=t!(lang, "trial-gone")>
                <p>{t!(lang, "trial-gone-next")}</p>
                <LinkButton href=paths::POLICY_NEW>{t!(lang, "policy-new")}</LinkButton>
            </EmptyState>
        </Page>
    }
}
