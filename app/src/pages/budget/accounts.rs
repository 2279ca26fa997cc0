//! What a month left each account: a mark for every clear, the figures, whether they last; and why a count is what it is.

use desk::clears::{AccountMonth, Clear, MonthReview};
use domain::clears::ResetInterval;
use domain::{AccountStatus, Lang, Permission, QuotaZone, Scope, paths};
use leptos::prelude::*;

use crate::components::{Cell, ColumnHeads, Panel, Table};
use crate::context::{Text, Viewer};
use crate::pages::budget::forecast::{Forecast, ForecastLine};
use crate::pages::budget::headline::scope_title;
use crate::pages::budget::marks::{Mark, MarkLegend, Spread, SpreadBar};
use crate::t;
use crate::words::clears::{is_at_most, left_words};
use crate::words::dates::{last_day, month_day};

/// The panel of accounts: a row for each, and notes below.
#[component]
pub fn AccountsPanel(
    /// The month.
    review: MonthReview,
    /// In which it is counted.
    zone: QuotaZone,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let [whole, single] = Scope::ALL.map(|scope| scope_title(lang, scope));
    let left = t!(lang, "col-left");
    let names = [t!(lang, "col-account"), whole, left.clone(), single, left];
    let head = view! { <Heads names=names.clone() /> }.into_any();
    let last_day = last_day(&zone, review.period);
    let rows = review.accounts.iter().map(|of| row(lang, &names, of, &review, last_day)).collect_view();
    let legend = view! { <MarkLegend marks=Mark::COSTLY.to_vec() /> }.into_any();
    view! {
        <Panel title=t!(lang, "month-accounts") actions=legend flush=true>
            <div class="month-accounts">
                <Table caption=t!(lang, "month-accounts") head>
                    {rows}
                </Table>
            </div>
            <Notes review zone />
        </Panel>
    }
}

#[component]
fn Heads(names: [Text; 5]) -> impl IntoView {
    let [account, whole, whole_left, single, single_left] = names;
    view! {
        <ColumnHeads names=vec![account, whole] />
        <ColumnHeads names=vec![whole_left] figures=0..1 />
        <ColumnHeads names=vec![single] />
        <ColumnHeads names=vec![single_left] figures=0..1 />
    }
}

/// The row of an account: its clears as marks, and how many are left, for each scope.
fn row(lang: Lang, names: &[Text; 5], of: &AccountMonth, review: &MonthReview, last_day: i64) -> impl IntoView + use<> {
    let retired = (of.account.status == AccountStatus::Retired)
        .then(|| view! { <span class="chip">{t!(lang, "status-retired")}</span> });
    let cells = Scope::ALL
        .into_iter()
        .enumerate()
        .map(|(nth, scope)| {
            let (label, left) = (names[1 + 2 * nth].clone(), names[2 + 2 * nth].clone());
            let budget = *of.budgets.of(scope);
            let of_scope = |clear: &&Clear| clear.account_id == of.account.id && clear.scope() == scope;
            let mut spread = Spread::of(&budget, review.clears.iter().filter(of_scope));
            if !of.can_be_cleared() {
                spread = spread.without_left();
            }
            let figures = figures(lang, of, scope, review.is_now);
            let forecast = of.pace(scope).map(|pace| Forecast::of_one(&budget, pace));
            let none_left = of.can_be_cleared() && budget.left == 0;
            view! {
                <Cell label>
                    <span class="budget-spread">
                        <SpreadBar spread />
                        <ForecastLine forecast last_day />
                    </span>
                </Cell>
                <Cell label=left number=true>
                    <span class:none-left=none_left>{figures}</span>
                </Cell>
            }
        })
        .collect_view();
    let (name, page) = (of.account.name.clone(), paths::account(of.account.id));
    view! {
        <tr>
            <Cell main=true>
                <a href=page>{name}</a>
                {retired}
            </Cell>
            {cells}
        </tr>
    }
}

/// `6/10`, `at most 6/10`; of a budget that is counted by the day, today's. A dash where nothing that is left is of use.
fn figures(lang: Lang, of: &AccountMonth, scope: Scope, is_now: bool) -> Text {
    let budget = of.budgets.of(scope);
    match (budget.every, is_now) {
        _ if !of.can_be_cleared() => "–".into(),
        (ResetInterval::Month, _) => left_words(lang, budget),
        (ResetInterval::Day, true) => t!(lang, "month-left-today", left = left_words(lang, budget)),
        (ResetInterval::Day, false) => "–".into(),
    }
}

/// The notes below the table: why counts are what they are.
#[component]
fn Notes(review: MonthReview, zone: QuotaZone) -> impl IntoView {
    let notes: Vec<_> = review.accounts.iter().flat_map(|of| notes_on(of, &review, &zone)).collect();
    (!notes.is_empty()).then(|| view! { <ul class="panel-foot notes">{notes}</ul> })
}

fn notes_on(of: &AccountMonth, review: &MonthReview, zone: &QuotaZone) -> Vec<AnyView> {
    let corrected = Scope::ALL.into_iter().filter_map(|scope| {
        let budget = of.budgets.of(scope);
        let is_corrected = budget.said_spent || budget.said_early;
        is_corrected.then(|| {
            let mut of_scope = review.clears.iter().filter(|clear| said_spent(clear, of, scope));
            let clear = of_scope.next().map(|clear| paths::clear(clear.id));
            view! { <Corrected account=of.account.name.clone() scope clear /> }.into_any()
        })
    });
    let at_most = of.can_be_cleared() && Scope::ALL.into_iter().any(|scope| is_at_most(of.budgets.of(scope)));
    let at_most = at_most.then(|| {
        let untold = of.budgets.account.at_most && of.account.cleared_before.is_none();
        let since = month_day(Viewer::current().lang, zone, of.budgets.account.counted_from);
        let settings = untold.then(|| paths::account_settings(of.account.id));
        view! { <AtMost account=of.account.name.clone() since settings /> }.into_any()
    });
    corrected.chain(at_most).collect()
}

/// Whether WeChat's answer to this clear was that none of the account's is left.
fn said_spent(clear: &Clear, of: &AccountMonth, scope: Scope) -> bool {
    clear.account_id == of.account.id && clear.scope() == scope && clear.none_was_left()
}

/// The note that WeChat said that none is left, so that the count was corrected.
#[component]
fn Corrected(account: String, scope: Scope, clear: Option<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let words = match scope {
        Scope::Account => t!(lang, "month-corrected-account", account = account),
        Scope::Interface => t!(lang, "month-corrected-interface", account = account),
    };
    view! {
        <li>
            {words} " "
            {clear.map(|href| view! { <a href=href>{t!(lang, "confirm-see-it")}</a> })}
        </li>
    }
}

/// The note that some may have been used before the desk began.
#[component]
fn AtMost(account: String, since: Text, settings: Option<String>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let settings = settings.filter(|_| viewer.may(Permission::Administer));
    view! {
        <li>
            {t!(lang, "month-at-most", account = account, since = since)} " "
            {settings.map(|href| view! { <a href=href>{t!(lang, "budget-untold-link")}</a> })}
        </li>
    }
}
