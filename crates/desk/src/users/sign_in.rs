//! Signing in and out, and the users of sessions.

use std::net::IpAddr;

use domain::audit::AuditAction;
use domain::users::UserNameFault;
use domain::{Actor, Role, UserName};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::{AddUserOutcome, AuditActor, NewAuditLine, NewSession, NewUser, Session, SessionSelection, User};

use super::{Attempt, PasswordFault, TooManyAttempts, Trier, check_password};
use crate::background::lock;
use crate::flash::hash;
use crate::security_log::StrangerEvent;
use crate::{Desk, Internal};

/// The time after which an unused session ends.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// The maximum lifetime of a session.
const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The time by which a session may have begun in the future: clocks are set right by a little. One that begins later was
/// begun under a wrong clock, and would last longer than a session may.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// The minimum time between two updates of a session's last use.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// The part of a browser's User-Agent that is kept, in characters.
const USER_AGENT_CHARACTERS: usize = 300;

/// The origin of a request.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The client's address.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// The value of its device cookie, as [`Desk::remember_device`] gave it.
    pub device: Option<SecretString>,
}

/// A session and its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionUser {
    /// The session.
    pub session: Session,
    /// The user.
    pub user: User,
}

impl SessionUser {
    /// The user as who acts, from `address`.
    pub fn actor(&self, address: Option<IpAddr>) -> Actor {
        Actor::User { id: self.user.id, name: self.user.name.clone(), role: self.user.role, address }
    }
}

/// A request of a user who is signed in.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The session and its user.
    pub who: SessionUser,
    /// The value that the cookie has to have from now on, where it is another one.
    pub renewed: Option<SecretString>,
}

