//! Forms: a plain post to a server function, which acts, leaves what came of it in a flash, and sends the browser on.
//!
//! A form's function always returns `Ok`: leptos would put an error into the address, where it can be forged and ends up
//! in histories and logs. Addresses here carry no text; what the person reads is waiting in the session.

pub mod browser;
pub mod confirm;
pub mod flash;
pub mod kept;
pub mod preferences;
pub mod reason;
pub mod refused;
mod shown_again;

use std::sync::Arc;

use axum::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, request::Parts};
use desk::Desk;
use desk::users::Origin;
use domain::{AccountId, Actor};
use leptos::prelude::{ServerFnError, use_context};
use leptos_axum::ResponseOptions;
use secrecy::SecretString;

use crate::context::{SessionId, Viewer};
use crate::cookies::SessionCookie;

pub use flash::{Flash, FlashNotice, Outcome, missing_notice};
pub use refused::Refused;
pub use shown_again::{
    contact_shown_again, faults_shown_again, number, pasted_shown_again, paths_shown_again, repaired, shown_again,
    text_shown_again,
};

/// The desk of this request.
///
/// # Errors
/// Where the server did not provide one, which is a mistake of ours.
pub fn use_desk() -> Result<Arc<Desk>, ServerFnError> {
    use_context::<Arc<Desk>>().ok_or_else(|| ServerFnError::new("no desk"))
}

/// Who acts in this request.
pub fn actor() -> Actor {
    Viewer::current().actor.clone()
}

/// The id in a form's field for an account; that of no account where it holds no number.
pub(crate) fn account_id(field: &str) -> AccountId {
    AccountId(field.parse().unwrap_or_default())
}

/// Leaves the outcome of a form for the next page and sends the browser to `to`, an address of ours without text of anyone's.
///
/// # Errors
/// Only where the request has no desk.
pub async fn finish(outcome: impl Into<Flash>, to: &str) -> Result<(), ServerFnError> {
    let desk = use_desk()?;
    if let Err(error) = leave(&desk, &outcome.into()).await {
        // The act itself is done or refused; without its message the page still shows how things stand.
        tracing::error!(%error, "a form's outcome could not be left for the next page");
    }
    go(to);
    Ok(())
}

/// Sends the browser to `to`, an address of ours without text of anyone's, where the page itself says what came of it.
pub fn go(to: &str) {
    leptos_axum::redirect(to);
}

/// As [`finish`], where the browser has another session from now on.
///
/// # Errors
/// Only where the request has no desk.
pub async fn finish_in(session: &str, outcome: impl Into<Flash>, to: &str) -> Result<(), ServerFnError> {
    let desk = use_desk()?;
    set_session(session);
    if let Err(error) = leave_in(&desk, session, &outcome.into()).await {
        tracing::error!(%error, "a form's outcome could not be left for the next page");
    }
    go(to);
    Ok(())
}

/// Sends the browser from the page it asked for to `to`, an address of ours.
pub fn send(to: &str) {
    leptos_axum::redirect(to);
    // Whatever asked: of a page, unlike of a form's answer, nothing else is there to be shown.
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::FOUND);
    }
}

async fn leave(desk: &Desk, flash: &Flash) -> Result<(), desk::Internal> {
    let session = if let Some(session) = session_id() {
        session
    } else {
        let fresh = desk.new_session_id()?;
        set_session(&fresh);
        fresh
    };
    leave_in(desk, &session, flash).await
}

/// Leaves the outcome of a form for the next page of this session.
///
/// # Errors
/// The database's failure.
pub async fn leave_in(desk: &Desk, session: &str, flash: &Flash) -> Result<(), desk::Internal> {
    let Ok(message) = serde_json::to_string(flash) else { return Ok(()) };
    desk.leave_flash(session, &message).await
}

/// Leaves what was taken for the page once more: one that is looked at again, as after a change of the language, is to show
/// the same.
pub async fn keep(flash: &Flash) {
    let (Some(desk), Some(session)) = (use_context::<Arc<Desk>>(), session_id()) else { return };
    if let Err(error) = leave_in(&desk, &session, flash).await {
        tracing::error!(%error, "a form's outcome could not be left once more");
    }
}

/// Takes what the form before this page left; a reload finds nothing more.
pub async fn take_flash() -> Flash {
    let (Some(desk), Some(session)) = (use_context::<Arc<Desk>>(), session_id()) else { return Flash::default() };
    let message = desk.take_flash(&session).await;
    let message = message.inspect_err(|error| tracing::error!(%error, "a form's outcome could not be read")).ok();
    message.flatten().and_then(|message| serde_json::from_str(&message).ok()).unwrap_or_default()
}

/// The id of this request's session, where its cookie brought one: of somebody's, or one that only carries messages.
pub fn session_id() -> Option<String> {
    use_context::<Parts>()?.extensions.get::<SessionId>().map(|SessionId(id)| id.clone())
}

/// Has the browser keep another session id from now on.
pub fn set_session(id: &str) {
    let cookie = use_context::<SessionCookie>().and_then(|cookie| cookie.set(id));
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// What a browser that signs out is to forget besides its session: pages that it kept, and what scripts stored. Not its cookies,
/// of which the device cookie stays.
const FORGOTTEN: HeaderValue = HeaderValue::from_static(r#""cache", "storage""#);

/// Has the browser forget its session, and what it kept of pages.
pub fn forget_session() {
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), use_context::<SessionCookie>()) {
        response.append_header(SET_COOKIE, cookie.clear());
        response.insert_header(HeaderName::from_static("clear-site-data"), FORGOTTEN);
    }
}

/// Where the request of this form or page came from.
pub fn origin() -> Origin {
    let user_agent = use_context::<Parts>()
        .and_then(|parts| parts.headers.get(USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()).into()));
    Origin { address: actor().address(), user_agent, device: device() }
}

/// The value of this browser's device cookie.
fn device() -> Option<SecretString> {
    let (parts, kind) = (use_context::<Parts>()?, use_context::<SessionCookie>()?.device());
    cookie(&parts.headers, kind.name()).map(|value| value.to_owned().into())
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// `back` where it is an address of ours, else the overview: a form must not send people elsewhere.
pub fn own_address(back: &str) -> &str {
    let ours = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains('\\')
        // Browsers drop tabs and line ends from addresses, and no control character may stand in a header.
        && back.bytes().all(|byte| byte.is_ascii_graphic())
        && back.len() <= 2_000;
    if ours { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_back_to() {
        for ours in ["/", "/accounts/3?range=7d"] {
            assert_eq!(own_address(ours), ours);
        }
        for foreign in [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\x01",
            "/\x7f",
            "/a b",
            "/账号",
            "/a\r\nSet-Cookie: x",
            "javascript:1",
        ] {
            assert_eq!(own_address(foreign), "/", "{foreign:?}");
        }
    }

    #[test]
    fn cookies_are_found_by_name() {
        let name = SessionCookie::new(true).name();
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; __Host-wxquota=abc=; b=2"));
        assert_eq!(cookie(&headers, name), Some("abc="));
        assert_eq!(cookie(&headers, "session"), None);
    }
}
