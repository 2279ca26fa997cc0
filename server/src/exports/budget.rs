//! A month of clears as a file: beside its page, `/budget/2026-11.csv` for people and `.json` for programs.

use app::context::Viewer;
use app::files::clears::{ClearLine, columns};
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::clears::MonthReview;
use domain::{Actor, Permission};
use http::Uri;

use super::sheet::{self, ReadPart};
use super::{Format, NoFile, file, no_file, page_instead, record, refused, viewer};
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
        Err(NoFile::AsPage | NoFile::NotUnderstood) => {
            let page = page_of(request.uri());
            page_instead(&state, page, request).await
        }
        Err(why) => no_file(&state, why, request).await,
    }
}

/// The month's word and the sort of file, where one is asked for.
fn file_of(month: &str) -> Option<(&str, Format)> {
    let (word, ending) = month.rsplit_once('.')?;
    let format = Format::ALL.into_iter().find(|format| format.ending() == ending)?;
    Some((word, format))
}

/// The page of a month, out of the address of its file.
fn page_of(file: &Uri) -> Uri {
    file.path().rsplit_once('.').and_then(|(page, _)| page.parse().ok()).unwrap_or_default()
}

async fn export(
    state: &AppState,
    actor: &Actor,
    viewer: Viewer,
    word: &str,
    format: Format,
) -> Result<Response, NoFile> {
    let review = state.desk.month(actor, Some(word)).await?;
    let name = format!("budget-{}", review.word);
    let subject = format!("{name}.{}", format.ending());
    let body = match format {
        Format::Csv => sheet::body(state, viewer, columns, clears(state, actor, review).await?).await?,
        Format::Json => Body::from(serde_json::to_vec_pretty(&MonthShape::of(&review)).map_err(std::io::Error::from)?),
    };
    record(state, actor, Permission::SeeLedger, &subject).await?;
    Ok(file(&name, format, body))
}

/// The clears of a month, the oldest first.
async fn clears(state: &AppState, actor: &Actor, review: MonthReview) -> Result<ReadPart<ClearLine, ()>, NoFile> {
    let accounts = state.desk.accounts(actor).await?;
    let lines: Vec<_> = review.clears.into_iter().map(|clear| ClearLine::new(clear, &accounts)).collect();
    Ok(Box::new(move |_| Box::pin(std::future::ready(Ok(Part::whole(lines.clone()))))))
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
