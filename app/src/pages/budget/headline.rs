//! A month's headline: what was used and what is left of all, whether that lasts, what was given back, what did nothing.

use desk::clears::MonthReview;
use domain::clears::ResetInterval;
use domain::clears::totals::UsedClears;
use domain::{Lang, QuotaZone, Scope, paths};
use leptos::prelude::*;

use crate::components::{Stat, Tiles};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::pages::budget::forecast::{Forecast, ForecastOfAll};
use crate::pages::budget::marks::{Mark, MarkShape};
use crate::parts::ledger::ClearRow;
use crate::t;
use crate::words::clears::is_at_most;
use crate::words::dates::{last_day, month_day};

/// The figures of a month at a glance.
#[component]
pub fn Headline(
    /// The month.
    review: MonthReview,
    /// Its clears.
    rows: Vec<ClearRow>,
    /// In which it is counted.
    zone: QuotaZone,
) -> impl IntoView {
    let tiles =
        Scope::ALL.map(|scope| view! { <ScopeTile review=review.clone() scope zone=zone.clone() /> }).collect_view();
    view! {
        <Tiles>{tiles} <GivenBackTile review=review.clone() /></Tiles>
        <IneffectiveClears rows zone />
    }
}

/// What a scope's clears are called above their figures.
pub(crate) fn scope_title(lang: Lang, scope: Scope) -> Text {
    match scope {
        Scope::Account => t!(lang, "month-scope-account"),
        Scope::Interface => t!(lang, "month-scope-interface"),
    }
}

/// The tile of a scope: what is left of all and of the account with the fewest, what was used, and the forecast.
#[component]
fn ScopeTile(review: MonthReview, scope: Scope, zone: QuotaZone) -> impl IntoView {
    let lang = Viewer::current().lang;
    let used = review.used(scope);
    let others = review.used_by_others(scope);
    let counts = [
        Some(t!(lang, "month-used", count = used.spent)),
        Some(t!(lang, "month-unknown", count = used.unknown)),
        Some(t!(lang, "month-elsewhere", count = used.elsewhere)),
        (others > 0).then(|| t!(lang, "month-used-by-others", count = others)),
    ];
    let counts = counts.into_iter().flatten().map(|words| view! { <span>{words}</span> }).collect_view();
    // The sum is that of all accounts, or there is none: beside it stands how many all of them have left.
    let is_paced = review.clearable().any(|of| of.pace(scope).is_some());
    let forecasts = review.clearable().filter(|_| is_paced).map(|of| {
        let budget = of.budgets.of(scope);
        let forecast = of.pace(scope).map_or_else(|| Forecast::so_far(budget), |pace| Forecast::of_one(budget, pace));
        (of.account.name.clone(), forecast)
    });
    let forecasts: Vec<_> = forecasts.collect();
    let last_day = last_day(&zone, review.period);
    view! {
        <Stat label=scope_title(lang, scope) value=left_of_all(lang, &review, scope)>
            <FewestLeft review=review.clone() scope />
            <span class="line">{counts}</span>
            <ForecastOfAll forecasts last_day />
        </Stat>
    }
}

/// `11 of 20 left`; where a budget is counted by the day, how many there are a day.
fn left_of_all(lang: Lang, review: &MonthReview, scope: Scope) -> Text {
    let budgets = || review.clearable().map(|of| of.budgets.of(scope));
    if let Some(daily) = budgets().find(|budget| budget.every == ResetInterval::Day) {
        return t!(lang, "month-a-day", limit = daily.limit);
    }
    let (left, limit) = review.left(scope);
    if budgets().any(is_at_most) {
        t!(lang, "month-left-at-most", left = left, limit = limit)
    } else {
        t!(lang, "month-left", left = left, limit = limit)
    }
}

/// The account that has the fewest left, beside a sum of several: none of the others' can be used for it.
#[component]
fn FewestLeft(review: MonthReview, scope: Scope) -> impl IntoView {
    let lang = Viewer::current().lang;
    let fewest = review.fewest_left(scope).filter(|of| of.budgets.of(scope).every == ResetInterval::Month)?;
    let (account, budget) = (fewest.account.name.clone(), *fewest.budgets.of(scope));
    let words = if is_at_most(&budget) {
        t!(lang, "month-fewest-at-most", account = account, left = budget.left, limit = budget.limit)
    } else {
        t!(lang, "month-fewest", account = account, left = budget.left, limit = budget.limit)
    };
    Some(view! { <span class:none-left={budget.left == 0}>{words}</span> })
}

/// The tile of the calls that clears gave back, and of the clears that did nothing.
#[component]
fn GivenBackTile(review: MonthReview) -> impl IntoView {
    let lang = Viewer::current().lang;
    let used = Scope::ALL.map(|scope| review.used(scope));
    let sum = |of: fn(&UsedClears) -> i64| used.iter().map(of).sum::<i64>();
    let (spent, nothing) = (sum(|used| used.spent), sum(|used| used.did_nothing));
    let nothing = (spent > 0).then(|| t!(lang, "month-did-nothing", count = nothing, spent = spent));
    let is_known = review.clears.iter().any(|clear| clear.gave_back().is_some());
    let given_back = if is_known { grouped(sum(|used| used.given_back)) } else { "–".to_owned() };
    view! {
        <Stat label=t!(lang, "month-given-back") value=given_back>
            {nothing}
        </Stat>
    }
}

/// The list of the clears that did nothing.
#[component]
fn IneffectiveClears(rows: Vec<ClearRow>, zone: QuotaZone) -> impl IntoView {
    let lang = Viewer::current().lang;
    let nothing: Vec<_> = rows.into_iter().filter(|row| row.clear.did_nothing()).collect();
    let items = nothing
        .iter()
        .map(|ClearRow { clear, target }| {
            let date = month_day(lang, &zone, clear.counted_at());
            let whose = t!(lang, "month-nothing-one", account = clear.account_name.clone(), date = date);
            view! {
                <li>
                    <a href=paths::clear(clear.id)>{target.clone()}</a>
                    " "
                    <span class="secondary">{whose}</span>
                </li>
            }
        })
        .collect_view();
    (!nothing.is_empty()).then(|| {
        view! {
            <div class="did-nothing">
                <span>
                    <MarkShape mark=Mark::Nothing />
                    {t!(lang, "month-nothing-named")}
                </span>
                <ul>{items}</ul>
            </div>
        }
    })
}
