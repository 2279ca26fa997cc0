//! The state of checking passwords.

use std::sync::Mutex;

use super::passwords::Passwords;
use super::throttle::Throttle;

/// The hashing of passwords, and the failed attempts at them.
#[derive(Debug, Default)]
pub(crate) struct PasswordState {
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Mutex<Throttle>,
}
