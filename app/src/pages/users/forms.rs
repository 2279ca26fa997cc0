//! Forms about users and API tokens: their server functions.

use desk::api_tokens::CreateTokenError;
use desk::users::{SessionSelection, UserChange, UserError};
use domain::{Actor, Role, UserId, UserName, paths};
use jiff::SignedDuration;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use secrecy::SecretString;

use crate::context::Viewer;
use crate::forms;
use crate::forms::confirm::ask_password;
use crate::pages::users::outcome::{
    NameFault, TokenFaults, TokenNameFault, TypedToken, TypedUser, UserFaults, UserOutcome,
};
use crate::parts::new_password::{NewPasswordFault, new_password_fault};

/// Adds a user, or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "users/add")]
pub async fn add_user(
    #[server(default)] name: String,
    #[server(default)] role: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let [password, again] = [password, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let typed = [("name", &*name), ("role", &*role)];
    if let Some(asked) = ask_password(&desk, confirm, AddUser::url(), &typed).await {
        return forms::finish(asked, paths::USER_NEW).await;
    }
    let chosen = person_role(&role);
    let mut faults = UserFaults {
        name: UserName::chosen(&name).err().map(NameFault::Name),
        role: chosen.is_none(),
        password: new_password_fault(&password, &again, name.trim()),
    };
    if let Some(role) = chosen
        && faults == UserFaults::default()
    {
        match desk.add_user(&forms::actor(), &name, role, password).await {
            Ok(_) => return forms::finish(UserOutcome::Added(forms::shown_again(name.trim())), paths::USERS).await,
            Err(UserError::NameTaken) => faults.name = Some(NameFault::Taken),
            Err(UserError::Busy) => faults.password = Some(NewPasswordFault::Busy),
            Err(error) => return forms::finish(error, paths::USERS).await,
        }
    }
    let [name, role] = [name, role].map(|typed| forms::shown_again(&typed));
    forms::finish(UserOutcome::AddUser(TypedUser { name, role, faults }), paths::USER_NEW).await
}

/// The role that a form names, where a person can have it.
fn person_role(word: &str) -> Option<Role> {
    word.parse().ok().filter(|role| Role::FOR_USERS.contains(role))
}

/// The id of a user in a form or an address; one that nobody has where it is not a number.
pub(crate) fn user_id(typed: &str) -> UserId {
    UserId(typed.parse().unwrap_or_default())
}

/// The viewer's own id, where they are a user.
pub(crate) fn own_id(actor: &Actor) -> Option<UserId> {
    match actor {
        Actor::User { id, .. } => Some(*id),
        _ => None,
    }
}

/// Leaves the outcome of a form on a user's page, and goes to the page that shows it.
async fn finish_on_user_page(id: UserId, outcome: Result<UserOutcome, UserError>) -> Result<(), ServerFnError> {
    match outcome {
        // Without the right to administer, the viewer cannot see the page of a user any more.
        Ok(outcome @ UserOutcome::OwnRoleChanged(_)) => forms::finish(outcome, paths::OVERVIEW).await,
        Ok(outcome @ UserOutcome::SetPassword(_)) => forms::finish(outcome, &paths::user_password(id)).await,
        Ok(outcome) => forms::finish(outcome, &paths::user(id)).await,
        Err(error) => forms::finish(error, &paths::user(id)).await,
    }
}

/// Gives a user another role.
#[server(prefix = "/form", endpoint = "users/role")]
pub async fn change_role(
    #[server(default)] user: String,
    #[server(default)] role: String,
    #[server(default)] confirm_role: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_id(&user);
    if let Some(asked) = ask_password(&desk, confirm_role, ChangeRole::url(), &[("role", &*role)]).await {
        return forms::finish(asked, &paths::user(id)).await;
    }
    let outcome = async {
        // The page offers only roles that a person can have, one of them chosen.
        let Some(role) = person_role(&role) else { return Ok(UserOutcome::Unchanged) };
        let name = desk.user(&actor, id).await?.name;
        Ok(match desk.change_user(&actor, id, UserChange::Role(role)).await? {
            false => UserOutcome::Unchanged,
            true if own_id(&actor) == Some(id) => UserOutcome::OwnRoleChanged(role),
            true => UserOutcome::RoleChanged { name, role },
        })
    };
    finish_on_user_page(id, outcome.await).await
}

