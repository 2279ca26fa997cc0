//! Forms about policies: their server functions.

use crate::forms::reason::ReasonFault;
use crate::forms::{self, Flash};
use crate::pages::policies::outcome::{PolicyForm, PolicyOutcome};
use crate::words::policies::policy_of;
use desk::Desk;
use desk::policies::{PolicyChange, PolicyError, PolicyFaults, TypedPolicy};
use domain::paths;
use domain::policies::{Mode, Trigger};
use domain::{CgiPath, PolicyId, Repair};
use leptos::prelude::*;
use std::sync::Arc;

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
        Ok((id, outcome)) => forms::finish(outcome, &paths::policy(id)).await,
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
            forms::finish(PolicyOutcome::Try(form), paths::POLICY_TRY_UNSAVED).await
        }
        Err(error) => refused(error, of, &typed).await,
    }
}

/// The policy that a form changes, and the version that its page showed.
pub(crate) fn seen(policy: &str, version: &str) -> Option<(PolicyId, i64)> {
    (!policy.is_empty()).then(|| (policy_of(policy), version.parse().unwrap_or_default()))
}

/// The page of a form that makes one, or changes this one.
pub(crate) fn page_of_form(of: Option<(PolicyId, i64)>) -> String {
    of.map_or_else(|| paths::POLICY_NEW.to_owned(), |(id, _)| format!("{}/edit", paths::policy(id)))
}

/// Goes back to the form with everything that was typed, where that can help.
pub(crate) async fn refused(
    error: PolicyError,
    of: Option<(PolicyId, i64)>,
    typed: &TypedPolicy,
) -> Result<(), ServerFnError> {
    let to = page_of_form(of);
    let flash = match error {
        PolicyError::Faults(faults) => Flash::from(PolicyOutcome::Correct(PolicyForm::shown_again(of, typed, *faults))),
        PolicyError::Outdated => {
            PolicyOutcome::Overtaken(PolicyForm::shown_again(of, typed, PolicyFaults::default())).into()
        }
        error @ PolicyError::NoSuchPolicy => return forms::finish(error, paths::POLICIES).await,
        error => error.into(),
    };
    forms::finish(flash, &to).await
}

/// Those of the typed paths that were repaired.
pub(crate) fn repaired(desk: &Arc<Desk>, typed: &TypedPolicy) -> Vec<(String, Vec<Repair>)> {
    let lines = typed.paths.lines().chain(typed.excluded.lines()).map(str::trim).filter(|line| !line.is_empty());
    let understood: Vec<(CgiPath, Vec<Repair>)> = lines.filter_map(|line| desk.understood_path(line).ok()).collect();
    forms::repaired(understood.iter().map(|(path, repairs)| (path, repairs)))
}

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
        _ => return forms::finish(PolicyOutcome::Unchanged, &paths::policy(id)).await,
    };
    let switched = desk.switch_policy(&actor, id, change).await;
    let flash = switched.map_or_else(Flash::from, |switched| outcome.or_unchanged(switched).into());
    forms::finish(flash, &paths::policy(id)).await
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
        return forms::finish(PolicyOutcome::Unchanged, &paths::policy(id)).await;
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
            forms::finish(outcome, &paths::policy(id)).await
        }
        // Of what was right once, an account may have been retired since.
        Err(PolicyError::Faults(faults)) => {
            let of = Some((id, version));
            let correct = PolicyOutcome::Correct(PolicyForm::shown_again(of, &typed, *faults));
            forms::finish(correct, &page_of_form(of)).await
        }
        Err(error) => forms::finish(error, &paths::policy(id)).await,
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
    let flash = removed.await.map_or_else(Flash::from, Flash::from);
    forms::finish(flash, paths::POLICIES).await
}

/// Stops all automatic clears, or lets them go on.
#[server(prefix = "/form", endpoint = "policies/kill-switch")]
pub async fn set_kill_switch(
    #[server(default)] stopped: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let (stops, outcome) = match stopped.as_str() {
        "yes" => (true, PolicyOutcome::Stopped),
        "no" => (false, PolicyOutcome::Allowed),
        _ => return forms::finish(PolicyOutcome::Unchanged, paths::POLICIES).await,
    };
    match desk.set_kill_switch(&forms::actor(), stops, &reason).await {
        Ok(switched) => forms::finish(outcome.or_unchanged(switched), paths::POLICIES).await,
        Err(PolicyError::Reason(fault)) => {
            let (fault, typed) = (ReasonFault::of(fault, &reason), forms::text_shown_again(&reason));
            let correct = PolicyOutcome::StopReason { typed, fault };
            forms::finish(correct, paths::KILL_SWITCH).await
        }
        Err(error) => forms::finish(error, paths::POLICIES).await,
    }
}
