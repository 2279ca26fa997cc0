//! Refusals that any form may meet.

use axum::http::request::Parts;
use desk::security_log;
use domain::Role;
use jiff::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::{Flash, Outcome};
use crate::t;
use crate::words::users::{role_words, wait_words};

/// A refusal that is not about a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// The role, if any, does not allow it.
    Forbidden(Option<Role>),
    /// Too many attempts at a password failed; the next may be made then.
    Wait(Timestamp),
    /// Too many passwords are being checked at the moment.
    Busy,
    /// Something failed inside; the log has the details.
    Internal,
}

impl Refused {
    /// The refusal of a form that the role, if any, does not allow; it is written to the security log.
    pub fn forbidden(role: Option<Role>) -> Self {
        let form = use_context::<Parts>().map(|parts| format!("{} {}", parts.method, parts.uri.path()));
        security_log::refused(&Viewer::current().actor, &form.unwrap_or_default());
        Self::Forbidden(role)
    }
}

#[typetag::serde]
impl Outcome for Refused {
    fn notice(&self) -> Option<AnyView> {
        let viewer = Viewer::current();
        let lang = viewer.lang;
        let (title, next) = match self {
            Self::Forbidden(role) => (
                t!(lang, "refused-forbidden", role = role.map_or_else(|| "–".into(), |role| role_words(lang, role))),
                t!(lang, "forbidden-why"),
            ),
            Self::Wait(until) => wait_words(&viewer, *until),
            Self::Busy => (t!(lang, "refused-busy"), t!(lang, "refused-busy-next")),
            Self::Internal => (t!(lang, "internal-title"), t!(lang, "internal-why")),
        };
        Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        match failure {
            Failure::Forbidden(_) => matches!(self, Self::Forbidden(_)),
            Failure::Internal => *self == Self::Internal,
            Failure::Missing(_) | Failure::Unwritable(_) => false,
        }
    }
}

impl From<desk::Internal> for Refused {
    fn from(error: desk::Internal) -> Self {
        tracing::error!(%error, "a form could not be carried out");
        Self::Internal
    }
}

impl From<desk::Internal> for Flash {
    fn from(error: desk::Internal) -> Self {
        Refused::from(error).into()
    }
}

/// `flash_from!(Error, Error::Variant => outcome, …)`: the outcome of a form whose use case ended in this error. With
/// `; else` at the end, the error has further variants, which the form handles before: they are logged.
macro_rules! flash_from {
    ($error:ident $(, $variant:pat => $outcome:expr)* $(; $else:ident)?) => {
        impl From<$error> for $crate::forms::Flash {
            fn from(error: $error) -> Self {
                match error {
                    $error::Forbidden(forbidden) => $crate::forms::Refused::forbidden(forbidden.role).into(),
                    $error::Internal(error) => error.into(),
                    $($variant => $outcome.into(),)*
                    $($else => {
                        tracing::error!(error = %$else, kind = stringify!($error), "a form did not handle this error");
                        $crate::forms::Refused::Internal.into()
                    })?
                }
            }
        }
    };
}
pub(crate) use flash_from;
