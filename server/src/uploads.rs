//! Uploads: a form whose body is a file.

use app::context::SessionId;
use app::forms::{Flash, leave_in};
use app::pages::accounts::import_outcome::ImportOutcome;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::response::{IntoResponse, Response};
use domain::{Actor, paths};
use http::{StatusCode, header};
use zeroize::Zeroizing;

use crate::middleware::errors::HttpError;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

/// The field of the form that holds the file.
const FILE: &str = "file";

pub(crate) fn route() -> Route {
    Route::post(paths::POST_IMPORT, upload)
}

/// Keeps a file of accounts for its preview, which the page it leads to shows.
async fn upload(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let session = request.extensions().get::<SessionId>().map(|SessionId(id)| id.clone()).unwrap_or_default();
    let Ok(file) = file_of(&state, request).await else { return HttpError::Unreadable.into() };
    if let Some(flash) = refused(&state, &actor, &session, file).await
        && let Err(error) = leave_in(&state.desk, &session, &flash).await
    {
        tracing::error!(%error, "a form's outcome could not be left for the next page");
    }
    (StatusCode::FOUND, [(header::LOCATION, paths::ACCOUNT_IMPORT)]).into_response()
}

/// Keeps the file; why not, where it cannot be kept.
async fn refused(state: &AppState, actor: &Actor, session: &str, file: Option<Zeroizing<Vec<u8>>>) -> Option<Flash> {
    let Some(file) = file else { return Some(ImportOutcome::NothingChosen.into()) };
    state.desk.keep_import(actor, session, &file).await.err().map(Flash::from)
}

/// A form that is not text, or that breaks off.
struct Unreadable;

/// The bytes of the file that the form sends; `None` where it sends none.
async fn file_of(state: &AppState, request: Request) -> Result<Option<Zeroizing<Vec<u8>>>, Unreadable> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) {
        // A form without files holds none, as long as it can be read.
        let body = Bytes::from_request(request, state).await.map_err(|_| Unreadable)?;
        return std::str::from_utf8(&body).map(|_| None).map_err(|_| Unreadable);
    }
    let mut form = Multipart::from_request(request, state).await.map_err(|_| Unreadable)?;
    while let Some(field) = form.next_field().await.map_err(|_| Unreadable)? {
        if field.name() == Some(FILE) {
            let file: Bytes = field.bytes().await.map_err(|_| Unreadable)?;
            return Ok(Some(Zeroizing::new(file.to_vec())).filter(|file| !file.is_empty()));
        }
    }
    Ok(None)
}
