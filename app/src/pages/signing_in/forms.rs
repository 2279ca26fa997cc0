//! Forms that sign in and out, and that make the first admin: their server functions.

use desk::Desk;
use desk::users::{SetUpError, SignInError};
use domain::{UserName, paths};
use leptos::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use crate::context::{Theme, encode};
use crate::forms::preferences::{keep_lang, keep_theme};
use crate::forms::{self, browser};
use crate::pages::signing_in::outcome::{SetUpFaults, SignInRefused};
use crate::parts::new_password::{NewPasswordFault, new_password_fault};

/// Signs in, and goes to `next`, an address of ours; or back to the form.
#[server(prefix = "/form", endpoint = "sign-in")]
pub async fn sign_in(
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    let password = SecretString::from(password);
    let desk = forms::use_desk()?;
    let next = forms::own_address(&next);
    let old = forms::session_id();
    match desk.sign_in(&name, password, old.as_deref(), forms::origin()).await {
        Ok(session) => {
            forms::set_session(session.expose_secret());
            browser::forget_waiting();
            keep_in_browser(&desk, &session).await;
            forms::go(next);
        }
        Err(SignInError::Wait(wait)) => {
            browser::keep_waiting(&name, wait.until);
            forms::go(&to_sign_in(next, Some("wait")));
        }
        Err(SignInError::Busy) => forms::go(&to_sign_in(next, Some("busy"))),
        // Without the name: it is kept in the database for a moment, and some type their password there.
        Err(SignInError::Wrong) => return forms::finish(SignInRefused, &to_sign_in(next, None)).await,
        Err(SignInError::Internal(error)) => return forms::finish(error, &to_sign_in(next, None)).await,
    }
    Ok(())
}

/// The address of the sign-in page, which states `reason` and goes on to `next`.
fn to_sign_in(next: &str, reason: Option<&str>) -> String {
    let next = (next != paths::OVERVIEW).then(|| format!("next={}", encode(next)));
    let query: Vec<_> = next.into_iter().chain(reason.map(|word| format!("because={word}"))).collect();
    paths::sign_in(&query)
}

/// Has the browser be known as a device of the user, and sets its language and colours to those that the user chose, if any.
async fn keep_in_browser(desk: &Desk, session: &SecretString) {
    let user = match desk.visit(session.expose_secret(), None, false).await {
        Ok(Some(visit)) => visit.who.user,
        Ok(None) => return,
        // The user is signed in all the same; without cookies, pages use the preferences in the database.
        Err(error) => {
            tracing::error!(%error, "somebody who signed in could not be read");
            return;
        }
    };
    browser::remember_device(desk, &user);
    if user.preferences.lang.is_some() {
        keep_lang(user.preferences.lang);
    }
    if let Some(theme) = user.preferences.theme.as_deref().and_then(Theme::from_cookie) {
        keep_theme(Some(theme));
    }
}

/// Ends this session.
#[server(prefix = "/form", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    if let Some(session) = forms::session_id()
        && let Err(error) = desk.sign_out(&forms::actor(), &session).await
    {
        return forms::finish(error, paths::OVERVIEW).await;
    }
    forms::forget_session();
    forms::go(&paths::sign_in(&["because=out"]));
    Ok(())
}

/// Makes the first admin and signs them in; or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "set-up")]
pub async fn set_up(
    #[server(default)] code: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ServerFnError> {
    let [password, again] = [password, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    match desk.is_setup_code(&code).await {
        Ok(true) => {}
        // The page itself says that the link is not valid.
        Ok(false) => {
            forms::go(paths::SET_UP);
            return Ok(());
        }
        Err(error) => return forms::finish(error, paths::SET_UP).await,
    }
    // The code was made here, so no text of anyone's gets into the address.
    let form = paths::set_up(&encode(&code));
    let mut faults = SetUpFaults {
        name: forms::shown_again(&name),
        name_fault: UserName::chosen(&name).err(),
        password: new_password_fault(&password, &again, &name),
    };
    if faults.name_fault.is_some() || faults.password.is_some() {
        return forms::finish(faults, &form).await;
    }
    let old = forms::session_id();
    match desk.set_up(&code, &name, password, old.as_deref(), forms::origin()).await {
        Ok(session) => {
            forms::set_session(session.expose_secret());
            keep_in_browser(&desk, &session).await;
            forms::go(paths::OVERVIEW);
            return Ok(());
        }
        Err(SetUpError::Link) => {
            forms::go(paths::SET_UP);
            return Ok(());
        }
        Err(SetUpError::Name(fault)) => faults.name_fault = Some(fault),
        Err(SetUpError::Password(fault)) => faults.password = Some(NewPasswordFault::Password(fault)),
        Err(SetUpError::Busy) => faults.password = Some(NewPasswordFault::Busy),
        Err(SetUpError::Internal(error)) => return forms::finish(error, &form).await,
    }
    forms::finish(faults, &form).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_sign_in_keeps_where_one_was_going_and_why_one_is_there() {
        assert_eq!(to_sign_in("/", None), "/login");
        assert_eq!(to_sign_in("/clears?month=2026-03", None), "/login?next=/clears%3Fmonth%3D2026-03");
        assert_eq!(to_sign_in("/", Some("wait")), "/login?because=wait");
        assert_eq!(to_sign_in("/rid", Some("busy")), "/login?next=/rid&because=busy");
    }
}
