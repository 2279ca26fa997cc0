//! Confirming an act by the password, where it was typed too long ago in this session.

use domain::audit::AuditAction;
use domain::{Actor, UserName};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::NewAuditLine;

use super::{SessionUser, TooManyAttempts, Trier};
use crate::Desk;

/// The time for which a typed password confirms acts of its session.
pub const CONFIRMED_FOR: SignedDuration = SignedDuration::from_mins(10);

use_case_error! {
    /// An error of confirming an act by one's password.
    #[derive(Debug, thiserror::Error)]
    pub enum ConfirmError: transparent Busy {
        /// It was typed too long ago, and none was typed now.
        #[error("this needs your password")]
        Missing,
        /// The password is not the one.
        #[error("the password is another one")]
        Wrong,
        /// Too many attempts failed.
        #[error(transparent)]
        Wait(#[from] TooManyAttempts),
    }
}

impl SessionUser {
    /// Whether the password was typed in this session at most [`CONFIRMED_FOR`] ago.
    pub fn is_confirmed(&self, now: Timestamp) -> bool {
        // One in time to come was typed under a clock that has since been set back.
        let since = self.session.confirmed_at.map(|at| now.duration_since(at));
        since.is_some_and(|since| (SignedDuration::ZERO..=CONFIRMED_FOR).contains(&since))
    }
}

impl Desk {
    /// Has whoever is signed in confirm an act: by the password that they typed with it, or by having typed it at most
    /// [`CONFIRMED_FOR`] ago. A password that is typed is looked at in any case.
    ///
    /// # Errors
    /// [`ConfirmError`].
    pub async fn confirm(&self, who: &SessionUser, actor: &Actor, password: SecretString) -> Result<(), ConfirmError> {
        if password.expose_secret().is_empty() {
            return if who.is_confirmed(self.clock.now()) { Ok(()) } else { Err(ConfirmError::Missing) };
        }
        self.check_own_password(who, actor, password).await?;
        Ok(self.store.session_confirmed(who.session.id, self.clock.now()).await?)
    }

    /// Whether whoever is signed in knows their password. Failures are throttled and noted in the audit trail.
    ///
    /// # Errors
    /// [`ConfirmError`].
    pub(super) async fn check_own_password(
        &self,
        who: &SessionUser,
        actor: &Actor,
        password: SecretString,
    ) -> Result<(), ConfirmError> {
        let key = who.user.name.parse::<UserName>().map(|name| name.key()).unwrap_or_default();
        let found = self.store.user_by_key(&key).await?;
        // Counted for the session alone: no stranger, and nobody at another device, keeps anyone from confirming.
        let attempt = self.attempt(Trier::Known(&format!("session:{}", who.session.id)), actor.address())?;
        let stored = found.map(|(_, hash)| hash.expose_secret().to_owned());
        match self.people.passwords.verify(password, stored, actor.address()).await {
            Ok(true) => self.throttle().succeeded(attempt),
            Ok(false) => {
                self.note(actor, NewAuditLine::on(AuditAction::PasswordRefused, &*who.user.name)).await?;
                return Err(ConfirmError::Wrong);
            }
            Err(error) => {
                self.throttle().not_made(attempt);
                return Err(error.into());
            }
        }
        Ok(())
    }
}
