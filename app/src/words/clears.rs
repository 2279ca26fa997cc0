//! Clears in the reader's words: what they reset, who made them, what they cost, when they come back.

use desk::clears::ledger::endpoint_of;
use desk::clears::{Clear, ClearRequest};
use desk::explain::{Explanation, explain, explain_failure};
use desk::policies::ClearReason;
use domain::clears::RequestState;
use domain::clears::advice::ClearWarning;
use domain::clears::verification::{CHECKS, InconclusiveReason};
use domain::{Budget, ClearState, Failure, Lang, Scope};
use jiff::SignedDuration;

use crate::context::Text;
use crate::format::grouped;
use crate::t;
use crate::words::failures::failure_words;

/// The target of a request: its account, or the interface of it that is called `interface`.
pub(crate) fn target_words(lang: Lang, request: &ClearRequest, interface: Option<String>) -> Text {
    let account = request.account_name.clone();
    match interface {
        None => t!(lang, "what-account", name = account),
        Some(interface) => t!(lang, "what-interface", interface = interface, name = account),
    }
}

/// What stands before a policy's name where records say who acted.
const POLICY: &str = "policy:";

/// The policy that made a clear; `None` where it was a person, or nobody knows.
pub(crate) fn policy(clear: &Clear) -> Option<&str> {
    clear.actor.as_deref()?.strip_prefix(POLICY)
}

/// The name of a scope: which calls a clear resets.
pub(crate) fn scope_words(lang: Lang, scope: Scope) -> Text {
    match scope {
        Scope::Account => t!(lang, "scope-account"),
        Scope::Interface => t!(lang, "scope-interface"),
    }
}

/// Whether fewer may be left than we count; of none, there are none fewer.
pub(crate) fn is_at_most(budget: &Budget) -> bool {
    budget.at_most && budget.left > 0
}

/// How many are left of how many: `7/10`, `at most 7/10`.
pub(crate) fn left_words(lang: Lang, budget: &Budget) -> Text {
    if is_at_most(budget) {
        t!(lang, "clears-left-at-most", left = budget.left, limit = budget.limit)
    } else {
        t!(lang, "clears-left", left = budget.left, limit = budget.limit)
    }
}

/// The reason of a clear: a person's own words, or those of a policy in the reader's language.
pub(crate) fn why_words(lang: Lang, clear: &Clear) -> Option<Text> {
    let text = clear.reason.clone()?;
    let by_policy = clear.actor.as_deref().is_some_and(|actor| actor.starts_with("policy:"));
    let Some(reason) = ClearReason::read(&text).filter(|_| by_policy) else { return Some(text.into()) };
    let used = t!(lang, "figures-used", used = grouped(reason.used), limit = grouped(reason.daily_limit));
    let policy = reason.policy.to_owned();
    Some(match reason.incident {
        None => t!(lang, "why-policy", policy = policy, used = used),
        Some(incident) => t!(lang, "why-policy-incident", policy = policy, used = used, incident = incident.0),
    })
}

/// The cost of a clear from its budget, and how many were left after it, as was counted then.
pub(crate) fn cost_words(lang: Lang, clear: &Clear) -> Text {
    let Some(left) = clear.budget_left.filter(|_| !clear.state.in_flight()) else { return "–".into() };
    match clear.state {
        state if state.is_spent() => t!(lang, "cost-left", cost = 1, left = left),
        ClearState::Unknown | ClearState::Elsewhere => t!(lang, "cost-left-perhaps", cost = 1, left = left),
        _ => t!(lang, "cost-left", cost = 0, left = left),
    }
}

/// What an errcode that a clear's call or its token brought means; `None` where there was none.
pub(crate) fn explained(lang: Lang, clear: &Clear) -> Option<(i32, Explanation)> {
    let failure = clear.failure?;
    let explanation = match failure {
        Failure::Refused(errcode) => explain(errcode, Some(endpoint_of(clear).path()), lang),
        _ => explain_failure(failure, lang)?,
    };
    Some((failure.errcode()?, explanation))
}

