//! The export of one clear, for WeChat's staff or the books: the JSON of the API, for whoever is signed in.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::audit::AuditError;
use desk::clears::LedgerError;
use domain::{ClearId, paths};
use http::Uri;

use crate::exports::{self, Format};
use crate::middleware::errors::HttpError;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::shapes::clears::OneClear;
use crate::state::AppState;

/// The route of the file.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/clears/{id}/export.json", export)]
}

async fn export(
    State(state): State<AppState>,
    Visitor(actor): Visitor,
    Path(word): Path<String>,
    request: Request,
) -> Response {
    if let Some(refused) = exports::refused(&request) {
        return refused;
    }
    let Ok(id) = word.parse().map(ClearId) else { return no_clear(&state, request, ClearId(0)).await };
    let page = match state.desk.clear_page(&actor, id).await {
        Ok(page) => page,
        Err(LedgerError::Internal(error)) => return broken(&error),
        // The clear's own page says which of the two.
        Err(_) => return no_clear(&state, request, id).await,
    };
    // What leaves the desk leaves a line, or it does not leave.
    match state.desk.audit_export(&actor, &format!("clear.json?id={id}")).await {
        Ok(()) => {}
        Err(AuditError::Forbidden(_)) => return no_clear(&state, request, id).await,
        Err(AuditError::Internal(error)) => return broken(&error),
    }
    match serde_json::to_vec_pretty(&OneClear::of(&page)) {
        Ok(body) => exports::file(&format!("clear-{id}"), Format::Json, Body::from(body)),
        Err(error) => broken(&error),
    }
}

/// The page of the clear, which says why there is no file of it.
async fn no_clear(state: &AppState, request: Request, id: ClearId) -> Response {
    let page = Uri::try_from(paths::clear(id)).unwrap_or_else(|_| Uri::from_static(paths::CLEARS));
    exports::page_instead(state, page, request).await
}

fn broken(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a clear could not be exported");
    HttpError::Broken.into()
}
