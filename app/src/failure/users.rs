//! Failures of pages about users and API tokens.

use desk::api_tokens::RevokeTokenError;
use desk::users::UserError;
use domain::Permission;

use crate::failure::{NO_PAGE, failure_from};

failure_from!(UserError, Permission::Administer, UserError::NoSuchUser => NO_PAGE; other);
failure_from!(
    RevokeTokenError,
    Permission::Administer,
    RevokeTokenError::NoSuchToken(_) | RevokeTokenError::NotLive => NO_PAGE
);
