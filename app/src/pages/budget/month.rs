//! The lead's month on one page, or on one sheet of paper: what was cleared, by whom and why, what it gave back, and
//! whether the rest lasts.

use desk::clears::MonthReview;
use domain::{Lang, QuotaZone, paths};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::components::{EmptyState, ParameterNotice};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::islands::PrintButtons;
use crate::pages::budget::accounts::AccountsPanel;
use crate::pages::budget::clears::ClearsPanel;
use crate::pages::budget::days::DaysPanel;
use crate::pages::budget::headline::Headline;
use crate::pages::budget::past_months::PastPanel;
use crate::parameters::{Instead, Parameters};
use crate::parts::ledger::ClearRow;
use crate::t;
use crate::words::dates::month_title;

/// `/budget` and `/budget/{yyyy-mm}`; as in the API, `/budget?month={yyyy-mm}` is the latter.
#[component]
pub fn BudgetPage() -> impl IntoView {
    let of_path = Some(param("month")).filter(|word| !word.is_empty());
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let zone = desk.settings().quota_zone.clone();
        let mut asked = Parameters::new(&viewer.query);
        let word = of_path.or_else(|| asked.month(&zone, viewer.now, Instead::ThisMonth));
        let review = desk.month(&viewer.actor, word.as_deref()).await?;
        let rows: Vec<_> = review.clears.iter().map(|clear| ClearRow::new(&desk, lang, clear.clone())).collect();
        let title = month_title(lang, &zone, review.period.from);
        let lead = view! { <p>{t!(lang, "budget-lead")}</p> }.into_any();
        Ok::<_, Failure>(view! {
            <Page
                title=title.clone()
                section=Section::Budget
                aside=steps(lang, &zone, &review)
                actions=view! { <ExportButtons word=review.word.clone() /> }.into_any()
                lead
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                {body(review, rows, zone, title)}
                <PrintButtons />
            </Page>
        })
    })
}

fn body(review: MonthReview, rows: Vec<ClearRow>, zone: QuotaZone, title: Text) -> AnyView {
    if review.accounts.is_empty() && rows.is_empty() {
        return view! { <NoAccounts title /> }.into_any();
    }
    let clears = if rows.is_empty() {
        view! { <NoClears title is_now=review.is_now /> }.into_any()
    } else {
        view! {
            <DaysPanel rows=rows.clone() period=review.period zone=zone.clone() />
            <ClearsPanel rows=rows.clone() />
        }
        .into_any()
    };
    view! {
        <div class="month">
            <Headline review=review.clone() rows zone=zone.clone() />
            <AccountsPanel review=review.clone() zone=zone.clone() />
            {clears}
            <PastPanel review zone />
            <Limitations />
        </div>
    }
    .into_any()
}

/// `◂ ▸`: to the month before and to the one after, where there are such.
fn steps(lang: Lang, zone: &QuotaZone, review: &MonthReview) -> AnyView {
    let before = month_title(lang, zone, review.period.from - SignedDuration::from_hours(1));
    let after = month_title(lang, zone, review.period.to);
    view! {
        <nav class="steps" aria-label=t!(lang, "month-steps")>
            {step("◂", "prev", review.before.as_deref(), before)} {step("▸", "next", review.after.as_deref(), after)}
            {(!review.is_now).then(|| view! { <a class="button quiet" href=paths::BUDGET>{t!(lang, "month-now")}</a> })}
        </nav>
    }
    .into_any()
}

/// To a month called `word`, whose title is `title`; only the sign where there is none.
fn step(sign: &'static str, rel: &'static str, word: Option<&str>, title: Text) -> AnyView {
    match word {
        Some(word) => view! {
            <a class="button" rel=rel href=paths::budget_month(word) title=title.clone() aria-label=title>
                {sign}
            </a>
        }
        .into_any(),
        None => view! { <span class="button off" aria-hidden="true">{sign}</span> }.into_any(),
    }
}

/// The month on paper or as a file.
#[component]
fn ExportButtons(word: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <button type="button" class="button" data-print="" hidden>
            {t!(lang, "print")}
        </button>
        <a class="button" href=paths::budget_month_csv(&word) download="">
            {t!(lang, "export-csv")}
        </a>
        <a class="button" href=paths::budget_month_json(&word) download="">
            {t!(lang, "export-json")}
        </a>
    }
}

#[component]
fn NoAccounts(title: Text) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! { <EmptyState title=t!(lang, "month-unwatched", month = title)>{t!(lang, "month-unwatched-why")}</EmptyState> }
}

#[component]
fn NoClears(title: Text, is_now: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <EmptyState title=t!(lang, "month-none", month = title)>
            {is_now.then(|| view! { <p>{t!(lang, "month-none-next")}</p> })}
        </EmptyState>
    }
}

/// The limitations of guesses of clears made elsewhere.
#[component]
fn Limitations() -> impl IntoView {
    view! { <p class="secondary small">{t!(Viewer::current().lang, "month-unseen")}</p> }
}
