//! Forms about somebody's own settings: their server functions.

use std::sync::Arc;

use desk::Desk;
use desk::users::{OwnPasswordError, Preferences, PreferencesError, SessionSelection, SessionUser};
use domain::{Lang, paths};
use jiff::tz;
use leptos::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use crate::context::{Theme, Viewer, encode};
use crate::forms::browser;
use crate::forms::preferences::{keep_lang, keep_theme};
use crate::forms::{self, Flash, Refused};
use crate::pages::settings::outcome::SettingsOutcome;
use crate::parts::new_password::{NewPasswordFault, new_password_fault};

/// The user who posts the form; sends anybody else to the sign-in page.
fn signed_in() -> Option<Arc<SessionUser>> {
    let who = Viewer::current().signed_in.clone();
    if who.is_none() {
        forms::go(paths::SIGN_IN);
    }
    who
}

/// Ends one of the sessions of whoever asks.
#[server(prefix = "/form", endpoint = "settings/end-session")]
pub async fn end_own_session(#[server(default)] session: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Some(who) = signed_in() else { return Ok(()) };
    let which = SessionSelection::One(session.parse().unwrap_or_default());
    match desk.end_sessions(&forms::actor(), who.user.id, which).await {
        // Also where it had ended before.
        Ok(_) => forms::finish(SettingsOutcome::SessionEnded, paths::SETTINGS).await,
        Err(error) => forms::finish(error, paths::SETTINGS).await,
    }
}

/// Ends every session of whoever asks, this one too.
#[server(prefix = "/form", endpoint = "settings/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Some(who) = signed_in() else { return Ok(()) };
    if let Err(error) = desk.end_sessions(&forms::actor(), who.user.id, SessionSelection::AllBut(None)).await {
        return forms::finish(error, paths::SETTINGS).await;
    }
    forms::forget_session();
    forms::go(&paths::sign_in(&["because=everywhere"]));
    Ok(())
}

/// Changes the password of whoever asks. Their other sessions end; this one gets another id.
#[server(prefix = "/form", endpoint = "settings/password")]
pub async fn change_password(
    #[server(default)] present: String,
    #[server(default)] new: String,
    #[server(default)] again: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    let [present, new, again] = [present, new, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let Some(who) = signed_in() else { return Ok(()) };
    // From the page of the form alone one goes on to where one was going; the other form is in the settings.
    let next = Some(next).filter(|next| !next.is_empty());
    let next = next.as_deref().map(forms::own_address);
    let form = next.map_or_else(|| paths::OWN_PASSWORD.to_owned(), own_form);
    if let Some(fault) = new_password_fault(&new, &again, &who.user.name) {
        return forms::finish(SettingsOutcome::Password { wrong: false, new: Some(fault) }, &form).await;
    }
    let (wrong, new) = match desk.change_own_password(&who, &forms::actor(), present, new).await {
        Ok(fresh) => {
            remember_device(&desk, &fresh).await;
            let to = next.unwrap_or(paths::SETTINGS);
            return forms::finish_in(fresh.expose_secret(), SettingsOutcome::PasswordChanged, to).await;
        }
        Err(OwnPasswordError::Wrong) => (true, None),
        Err(OwnPasswordError::Password(fault)) => (false, Some(NewPasswordFault::Password(fault))),
        Err(OwnPasswordError::Wait(wait)) => return forms::finish(Refused::Wait(wait.until), &form).await,
        Err(OwnPasswordError::Busy) => return forms::finish(Refused::Busy, &form).await,
        Err(OwnPasswordError::Internal(error)) => return forms::finish(error, &form).await,
    };
    forms::finish(SettingsOutcome::Password { wrong, new }, &form).await
}

/// The page of the form alone, which goes on to `next`, an address of ours.
fn own_form(next: &str) -> String {
    paths::new_password(&[format!("next={}", encode(next))])
}

/// Has this browser stay a known device of the user, whose former device cookies are void with the former password.
async fn remember_device(desk: &Desk, session: &SecretString) {
    match desk.visit(session.expose_secret(), None, false).await {
        Ok(visit) => visit.into_iter().for_each(|visit| browser::remember_device(desk, &visit.who.user)),
        Err(error) => tracing::error!(%error, "a device could not be remembered"),
    }
}

/// Saves language, colours and time zone of whoever asks, and applies them to their browser at once.
#[server(prefix = "/form", endpoint = "settings/look")]
pub async fn save_look(
    #[server(default)] lang: String,
    #[server(default)] theme: String,
    #[server(default)] zone: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let (lang, theme) = (lang.parse::<Lang>().ok(), Theme::from_cookie(&theme));
    let preferences = Preferences {
        lang,
        theme: theme.map(|theme| theme.word().to_owned()),
        time_zone: Some(zone_name(zone.trim())).filter(|zone| !zone.is_empty()),
    };
    let flash = match desk.set_preferences(&forms::actor(), &preferences).await {
        Ok(()) => {
            keep_lang(lang);
            keep_theme(theme);
            Flash::from(SettingsOutcome::PreferencesSaved)
        }
        Err(PreferencesError::TimeZone) => {
            let theme = preferences.theme;
            SettingsOutcome::TimeZone { typed: forms::shown_again(&zone), lang, theme }.into()
        }
        Err(PreferencesError::Forbidden(forbidden)) => Refused::forbidden(forbidden.role).into(),
        Err(PreferencesError::Internal(error)) => error.into(),
    };
    forms::finish(flash, paths::SETTINGS).await
}

/// The name of a time zone in its usual spelling; what is not a time zone, as typed.
fn zone_name(typed: &str) -> String {
    let known = tz::db().available().find(|name| name.as_str().eq_ignore_ascii_case(typed));
    known.map_or_else(|| typed.to_owned(), |name| name.as_str().to_owned())
}
