//! The answer of `/metrics`.

use std::fmt;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::gauges::Gauges;
use http::{HeaderMap, HeaderValue, header};
use prometheus_client::encoding::text::encode_eof;

use super::registry::Metrics;
use super::{gauges, text};
use crate::accepted::prefers;
use crate::api::problem::Problem;
use crate::state::AppState;

const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
const PROMETHEUS: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// All metrics, in the format that is asked for. Who may ask is checked before.
pub(crate) async fn answer(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let gauges = match state.desk.gauges().await {
        Ok(gauges) => gauges,
        Err(error) => return Problem::internal(&error).into_response(),
    };
    let text = match written(&state.metrics, gauges, state.metrics_settings.interfaces) {
        Ok(text) => text,
        Err(error) => return Problem::internal(&error).into_response(),
    };
    let (kind, body) = if prefers(&headers, ("application", "openmetrics-text"), ("text", "plain")) {
        (OPEN_METRICS, text)
    } else {
        (PROMETHEUS, text::prometheus(&text))
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("accept")),
    ];
    (headers, body).into_response()
}

/// All metrics in OpenMetrics' text format.
fn written(metrics: &Metrics, gauges: Gauges, interfaces: bool) -> Result<String, fmt::Error> {
    let mut text = String::new();
    gauges::write(&mut text, gauges, interfaces)?;
    metrics.write(&mut text)?;
    encode_eof(&mut text)?;
    Ok(text)
}