/// The result of a clear, in a few words.
pub(crate) fn result_words(lang: Lang, clear: &Clear) -> Text {
    match (clear.state, clear.failure) {
        (ClearState::Intended | ClearState::Sent | ClearState::Verifying, _) => t!(lang, "result-under-way"),
        (ClearState::Accepted, _) if clear.nothing_to_reset => t!(lang, "result-nothing-to-reset"),
        (ClearState::Accepted, _) => t!(lang, "result-accepted"),
        (ClearState::Effective, _) => t!(lang, "result-effective"),
        (ClearState::Ineffective, _) => t!(lang, "result-ineffective"),
        (ClearState::Elsewhere, _) => t!(lang, "result-elsewhere"),
        (ClearState::Dismissed, _) => t!(lang, "result-dismissed"),
        (ClearState::Refused | ClearState::Failed | ClearState::Unknown, Some(failure)) => {
            match explained(lang, clear) {
                Some((errcode, explanation)) => {
                    t!(lang, "with-aside", words = explanation.title, aside = errcode.to_string())
                }
                None => failure_words(lang, failure, clear.errmsg.as_deref()),
            }
        }
        (ClearState::Unknown, None) => t!(lang, "now-unknown"),
        (ClearState::Refused, None) => t!(lang, "result-refused"),
        (ClearState::Failed, None) => t!(lang, "result-failed"),
    }
}

/// The word for what became of a request.
pub fn request_word(lang: Lang, state: RequestState) -> Text {
    match state {
        RequestState::Waiting => t!(lang, "request-waiting"),
        RequestState::Approved => t!(lang, "request-approved"),
        RequestState::Declined => t!(lang, "request-declined"),
        RequestState::Expired => t!(lang, "request-expired"),
        RequestState::Withdrawn => t!(lang, "request-withdrawn"),
    }
}

/// The word for how far a clear has come.
pub fn clear_word(lang: Lang, state: ClearState) -> Text {
    match state {
        ClearState::Intended => t!(lang, "clear-intended"),
        ClearState::Sent => t!(lang, "clear-sent"),
        ClearState::Accepted => t!(lang, "clear-accepted"),
        ClearState::Verifying => t!(lang, "clear-verifying"),
        ClearState::Effective => t!(lang, "clear-effective"),
        ClearState::Ineffective => t!(lang, "clear-ineffective"),
        ClearState::Refused => t!(lang, "clear-refused"),
        ClearState::Failed => t!(lang, "clear-failed"),
        ClearState::Unknown => t!(lang, "clear-unknown"),
        ClearState::Elsewhere => t!(lang, "clear-elsewhere"),
        ClearState::Dismissed => t!(lang, "clear-dismissed"),
    }
}

/// Why nothing could be proved.
pub(crate) fn unproven_words(lang: Lang, why: InconclusiveReason) -> Text {
    match why {
        InconclusiveReason::Midnight => t!(lang, "unproven-midnight"),
        InconclusiveReason::NothingUsed => t!(lang, "unproven-nothing-used"),
        InconclusiveReason::LittleUsed => t!(lang, "unproven-little-used"),
        InconclusiveReason::Unread => t!(lang, "unproven-unread"),
        InconclusiveReason::Followed => t!(lang, "unproven-followed"),
        InconclusiveReason::NotSeen => {
            let minutes = CHECKS.last().map_or(0, SignedDuration::as_mins);
            t!(lang, "unproven-not-seen", minutes = minutes)
        }
    }
}

/// What spoke against a clear when it was ordered, one after the other; `None` where nothing did.
pub(crate) fn warnings_words(lang: Lang, warnings: &[ClearWarning]) -> Option<Text> {
    let words = warnings.iter().map(|warning| match warning {
        ClearWarning::Pointless => t!(lang, "warned-pointless"),
        ClearWarning::LowUse => t!(lang, "warned-low-use"),
        ClearWarning::NoFigures => t!(lang, "warned-no-figures"),
        ClearWarning::NotLifted => t!(lang, "warned-not-lifted"),
        ClearWarning::PerMinute => t!(lang, "warned-per-minute"),
        ClearWarning::Uncounted => t!(lang, "warned-uncounted"),
        ClearWarning::ResetsSoon => t!(lang, "warned-resets-soon"),
        ClearWarning::ClearOpen => t!(lang, "warned-clear-open"),
    });
    let words: Vec<_> = words.map(|text| text.to_string()).collect();
    (!words.is_empty()).then(|| words.join(&t!(lang, "comma")).into())
}
