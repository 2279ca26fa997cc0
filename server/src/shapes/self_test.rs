//! The self-test.

use serde::Serialize;

/// `check --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SelfTest {
    /// Whether all is well.
    pub(crate) ok: bool,
    /// What was looked at, in this order.
    pub(crate) checks: Vec<SelfCheck>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SelfCheck {
    /// `settings web proxies database key users audit clock wechat`
    pub(crate) name: &'static str,
    /// Whether it is well.
    pub(crate) ok: bool,
    /// Whether it works but somebody should know.
    pub(crate) warning: bool,
    /// What was found.
    pub(crate) detail: String,
}
