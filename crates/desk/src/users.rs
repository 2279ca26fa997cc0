//! Users: the people who may sign in, their roles and their sessions.

mod confirming;
mod devices;
mod easy_passwords;
mod own_account;
mod passwords;
mod sign_in;
mod state;
mod throttle;

use domain::roles::Forbidden;
use domain::users::UserNameFault;
use domain::{Actor, Permission, Role, UserId, UserName};
use secrecy::SecretString;
use store::{AddUserOutcome, ChangeUserOutcome, NewPassword, NewUser};

use crate::{Desk, security_log};

pub use crate::errors::PasswordError;
pub use confirming::{CONFIRMED_FOR, ConfirmError};
pub use own_account::{OwnPasswordError, PreferencesError};
pub use passwords::{LONGEST, PasswordFault, Passwords, SHORTEST, check_password};
pub use sign_in::{Origin, SessionUser, SetUpError, SignInError, Visit};
pub(crate) use state::PasswordState;
pub use store::{Preferences, Session, SessionSelection, User, UserChange};
pub use throttle::{Attempt, Throttle, TooManyAttempts, Trier};

use_case_error! {
    /// An error of a use case about users; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum UserError: transparent Forbidden, Busy {
        /// There is no such user.
        #[error("user not found")]
        NoSuchUser,
        /// The name cannot be one.
        #[error(transparent)]
        Name(#[from] UserNameFault),
        /// Another has the name.
        #[error("a user with this name already exists")]
        NameTaken,
        /// A role for tokens only.
        #[error("the role {0} is only for API tokens")]
        Role(Role),
        /// The password cannot be one.
        #[error(transparent)]
        Password(#[from] PasswordFault),
        /// Nobody could administer the desk afterwards.
        #[error("this is the last admin who can sign in; make another user an admin first")]
        LastAdmin,
    }
}

/// A password that somebody chose for a user.
#[derive(Debug)]
pub struct InitialPassword {
    /// The password.
    pub password: SecretString,
    /// Whether the user has to change it before anything else.
    pub must_change: bool,
}

impl Desk {
    /// Every user, disabled ones too, by name.
    ///
    /// # Errors
    /// [`UserError::Forbidden`] or the database's failure.
    pub async fn users(&self, actor: &Actor) -> Result<Vec<User>, UserError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.users().await?)
    }

    /// The user of this name, in whatever capitals.
    ///
    /// # Errors
    /// [`UserError::NoSuchUser`], [`UserError::Forbidden`] or the database's failure.
    pub async fn find_user(&self, actor: &Actor, name: &str) -> Result<User, UserError> {
        actor.require(Permission::Administer, None)?;
        let Ok(name) = name.parse::<UserName>() else { return Err(UserError::NoSuchUser) };
        self.store.user_by_key(&name.key()).await?.map(|(user, _)| user).ok_or(UserError::NoSuchUser)
    }

    /// One user.
    ///
    /// # Errors
    /// [`UserError::NoSuchUser`], [`UserError::Forbidden`] or the database's failure.
    pub async fn user(&self, actor: &Actor, id: UserId) -> Result<User, UserError> {
        actor.require(Permission::Administer, None)?;
        self.store.user(id).await?.ok_or(UserError::NoSuchUser)
    }

    /// Adds a user. A password that was typed in a browser, by somebody else, has to be changed at the first sign-in.
    ///
    /// # Errors
    /// [`UserError`]; nobody is added then.
    pub async fn add_user(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        password: SecretString,
    ) -> Result<UserId, UserError> {
        self.add_user_with(actor, name, role, InitialPassword { must_change: typed_in_browser(actor), password }).await
    }

    /// Adds a user with a password of which is told whether it has to be changed.
    ///
    /// # Errors
    /// [`UserError`]; nobody is added then.
    pub async fn add_user_with(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        InitialPassword { password, must_change }: InitialPassword,
    ) -> Result<UserId, UserError> {
        actor.require(Permission::Administer, None)?;
        let name = UserName::chosen(name)?;
        for_a_person(role)?;
        check_password(&password, name.as_str())?;
        let password_hash = self.people.passwords.hash(password, &*self.random, actor.address()).await?;
        self.guard_again(actor).await?;
        let new = NewUser { name, role, password_hash, must_change_password: must_change, only_first: false };
        match self.store.add_user(new, &actor.into(), self.clock.now()).await? {
            AddUserOutcome::Added(id) => Ok(id),
            AddUserOutcome::NameTaken | AddUserOutcome::NotFirst => Err(UserError::NameTaken),
        }
    }

    /// Sets another's password; wherever they are signed in, they are no longer. As [`Desk::add_user`], one that was typed in
    /// a browser has to be changed.
    ///
    /// # Errors
    /// [`UserError`]; the password is as before then.
    pub async fn set_user_password(&self, actor: &Actor, id: UserId, password: SecretString) -> Result<(), UserError> {
        let must_change = typed_in_browser(actor);
        self.set_user_password_with(actor, id, InitialPassword { password, must_change }).await
    }

    /// Sets another's password, of which is told whether it has to be changed.
    ///
    /// # Errors
    /// [`UserError`]; the password is as before then.
    pub async fn set_user_password_with(
        &self,
        actor: &Actor,
        id: UserId,
        InitialPassword { password, must_change }: InitialPassword,
    ) -> Result<(), UserError> {
        actor.require(Permission::Administer, None)?;
        let user = self.store.user(id).await?.ok_or(UserError::NoSuchUser)?;
        check_password(&password, &user.name)?;
        let hash = self.people.passwords.hash(password, &*self.random, actor.address()).await?;
        self.guard_again(actor).await?;
        let new = NewPassword { hash, must_change, instead_of: None, kept: None };
        let set = self.store.set_password(id, new, &actor.into(), self.clock.now()).await?;
        if set { Ok(()) } else { Err(UserError::NoSuchUser) }
    }

    /// Gives a user another role, or keeps them out, or lets them in again; at once, also where they are signed in. False
    /// where it was so already.
    ///
    /// # Errors
    /// [`UserError::LastAdmin`] where nobody could administer the desk afterwards.
    pub async fn change_user(&self, actor: &Actor, id: UserId, change: UserChange) -> Result<bool, UserError> {
        actor.require(Permission::Administer, None)?;
        if let UserChange::Role(role) = change {
            for_a_person(role)?;
        }
        match self.store.change_user(id, change, &actor.into(), self.clock.now()).await? {
            ChangeUserOutcome::Changed => {
                if let UserChange::Role(role) = change {
                    let user = self.store.user(id).await?.map(|user| user.name).unwrap_or_default();
                    security_log::role_changed(actor, &user, role);
                }
                Ok(true)
            }
            ChangeUserOutcome::Unchanged => Ok(false),
            ChangeUserOutcome::LastAdmin => Err(UserError::LastAdmin),
            ChangeUserOutcome::NoSuchUser => Err(UserError::NoSuchUser),
        }
    }

    /// The sessions of a user: one's own, or for an admin anyone's.
    ///
    /// # Errors
    /// [`UserError::Forbidden`] or the database's failure.
    pub async fn sessions_of(&self, actor: &Actor, user: UserId) -> Result<Vec<Session>, UserError> {
        own_or_admin(actor, user)?;
        Ok(self.store.sessions_of(user, self.clock.now()).await?)
    }

    /// Ends sessions of a user: one's own, or for an admin anyone's. How many were ended.
    ///
    /// # Errors
    /// [`UserError::Forbidden`], [`UserError::NoSuchUser`] or the database's failure.
    pub async fn end_sessions(&self, actor: &Actor, user: UserId, which: SessionSelection) -> Result<u64, UserError> {
        own_or_admin(actor, user)?;
        self.store.user(user).await?.ok_or(UserError::NoSuchUser)?;
        Ok(self.store.end_sessions(user, which, &actor.into(), self.clock.now()).await?)
    }
}

impl Desk {
    /// Refuses who may not administer the desk any more: hashing a password took its time.
    async fn guard_again(&self, actor: &Actor) -> Result<(), UserError> {
        let Actor::User { id, .. } = actor else { return Ok(()) };
        let user = self.store.user(*id).await?.filter(|user| user.disabled_at.is_none());
        let role = user.map(|user| user.role);
        if role.is_some_and(|role| role.may(Permission::Administer)) { Ok(()) } else { Err(Forbidden { role }.into()) }
    }
}

/// Whether a password that this actor sets was typed in a browser: by somebody who knows it besides its user.
fn typed_in_browser(actor: &Actor) -> bool {
    matches!(actor, Actor::User { .. })
}

fn for_a_person(role: Role) -> Result<(), UserError> {
    if Role::FOR_USERS.contains(&role) { Ok(()) } else { Err(UserError::Role(role)) }
}

fn own_or_admin(actor: &Actor, user: UserId) -> Result<(), UserError> {
    match actor {
        Actor::User { id, .. } if *id == user => Ok(()),
        _ => Ok(actor.require(Permission::Administer, None)?),
    }
}
