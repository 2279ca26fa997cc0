//! The secrets that this process holds, so that all of them are masked in every text, not only those of its own call.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use domain::AppId;
use secrecy::{ExposeSecret, SecretString};

use super::known_values::KnownValues;
use crate::token::Token;

/// The number of AppSecrets, and of tokens, held for each account: the current one, and the previous one, which running
/// calls may still use.
const KEPT_PER_KIND: usize = 2;

/// The AppSecrets and tokens in use. Cheap to clone; clones share their contents.
#[derive(Clone, Default)]
pub struct SecretRegistry(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    accounts: HashMap<AppId, AccountSecrets>,
    /// The search for them, built when first needed.
    values: Option<Arc<KnownValues>>,
}

/// The secrets of one account, the newest last.
#[derive(Default)]
struct AccountSecrets {
    secrets: Vec<SecretString>,
    tokens: Vec<SecretString>,
}

impl SecretRegistry {
    /// Adds an account's AppSecret.
    pub fn add_secret(&self, appid: &AppId, secret: &SecretString) {
        self.hold(appid, secret, |account| &mut account.secrets);
    }

    /// Adds an account's token.
    pub(crate) fn hold_token(&self, appid: &AppId, token: &Token) {
        self.hold(appid, token.secret(), |account| &mut account.tokens);
    }

    /// Removes all secrets of an account, once it is retired.
    pub fn remove(&self, appid: &AppId) {
        self.change(|held| held.accounts.remove(appid).is_some());
    }

    fn hold(
        &self,
        appid: &AppId,
        value: &SecretString,
        of: impl FnOnce(&mut AccountSecrets) -> &mut Vec<SecretString>,
    ) {
        self.change(|held| {
            let values = of(held.accounts.entry(appid.clone()).or_default());
            if values.last().is_some_and(|newest| newest.expose_secret() == value.expose_secret()) {
                return false;
            }
            if values.len() == KEPT_PER_KIND {
                values.remove(0);
            }
            values.push(value.clone());
            true
        });
    }

    /// Runs `change`, which returns whether it changed anything.
    fn change(&self, change: impl FnOnce(&mut Held) -> bool) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if change(&mut held) {
            held.values = None;
        }
    }

    pub(super) fn values(&self) -> Arc<KnownValues> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Held { accounts, values } = &mut *held;
        let all = || accounts.values().flat_map(|account| account.secrets.iter().chain(&account.tokens));
        Arc::clone(values.get_or_insert_with(|| Arc::new(KnownValues::new(all().map(ExposeSecret::expose_secret)))))
    }
}

/// The number of accounts, never their secrets.
impl fmt::Debug for SecretRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner).accounts.len();
        f.debug_struct("SecretRegistry").field("accounts", &accounts).finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::redact::{MASK, Redactor};

    use super::*;

    fn appid(number: u32) -> AppId {
        format!("wx{number:016x}").parse().unwrap()
    }

    fn masks(held: &SecretRegistry, text: &str) -> bool {
        let shown = Redactor::new().with_registry(held).redact(text).into_owned();
        assert!(shown == text || shown == MASK, "{shown}");
        shown == MASK
    }

    #[test]
    fn what_is_held_now_and_just_before_is_masked() {
        let held = SecretRegistry::default();
        let clone = held.clone();
        held.add_secret(&appid(1), &"secret-of-one".into());
        held.add_secret(&appid(2), &"secret-of-two".into());
        held.hold_token(&appid(1), &Token::new("50_token-one"));
        assert!(["secret-of-one", "secret-of-two", "50_token-one"].iter().all(|text| masks(&clone, text)));

        for secret in ["another-secret", "another-secret", "a-third-secret"] {
            held.add_secret(&appid(1), &secret.into());
        }
        assert!(masks(&held, "a-third-secret") && masks(&held, "another-secret"));
        assert!(!masks(&held, "secret-of-one"), "what is no longer in use does not pile up");
        held.remove(&appid(1));
        assert!(!masks(&held, "a-third-secret") && !masks(&held, "50_token-one"));
        assert!(masks(&held, "secret-of-two"));
        assert_eq!(format!("{held:?}"), "SecretRegistry { accounts: 1 }");
    }
}
