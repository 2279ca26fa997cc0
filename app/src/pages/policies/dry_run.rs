//! Pages with a dry run: what a policy would have done, saved or as typed.

use desk::policies::{DAYS, PolicyError};
use domain::policies::Mode;
use domain::{Permission, paths};
use leptos::prelude::*;

use crate::components::{EmptyState, LinkButton, ParameterNotice, Segment, Segments};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::policies::form::{PolicyFields, PolicyFormView};
use crate::pages::policies::forms::form_path;
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::pages::policies::trial::{TrialResult, TrialView};
use crate::parameters::{Instead, Parameters};
use crate::t;
use crate::words::policies::{policy_id, policy_summary};

/// `/policies/{policy}/try`
#[component]
pub fn PolicyTryPage() -> impl IntoView {
    let word = param("policy");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut asked = Parameters::new(&viewer.query);
        let mode: Option<Mode> = asked.word("mode", Instead::OwnMode);
        let id = policy_id(&word);
        let policy = desk.policy(&viewer.actor, id).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let lead = policy_summary(lang, &policy.rules, &accounts, |path| desk.interface_name(lang, path));
        let tried = Box::pin(desk.dry_run_policy(&viewer.actor, id, mode)).await?;
        let now = mode.unwrap_or(policy.rules.mode);
        let trial = TrialView::new(&desk, lang, tried);
        let name = policy.rules.name;
        Ok::<_, Failure>(view! {
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
                <ParameterNotice faults=asked.faults() />
                <ModeSegments now />
                <TrialResult trial />
            </Page>
        })
    })
}

/// Links that choose the mode in which the policy is tried.
#[component]
fn ModeSegments(now: Mode) -> impl IntoView {
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

/// `/policies/try`: the dry run of a policy as typed, with the form below.
#[component]
pub fn PolicyTryTypedPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Automate) {
            return Err(Failure::Forbidden(Permission::Automate));
        }
        let Some(PolicyOutcome::Try(form)) = flash.read::<PolicyOutcome>().cloned() else {
            return Ok(view! { <TypedPolicyGone /> }.into_any());
        };
        // The page shows the same when it is reloaded, also in the other language.
        forms::keep(&flash).await;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (trial, form) = match Box::pin(desk.dry_run_policy_form(&viewer.actor, &form.typed)).await {
            Ok(tried) => {
                let lead = policy_summary(lang, &tried.rules, &accounts, |path| desk.interface_name(lang, path));
                (Some((TrialView::new(&desk, lang, tried), lead)), form)
            }
            // Since it was typed, an account may have been retired.
            Err(PolicyError::Faults(faults)) => (None, PolicyForm { faults: *faults, ..form }),
            Err(error) => return Err(error.into()),
        };
        let back = form_path(form.target);
        let name = form.typed.name.clone();
        let view = PolicyFormView::new(&desk, form, accounts);
        let (trial, lead) = trial.unzip();
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
                {trial.map(|trial| view! { <TrialResult trial /> })}
                <section id="rules" class="policy-typed">
                    <h2>{t!(lang, "trial-form-title")}</h2>
                    <PolicyFields view />
                </section>
            </Page>
        }
        .into_any())
    })
}

/// The page where the typed policy is not kept any more.
#[component]
fn TypedPolicyGone() -> impl IntoView {
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
