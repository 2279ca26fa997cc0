//! All other interfaces: a call is counted and succeeds.

use super::Platform;
use super::call::{Call, Success};
use super::payloads::payload;
use super::refusal::{Refusal, ensure};

impl Platform {
    /// Answers a call of any method: 40066 for a path that WeChat does not have, whatever the token.
    pub(super) fn business_call(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        ensure(self.has_path(&call.path), 40066)?;
        let appid = self.bearer(call, now)?;
        let account = self.account_mut(&appid)?;
        account.check_calls()?;
        ensure(account.may_call(&call.path), 48001)?;
        self.count(&appid, &call.path, now)?;
        Ok(Success(payload(call, &appid, now, &mut self.rng)))
    }

    /// Whether WeChat has an interface at exactly this path: a known one, or one that was configured.
    fn has_path(&self, path: &str) -> bool {
        crate::known_paths::find(path).is_some()
            || self.accounts.values().any(|account| account.existing(path).is_some())
    }
}
