//! A month beside those before it.

use desk::clears::{MonthReview, PastMonth};
use domain::clears::totals::UsedClears;
use domain::{Lang, QuotaZone, Scope, paths};
use leptos::prelude::*;

use crate::components::{Cell, Panel};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::pages::budget::headline::scope_title;
use crate::t;
use crate::words::dates::month_title;

/// What a month's clears of both scopes came to.
#[derive(Debug)]
struct MonthRow {
    word: String,
    /// Account-wide, then single-interface.
    used: [UsedClears; 2],
    /// Whether it is the month of this page.
    is_shown: bool,
}

/// The month of the page, then those before it, the newest first.
fn month_rows(review: &MonthReview) -> Vec<MonthRow> {
    let shown =
        MonthRow { word: review.word.clone(), used: Scope::ALL.map(|scope| review.used(scope)), is_shown: true };
    let of =
        |past: &PastMonth| MonthRow { word: past.word.clone(), used: [past.account, past.interface], is_shown: false };
    std::iter::once(shown).chain(review.past.iter().map(of)).collect()
}

/// The months before, where something is known of them.
#[component]
pub fn PastPanel(
    /// The month.
    review: MonthReview,
    /// In which months are counted.
    zone: QuotaZone,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    (!review.past.is_empty()).then(|| {
        let rows = month_rows(&review).into_iter().map(|month| row(lang, &zone, &month)).collect_view();
        view! {
            <Panel title=t!(lang, "month-past") flush=true>
                <div class="table-frame month-past">
                    <table class="table">
                        <caption class="unseen">{t!(lang, "month-past")}</caption>
                        <Heads />
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Panel>
        }
    })
}

/// The names of what is counted of each scope.
fn counted(lang: Lang) -> [Text; 3] {
    [t!(lang, "col-spent"), t!(lang, "col-unknown"), t!(lang, "col-elsewhere")]
}

/// Two rows of them: the scopes, and what is counted of each.
#[component]
fn Heads() -> impl IntoView {
    let lang = Viewer::current().lang;
    let scopes = Scope::ALL.map(|scope| {
        view! {
            <th scope="colgroup" colspan="3" class="group">
                {scope_title(lang, scope)}
            </th>
        }
    });
    let counts = || counted(lang).map(|name| view! { <th scope="col" class="num">{name}</th> }).collect_view();
    view! {
        <thead>
            <tr>
                <th scope="col" rowspan="2">
                    {t!(lang, "filter-month")}
                </th>
                {scopes.collect_view()}
                <th scope="col" rowspan="2" class="num">
                    {t!(lang, "col-did-nothing")}
                </th>
                <th scope="col" rowspan="2" class="num">
                    {t!(lang, "col-given-back")}
                </th>
            </tr>
            <tr>{counts()} {counts()}</tr>
        </thead>
    }
}

fn row(lang: Lang, zone: &QuotaZone, month: &MonthRow) -> impl IntoView + use<> {
    let title =
        zone.month_called(&month.word).map_or_else(|| month.word.clone().into(), |of| month_title(lang, zone, of.from));
    let name = if month.is_shown {
        view! { <strong aria-current="page">{title}</strong> }.into_any()
    } else {
        view! { <a href=paths::budget_month(&month.word)>{title}</a> }.into_any()
    };
    let counts = Scope::ALL.into_iter().zip(month.used).flat_map(|(scope, used)| {
        let scope = scope_title(lang, scope);
        let figures = [used.spent, used.unknown, used.elsewhere];
        counted(lang).into_iter().zip(figures).map(move |(name, count)| {
            let label = t!(lang, "month-past-label", scope = scope.clone(), name = name);
            view! { <Cell label number=true>{grouped(count)}</Cell> }
        })
    });
    let sum = |of: fn(&UsedClears) -> i64| grouped(month.used.iter().map(of).sum());
    let (nothing, given_back) = (sum(|used| used.did_nothing), sum(|used| used.given_back));
    let counts = counts.collect_view();
    view! {
        <tr>
            <Cell main=true>{name}</Cell>
            {counts}
            <Cell label=t!(lang, "col-did-nothing") number=true>
                {nothing}
            </Cell>
            <Cell label=t!(lang, "col-given-back") number=true>
                {given_back}
            </Cell>
        </tr>
    }
}
