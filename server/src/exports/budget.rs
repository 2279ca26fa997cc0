//! A month of clears as a file: beside its page, `/budget/2026-11.csv` for people and `.json` for programs.

use app::context::Viewer;
use app::files::clears::{ClearLine, columns};
use app::pages::budget::entries::Entry;
use app::pages::budget::filters::MonthFilters;
use app::parameters::Parameters;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::accounts::Account;
use desk::clears::MonthReview;
use domain::{Actor, Permission};
use http::Uri;

use super::sheet::{self, ReadPart};
use super::{Format, NoFile, file, filters, page_instead, page_or_failure, record, refused, subject, viewer};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::shapes::budget::MonthShape;
use crate::state::AppState;

/// The route that pages and files of months share, as the router writes it.
const MONTH: &str = "/budget/{month}";

pub(super) fn route() -> Route {
    Route::get(MONTH, answer).also(&["/budget/{month}.csv", "/budget/{month}.json"])
}

async fn answer(
    State(state): State<AppState>,
    Visitor(actor): Visitor,
    Path(month): Path<String>,
    request: Request,
) -> Response {
    let Some((word, format)) = file_of(&month) else {
        let page = request.uri().clone();
        return page_instead(&state, page, request).await;
    };
    if let Some(refused) = refused(&request) {
        return refused;
    }
    let viewer = viewer(&state, &request);
    match export(&state, &actor, viewer, word, format).await {
        Ok(file) => file,
        Err(why) => {
            let page = page_of(request.uri());
            page_or_failure(&state, page, why, request).await
        }
    }
}

/// The month's word and the sort of file, where one is asked for.
fn file_of(month: &str) -> Option<(&str, Format)> {
    let (word, ending) = month.rsplit_once('.')?;
    let format = Format::ALL.into_iter().find(|format| format.ending() == ending)?;
    Some((word, format))
}

/// The page of a month with its filters, out of the address of its file.
fn page_of(file: &Uri) -> Uri {
    let page = file.path().rsplit_once('.').map_or("", |(page, _)| page);
    let page = file.query().map_or_else(|| page.to_owned(), |query| format!("{page}?{query}"));
    page.parse().unwrap_or_default()
}

async fn export(
    state: &AppState,
    actor: &Actor,
    viewer: Viewer,
    word: &str,
    format: Format,
) -> Result<Response, NoFile> {
    let mut review = state.desk.month(actor, Some(word)).await?;
    let name = format!("budget-{}", review.word);
    let mut asked = Parameters::new(&viewer.query);
    let entries = filtered(state, actor, &viewer, &mut asked, &review).await?;
    let body = match format {
        Format::Csv => {
            let accounts = state.desk.accounts(actor).await?;
            sheet::body(state, viewer, columns, lines(entries, &accounts)).await?
        }
        Format::Json => {
            let passing: Vec<_> = entries.iter().filter_map(Entry::clear).collect();
            review.clears.retain(|clear| passing.contains(&clear.id));
            let beside: Vec<_> =
                entries.into_iter().filter(|entry| entry.row.is_none()).map(|entry| entry.used).collect();
            Body::from(super::pretty_json(&MonthShape::of(&review, &beside))?)
        }
    };
    let subject = subject(&state.desk, &name, format, &filters(&asked, &["account", "group", "actor", "scope", "q"]));
    record(state, actor, Permission::SeeLedger, &subject).await?;
    Ok(file(&name, format, body))
}

/// What the month used, as far as it passes the filters of the page: its clears, the oldest first, then what its budgets count
/// beside the ledger.
async fn filtered(
    state: &AppState,
    actor: &Actor,
    viewer: &Viewer,
    asked: &mut Parameters,
    review: &MonthReview,
) -> Result<Vec<Entry>, NoFile> {
    let whose = asked.whose(&state.desk, actor).await?;
    let filters = MonthFilters::of(asked, &whose);
    if !asked.is_clean() {
        return Err(NoFile::NotUnderstood);
    }
    let mut entries = Entry::all(&state.desk, viewer.lang, review);
    entries.retain(|entry| filters.pass(entry));
    Ok(entries)
}

/// The rows of a month.
fn lines(entries: Vec<Entry>, accounts: &[Account]) -> ReadPart<ClearLine, ()> {
    let line = |entry: Entry| {
        if let Some(row) = entry.row {
            return Some(ClearLine::new(row.clear, accounts));
        }
        let account = accounts.iter().find(|account| account.id == entry.used.account)?;
        let Entry { used, who, why, .. } = entry;
        Some(ClearLine::beside_ledger(account, used.scope, used.used.all(), [who, why]))
    };
    let lines: Vec<_> = entries.into_iter().filter_map(line).collect();
    Box::new(move |_| Box::pin(std::future::ready(Ok(Part::whole(lines.clone())))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_from_a_page_by_its_ending() {
        assert_eq!(file_of("2026-11.csv"), Some(("2026-11", Format::Csv)));
        assert_eq!(file_of("2026-11.json"), Some(("2026-11", Format::Json)));
        for page in ["2026-11", "csv", "", "2026-11.txt", "2026-11.CSV"] {
            assert_eq!(file_of(page), None, "{page}");
        }
        assert_eq!(file_of("x.csv.json"), Some(("x.csv", Format::Json)), "no month, which is said");
    }
}
