//! The language of an answer.

use app::forms::cookie;
use app::i18n::negotiate;
use domain::Lang;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// The language that a request asks for: its cookie's, or else the first one of its header that there is.
pub(crate) fn of(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate(cookie(headers, "lang"), accepted)
}
