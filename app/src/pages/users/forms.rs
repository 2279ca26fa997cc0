//! Forms about users: their server functions.

use crate::context::Viewer;
use crate::forms::{self, Flash};
use crate::pages::users::outcome::{NameFault, TokenFaults, UserFaults, UserOutcome, token_faults};
use crate::parts::new_password::{NewPasswordFault, new_password_fault};
use desk::Desk;
use desk::users::{UserChange, UserError, WhichSessions};
use domain::paths;
use domain::{Actor, Role, UserId, UserName};
use jiff::SignedDuration;
use leptos::prelude::*;
use secrecy::SecretString;

/// Adds a user, or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "users/add")]
pub async fn add_user(
    #[server(default)] name: String,
    #[server(default)] role: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ServerFnError> {
    let [password, again] = [password, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let chosen = person_role(&role);
    let mut faults = UserFaults {
        name: name.parse::<UserName>().err().map(NameFault::Name),
        role: chosen.is_none(),
        password: new_password_fault(&password, &again, name.trim()),
    };
    let added = match chosen {
        Some(role) if faults == UserFaults::default() => {
            match desk.add_user(&forms::actor(), &name, role, password).await {
                Ok(_) => Some(Flash::from(UserOutcome::Added { name: forms::shown_again(name.trim()) })),
                Err(UserError::NameTaken) => {
                    faults.name = Some(NameFault::Taken);
                    None
                }
                Err(UserError::Busy) => {
                    faults.password = Some(NewPasswordFault::Busy);
                    None
                }
                Err(error) => Some(error.into()),
            }
        }
        _ => None,
    };
    let Some(flash) = added else {
        let (name, role) = (forms::shown_again(&name), forms::shown_again(&role));
        return forms::finish(UserOutcome::AddUser { name, role, faults }, paths::USER_NEW).await;
    };
    forms::finish(flash, paths::USERS).await
}

/// The role that a form names, where a person can have it.
pub(crate) fn person_role(word: &str) -> Option<Role> {
    word.parse().ok().filter(|role| Role::FOR_USERS.contains(role))
}

pub(crate) fn user_of(form: &str) -> UserId {
    UserId(form.parse().unwrap_or_default())
}

/// The viewer's own id, where they are a user.
pub(crate) fn own_id(actor: &Actor) -> Option<UserId> {
    match actor {
        Actor::User { id, .. } => Some(*id),
        _ => None,
    }
}

/// Gives a user another role.
#[server(prefix = "/form", endpoint = "users/role")]
pub async fn change_role(
    #[server(default)] user: String,
    #[server(default)] role: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    // The page offers only roles that a person can have, one of them chosen.
    let Some(role) = person_role(&role) else {
        return forms::finish(UserOutcome::Unchanged, &paths::user(id)).await;
    };
    let changed = async {
        let name = desk.user(&actor, id).await?.name;
        Ok::<_, UserError>(match desk.change_user(&actor, id, UserChange::Role(role)).await? {
            false => UserOutcome::Unchanged,
            true if own_id(&actor) == Some(id) => UserOutcome::OwnRoleChanged(role),
            true => UserOutcome::RoleChanged { name, role },
        })
    };
    match changed.await {
        // Their page is not theirs to see any more.
        Ok(outcome @ UserOutcome::OwnRoleChanged(_)) => forms::finish(outcome, "/").await,
        Ok(outcome) => forms::finish(outcome, &paths::user(id)).await,
        Err(error) => forms::finish(error, &paths::user(id)).await,
    }
}

/// Sets a user's password.
#[server(prefix = "/form", endpoint = "users/password")]
pub async fn set_password(
    #[server(default)] user: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ServerFnError> {
    let [password, again] = [password, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    if own_id(&actor) == Some(id) {
        // One's own is changed where the present one is asked for.
        forms::go(paths::SETTINGS);
        return Ok(());
    }
    let set = async {
        let name = desk.user(&actor, id).await?.name;
        if let Some(fault) = new_password_fault(&password, &again, &name) {
            return Ok(UserOutcome::SetPassword(fault));
        }
        desk.set_user_password(&actor, id, password).await?;
        Ok::<_, UserError>(UserOutcome::PasswordSet { name })
    };
    match set.await {
        Ok(outcome @ UserOutcome::SetPassword(_)) => forms::finish(outcome, &paths::user_password(id)).await,
        Ok(outcome) => forms::finish(outcome, &paths::user(id)).await,
        Err(error) => forms::finish(error, &paths::user(id)).await,
    }
}

/// Keeps a user out, or lets them in again.
#[server(prefix = "/form", endpoint = "users/access")]
pub async fn change_access(
    #[server(default)] user: String,
    #[server(default)] disabled: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    let change = match disabled.as_str() {
        "yes" => UserChange::Disabled,
        "no" => UserChange::Enabled,
        _ => return forms::finish(UserOutcome::Unchanged, &paths::user(id)).await,
    };
    let changed = async {
        let name = desk.user(&actor, id).await?.name;
        let changed = desk.change_user(&actor, id, change).await?;
        Ok::<_, UserError>(match (changed, change) {
            (false, _) => UserOutcome::Unchanged,
            (true, UserChange::Disabled) => UserOutcome::Disabled { name },
            (true, _) => UserOutcome::Enabled { name },
        })
    };
    let flash = changed.await.map_or_else(Flash::from, Flash::from);
    forms::finish(flash, &paths::user(id)).await
}

/// Signs a user out, in one place or everywhere; the viewer's own session goes on.
#[server(prefix = "/form", endpoint = "users/sessions")]
pub async fn end_sessions(
    #[server(default)] user: String,
    #[server(default)] session: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    let own = Viewer::current().signed_in.as_ref().map(|who| who.session.id);
    let which = match session.as_str() {
        "" => WhichSessions::AllBut(own),
        // What is no session's number names none.
        one => WhichSessions::One(one.parse().unwrap_or_default()),
    };
    let ended = desk.end_sessions(&actor, id, which).await;
    let flash = ended.map_or_else(Flash::from, |count| UserOutcome::SessionsEnded { count }.into());
    forms::finish(flash, &paths::user(id)).await
}

/// How long a token can last, by the form's word; `None` for one without an end.
pub(crate) const LASTS: [(&str, Option<i64>); 4] =
    [("90", Some(90)), ("30", Some(30)), ("365", Some(365)), ("never", None)];

/// Makes an API token. Its text goes to the next page through memory only.
#[server(prefix = "/form", endpoint = "tokens/create")]
pub async fn create_token(
    #[server(default)] name: String,
    #[server(default)] role: String,
    #[server(default)] expires: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let lasts = LASTS.into_iter().find(|(word, _)| *word == expires).map(|(_, days)| days);
    let made = match (role.parse::<Role>().ok(), lasts) {
        (Some(role), Some(days)) => make(&desk, &actor, &name, role, days).await,
        (chosen, lasts) => Ok(Err(TokenFaults { name: None, role: chosen.is_none(), expires: lasts.is_none() })),
    };
    let faults = match made {
        Ok(Ok(made)) => return forms::finish(made, paths::TOKENS).await,
        Ok(Err(faults)) => faults,
        Err(flash) => return forms::finish(flash, paths::TOKENS).await,
    };
    let [name, role, expires] = [name, role, expires].map(|typed| forms::shown_again(&typed));
    let correct = UserOutcome::CreateToken { name, role, expires, faults };
    forms::finish(correct, paths::TOKEN_NEW).await
}

pub(crate) async fn make(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    role: Role,
    days: Option<i64>,
) -> Result<Result<UserOutcome, TokenFaults>, Flash> {
    let expires_at = days.map(|days| desk.clock().now() + SignedDuration::from_hours(24 * days));
    match desk.create_token(actor, name, role, expires_at).await {
        Ok(text) => {
            // Without a session nobody could have come as far as this.
            if let Some(session) = forms::session_id() {
                desk.hand_over_token(&session, text.into());
            }
            Ok(Ok(UserOutcome::TokenMade { name: forms::shown_again(name.trim()), role }))
        }
        Err(error) => token_faults(error).map(Err),
    }
}

/// Revokes an API token: the very one that the page showed, which may be open since long ago.
#[server(prefix = "/form", endpoint = "tokens/revoke")]
pub async fn revoke_token(#[server(default)] token: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    // What is no token's number names none.
    let id = token.parse().unwrap_or_default();
    let flash = match desk.revoke_token_by_id(&forms::actor(), id).await {
        Ok(name) => Flash::from(UserOutcome::TokenRevoked { name: forms::shown_again(&name) }),
        Err(error) => error.into(),
    };
    forms::finish(flash, paths::TOKENS).await
}