/// Sets a user's password.
#[server(prefix = "/form", endpoint = "users/password")]
pub async fn set_password(
    #[server(default)] user: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let [password, again] = [password, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_id(&user);
    if own_id(&actor) == Some(id) {
        // One's own password is changed in the settings, which ask for the present one.
        forms::go(paths::SETTINGS);
        return Ok(());
    }
    if let Some(asked) = ask_password(&desk, confirm, SetPassword::url(), &[]).await {
        return forms::finish(asked, &paths::user_password(id)).await;
    }
    let outcome = async {
        let name = desk.user(&actor, id).await?.name;
        if let Some(fault) = new_password_fault(&password, &again, &name) {
            return Ok(UserOutcome::SetPassword(fault));
        }
        desk.set_user_password(&actor, id, password).await?;
        Ok(UserOutcome::PasswordSet(name))
    };
    finish_on_user_page(id, outcome.await).await
}

/// Disables a user, or enables them again.
#[server(prefix = "/form", endpoint = "users/access")]
pub async fn change_access(
    #[server(default)] user: String,
    #[server(default)] disabled: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_id(&user);
    let outcome = async {
        let (change, changed): (_, fn(String) -> UserOutcome) = match disabled.as_str() {
            "yes" => (UserChange::Disabled, UserOutcome::Disabled),
            "no" => (UserChange::Enabled, UserOutcome::Enabled),
            _ => return Ok(UserOutcome::Unchanged),
        };
        let name = desk.user(&actor, id).await?.name;
        let is_changed = desk.change_user(&actor, id, change).await?;
        Ok(if is_changed { changed(name) } else { UserOutcome::Unchanged })
    };
    finish_on_user_page(id, outcome.await).await
}

/// Signs a user out, in one place or everywhere; the viewer's own session goes on.
#[server(prefix = "/form", endpoint = "users/sessions")]
pub async fn end_sessions(
    #[server(default)] user: String,
    #[server(default)] session: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = user_id(&user);
    let own = Viewer::current().signed_in.as_ref().map(|who| who.session.id);
    let which = match session.as_str() {
        "" => SessionSelection::AllBut(own),
        // What is not a number names no session.
        one => SessionSelection::One(one.parse().unwrap_or_default()),
    };
    let ended = desk.end_sessions(&forms::actor(), id, which).await;
    finish_on_user_page(id, ended.map(UserOutcome::SessionsEnded)).await
}

/// Lifetimes of a token by the form's word, in days; `None` for one without an end.
pub(crate) const LIFETIMES: [(&str, Option<i64>); 4] =
    [("90", Some(90)), ("30", Some(30)), ("365", Some(365)), ("never", None)];

/// Makes an API token. Its text goes to the next page through memory only.
#[server(prefix = "/form", endpoint = "tokens/create")]
pub async fn create_token(
    #[server(default)] name: String,
    #[server(default)] role: String,
    #[server(default)] expires: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let typed = [("name", &*name), ("role", &*role), ("expires", &*expires)];
    if let Some(asked) = ask_password(&desk, confirm, CreateToken::url(), &typed).await {
        return forms::finish(asked, paths::TOKEN_NEW).await;
    }
    let chosen = role.parse::<Role>().ok();
    let lifetime = LIFETIMES.into_iter().find(|(word, _)| *word == expires).map(|(_, days)| days);
    let mut faults = TokenFaults { name: None, role: chosen.is_none(), expires: lifetime.is_none() };
    if let (Some(role), Some(days)) = (chosen, lifetime) {
        let expires_at = days.map(|days| desk.clock().now() + SignedDuration::from_hours(24 * days));
        match desk.create_token(&forms::actor(), &name, role, expires_at).await {
            Ok(text) => {
                // Only somebody with a session may make a token.
                if let Some(session) = forms::session_id() {
                    desk.hand_over_token(&session, text.into());
                }
                let made = UserOutcome::TokenMade { name: forms::shown_again(name.trim()), role };
                return forms::finish(made, paths::TOKENS).await;
            }
            Err(CreateTokenError::NameTaken(_)) => faults.name = Some(TokenNameFault::Taken),
            Err(CreateTokenError::Name) => faults.name = Some(TokenNameFault::Name),
            Err(error) => return forms::finish(error, paths::TOKENS).await,
        }
    }
    let [name, role, expires] = [name, role, expires].map(|typed| forms::shown_again(&typed));
    forms::finish(UserOutcome::CreateToken(TypedToken { name, role, expires, faults }), paths::TOKEN_NEW).await
}

/// Revokes an API token by its id: the very one that the page showed, which may have been open for long.
#[server(prefix = "/form", endpoint = "tokens/revoke")]
pub async fn revoke_token(#[server(default)] token: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    // What is not a number names no token.
    let id = token.parse().unwrap_or_default();
    match desk.revoke_token_by_id(&forms::actor(), id).await {
        Ok(name) => forms::finish(UserOutcome::TokenRevoked(forms::shown_again(&name)), paths::TOKENS).await,
        Err(error) => forms::finish(error, paths::TOKENS).await,
    }
}
