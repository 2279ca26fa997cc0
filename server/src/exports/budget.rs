//! The export of a month of clears: beside its page, `/budget/2026-11.csv` for tables and `.json` for programs.

use std::io;

use app::parts::clear_actor::is_by_policy;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::clears::{Clear, LedgerError, MonthReview};
use domain::{Actor, paths};
use http::Uri;
use jiff::tz::TimeZone;

use crate::exports::{self, Column, Format, or_empty};
use crate::middleware::errors::HttpError;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::shapes::budget::MonthShape;
use crate::state::AppState;

/// The route that pages and files of months share, as the router writes it.
const MONTH: &str = "/budget/{month}";

/// The route of the exports, which is that of the page too.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(MONTH, answer).also(&["/budget/{month}.csv", "/budget/{month}.json"])]
}

async fn answer(
    State(state): State<AppState>,
    Visitor(actor): Visitor,
    Path(month): Path<String>,
    request: Request,
) -> Response {
    match file_of(&month) {
        Some((word, format)) => export(&state, &actor, word, format, request).await,
        None => exports::page_instead(&state, request.uri().clone(), request).await,
    }
}

/// The month's word and the sort of file, where one is asked for.
fn file_of(month: &str) -> Option<(&str, Format)> {
    let (word, ending) = month.rsplit_once('.')?;
    let format = Format::ALL.into_iter().find(|format| format.ending() == ending)?;
    Some((word, format))
}

async fn export(state: &AppState, actor: &Actor, word: &str, format: Format, request: Request) -> Response {
    if let Some(refused) = exports::refused(&request) {
        return refused;
    }
    let review = match state.desk.month(actor, Some(word)).await {
        Ok(review) => review,
        Err(error) => return no_month(state, error, request).await,
    };
    let zone = exports::zone(state, &request);
    let name = format!("budget-{}", review.word);
    let subject = format!("{name}.{}", format.ending());
    if let Err(refused) = exports::record(state, actor, &subject, paths::BUDGET, request).await {
        return refused;
    }
    let text = match format {
        Format::Csv => table(state, actor, &review, &zone).await,
        Format::Json => serde_json::to_vec_pretty(&MonthShape::of(&review)).map_err(io::Error::other),
    };
    match text {
        Ok(text) => exports::file(&name, format, Body::from(text)),
        Err(error) => {
            tracing::error!(%error, "an export of a month failed");
            HttpError::Broken.into()
        }
    }
}

/// The answer in place of the file of a month that cannot be shown: that of its page.
async fn no_month(state: &AppState, error: LedgerError, request: Request) -> Response {
    if let LedgerError::Internal(error) = error {
        tracing::error!(%error, "a month could not be read for an export");
        return HttpError::Broken.into();
    }
    let path = request.uri().path();
    let page = path.rsplit_once('.').and_then(|(page, _)| page.parse().ok());
    exports::page_instead(state, page.unwrap_or_else(|| Uri::from_static(paths::BUDGET)), request).await
}

/// A clear, and what its row needs beside it.
struct ClearRow<'a> {
    clear: &'a Clear,
    appid: String,
    zone: &'a TimeZone,
}

/// The columns of the table.
fn columns<'a>() -> [Column<ClearRow<'a>>; 16] {
    [
        ("id", |row| row.clear.id.to_string()),
        ("at", |row| exports::timestamp(row.clear.counted_at(), row.zone)),
        ("account", |row| row.clear.account_name.clone()),
        ("appid", |row| row.appid.clone()),
        ("scope", |row| row.clear.scope().word().to_owned()),
        ("interface", |row| or_empty(row.clear.interface.as_ref().map(|(_, path)| path))),
        ("actor", |row| or_empty(row.clear.actor.as_ref())),
        ("by", |row| ordered_by(row.clear).to_owned()),
        ("approved_by", |row| or_empty(row.clear.approved_by.as_ref())),
        ("glass_broken", |row| if row.clear.glass_broken { "yes" } else { "" }.to_owned()),
        ("reason", |row| or_empty(row.clear.reason.as_ref())),
        ("override", |row| or_empty(row.clear.override_reason.as_ref())),
        ("state", |row| row.clear.state.word().to_owned()),
        ("errcode", |row| or_empty(row.clear.errcode)),
        ("rid", |row| or_empty(row.clear.rid.as_ref())),
        ("given_back", |row| or_empty(row.clear.gave_back())),
    ]
}

/// Whether a policy or a person ordered a clear; empty for a guess.
fn ordered_by(clear: &Clear) -> &'static str {
    match (&clear.actor, is_by_policy(clear)) {
        (None, _) => "",
        (_, true) => "policy",
        (_, false) => "hand",
    }
}

/// One row a clear. The ledger knows accounts by their ids, so their appids are read beside it.
async fn table(state: &AppState, actor: &Actor, review: &MonthReview, zone: &TimeZone) -> io::Result<Vec<u8>> {
    let accounts = state.desk.accounts(actor).await.map_err(io::Error::other)?;
    let mut text = exports::header_row(&columns())?;
    for clear in &review.clears {
        let account = accounts.iter().find(|account| account.id == clear.account_id);
        let appid = or_empty(account.map(|account| &account.appid));
        exports::row(&columns(), &ClearRow { clear, appid, zone }, &mut text)?;
    }
    Ok(text)
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
