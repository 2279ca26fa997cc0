//! The self-test.

use serde::Serialize;

/// `check --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SelfTest {
    /// Whether all checks passed.
    pub(crate) ok: bool,
    /// The checks, in order.
    pub(crate) checks: Vec<SelfCheck>,
}

/// One check.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SelfCheck {
    /// `settings web proxies database key users audit clock wechat`
    pub(crate) name: &'static str,
    /// Whether the check passed.
    pub(crate) ok: bool,
    /// Whether the check passed with a warning.
    pub(crate) warning: bool,
    /// The result.
    pub(crate) detail: String,
}
