//! The people who may sign in.

mod passwords;
mod throttle;

pub use passwords::{LONGEST, PasswordError, PasswordFault, Passwords, SHORTEST, check_password};
pub use throttle::{Attempt, Throttle, Wait};
