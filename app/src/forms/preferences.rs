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
    if let Ok(lang) = lang.parse() {
        keep_lang(Some(lang));
    }
    match theme.as_str() {
        "auto" => keep_theme(None),
        word => {
            if let Some(theme) = Theme::from_cookie(word) {
                keep_theme(Some(theme));
            }
        }
    }
    leptos_axum::redirect(own_address(&back));
    Ok(())
}

/// Has the browser keep a language, or go by its own.
pub(crate) fn keep_lang(lang: Option<Lang>) {
    keep("lang", lang.map(Lang::word));
}

/// Has the browser keep a theme, or go by its own.
pub(crate) fn keep_theme(theme: Option<Theme>) {
    keep("theme", theme.map(Theme::word));
}

fn keep(name: &str, value: Option<&str>) {
    let (value, age) = value.map_or(("", 0), |value| (value, KEPT_FOR));
    let cookie = HeaderValue::from_str(&format!("{name}={value}; Max-Age={age}; Path=/; SameSite=Lax"));
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
}
