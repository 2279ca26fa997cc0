//! Reasons why a page cannot be shown; [`crate::frame::failed`] is the page in its place.

pub mod accounts;
pub mod audit;
pub mod campaigns;
pub mod channels;
pub mod clears;
pub mod incidents;
pub mod interfaces;
pub mod notices;
pub mod policies;
pub mod rids;
pub mod settings;
pub mod users;

use axum::http::StatusCode;
use domain::{Permission, WriteFault};

use crate::key;

/// `failure_from!(Error, Permission::Right, Error::Variant => NO_THING, …)`: the failure of a page whose use case ended in this
/// error. With `; else` at the end, the error has further variants, which stop a form and never a page: they are logged.
macro_rules! failure_from {
    ($error:ident, $may:expr $(, $missing:pat => $failure:expr)* $(; $else:ident)?) => {
        impl From<$error> for $crate::failure::Failure {
            fn from(error: $error) -> Self {
                match error {
                    $error::Forbidden(_) => Self::Forbidden($may),
                    $error::Internal(error) => error.into(),
                    $($missing => $failure,)*
                    $($else => {
                        tracing::error!(error = %$else, kind = stringify!($error), "a page met an error that only forms have");
                        Self::Internal
                    })?
                }
            }
        }
    };
}
use failure_from;

/// A reason why a page cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The page, or the thing that its address names, does not exist.
    Missing(Missing),
    /// The viewer's role may not do what the page is for.
    Forbidden(Permission),
    /// What the page has to record cannot be saved.
    Unwritable(WriteFault),
    /// Something failed inside; the log has the details.
    Internal,
}

/// A thing that does not exist: the texts of the page in its place, and the page that it leads to. Texts are keys of the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The heading: what does not exist.
    pub title: &'static str,
    /// Why that may be.
    pub why: &'static str,
    /// The path of the page to go on with.
    pub next: &'static str,
    /// What the link to it says.
    pub next_label: &'static str,
}

impl Failure {
    /// The status of the page in place of the one asked for.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Missing(_) => StatusCode::NOT_FOUND,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Unwritable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The failure of an address that names no page.
pub const NO_PAGE: Failure = Failure::Missing(Missing {
    title: key!("not-found-title"),
    why: key!("not-found-why"),
    next: domain::paths::OVERVIEW,
    next_label: key!("not-found-next"),
});

impl From<desk::Internal> for Failure {
    fn from(error: desk::Internal) -> Self {
        tracing::error!(%error, "a page could not be shown");
        error.write_fault().map_or(Self::Internal, Self::Unwritable)
    }
}
