//! Security headers of every answer: what a browser lets our pages do; everything else is refused.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, header};
use leptos::nonce::Nonce;

/// Headers of every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    // No guessing of content types: a text is never run as a script.
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Full addresses to ourselves (a form goes back to its page by it), nothing to others.
    (header::REFERRER_POLICY, "same-origin"),
    // Frames are refused by the policy below; this is for browsers that only know the older word.
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    // A window that opened us, or that we open, gets no handle on the other.
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // Nobody else may embed our files.
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// For two years, the names below ours left alone: they may be others'.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Mints a nonce for the page's scripts, and writes the headers; the state is whether people come by TLS.
pub(crate) async fn write(State(https): State<bool>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    }
    if let Ok(policy) = HeaderValue::try_from(policy(&nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Figures and forms are never kept by a browser or a proxy; files that may be kept say so themselves.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn policy(nonce: &Nonce) -> String {
    [
        // What is not named below is refused: frames, plug-ins, workers, media.
        "default-src 'none'",
        // Our own files, the few scripts that the server writes into a page, and wasm. Not 'strict-dynamic', which would
        // have browsers pass over 'self' and with it the preloaded module.
        &format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        // No style attributes, no <style>: classes and SVG attributes do.
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        // What islands fetch.
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        // No <base> that sends relative links elsewhere.
        "base-uri 'none'",
        // No frame around us, so no click is stolen.
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
    .join("; ")
}
