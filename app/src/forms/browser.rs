//! What a browser keeps about signing in, besides its session: that it is a known device, and who has to wait.

use std::time::Duration;

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, request::Parts};
use desk::Desk;
use desk::users::User;
use domain::users::NAME_CHARACTERS;
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use secrecy::ExposeSecret;

use super::{cookie, device, shown_again};
use crate::context::Viewer;
use crate::cookies::SessionCookie;

/// The longest time for which somebody has to wait; what a browser says beyond it is not believed.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// How much longer than the wait the name is kept, so that the form still has it when the wait is over.
const KEPT_LONGER: Duration = Duration::from_mins(5);

/// Somebody who has to wait before the next attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// When the next attempt may be made.
    pub until: Timestamp,
    /// The name as typed.
    pub name: String,
}

impl Waiting {
    /// As the cookie has it.
    fn to_value(&self) -> String {
        let name = utf8_percent_encode(&self.name, NON_ALPHANUMERIC);
        format!("{}.{name}", self.until.as_second())
    }

    /// Of a cookie's value; `None` where wxquota never set it.
    fn of_value(value: &str, now: Timestamp) -> Option<Self> {
        let (until, name) = value.split_once('.')?;
        let until = Timestamp::from_second(until.parse().ok()?).ok()?;
        let name = percent_decode_str(name).decode_utf8().ok()?;
        let is_one = until <= now + LONGEST_WAIT && name.chars().count() <= NAME_CHARACTERS;
        is_one.then(|| Self { until, name: name.into_owned() })
    }
}

fn read(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    cookie(&parts.headers, name).map(str::to_owned)
}

fn answer_with(cookie: Option<HeaderValue>) {
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// Has this browser be known as a device of a user who has just typed the password in it.
pub fn remember_device(desk: &Desk, user: &User) {
    let Some(kind) = use_context::<SessionCookie>() else { return };
    match desk.remember_device(user, device().as_ref().map(ExposeSecret::expose_secret)) {
        Ok(value) => answer_with(kind.device().set(value.expose_secret())),
        // The user is signed in all the same; the browser then counts as a stranger's.
        Err(error) => tracing::error!(%error, "a device could not be remembered"),
    }
}

/// Has this browser keep who has to wait, so that the form has the name again. Nothing is written into the database, since
/// anybody could cause that as often as they like, and nothing into the address, which ends up in histories.
pub fn keep_waiting(name: &str, until: Timestamp) {
    let name: String = shown_again(name.trim()).chars().take(NAME_CHARACTERS).collect();
    let left = until.duration_since(Viewer::current().now);
    let kept_for = Duration::try_from(left).unwrap_or(Duration::ZERO) + KEPT_LONGER;
    let cookie = use_context::<SessionCookie>();
    answer_with(cookie.and_then(|cookie| cookie.waiting().set(&Waiting { until, name }.to_value(), kept_for)));
}

/// Who has to wait, by what this browser keeps.
pub fn waiting() -> Option<Waiting> {
    let value = read(use_context::<SessionCookie>()?.waiting().name())?;
    Waiting::of_value(&value, Viewer::current().now)
}

/// Has this browser forget who had to wait.
pub fn forget_waiting() {
    let Some(kind) = use_context::<SessionCookie>().map(SessionCookie::waiting) else { return };
    if read(kind.name()).is_some() {
        answer_with(Some(kind.clear()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_read_as_it_was_kept_and_nothing_else_is() {
        let now: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let waiting = Waiting { until: now + SignedDuration::from_mins(15), name: "王; Alice=1".to_owned() };
        let value = waiting.to_value();
        assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'%')), "{value}");
        assert_eq!(Waiting::of_value(&value, now), Some(waiting.clone()));
        assert_eq!(Waiting::of_value(&value, now - SignedDuration::from_secs(1)), None, "longer than anybody waits");
        for forged in ["", ".", "x.alice", "9999999999999999.alice", "1.%ff", &format!("1.{}", "a".repeat(61))] {
            assert_eq!(Waiting::of_value(forged, now), None, "{forged}");
        }
    }
}
