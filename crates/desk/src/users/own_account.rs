//! Use cases of people about themselves: their password and their preferences.

use domain::audit::AuditAction;
use domain::roles::Forbidden;
use domain::{Actor, UserId, UserName};
use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};
use store::{NewAuditLine, NewPassword, Preferences};

use super::{PasswordFault, SessionUser, TooManyAttempts, check_password};
use crate::Desk;
use crate::flash::hash;

use_case_error! {
    /// An error of changing one's own password; it stays as it is then.
    #[derive(Debug, thiserror::Error)]
    pub enum OwnPasswordError: transparent Busy {
        /// The old password is not the one.
        #[error("the current password is wrong")]
        Wrong,
        /// Too many attempts at the old password failed.
        #[error(transparent)]
        Wait(#[from] TooManyAttempts),
        /// The new one cannot be one.
        #[error(transparent)]
        Password(#[from] PasswordFault),
    }
}

use_case_error! {
    /// An error of confirming an act by one's password.
    #[derive(Debug, thiserror::Error)]
    pub enum ConfirmError: transparent Busy {
        /// The password is not the one.
        #[error("the password is another one")]
        Wrong,
        /// Too many attempts failed.
        #[error(transparent)]
        Wait(#[from] TooManyAttempts),
    }
}

impl From<ConfirmError> for OwnPasswordError {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Wrong => Self::Wrong,
            ConfirmError::Wait(wait) => Self::Wait(wait),
            ConfirmError::Busy => Self::Busy,
            ConfirmError::Internal(error) => Self::Internal(error),
        }
    }
}

use_case_error! {
    /// An error of changing one's preferences; they stay as they are then.
    #[derive(Debug, thiserror::Error)]
    pub enum PreferencesError: transparent Forbidden {
        /// There is no such time zone.
        #[error("unknown time zone")]
        TimeZone,
    }
}

impl Desk {
    /// Changes one's own password. All other sessions end; this one goes on under the cookie's new value, which is given.
    ///
    /// # Errors
    /// [`OwnPasswordError`].
    pub async fn change_own_password(
        &self,
        who: &SessionUser,
        actor: &Actor,
        present: SecretString,
        new: SecretString,
    ) -> Result<SecretString, OwnPasswordError> {
        check_password(&new, &who.user.name)?;
        self.confirm_password(who, actor, present).await?;
        let fresh = self.new_session_id()?;
        let new = NewPassword {
            hash: self.people.passwords.hash(new, &*self.random, actor.address()).await?,
            instead_of: Some(who.user.password_set_at),
            kept: Some((who.session.id, hash(&fresh))),
        };
        // A password that an admin set meanwhile, and a user who was disabled meanwhile, stay as they are.
        let set = self.store.set_password(who.user.id, new, &actor.into(), self.clock.now()).await?;
        if set { Ok(fresh.into()) } else { Err(OwnPasswordError::Wrong) }
    }

    /// Whether whoever is signed in knows their password. Failures are throttled and noted as failed sign-ins.
    ///
    /// # Errors
    /// [`ConfirmError`].
    pub(crate) async fn confirm_password(
        &self,
        who: &SessionUser,
        actor: &Actor,
        password: SecretString,
    ) -> Result<(), ConfirmError> {
        let key = who.user.name.parse::<UserName>().map(|name| name.key()).unwrap_or_default();
        let found = self.store.user_by_key(&key).await?;
        // Counted apart, as no name has a colon, and whatever the address: strangers' wrong sign-ins keep nobody from
        // confirming.
        let attempt = self.attempt(&format!("own:{key}"), None)?;
        let stored = found.map(|(_, hash)| hash.expose_secret().to_owned());
        match self.people.passwords.verify(password, stored, actor.address()).await {
            Ok(true) => self.throttle().succeeded(attempt),
            Ok(false) => {
                self.note(actor, NewAuditLine::on(AuditAction::SignInFailed, &*who.user.name)).await?;
                return Err(ConfirmError::Wrong);
            }
            Err(error) => {
                self.throttle().not_made(attempt);
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Keeps how somebody likes their pages.
    ///
    /// # Errors
    /// [`PreferencesError`].
    pub async fn set_preferences(&self, actor: &Actor, preferences: &Preferences) -> Result<(), PreferencesError> {
        let id: UserId = match actor {
            Actor::User { id, .. } => *id,
            _ => return Err(Forbidden { role: actor.role() }.into()),
        };
        if preferences.time_zone.as_deref().is_some_and(|zone| TimeZone::get(zone).is_err()) {
            return Err(PreferencesError::TimeZone);
        }
        Ok(self.store.set_preferences(id, preferences).await?)
    }
}
