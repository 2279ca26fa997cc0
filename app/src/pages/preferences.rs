//! Language and colours: kept in cookies, so that they hold before anyone signs in.

#![expect(clippy::unused_async, reason = "a server function is async, whatever it does")]

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use domain::Lang;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::context::Theme;
use crate::forms::own_address;

/// A year, in seconds.
const KEPT_FOR: i64 = 31_536_000;

/// Keeps the language or the theme that was chosen, and goes back to the page.
#[server(prefix = "", endpoint = "preferences")]
pub async fn set_preferences(
    #[server(default)] lang: String,
    #[server(default)] theme: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cookies = [
        lang.parse::<Lang>().ok().map(|lang| format!("lang={}; Max-Age={KEPT_FOR}", lang.word())),
        match theme.as_str() {
            "auto" => Some("theme=; Max-Age=0".to_owned()),
            word => Theme::from_cookie(word).map(|theme| format!("theme={}; Max-Age={KEPT_FOR}", theme.word())),
        },
    ];
    if let Some(response) = use_context::<ResponseOptions>() {
        for cookie in cookies.into_iter().flatten() {
            if let Ok(cookie) = HeaderValue::from_str(&format!("{cookie}; Path=/; SameSite=Lax")) {
                response.append_header(SET_COOKIE, cookie);
            }
        }
    }
    leptos_axum::redirect(own_address(&back));
    Ok(())
}
