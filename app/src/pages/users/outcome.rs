//! Outcomes of forms about users and API tokens, with typed values and their faults.

use desk::api_tokens::{CreateTokenError, RevokeTokenError};
use desk::users::UserError;
use domain::Role;
use domain::users::UserNameFault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, Refused};
use crate::parts::new_password::NewPasswordFault;
use crate::t;
use crate::words::users::role_words;

/// The outcome of a form about users or API tokens. Holds no secrets, since it is kept in the database for a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum UserOutcome {
    /// A user was added; their name.
    Added(String),
    /// A user has another role.
    RoleChanged {
        /// Name of the user.
        name: String,
        /// The new role.
        role: Role,
    },
    /// The viewer has another role: the new one.
    OwnRoleChanged(Role),
    /// Nothing was changed, since it was so already.
    Unchanged,
    /// A user has another password; their name.
    PasswordSet(String),
    /// A user can no longer sign in; their name.
    Disabled(String),
    /// A user can sign in again; their name.
    Enabled(String),
    /// Sessions were ended: how many.
    SessionsEnded(u64),
    /// An API token was made; its text is handed over in memory.
    TokenMade {
        /// Name of the token.
        name: String,
        /// Role of the token.
        role: Role,
    },
    /// An API token was revoked; its name.
    TokenRevoked(String),
    /// The user does not exist.
    NoSuchUser,
    /// The change would leave no admin who can sign in.
    LastAdmin,
    /// The API token was revoked before, or does not exist.
    NoSuchToken,
    /// The form that adds a user has to be corrected.
    AddUser(TypedUser),
    /// The form that sets a user's password has to be corrected.
    SetPassword(NewPasswordFault),
    /// The form that makes an API token has to be corrected.
    CreateToken(TypedToken),
}

/// Typed values of the form that adds a user, and their faults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedUser {
    /// Name as typed.
    pub name: String,
    /// Role as chosen.
    pub role: String,
    /// Faults of the fields.
    pub faults: UserFaults,
}

/// Faults of a user to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFaults {
    /// Fault of the name.
    pub name: Option<NameFault>,
    /// Whether no role was chosen.
    pub role: bool,
    /// Fault of the password.
    pub password: Option<NewPasswordFault>,
}

/// Faults of a user's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameFault {
    /// The name is not valid.
    Name(UserNameFault),
    /// Another user has the name.
    Taken,
}

/// Typed values of the form that makes an API token, and their faults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedToken {
    /// Name as typed.
    pub name: String,
    /// Role as chosen.
    pub role: String,
    /// Lifetime as chosen, a word of the form.
    pub expires: String,
    /// Faults of the fields.
    pub faults: TokenFaults,
}

/// Faults of an API token to be made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFaults {
    /// Fault of the name.
    pub name: Option<TokenNameFault>,
    /// Whether no role was chosen.
    pub role: bool,
    /// Whether no lifetime was chosen.
    pub expires: bool,
}

/// Faults of an API token's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenNameFault {
    /// Empty, too long, or not one visible line.
    Name,
    /// A token that is not revoked has the name.
    Taken,
}

flash_from!(
    UserError,
    UserError::NoSuchUser => UserOutcome::NoSuchUser,
    UserError::LastAdmin => UserOutcome::LastAdmin,
    UserError::Busy => Refused::Busy;
    other
);
flash_from!(
    RevokeTokenError,
    RevokeTokenError::NoSuchToken(_) | RevokeTokenError::NotLive => UserOutcome::NoSuchToken
);

flash_from!(CreateTokenError; other);

#[typetag::serde]
impl Outcome for UserOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let done = |title| Some((NoticeKind::Success, title, None));
        let refused = |title, next| Some((NoticeKind::Error, title, Some(next)));
        let notice = match self {
            Self::Added(name) => done(t!(lang, "done-user-added", name = name.as_str())),
            Self::RoleChanged { name, role } => {
                done(t!(lang, "done-role-changed", name = name.as_str(), role = role_words(lang, *role)))
            }
            Self::OwnRoleChanged(role) => done(t!(lang, "done-own-role-changed", role = role_words(lang, *role))),
            Self::Unchanged => Some((NoticeKind::Info, t!(lang, "done-unchanged"), None)),
            Self::PasswordSet(name) => done(t!(lang, "done-password-set", name = name.as_str())),
            Self::Disabled(name) => done(t!(lang, "done-user-disabled", name = name.as_str())),
            Self::Enabled(name) => done(t!(lang, "done-user-enabled", name = name.as_str())),
            Self::SessionsEnded(0) => Some((NoticeKind::Info, t!(lang, "done-sessions-ended-none"), None)),
            Self::SessionsEnded(count) => done(t!(lang, "done-sessions-ended", count = *count)),
            Self::TokenRevoked(name) => done(t!(lang, "done-token-revoked", name = name.as_str())),
            Self::NoSuchUser => refused(t!(lang, "refused-no-user"), t!(lang, "refused-no-user-next")),
            Self::LastAdmin => refused(t!(lang, "refused-last-admin"), t!(lang, "refused-last-admin-next")),
            Self::NoSuchToken => refused(t!(lang, "refused-no-token"), t!(lang, "refused-no-token-next")),
            // The page shows these itself: beside the new token, or at the field to correct.
            Self::TokenMade { .. } | Self::AddUser(_) | Self::SetPassword(_) | Self::CreateToken(_) => None,
        };
        notice.map(|(kind, title, next)| match next {
            Some(next) => view! { <Notice kind title next /> }.into_any(),
            None => view! { <Notice kind title /> }.into_any(),
        })
    }
}
