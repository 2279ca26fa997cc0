//! Use cases of people about themselves: their password and their preferences.

use domain::roles::Forbidden;
use domain::{Actor, UserId};
use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};
use store::{NewPassword, Preferences};

use super::{ConfirmError, PasswordFault, SessionUser, TooManyAttempts, check_password};
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

impl From<ConfirmError> for OwnPasswordError {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Missing | ConfirmError::Wrong => Self::Wrong,
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
        let is_unchanged = present.expose_secret() == new.expose_secret();
        self.check_own_password(who, actor, present).await?;
        if is_unchanged {
            return Err(PasswordFault::Unchanged.into());
        }
        let fresh = self.new_session_id()?;
        let new = NewPassword {
            hash: self.people.passwords.hash(new, &*self.random, actor.address()).await?,
            must_change: false,
            instead_of: Some(who.user.password_set_at),
            kept: Some((who.session.id, hash(&fresh))),
        };
        // A password that an admin set meanwhile, and a user who was disabled meanwhile, stay as they are.
        let set = self.store.set_password(who.user.id, new, &actor.into(), self.clock.now()).await?;
        if set { Ok(fresh.into()) } else { Err(OwnPasswordError::Wrong) }
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
