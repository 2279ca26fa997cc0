//! What came of a form about users or API tokens, and what is wrong with what was typed.

use desk::api_tokens::{CreateTokenError, RevokeTokenError};
use desk::users::UserError;
use domain::users::UserNameFault;
use domain::{May, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::{Flash, NewPasswordFault, Refused};
use crate::frame::failed::Failure;
use crate::t;
use crate::words::users::role_words;

/// What came of such a form. No secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PeopleOutcome {
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

impl PeopleOutcome {
    /// As what the form leaves.
    pub(crate) fn flash(self) -> Flash {
        Flash::People(Box::new(self))
    }
}

/// The refusals that are no field's fault; the others are the caller's to tell.
impl From<UserError> for Flash {
    fn from(error: UserError) -> Self {
        match error {
            UserError::Forbidden(forbidden) => Self::Refused(Refused::Forbidden(forbidden.role)),
            UserError::NoSuchUser => PeopleOutcome::NoSuchUser.flash(),
            UserError::LastAdmin => PeopleOutcome::LastAdmin.flash(),
            UserError::Busy => Self::Refused(Refused::Busy),
            UserError::Internal(error) => Self::Refused(error.into()),
            // A form looks at these first.
            error @ (UserError::Name(_) | UserError::NameTaken | UserError::Role(_) | UserError::Password(_)) => {
                tracing::error!(%error, "a user's form was refused late");
                Self::Refused(Refused::Internal)
            }
        }
    }
}

impl From<RevokeTokenError> for Flash {
    fn from(error: RevokeTokenError) -> Self {
        match error {
            RevokeTokenError::Forbidden(forbidden) => Self::Refused(Refused::Forbidden(forbidden.role)),
            RevokeTokenError::NoSuchToken(_) | RevokeTokenError::NotLive => PeopleOutcome::NoSuchToken.flash(),
            RevokeTokenError::Internal(error) => Self::Refused(error.into()),
        }
    }
}

impl From<RevokeTokenError> for Failure {
    fn from(error: RevokeTokenError) -> Self {
        match error {
            RevokeTokenError::Forbidden(_) => Self::Forbidden(May::Administer),
            RevokeTokenError::NoSuchToken(_) | RevokeTokenError::NotLive => Self::NoSuchPage,
            RevokeTokenError::Internal(error) => error.into(),
        }
    }
}

/// The fault of a field that kept a token from being made, or what else did.
pub(crate) fn token_faults(error: CreateTokenError) -> Result<TokenFaults, Flash> {
    let faults = |fault| TokenFaults { name: Some(fault), ..TokenFaults::default() };
    match error {
        CreateTokenError::NameTaken(_) => Ok(faults(TokenNameFault::Taken)),
        CreateTokenError::Name => Ok(faults(TokenNameFault::Name)),
        CreateTokenError::Forbidden(forbidden) => Err(Flash::Refused(Refused::Forbidden(forbidden.role))),
        CreateTokenError::Internal(error) => Err(Flash::Refused(error.into())),
    }
}

/// What was done, or why not; nothing where a form is to be corrected, which says so itself.
#[component]
pub fn PeopleNotice(
    /// What came of it.
    outcome: PeopleOutcome,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let done = |title| Some((NoticeKind::Success, title, None));
    let refused = |title, next| Some((NoticeKind::Error, title, Some(next)));
    let notice = match outcome {
        PeopleOutcome::Added { name } => done(t!(lang, "done-user-added", name = name)),
        PeopleOutcome::RoleChanged { name, role } => {
            done(t!(lang, "done-role-changed", name = name, role = role_words(lang, role)))
        }
        PeopleOutcome::OwnRoleChanged(role) => done(t!(lang, "done-own-role-changed", role = role_words(lang, role))),
        PeopleOutcome::Unchanged => Some((NoticeKind::Info, t!(lang, "done-unchanged"), None)),
        PeopleOutcome::PasswordSet { name } => done(t!(lang, "done-password-set", name = name)),
        PeopleOutcome::Disabled { name } => done(t!(lang, "done-user-disabled", name = name)),
        PeopleOutcome::Enabled { name } => done(t!(lang, "done-user-enabled", name = name)),
        PeopleOutcome::SessionsEnded { count: 0 } => {
            Some((NoticeKind::Info, t!(lang, "done-sessions-ended-none"), None))
        }
        PeopleOutcome::SessionsEnded { count } => done(t!(lang, "done-sessions-ended", count = count)),
        PeopleOutcome::TokenRevoked { name } => done(t!(lang, "done-token-revoked", name = name)),
        PeopleOutcome::NoSuchUser => refused(t!(lang, "refused-no-user"), t!(lang, "refused-no-user-next")),
        PeopleOutcome::LastAdmin => refused(t!(lang, "refused-last-admin"), t!(lang, "refused-last-admin-next")),
        PeopleOutcome::NoSuchToken => refused(t!(lang, "refused-no-token"), t!(lang, "refused-no-token-next")),
        // Told where the token itself is shown, or the field to correct.
        PeopleOutcome::TokenMade { .. }
        | PeopleOutcome::AddUser { .. }
        | PeopleOutcome::SetPassword(_)
        | PeopleOutcome::CreateToken { .. } => None,
    };
    notice.map(|(kind, title, next)| match next {
        Some(next) => view! { <Notice kind title next=next /> }.into_any(),
        None => view! { <Notice kind title /> }.into_any(),
    })
}
