//! Clears in the reader's words: what they reset, who made them, what they cost, when they come back.

use desk::Desk;
use desk::clears::ledger::endpoint_of;
use desk::clears::{Clear, ClearRequest};
use desk::explain::{Explanation, explain, explain_failure};
use domain::{Budget, CgiPath, ClearState, Failure, Lang, QuotaZone, Scope};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::pages::audit_words::who_words;
use crate::pages::problem::failure_words;
use crate::t;

/// The name of an interface in the reader's language; its path where the catalogue has none.
pub(crate) fn path_name(desk: &Desk, lang: Lang, path: &CgiPath) -> String {
    let named = desk.catalogue_entry(path).map(|entry| match lang {
        Lang::ZhCn => entry.name_zh.clone(),
        Lang::En => entry.name_en.clone(),
    });
    named.unwrap_or_else(|| path.to_string())
}

/// What a request would have cleared: the account, or an interface of it.
pub(crate) fn asked_what(desk: Option<&Desk>, lang: Lang, request: &ClearRequest) -> Text {
    let account = request.account_name.clone();
    match &request.interface {
        None => t!(lang, "what-account", name = account),
        Some((_, path)) => {
            let interface = desk.map_or_else(|| path.to_string(), |desk| path_name(desk, lang, path));
            t!(lang, "what-interface", interface = interface, name = account)
        }
    }
}

/// What a clear resets: the interface's name, or that it is all of them.
pub(crate) fn reset_words(desk: &Desk, lang: Lang, interface: Option<&CgiPath>) -> Text {
    interface.map_or_else(|| t!(lang, "clears-all-interfaces"), |path| path_name(desk, lang, path).into())
}

/// Which calls a clear resets.
pub(crate) fn scope_words(lang: Lang, scope: Scope) -> Text {
    match scope {
        Scope::Account => t!(lang, "scope-account"),
        Scope::Interface => t!(lang, "scope-interface"),
    }
}

/// A month's name: `November`, `11 月`.
pub(crate) fn month_name(lang: Lang, zone: &QuotaZone, at: Timestamp) -> Text {
    t!(lang, "month-name", month = i64::from(zone.day(at).month()))
}

/// A month with its year: `November 2026`, `2026 年 11 月`.
pub(crate) fn month_title(lang: Lang, zone: &QuotaZone, at: Timestamp) -> Text {
    let year = zone.day(at).year().to_string();
    t!(lang, "month-of-year", month = month_name(lang, zone, at), year = year)
}

/// A day of the quota zone: `1 December`, `12 月 1 日`.
pub(crate) fn month_day(lang: Lang, zone: &QuotaZone, at: Timestamp) -> Text {
    let day = i64::from(zone.day(at).day());
    t!(lang, "month-day", day = day, month = month_name(lang, zone, at))
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

/// Who made it.
pub(crate) fn actor_words(lang: Lang, actor: Option<&str>) -> Text {
    actor.map_or_else(|| "–".into(), |actor| who_words(lang, actor))
}

/// What it cost of its budget, and how many were left after it, as was counted then.
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

/// What came of it, in a few words.
pub(crate) fn result_words(lang: Lang, clear: &Clear) -> Text {
    match (clear.state, clear.failure) {
        (ClearState::Intended | ClearState::Sent | ClearState::Verifying, _) => t!(lang, "result-under-way"),
        (ClearState::Accepted, _) => t!(lang, "result-accepted"),
        (ClearState::Effective, _) => t!(lang, "result-effective"),
        (ClearState::Ineffective, _) => t!(lang, "result-ineffective"),
        (ClearState::Elsewhere, _) => t!(lang, "result-elsewhere"),
        (ClearState::Dismissed, _) => t!(lang, "result-dismissed"),
        (ClearState::Refused | ClearState::Failed | ClearState::Unknown, Some(failure)) => {
            match explained(lang, clear) {
                Some((errcode, explanation)) => format!("{} ({errcode})", explanation.title).into(),
                None => failure_words(lang, failure, clear.errmsg.as_deref()),
            }
        }
        (ClearState::Unknown, None) => t!(lang, "now-unknown"),
        (ClearState::Refused, None) => t!(lang, "result-refused"),
        (ClearState::Failed, None) => t!(lang, "result-failed"),
    }
}

/// `/accounts/{account}/clear`, or that of one interface.
pub(crate) fn confirmation_of(clear: &Clear) -> String {
    format!("{}/clear", usage_of(clear))
}

/// The page that shows what a clear was to reset.
pub(crate) fn usage_of(clear: &Clear) -> String {
    match &clear.interface {
        Some((id, _)) => format!("/accounts/{}/interfaces/{id}", clear.account_id),
        None => format!("/accounts/{}", clear.account_id),
    }
}

/// A link at a row's end that leads to the confirmation; `what` tells it from the other rows' for those who listen.
#[component]
pub(crate) fn RowClear(
    /// The confirmation.
    href: String,
    /// What is cleared.
    what: Text,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <a class="row-action" href=href data-dialog="">
            {t!(lang, "clear-row")}
            <span class="unseen">{what}</span>
        </a>
    }
}
