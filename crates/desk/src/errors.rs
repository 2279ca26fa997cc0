//! Errors that the use cases have in common.

use store::StoreError;

/// An internal failure: for the log; a page only says that there was one.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A background task or a conversion of our own failed; the text says how.
    #[error("a task ended unexpectedly: {0}")]
    Task(String),
    /// The operating system gave no random bytes.
    #[error("the system returned no random bytes: {0}")]
    Random(String),
    /// A password could not be hashed.
    #[error("a password could not be hashed: {0}")]
    Hashing(String),
}

impl Internal {
    /// An [`Internal::Task`] with the text of `error`.
    pub(crate) fn task(error: impl ToString) -> Self {
        Self::Task(error.to_string())
    }
}

/// An error of hashing or comparing a password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// As many as may wait are waiting already.
    #[error("too many passwords are being checked at once; try again in a moment")]
    Busy,
    /// An internal failure, for the log.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Declares the error of a use case: its own variants, `Internal` with the conversions that `?` needs, and the standard variants
/// named after the colon:
///
/// - `Forbidden`: the actor's role does not allow the use case.
/// - `Busy`: too many passwords are being hashed or compared at once ([`crate::errors::PasswordError`]).
///
/// `transparent`, and the derive of `thiserror::Error`, stand where the macro is called: thiserror looks them up there.
macro_rules! use_case_error {
    ($(#[$meta:meta])* $vis:vis enum $name:ident: $transparent:ident $($standard:ident),* { $($variants:tt)* }) => {
        use_case_error! { @ [$($standard)*] $transparent [$(#[$meta])* $vis] $name { $($variants)* } }
    };
    (@ [Forbidden $($rest:ident)*] $transparent:ident $head:tt $name:ident { $($variants:tt)* }) => {
        use_case_error! { @ [$($rest)*] $transparent $head $name {
            /// The actor's role does not allow it.
            #[error($transparent)]
            Forbidden(#[from] domain::roles::Forbidden),
            $($variants)*
        } }
    };
    (@ [Busy $($rest:ident)*] $transparent:ident $head:tt $name:ident { $($variants:tt)* }) => {
        use_case_error! { @ [$($rest)*] $transparent $head $name {
            $($variants)*
            /// Too many passwords are being hashed or compared at once; the request may be sent again.
            #[error("too many passwords are being checked at once; try again in a moment")]
            Busy,
        } }

        impl From<$crate::errors::PasswordError> for $name {
            fn from(error: $crate::errors::PasswordError) -> Self {
                match error {
                    $crate::errors::PasswordError::Busy => Self::Busy,
                    $crate::errors::PasswordError::Internal(error) => Self::Internal(error),
                }
            }
        }
    };
    (@ [] $transparent:ident [$($head:tt)*] $name:ident { $($variants:tt)* }) => {
        $($head)* enum $name {
            $($variants)*
            /// An internal failure, for the log.
            #[error($transparent)]
            Internal(#[from] $crate::Internal),
        }

        impl From<store::StoreError> for $name {
            fn from(error: store::StoreError) -> Self {
                Self::Internal(error.into())
            }
        }
    };
}
