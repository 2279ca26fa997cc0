//! A month beside those before it.

use desk::clears::MonthReview;
use domain::clears::totals::UsedOfBoth;
use domain::{Lang, QuotaZone, Scope, paths};
use leptos::prelude::*;

use crate::components::Cell;
use crate::context::Viewer;
use crate::pages::budget::counts::{CountCells, CountsPanel};
use crate::t;
use crate::words::dates::month_title;

/// What a month's clears of both scopes came to.
#[derive(Debug)]
struct MonthRow {
    word: String,
    used: UsedOfBoth,
    /// Whether it is the month of this page.
    is_shown: bool,
}

/// The month of the page, then those before it, the newest first.
fn month_rows(review: &MonthReview) -> Vec<MonthRow> {
    let used = UsedOfBoth { account: review.used(Scope::Account), interface: review.used(Scope::Interface) };
    let shown = MonthRow { word: review.word.clone(), used, is_shown: true };
    let past = review.past.iter().map(|past| MonthRow {
        word: past.word.clone(),
        used: UsedOfBoth { account: past.account, interface: past.interface },
        is_shown: false,
    });
    std::iter::once(shown).chain(past).collect()
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
        let month = view! {
            <th scope="col" rowspan="2">
                {t!(lang, "filter-month")}
            </th>
        };
        view! { <CountsPanel title=t!(lang, "month-past") names=vec![month.into_any()] rows=rows.into_any() /> }
    })
}

fn row(lang: Lang, zone: &QuotaZone, month: &MonthRow) -> impl IntoView + use<> {
    let title =
        zone.month_called(&month.word).map_or_else(|| month.word.clone().into(), |of| month_title(lang, zone, of.from));
    let name = if month.is_shown {
        view! { <strong aria-current="page">{title}</strong> }.into_any()
    } else {
        view! { <a href=paths::budget_month(&month.word)>{title}</a> }.into_any()
    };
    view! {
        <tr>
            <Cell main=true>{name}</Cell>
            <CountCells used=month.used />
        </tr>
    }
}
