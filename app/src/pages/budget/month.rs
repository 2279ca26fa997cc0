//! The lead's month on one page, on the screen or on paper: what was cleared, by whom and why, what it gave back, and
//! whether the rest lasts.

use desk::clears::MonthReview;
use domain::{Lang, QuotaZone, paths};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::components::{ButtonKind, EmptyState, ExportCsv, LinkButton, NoMatches, ParameterNotice};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::islands::PrintButtons;
use crate::pages::budget::accounts::AccountsPanel;
use crate::pages::budget::clears::ClearsPanel;
use crate::pages::budget::days::DaysPanel;
use crate::pages::budget::entries::Entry;
use crate::pages::budget::filters::{MonthChoices, MonthFilterForm, MonthFilters};
use crate::pages::budget::headline::Headline;
use crate::pages::budget::past_months::PastPanel;
use crate::pages::budget::sorting::TotalsOrder;
use crate::pages::budget::totals::TotalsPanels;
use crate::parameters::{Instead, Parameters};
use crate::t;
use crate::words::dates::month_title;
use crate::words::users::actor_words;

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
        let whose = asked.whose(&desk, &viewer.actor).await?;
        let (filters, order) = (MonthFilters::of(&mut asked, &whose), TotalsOrder::of(&mut asked));
        let entries = Entry::all(&desk, lang, &review);
        let choices = MonthChoices::new(&entries, &filters, whose.account.map(|of| (of.id, of.name)));
        let details = Details { entries, filters, order, choices };
        let title = month_title(lang, &zone, review.period.from);
        let lead = view! { <p>{t!(lang, "budget-lead")}</p> }.into_any();
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "budget-title", month = title.clone())
                section=Section::Budget
                aside=steps(lang, &zone, &review)
                actions=view! {
                    <LinkButton href=paths::CAMPAIGNS.to_owned() kind=ButtonKind::Quiet>
                        {t!(lang, "campaigns-title")}
                    </LinkButton>
                    <ExportButtons word=review.word.clone() />
                }
                    .into_any()
                lead
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                <PrintedLine />
                {body(review, details, zone, title)}
                <PrintButtons />
            </Page>
        })
    })
}

/// What is below the month's summary, and how it is filtered and sorted.
#[derive(Debug, Clone)]
struct Details {
    entries: Vec<Entry>,
    filters: MonthFilters,
    order: TotalsOrder,
    choices: MonthChoices,
}

fn body(review: MonthReview, details: Details, zone: QuotaZone, title: Text) -> AnyView {
    let rows: Vec<_> = details.entries.iter().filter_map(|entry| entry.row.clone()).collect();
    if review.accounts.is_empty() && rows.is_empty() {
        return view! { <NoAccounts title /> }.into_any();
    }
    let days =
        (!rows.is_empty()).then(|| view! { <DaysPanel rows=rows.clone() period=review.period zone=zone.clone() /> });
    let details = if details.entries.is_empty() {
        view! { <NoClears title is_now=review.is_now /> }.into_any()
    } else {
        view! { <MonthDetails path=paths::budget_month(&review.word) details /> }.into_any()
    };
    view! {
        <div class="month">
            <Headline review=review.clone() rows zone=zone.clone() />
            <AccountsPanel review=review.clone() zone=zone.clone() />
            {days}
            {details}
            <PastPanel review zone />
            <Limitations />
        </div>
    }
    .into_any()
}

/// The totals and the clears that pass the filters.
#[component]
fn MonthDetails(path: String, details: Details) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Details { mut entries, filters, order, choices } = details;
    let of_month = entries.iter().filter(|entry| entry.row.is_some()).count();
    entries.retain(|entry| filters.pass(entry));
    let rows: Vec<_> = entries.iter().filter_map(|entry| entry.row.clone()).collect();
    let nothing =
        entries.is_empty().then(|| view! { <NoMatches title=t!(lang, "month-none-filtered") action=path.clone() /> });
    let clears = (!rows.is_empty()).then(|| view! { <ClearsPanel rows of_month /> });
    view! {
        <MonthFilterForm action=path filters order choices />
        <TotalsPanels entries order />
        {clears}
        {nothing}
    }
}

/// On paper only: when the page was printed, and by whom.
#[component]
fn PrintedLine() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let who = match &viewer.signed_in {
        Some(session) => session.user.name.clone().into(),
        None => actor_words(lang, Some(&viewer.actor.to_string())),
    };
    view! { <p class="printed">{t!(lang, "month-printed", at = viewer.formats().minute(viewer.now), who = who)}</p> }
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
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let (csv, json) = (paths::budget_month_csv(&word), viewer.file_link(&paths::budget_month_json(&word)));
    view! {
        <button type="button" class="button" data-print="" hidden>
            {t!(lang, "print")}
        </button>
        <ExportCsv path=csv />
        <a class="button" href=json download="">
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
