//! Users for programs.

use desk::users::User;
use domain::Role;
use jiff::Timestamp;
use serde::Serialize;

/// `user list --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Users {
    /// By name; disabled ones too.
    pub(crate) users: Vec<UserShape>,
    /// Always null.
    pub(crate) next: Option<String>,
}

/// A user.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UserShape {
    /// What they are called.
    pub(crate) name: String,
    /// What they may do.
    pub(crate) role: Role,
    /// When they were added.
    pub(crate) created_at: Timestamp,
    /// Since when they cannot sign in; null where they can.
    pub(crate) disabled_at: Option<Timestamp>,
    /// When they last signed in.
    pub(crate) last_signed_in_at: Option<Timestamp>,
}

impl From<User> for UserShape {
    fn from(user: User) -> Self {
        let User { name, role, created_at, disabled_at, last_signed_in_at, .. } = user;
        Self { name, role, created_at, disabled_at, last_signed_in_at }
    }
}
