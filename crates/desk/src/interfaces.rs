//! Use cases about watched interfaces.

use domain::{AccountId, Actor, CgiPath, Contact, ContactFaults, InterfaceId, Kind, PathError, Permission, Repair};
pub use store::{Interface, WatchOutcome};

use crate::Desk;
use crate::accounts::TypedContact;

use_case_error! {
    /// An error of watching interfaces, or of watching one no longer.
    #[derive(Debug, thiserror::Error)]
    pub enum WatchError: transparent Forbidden {
        /// There is no such account, or it is retired.
        #[error("account not found")]
        NoSuchAccount,
        /// The interface is not watched.
        #[error("the interface is not watched on this account")]
        NoSuchInterface,
        /// A path cannot be watched; none of them was taken.
        #[error("{typed:?} cannot be watched: {error}")]
        Path {
            /// The path as typed, shortened.
            typed: String,
            /// Why not.
            error: PathError,
        },
    }
}

use_case_error! {
    /// An error of setting an interface's owner and note; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum ContactError: transparent Forbidden {
        /// The interface is not of this account.
        #[error("there is no such interface on this account")]
        NoSuchInterface,
        /// What was typed has errors.
        #[error("the owner or the note is too long, or has characters that cannot be seen")]
        Faults(ContactFaults),
    }
}

/// The result for one path that was to be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedPath {
    /// The path as it is watched.
    pub path: CgiPath,
    /// What was repaired in what was typed.
    pub repairs: Vec<Repair>,
    /// Whether it is new.
    pub watched: WatchOutcome,
}

impl Desk {
    /// The paths that the catalogue calls usual for a kind of account.
    pub fn usual_for(&self, kind: Kind) -> Vec<CgiPath> {
        let usual = self.catalogue().iter().filter(|entry| entry.usual_for.contains(&kind) && entry.watchable());
        usual.map(|entry| entry.cgi_path.clone()).collect()
    }

    /// Reads a typed path, repairs it, and takes the catalogue's spelling where only capitals differ.
    ///
    /// # Errors
    /// The path as typed, shortened and without its query (which may hold a token), and what is wrong with it.
    pub fn parse_path(&self, typed: &str) -> Result<(CgiPath, Vec<Repair>), (String, PathError)> {
        let shown = || typed.split(['?', '#']).next().unwrap_or_default().chars().take(80).collect::<String>();
        let (path, mut repairs) = CgiPath::parse(typed).map_err(|error| (shown(), error))?;
        if self.catalogue_entry(&path).is_some() {
            return Ok((path, repairs));
        }
        let known = self.catalogue().iter().find(|entry| entry.cgi_path.as_str().eq_ignore_ascii_case(path.as_str()));
        let (path, matched) = match known {
            Some(entry) => path.matched_to(entry.cgi_path.as_str()),
            None => (path, false),
        };
        if matched {
            repairs.push(Repair::SpellingMatched);
        }
        Ok((path, repairs))
    }

    /// Watches typed paths on an account: all of them, or none where one cannot be watched.
    ///
    /// # Errors
    /// [`WatchError`].
    pub async fn watch(
        &self,
        actor: &Actor,
        account: AccountId,
        typed: &[String],
    ) -> Result<Vec<WatchedPath>, WatchError> {
        actor.require(Permission::Administer, Some(account))?;
        let understood = typed.iter().map(|typed| self.parse_path(typed)).collect::<Result<Vec<_>, _>>();
        let understood = understood.map_err(|(typed, error)| WatchError::Path { typed, error })?;
        self.live_account(account).await?.ok_or(WatchError::NoSuchAccount)?;
        let paths: Vec<_> = understood.iter().map(|(path, _)| path.clone()).collect();
        let watched = self.store.watch(account, &paths, &actor.into(), self.clock.now()).await?;
        self.sampler.wake();
        let taken = understood.into_iter().zip(watched);
        Ok(taken.map(|((path, repairs), watched)| WatchedPath { path, repairs, watched }).collect())
    }

    /// Stops watching one interface; its history stays.
    ///
    /// # Errors
    /// [`WatchError::NoSuchInterface`] where it is not watched on this account.
    pub async fn unwatch(&self, actor: &Actor, account: AccountId, id: InterfaceId) -> Result<(), WatchError> {
        actor.require(Permission::Administer, Some(account))?;
        let interface = self.store.interface(id).await?.filter(|interface| interface.account_id == account);
        let stopped = interface.is_some() && self.store.unwatch(id, &actor.into(), self.clock.now()).await?;
        if stopped { Ok(()) } else { Err(WatchError::NoSuchInterface) }
    }

    /// Sets the owner and the note of an interface.
    ///
    /// # Errors
    /// [`ContactError`].
    pub async fn set_interface_contact(
        &self,
        actor: &Actor,
        account: AccountId,
        id: InterfaceId,
        typed: &TypedContact,
    ) -> Result<(), ContactError> {
        actor.require(Permission::Administer, Some(account))?;
        let contact = Contact::parse(&typed.owner, &typed.note).map_err(ContactError::Faults)?;
        let interface = self.store.interface(id).await?.filter(|interface| interface.account_id == account);
        interface.ok_or(ContactError::NoSuchInterface)?;
        let contact = self.masked_contact(contact);
        self.store.set_contact(id, &contact, &actor.into(), self.clock.now()).await?;
        Ok(())
    }

    /// Every interface of an account, those watched no longer too.
    ///
    /// # Errors
    /// [`WatchError::Forbidden`] or the database's failure.
    pub async fn interfaces_of(&self, actor: &Actor, account: AccountId) -> Result<Vec<Interface>, WatchError> {
        actor.require(Permission::SeeUsage, Some(account))?;
        Ok(self.store.interfaces_of(account).await?)
    }
}
