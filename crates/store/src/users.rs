//! People who sign in.

use std::fmt;

use async_trait::async_trait;
use domain::{Lang, Role, UserId, UserName};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError};

/// A user as stored, without the password's hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// When they were added.
    pub created_at: Timestamp,
    /// When their password was set.
    pub password_set_at: Timestamp,
    /// Somebody else chose the password: it is changed before anything else.
    pub must_change_password: bool,
    /// Since when they cannot sign in.
    pub disabled_at: Option<Timestamp>,
    /// When they last signed in.
    pub last_signed_in_at: Option<Timestamp>,
    /// The preferences for pages.
    pub preferences: Preferences,
}

/// A user's preferences for pages; where nothing is chosen, the browser or the desk's settings decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The language.
    pub lang: Option<Lang>,
    /// `light` or `dark`.
    pub theme: Option<String>,
    /// The IANA name of the time zone in which times are shown.
    pub time_zone: Option<String>,
}

/// A user to add.
#[derive(Clone)]
pub struct NewUser {
    /// Their name.
    pub name: UserName,
    /// Their role, one of [`Role::FOR_USERS`].
    pub role: Role,
    /// The password's hash, as a PHC string.
    pub password_hash: String,
    /// Whether they have to change the password before anything else.
    pub must_change_password: bool,
    /// Only where there is no user yet.
    pub only_first: bool,
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("name", &self.name).field("role", &self.role).finish_non_exhaustive()
    }
}

/// A password to store.
#[derive(Clone)]
pub struct NewPassword {
    /// Its hash, as a PHC string.
    pub hash: String,
    /// Whether the user has to change it before anything else.
    pub must_change: bool,
    /// A condition: the present password was set at this time, and the user is not disabled.
    pub instead_of: Option<Timestamp>,
    /// The session that goes on, and the hash of its new id.
    pub kept: Option<(i64, [u8; 32])>,
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPassword").field("instead_of", &self.instead_of).finish_non_exhaustive()
    }
}

/// The outcome of adding a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddUserOutcome {
    /// They are added.
    Added(UserId),
    /// Another has the name.
    NameTaken,
    /// There is a user already.
    NotFirst,
}

/// The outcome of changing a user's rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeUserOutcome {
    /// It is changed.
    Changed,
    /// It was so before; nothing was written.
    Unchanged,
    /// Nobody could administer the desk afterwards; nothing was written.
    LastAdmin,
    /// There is no such user.
    NoSuchUser,
}

/// A change of a user's rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserChange {
    /// Another role, one of [`Role::FOR_USERS`]. Their sessions get other ids.
    Role(Role),
    /// They cannot sign in; their sessions end.
    Disabled,
    /// They can again.
    Enabled,
}

/// Users.
#[async_trait]
pub trait Users {
    /// Adds a user.
    async fn add_user(&self, new: NewUser, by: &AuditActor, at: Timestamp) -> Result<AddUserOutcome, StoreError>;

    /// Every user, disabled ones too, by name.
    async fn users(&self) -> Result<Vec<User>, StoreError>;

    /// The user whose name has this [`UserName::key`], and their password's hash.
    async fn user_by_key(&self, key: &str) -> Result<Option<(User, SecretString)>, StoreError>;

    /// One user.
    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Keeps another password; their sessions end, but for the one that is kept. False where there is no such user, or
    /// not [`NewPassword::instead_of`] that one any more; nothing is written then.
    async fn set_password(
        &self,
        id: UserId,
        new: NewPassword,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Changes what a user may do, unless nobody could administer the desk afterwards.
    async fn change_user(
        &self,
        id: UserId,
        change: UserChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangeUserOutcome, StoreError>;

    /// Stores a user's preferences for pages.
    async fn set_preferences(&self, id: UserId, preferences: &Preferences) -> Result<(), StoreError>;

    /// The signature that binds a browser's device id to this user and their present password.
    fn device_signature(&self, user: &User, device: &[u8]) -> Option<[u8; 32]>;

    /// The code of the link that makes the first admin; `None` once there is a user.
    async fn setup_code(&self) -> Result<Option<SecretString>, StoreError>;
}
