//! What came of a form about users or API tokens, and what is wrong with what was typed.

use desk::api_tokens::{CreateTokenError, RevokeTokenError};
use desk::users::UserError;
use domain::Role;
use domain::users::UserNameFault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::refused::flash_from;
use crate::forms::{Flash, Outcome, Refused};
use crate::parts::new_password::NewPasswordFault;
use crate::t;
use crate::words::users::role_words;

/// What came of such a form. No secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum UserOutcome {
    /// A user was added.
    Added {
        /// What they are called.
        name: String,
    },
    /// A user has another role.
    RoleChanged {
        /// What they are called.
        name: String,
        /// What they may do now.
        role: Role,
    },
    /// The viewer has another role.
    OwnRoleChanged(Role),
    /// It was so already.
    Unchanged,
    /// A user has another password.
    PasswordSet {
        /// What they are called.
        name: String,
    },
    /// A user can no longer sign in.
    Disabled {
        /// What they are called.
        name: String,
    },
    /// A user can sign in again.
    Enabled {
        /// What they are called.
        name: String,
    },
    /// Sessions were ended.
    SessionsEnded {
        /// How many.
        count: u64,
    },
    /// An API token was made; its text travels apart.
    TokenMade {
        /// What it is called.
        name: String,
        /// What it may do.
        role: Role,
    },
    /// An API token was revoked.
    TokenRevoked {
        /// What it was called.
        name: String,
    },
    /// There is no such user.
    NoSuchUser,
    /// Nobody could administer the desk afterwards.
    LastAdmin,
    /// The API token is revoked already, or there never was one.
    NoSuchToken,
    /// The form that adds a user is to be corrected.
    AddUser {
        /// The name that was typed.
        name: String,
        /// The role that was chosen.
        role: String,
        /// What is wrong.
        faults: UserFaults,
    },
    /// The form that sets a user's password is to be corrected.
    SetPassword(NewPasswordFault),
    /// The form that makes an API token is to be corrected.
    CreateToken {
        /// The name that was typed.
        name: String,
        /// The role that was chosen.
        role: String,
        /// When it was to end.
        expires: String,
        /// What is wrong.
        faults: TokenFaults,
    },
}

/// What is wrong with a user to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFaults {
    /// With the name.
    pub name: Option<NameFault>,
    /// No role was chosen.
    pub role: bool,
    /// With the password.
    pub password: Option<NewPasswordFault>,
}

/// What is wrong with a user's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameFault {
    /// It cannot be one.
    Name(UserNameFault),
    /// Another has it.
    Taken,
}

/// What is wrong with an API token to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFaults {
    /// With the name.
    pub name: Option<TokenNameFault>,
    /// No role was chosen.
    pub role: bool,
    /// No end was chosen.
    pub expires: bool,
}

/// What is wrong with an API token's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenNameFault {
    /// Empty, too long, or not one visible line.
    Name,
    /// A live one has it.
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

/// The fault of a field that kept a token from being made, or what else did.
pub(crate) fn token_faults(error: CreateTokenError) -> Result<TokenFaults, Flash> {
    let faults = |fault| TokenFaults { name: Some(fault), ..TokenFaults::default() };
    match error {
        CreateTokenError::NameTaken(_) => Ok(faults(TokenNameFault::Taken)),
        CreateTokenError::Name => Ok(faults(TokenNameFault::Name)),
        CreateTokenError::Forbidden(forbidden) => Err(Refused::Forbidden(forbidden.role).into()),
        CreateTokenError::Internal(error) => Err(error.into()),
    }
}

#[typetag::serde]
impl Outcome for UserOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let done = |title| Some((NoticeKind::Success, title, None));
        let refused = |title, next| Some((NoticeKind::Error, title, Some(next)));
        let notice = match self {
            Self::Added { name } => done(t!(lang, "done-user-added", name = name.as_str())),
            Self::RoleChanged { name, role } => {
                done(t!(lang, "done-role-changed", name = name.as_str(), role = role_words(lang, *role)))
            }
            Self::OwnRoleChanged(role) => done(t!(lang, "done-own-role-changed", role = role_words(lang, *role))),
            Self::Unchanged => Some((NoticeKind::Info, t!(lang, "done-unchanged"), None)),
            Self::PasswordSet { name } => done(t!(lang, "done-password-set", name = name.as_str())),
            Self::Disabled { name } => done(t!(lang, "done-user-disabled", name = name.as_str())),
            Self::Enabled { name } => done(t!(lang, "done-user-enabled", name = name.as_str())),
            Self::SessionsEnded { count: 0 } => Some((NoticeKind::Info, t!(lang, "done-sessions-ended-none"), None)),
            Self::SessionsEnded { count } => done(t!(lang, "done-sessions-ended", count = *count)),
            Self::TokenRevoked { name } => done(t!(lang, "done-token-revoked", name = name.as_str())),
            Self::NoSuchUser => refused(t!(lang, "refused-no-user"), t!(lang, "refused-no-user-next")),
            Self::LastAdmin => refused(t!(lang, "refused-last-admin"), t!(lang, "refused-last-admin-next")),
            Self::NoSuchToken => refused(t!(lang, "refused-no-token"), t!(lang, "refused-no-token-next")),
            // Told where the token itself is shown, or the field to correct.
            Self::TokenMade { .. } | Self::AddUser { .. } | Self::SetPassword(_) | Self::CreateToken { .. } => None,
        };
        notice.map(|(kind, title, next)| match next {
            Some(next) => view! { <Notice kind title next=next /> }.into_any(),
            None => view! { <Notice kind title /> }.into_any(),
        })
    }
}
