//! Keeping what was typed of a policy, or trying it first.

use std::sync::Arc;

use desk::Desk;
use desk::policies::{PolicyError, PolicyFaults, TypedPolicy};
use domain::policies::Trigger;
use domain::{CgiPath, PolicyId, Repair};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::forms;
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::words::policies::{POLICIES, page_of_policy, policy_of};

/// The page of a form that makes one.
pub(crate) const NEW: &str = "/policies/new";
/// The page that shows what a typed one would have done.
pub(crate) const TRIED: &str = "/policies/try";

/// The address that tries instead of keeping.
pub(crate) fn trying() -> &'static str {
    TryPolicy::url()
}

/// Makes a policy, or changes the one that is named; or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "policies/save")]
pub async fn save_policy(
    #[server(default)] policy: String,
    #[server(default)] version: String,
    #[server(flatten)] typed: TypedPolicy,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let of = seen(&policy, &version);
    let reported = typed.trigger == Trigger::Incident.word();
    let saved = match of {
        None => {
            let added = desk.add_policy(&actor, &typed).await;
            added.map(|id| (id, PolicyOutcome::Added { repaired: repaired(&desk, &typed), reported }))
        }
        Some((id, version)) => {
            let edited = desk.edit_policy(&actor, id, version, &typed).await;
            let outcome = PolicyOutcome::Saved { repaired: repaired(&desk, &typed), reported };
            edited.map(|switched| (id, outcome.or_unchanged(switched)))
        }
    };
    match saved {
        Ok((id, outcome)) => forms::finish(outcome.flash(), &page_of_policy(id)).await,
        Err(error) => refused(error, of, &typed).await,
    }
}

/// Shows what a policy would have done as it is typed; nothing is kept. Or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "policies/try")]
pub async fn try_policy(
    #[server(default)] policy: String,
    #[server(default)] version: String,
    #[server(flatten)] typed: TypedPolicy,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let of = seen(&policy, &version);
    match desk.check_policy(&forms::actor(), &typed).await {
        Ok(()) => {
            let form = PolicyForm::shown_again(of, &typed, PolicyFaults::default());
            forms::finish(PolicyOutcome::Try(form).flash(), TRIED).await
        }
        Err(error) => refused(error, of, &typed).await,
    }
}

/// The policy that a form changes, and the version that its page showed.
fn seen(policy: &str, version: &str) -> Option<(PolicyId, i64)> {
    (!policy.is_empty()).then(|| (policy_of(policy), version.parse().unwrap_or_default()))
}

/// The page of a form that makes one, or changes this one.
pub(crate) fn page_of_form(of: Option<(PolicyId, i64)>) -> String {
    of.map_or_else(|| NEW.to_owned(), |(id, _)| format!("{}/edit", page_of_policy(id)))
}

/// Goes back to the form with everything that was typed, where that can help.
async fn refused(error: PolicyError, of: Option<(PolicyId, i64)>, typed: &TypedPolicy) -> Result<(), ServerFnError> {
    let to = page_of_form(of);
    let flash = match error {
        PolicyError::Faults(faults) => PolicyOutcome::Correct(PolicyForm::shown_again(of, typed, *faults)).flash(),
        PolicyError::Outdated => {
            PolicyOutcome::Overtaken(PolicyForm::shown_again(of, typed, PolicyFaults::default())).flash()
        }
        error @ PolicyError::NoSuchPolicy => return forms::finish(error.into(), POLICIES).await,
        error => error.into(),
    };
    forms::finish(flash, &to).await
}

/// Those of the typed paths that were repaired.
fn repaired(desk: &Arc<Desk>, typed: &TypedPolicy) -> Vec<(String, Vec<Repair>)> {
    let lines = typed.paths.lines().chain(typed.excluded.lines()).map(str::trim).filter(|line| !line.is_empty());
    let understood: Vec<(CgiPath, Vec<Repair>)> = lines.filter_map(|line| desk.understood_path(line).ok()).collect();
    forms::repaired(understood.iter().map(|(path, repairs)| (path, repairs)))
}
