//! The settings of clears.

use std::time::Duration;

use domain::clears::{ConfirmationRules, Limits};

/// The settings of clears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearSettings {
    /// How many there are, and how often.
    pub limits: Limits,
    /// What grows as fewer are left.
    pub friction: ConfirmationRules,
    /// How long an order waits for what becomes of its call, before it answers with what is known by then.
    pub wait: Duration,
}

impl Default for ClearSettings {
    fn default() -> Self {
        Self { limits: Limits::default(), friction: ConfirmationRules::default(), wait: Duration::from_secs(10) }
    }
}
