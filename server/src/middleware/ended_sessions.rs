//! Forms that are posted after their session has ended: what was typed is kept for whoever signs in again.

use app::forms::kept::keep_posted;
use axum::body::Body;
use axum::extract::Request;
use futures::StreamExt;
use http::{HeaderMap, header};
use url::form_urlencoded;

use crate::state::AppState;

/// The most bytes of a posted form that are looked at: a pasted text that is kept spells each of its bytes with up to three.
const MOST_READ: usize = 256 << 10;

/// Keeps what was typed into the form of this request, where its session ended by itself less than an hour ago; the page
/// that has the form. `None` where nothing is kept.
pub(super) async fn keep_typed(state: &AppState, session_id: &str, request: Request) -> Option<String> {
    let action = request.uri().path().to_owned();
    let ended = state.desk.session_ended_lately(session_id).await;
    let ended = ended.inspect_err(|error| tracing::error!(%error, "an ended session could not be looked up"));
    if !ended.unwrap_or_default() || !is_form(request.headers()) {
        return None;
    }
    let (body, is_cut) = beginning(request.into_body()).await?;
    let pairs: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
    let kept = keep_posted(&state.desk, session_id, &action, &pairs, is_cut).await;
    kept.inspect_err(|error| tracing::error!(%error, "what was typed could not be kept")).ok().flatten()
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// The beginning of a body, and whether there was more; `None` where it broke off.
async fn beginning(body: Body) -> Option<(Vec<u8>, bool)> {
    let mut read = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.ok()?;
        let room = MOST_READ - read.len();
        read.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Some((read, true));
        }
    }
    Some((read, false))
}
