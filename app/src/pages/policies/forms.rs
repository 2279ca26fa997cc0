//! Forms about policies: their server functions.

use std::sync::Arc;

use desk::Desk;
use desk::policies::{ChangeOutcome, PolicyChange, PolicyError, PolicyFaults, TypedPolicy};
use domain::policies::{Mode, Trigger};
use domain::{CgiPath, Repair, paths};
use leptos::prelude::*;

use crate::forms::reason::ReasonFault;
use crate::forms::{self, Flash};
use crate::pages::policies::outcome::{FormTarget, PolicyForm, PolicyOutcome};
use crate::words::policies::policy_id;

/// Makes a policy, or changes the one that is named. Redirects to it, or to the form with what is wrong.
#[server(prefix = "/form", endpoint = "policies/save")]
pub async fn save_policy(
    #[server(default)] policy: String,
    #[server(default)] version: String,
    #[server(flatten)] typed: TypedPolicy,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let target = form_target(&policy, &version);
    let saved = match target {
        None => desk.add_policy(&actor, &typed).await.map(|id| (id, ChangeOutcome::Done)),
        Some((id, version)) => desk.edit_policy(&actor, id, version, &typed).await.map(|switched| (id, switched)),
    };
    match saved {
        Ok((id, switched)) => {
            let reported = typed.trigger == Trigger::Incident.word();
            let repaired = repaired(&desk, &typed);
            let outcome = PolicyOutcome::Saved { is_new: target.is_none(), repaired, reported };
            forms::finish(outcome.or_unchanged(switched), &paths::policy(id)).await
        }
        Err(error) => refuse(error, target, &typed).await,
    }
}

/// Shows what a policy would have done as it is typed, without saving it. Redirects to the dry run, or to the form with what
/// is wrong.
#[server(prefix = "/form", endpoint = "policies/try")]
pub async fn try_policy(
    #[server(default)] policy: String,
    #[server(default)] version: String,
    #[server(flatten)] typed: TypedPolicy,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let target = form_target(&policy, &version);
    match desk.validate_policy(&forms::actor(), &typed).await {
        Ok(()) => {
            let form = PolicyForm::shown_again(target, &typed, PolicyFaults::default());
            forms::finish(PolicyOutcome::Try(form), paths::POLICY_TRY_UNSAVED).await
        }
        Err(error) => refuse(error, target, &typed).await,
    }
}

/// The policy that a form changes, and the version that its page showed.
pub(crate) fn form_target(policy: &str, version: &str) -> FormTarget {
    (!policy.is_empty()).then(|| (policy_id(policy), version.parse().unwrap_or_default()))
}

/// Path of the page with the form that makes a policy, or changes this one.
pub(crate) fn form_path(target: FormTarget) -> String {
    paths::policy_form(target.map(|(id, _)| id))
}

/// Redirects to the form with everything that was typed, where the error can be corrected there.
pub(crate) async fn refuse(error: PolicyError, target: FormTarget, typed: &TypedPolicy) -> Result<(), ServerFnError> {
    let form = |faults| PolicyForm::shown_again(target, typed, faults);
    let flash = match error {
        PolicyError::Faults(faults) => Flash::from(PolicyOutcome::Correct(form(*faults))),
        PolicyError::Conflict => PolicyOutcome::Conflict(form(PolicyFaults::default())).into(),
        error @ PolicyError::NoSuchPolicy => return forms::finish(error, paths::POLICIES).await,
        error => error.into(),
    };
    forms::finish(flash, &form_path(target)).await
}

/// The typed paths that were repaired.
pub(crate) fn repaired(desk: &Arc<Desk>, typed: &TypedPolicy) -> Vec<(String, Vec<Repair>)> {
    let lines = typed.paths.lines().chain(typed.excluded.lines()).map(str::trim).filter(|line| !line.is_empty());
    let understood: Vec<(CgiPath, Vec<Repair>)> = lines.filter_map(|line| desk.parse_path(line).ok()).collect();
    forms::repaired(understood.iter().map(|(path, repairs)| (path, repairs)))
}

/// Pauses a policy, or resumes a paused or suspended one.
#[server(prefix = "/form", endpoint = "policies/pause")]
pub async fn pause_policy(
    #[server(default)] policy: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = policy_id(&policy);
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
    let switched = desk.change_policy_state(&actor, id, change).await;
    forms::finish(switched.map(|switched| outcome.or_unchanged(switched)), &paths::policy(id)).await
}

/// Has a policy clear, or only notify, provided that its rules are those of the version that the page showed.
#[server(prefix = "/form", endpoint = "policies/mode")]
pub async fn set_policy_mode(
    #[server(default)] policy: String,
    #[server(default)] version: String,
    #[server(default)] mode: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = policy_id(&policy);
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
        // Rules that were right once may name an account that was retired since.
        Err(PolicyError::Faults(faults)) => {
            let target = Some((id, version));
            let correct = PolicyOutcome::Correct(PolicyForm::shown_again(target, &typed, *faults));
            forms::finish(correct, &form_path(target)).await
        }
        switched => {
            let outcome = switched.map(|switched| PolicyOutcome::Switched(mode).or_unchanged(switched));
            forms::finish(outcome, &paths::policy(id)).await
        }
    }
}

/// Removes a policy; its decisions stay.
#[server(prefix = "/form", endpoint = "policies/remove")]
pub async fn remove_policy(#[server(default)] policy: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = policy_id(&policy);
    let removed = async {
        let name = desk.policy(&actor, id).await?.rules.name;
        desk.change_policy_state(&actor, id, PolicyChange::Removed).await?;
        Ok::<_, PolicyError>(PolicyOutcome::Removed { name: forms::shown_again(&name) })
    };
    forms::finish(removed.await, paths::POLICIES).await
}

/// Stops all automatic clears, or allows them again.
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
        Err(PolicyError::Reason(fault)) => {
            let (fault, typed) = (ReasonFault::of(fault, &reason), forms::text_shown_again(&reason));
            forms::finish(PolicyOutcome::StopReason { typed, fault }, paths::KILL_SWITCH).await
        }
        switched => forms::finish(switched.map(|switched| outcome.or_unchanged(switched)), paths::POLICIES).await,
    }
}
