//! The error answers of the control API.

use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use crate::platform::CommandError;

/// An error answer: an HTTP status and a message of one line.
#[derive(Debug)]
pub(super) struct Problem(pub(super) StatusCode, pub(super) String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(serde_json::json!({ "error": self.1 }))).into_response()
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        let status = match error {
            CommandError::UnknownAccount(_) => StatusCode::NOT_FOUND,
            CommandError::NoClearLeft => StatusCode::CONFLICT,
            CommandError::Path(_) | CommandError::Settings(_) | CommandError::Account(_) => StatusCode::BAD_REQUEST,
        };
        Self(status, error.to_string())
    }
}

/// The body as JSON, whatever its content type says: people type this API with curl.
pub(super) fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem(StatusCode::BAD_REQUEST, error.to_string()))
}
