//! Forms about signing in: their server functions.

use crate::context::{Theme, encode};
use crate::forms::preferences::{keep_lang, keep_theme};
use crate::forms::{self};
use crate::pages::signing_in::outcome::{SetUpFaults, SignInRefused};
use crate::parts::new_password::{NewPasswordFault, new_password_fault};
use desk::Desk;
use desk::users::{SetUpError, SignInError};
use domain::UserName;
use domain::paths;
use domain::users::UserNameFault;
use leptos::prelude::*;
use secrecy::{ExposeSecret, SecretString};

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
            as_preferred(&desk, &session).await;
            forms::go(next);
        }
        // Whoever is held off writes nothing into the database: anyone could, as often as they like.
        Err(SignInError::Wait(_)) => forms::go(&to_sign_in(next, Some("wait"))),
        Err(SignInError::Busy) => forms::go(&to_sign_in(next, Some("busy"))),
        Err(SignInError::Wrong) => {
            // Without the name: it lies in the database for a moment, and some type their password there.
            return forms::finish(SignInRefused, &to_sign_in(next, None)).await;
        }
        Err(SignInError::Internal(error)) => {
            return forms::finish(error, &to_sign_in(next, None)).await;
        }
    }
    Ok(())
}

/// The sign-in page, which says what `because` stands for, and from there on to `next`.
pub(crate) fn to_sign_in(next: &str, because: Option<&str>) -> String {
    let next = (next != "/").then(|| format!("next={}", encode(next)));
    let query: Vec<_> = next.into_iter().chain(because.map(|word| format!("because={word}"))).collect();
    paths::sign_in(&query)
}

/// Has the browser go by what the user chose, where they chose something.
pub(crate) async fn as_preferred(desk: &Desk, session: &SecretString) {
    match desk.visit(session.expose_secret(), None, false).await {
        Ok(visit) => {
            let preferences = visit.map(|visit| visit.who.user.preferences).unwrap_or_default();
            if preferences.lang.is_some() {
                keep_lang(preferences.lang);
            }
            if let Some(theme) = preferences.theme.as_deref().and_then(Theme::from_cookie) {
                keep_theme(Some(theme));
            }
        }
        // They are signed in all the same, and their pages go by their preferences where no cookie says otherwise.
        Err(error) => tracing::error!(%error, "somebody's preferences could not be read"),
    }
}

/// Ends this session.
#[server(prefix = "/form", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    if let Some(session) = forms::session_id()
        && let Err(error) = desk.sign_out(&forms::actor(), &session).await
    {
        return forms::finish(error, "/").await;
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
    let (password, again) = (SecretString::from(password), SecretString::from(again));
    let desk = forms::use_desk()?;
    match desk.is_setup_code(&code).await {
        // The page says what there is to say of the link.
        Ok(false) => {
            forms::go(paths::SET_UP);
            return Ok(());
        }
        Ok(true) => {}
        Err(error) => return forms::finish(error, paths::SET_UP).await,
    }
    // The code is ours, so no text of anyone's gets into the address.
    let form = paths::set_up(&encode(&code));
    let name_fault = name.parse::<UserName>().err();
    let password_fault = new_password_fault(&password, &again, &name);
    if name_fault.is_some() || password_fault.is_some() {
        return forms::finish(faults(&name, name_fault, password_fault), &form).await;
    }
    let old = forms::session_id();
    let faults = match desk.set_up(&code, &name, password, old.as_deref(), forms::origin()).await {
        Ok(session) => {
            forms::set_session(session.expose_secret());
            forms::go("/");
            return Ok(());
        }
        Err(SetUpError::Link) => {
            forms::go(paths::SET_UP);
            return Ok(());
        }
        Err(SetUpError::Name(fault)) => faults(&name, Some(fault), None),
        Err(SetUpError::Password(fault)) => faults(&name, None, Some(NewPasswordFault::Password(fault))),
        Err(SetUpError::Busy) => faults(&name, None, Some(NewPasswordFault::Busy)),
        Err(SetUpError::Internal(error)) => return forms::finish(error, &form).await,
    };
    forms::finish(faults, &form).await
}

pub(crate) fn faults(name: &str, name_fault: Option<UserNameFault>, password: Option<NewPasswordFault>) -> SetUpFaults {
    SetUpFaults { name: forms::shown_again(name), name_fault, password }
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
