//! A month of clears as a file: beside its page, `/budget/2026-11.csv` for tables and `.json` for programs.

use std::collections::HashMap;
use std::io;

use app::parts::clear_actor::is_by_policy;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::accounts::AccountError;
use desk::clears::{Clear, LedgerError, MonthReview};
use domain::{AccountId, Actor, paths};
use http::Uri;
use jiff::tz::TimeZone;

use crate::exports::{self, Format};
use crate::middleware::signed_in::Visitor;
use crate::middleware::trouble::Trouble;
use crate::routed::Route;
use crate::shapes::months::MonthShape;
use crate::state::AppState;

/// The route that pages and files of months share, as the router writes it.
const MONTH: &str = "/budget/{month}";

/// The columns of the table.
const COLUMNS: [&str; 16] = [
    "id",
    "at",
    "account",
    "appid",
    "scope",
    "interface",
    "actor",
    "by",
    "approved_by",
    "glass_broken",
    "reason",
    "override",
    "state",
    "errcode",
    "rid",
    "given_back",
];

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
        None => exports::instead(&state, request.uri().clone(), request).await,
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
    if let Err(refused) = exports::as_act(state, actor, &subject, paths::BUDGET, request).await {
        return refused;
    }
    let text = match format {
        Format::Csv => appids(state, actor).await.and_then(|appids| table(&review, &appids, &zone)),
        Format::Json => serde_json::to_vec_pretty(&MonthShape::of(&review)).map_err(io::Error::other),
    };
    match text {
        Ok(text) => exports::file(&name, format, Body::from(text)),
        Err(error) => {
            tracing::error!(%error, "an export of a month failed");
            Trouble::Broken.into()
        }
    }
}

/// What stands in place of the file of a month that cannot be shown: what would stand in place of its page.
async fn no_month(state: &AppState, error: LedgerError, request: Request) -> Response {
    if let LedgerError::Internal(error) = error {
        tracing::error!(%error, "a month could not be read for an export");
        return Trouble::Broken.into();
    }
    let path = request.uri().path();
    let page = path.rsplit_once('.').and_then(|(page, _)| page.parse().ok());
    exports::instead(state, page.unwrap_or_else(|| Uri::from_static(paths::BUDGET)), request).await
}

/// Every account's appid: the ledger knows accounts by their ids.
async fn appids(state: &AppState, actor: &Actor) -> io::Result<HashMap<AccountId, String>> {
    let accounts = state.desk.accounts(actor).await.map_err(|error: AccountError| io::Error::other(error))?;
    Ok(accounts.into_iter().map(|account| (account.id, account.appid.to_string())).collect())
}

/// One line a clear.
fn table(review: &MonthReview, appids: &HashMap<AccountId, String>, zone: &TimeZone) -> io::Result<Vec<u8>> {
    let mut text = exports::heads(&COLUMNS)?;
    for clear in &review.clears {
        let appid = appids.get(&clear.account_id).map_or("", String::as_str);
        exports::row(&cells(clear, appid, zone), &mut text)?;
    }
    Ok(text)
}

fn cells(clear: &Clear, appid: &str, zone: &TimeZone) -> [String; COLUMNS.len()] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let by = match (&clear.actor, is_by_policy(clear)) {
        (None, _) => "",
        (_, true) => "policy",
        (_, false) => "hand",
    };
    let path = clear.interface.as_ref().map(|(_, path)| path.to_string());
    [
        clear.id.to_string(),
        exports::moment(clear.counted_at(), zone),
        clear.account_name.clone(),
        appid.to_owned(),
        clear.scope().word().to_owned(),
        text(&path),
        text(&clear.actor),
        by.to_owned(),
        text(&clear.approved_by),
        if clear.glass_broken { "yes" } else { "" }.to_owned(),
        text(&clear.reason),
        text(&clear.override_reason),
        clear.state.word().to_owned(),
        clear.errcode.map(|errcode| errcode.to_string()).unwrap_or_default(),
        text(&clear.rid),
        clear.gave_back().map(|calls| calls.to_string()).unwrap_or_default(),
    ]
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