use_case_error! {
    /// An error of signing in.
    #[derive(Debug, thiserror::Error)]
    pub enum SignInError: transparent Busy {
        /// No user has this name and password, or that user is disabled: which of these is not said.
        #[error("wrong name or password, or the user is disabled")]
        Wrong,
        /// Too many attempts failed.
        #[error(transparent)]
        Wait(#[from] TooManyAttempts),
    }
}

use_case_error! {
    /// An error of making the first admin; nobody was added then.
    #[derive(Debug, thiserror::Error)]
    pub enum SetUpError: transparent Busy {
        /// The link is not ours, or there is a user already.
        #[error("this setup link is not valid or was already used")]
        Link,
        /// The name cannot be one.
        #[error(transparent)]
        Name(#[from] UserNameFault),
        /// The password cannot be one.
        #[error(transparent)]
        Password(#[from] PasswordFault),
    }
}

impl Desk {
    /// The code of the link that makes the first admin; `None` once there is a user.
    ///
    /// # Errors
    /// [`Internal::Store`].
    pub async fn setup_code(&self) -> Result<Option<SecretString>, Internal> {
        Ok(self.store.setup_code().await?)
    }

    /// Whether `code` is that of the link that makes the first admin.
    ///
    /// # Errors
    /// [`Internal::Store`].
    pub async fn is_setup_code(&self, code: &str) -> Result<bool, Internal> {
        let expected = self.setup_code().await?;
        // Hashes are compared, so that how long it takes says nothing about how much of a guess was right.
        Ok(expected.is_some_and(|expected| hash(expected.expose_secret()) == hash(code)))
    }

    /// Makes the first admin, and signs them in. Gives the cookie's new value; `old` is the one it had.
    ///
    /// # Errors
    /// [`SetUpError`]; nobody is added then.
    pub async fn set_up(
        &self,
        code: &str,
        name: &str,
        password: SecretString,
        old: Option<&str>,
        origin: Origin,
    ) -> Result<SecretString, SetUpError> {
        if !self.is_setup_code(code).await? {
            return Err(SetUpError::Link);
        }
        let name = UserName::chosen(name)?;
        check_password(&password, name.as_str())?;
        let password_hash = self.people.passwords.hash(password, &*self.random, origin.address).await?;
        let by = AuditActor { actor: name.to_string(), user: None, token: None, address: origin.address };
        let role = Role::Admin;
        let new = NewUser { name, role, password_hash, must_change_password: false, only_first: true };
        match self.store.add_user(new, &by, self.clock.now()).await? {
            AddUserOutcome::Added(id) => {
                let user = self.store.user(id).await?.ok_or(SetUpError::Link)?;
                self.begin_session(user, old, origin).await?.ok_or(SetUpError::Link)
            }
            AddUserOutcome::NameTaken | AddUserOutcome::NotFirst => Err(SetUpError::Link),
        }
    }

    /// Signs somebody in. Gives the cookie's new value; `old` is the one it had, worth nothing from now on.
    ///
    /// Unknown and disabled users take the same time as wrong passwords. Failures are written down; attempts that were
    /// refused without looking at the password are not, so that nobody can fill the trail.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(
        &self,
        name: &str,
        password: SecretString,
        old: Option<&str>,
        origin: Origin,
    ) -> Result<SecretString, SignInError> {
        self.require_writable()?;
        // A text that is no name is handled like an unknown name.
        let key = name.parse::<UserName>().map_or_else(|_| String::new(), |name| name.key());
        let found = self.store.user_by_key(&key).await?;
        // Failures count for the password that is tried: whoever was given another one need not wait.
        let of = found.as_ref().map(|(user, _)| user.password_set_at.as_millisecond());
        let user = format!("{key}:{}", of.unwrap_or_default());
        let device = found.as_ref().and_then(|(user, _)| self.known_device(user, origin.device.as_ref()));
        let trier = match &device {
            Some(device) => Trier::Known(device),
            None => Trier::Stranger { user: &user, address: origin.address },
        };
        let attempt = self.attempt(trier, origin.address)?;
        let stored = found.as_ref().map(|(_, hash)| hash.expose_secret().to_owned());
        let fits = match self.people.passwords.verify(password, stored, origin.address).await {
            Ok(fits) => fits,
            Err(error) => {
                self.throttle().not_made(attempt);
                return Err(error.into());
            }
        };
        match found {
            Some((user, _)) if fits && user.disabled_at.is_none() => {
                self.throttle().succeeded(attempt);
                let (name, address) = (user.name.clone(), origin.address);
                match self.begin_session(user, old, origin).await? {
                    Some(session) => Ok(session),
                    None => self.failed_to_sign_in(name, address).await,
                }
            }
            found => {
                // An unknown name may be a password in the wrong field.
                let subject = found.map_or_else(|| "?".to_owned(), |(user, _)| user.name);
                self.failed_to_sign_in(subject, origin.address).await
            }
        }
    }

    async fn failed_to_sign_in(&self, subject: String, address: Option<IpAddr>) -> Result<SecretString, SignInError> {
        self.note(&Actor::Anonymous { address }, NewAuditLine::on(AuditAction::SignInFailed, subject)).await?;
        Err(SignInError::Wrong)
    }

    /// Who the session of a cookie is, from `address`; `None` where it ended or never was. Where the user's rights have
    /// changed and `may_renew`, the session gets another id.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn visit(
        &self,
        session_id: &str,
        address: Option<IpAddr>,
        may_renew: bool,
    ) -> Result<Option<Visit>, Internal> {
        let now = self.clock.now();
        let Some((session, user)) = self.store.session(&hash(session_id), now).await? else { return Ok(None) };
        // What people look at depends neither on this nor on the next.
        let may_write = self.write_fault().is_none();
        if session.created_at > now + CLOCK_TOLERANCE {
            let one = SessionSelection::One(session.id);
            if may_write && let Err(error) = self.store.end_sessions(user.id, one, &(&Actor::Desk).into(), now).await {
                tracing::warn!(%error, "a session that begins in the future could not be ended; it is refused");
            }
            return Ok(None);
        }
        // A clock that was set back is no reason to write with every request.
        if may_write && now.duration_since(session.last_seen_at) >= SEEN_EVERY {
            let ends = (now + IDLE).min(session.created_at + LONGEST_SESSION);
            if let Err(error) = self.store.session_seen(session.id, address, now, ends).await {
                tracing::warn!(%error, "the use of a session could not be saved");
            }
        }
        let mut renewed = None;
        if may_write && session.renew && may_renew {
            let fresh = self.new_session_id()?;
            match self.store.renew_session(&hash(session_id), &hash(&fresh)).await {
                Ok(true) => renewed = Some(fresh.into()),
                // Another request of the same browser was first; this one goes by what it came with.
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "a session could not be renewed yet"),
            }
        }
        Ok(Some(Visit { who: SessionUser { session, user }, renewed }))
    }

    /// Ends the session of a cookie.
    ///
    /// # Errors
    /// [`Internal::Store`].
    pub async fn sign_out(&self, actor: &Actor, session_id: &str) -> Result<(), Internal> {
        self.store.sign_out(&hash(session_id), &actor.into(), self.clock.now()).await?;
        Ok(())
    }

    /// Lets an attempt at a password begin, unless too many failed.
    pub(super) fn attempt(&self, trier: Trier<'_>, address: Option<IpAddr>) -> Result<Attempt, TooManyAttempts> {
        let attempt = self.throttle().attempt(trier, self.clock.now());
        attempt.inspect_err(|_| self.note_stranger(StrangerEvent::Throttled, address))
    }

    pub(super) fn throttle(&self) -> std::sync::MutexGuard<'_, super::Throttle> {
        lock(&self.people.throttle)
    }

    /// `None` where the user was disabled, or their password set anew, since it was compared.
    async fn begin_session(
        &self,
        user: User,
        old: Option<&str>,
        origin: Origin,
    ) -> Result<Option<SecretString>, Internal> {
        let now: Timestamp = self.clock.now();
        let fresh = self.new_session_id()?;
        let new = NewSession {
            user: user.id,
            password_set_at: user.password_set_at,
            id_hash: hash(&fresh),
            replaces: old.map(hash),
            expires_at: now + IDLE,
            user_agent: origin.user_agent.as_deref().map(shown),
        };
        let by = AuditActor { actor: user.name, user: Some(user.id), token: None, address: origin.address };
        let begun = self.store.begin_session(new, &by, now).await?;
        Ok(begun.then(|| fresh.into()))
    }
}

/// The User-Agent on one line, cut to [`USER_AGENT_CHARACTERS`].
fn shown(user_agent: &str) -> String {
    user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARACTERS).collect()
}
