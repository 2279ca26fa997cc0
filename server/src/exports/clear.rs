//! The export of one clear, for WeChat's staff or the books: the JSON of the API, for whoever is signed in.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::{Actor, ClearId, Permission};

use super::{Format, NoFile, file, no_file, pretty_json, record, refused};
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::shapes::clears::OneClear;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get("/clears/{id}/export.json", answer)
}

async fn answer(
    State(state): State<AppState>,
    Visitor(actor): Visitor,
    Path(word): Path<String>,
    request: Request,
) -> Response {
    if let Some(refused) = refused(&request) {
        return refused;
    }
    match export(&state, &actor, &word).await {
        Ok(file) => file,
        Err(why) => no_file(&state, why, request).await,
    }
}

async fn export(state: &AppState, actor: &Actor, word: &str) -> Result<Response, NoFile> {
    // The page of what is no id says that there is no such clear.
    let id = word.parse().map(ClearId).map_err(|_| NoFile::AsPage)?;
    let page = state.desk.clear_page(actor, id).await?;
    record(state, actor, Permission::SeeLedger, &format!("clear.json?id={id}")).await?;
    let body = pretty_json(&OneClear::of(&page))?;
    Ok(file(&format!("clear-{id}"), Format::Json, Body::from(body)))
}
