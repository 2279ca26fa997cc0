//! What is known of a connection: whether it found a place, and whether somebody uses it who is known.
//!
//! On spare connections everything is refused in words but health checks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::Extensions;

use super::errors::HttpError;
use super::health_checks::is_health_check;

/// Among the extensions of a request whose connection has only a spare place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crowded;

/// Whether a connection carried a request with a valid session or token; among the extensions of its requests.
#[derive(Debug, Clone, Default)]
pub(crate) struct Introduction(Arc<AtomicBool>);

impl Introduction {
    pub(crate) fn was_made(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Introduces whoever sent a request with these extensions.
    pub(crate) fn make(extensions: &Extensions) {
        if let Some(Self(made)) = extensions.get() {
            made.store(true, Ordering::Relaxed);
        }
    }
}

pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    if request.extensions().get::<Crowded>().is_some() && !is_health_check(request.uri().path()) {
        return HttpError::TooManyConnections.into();
    }
    next.run(request).await
}
