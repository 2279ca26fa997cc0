//! What wxquota remembers, behind traits: one module a subject, one implementation a database.
//!
//! What a person does is written together with its line in the audit trail: writers of such acts take who does it, as [`AuditActor`].
//!
//! Callers hold an `Arc<dyn Store>`. Times are [`jiff::Timestamp`] here and UTC milliseconds in the database. Look-ups
//! give `Option`, because what a missing row means is for the caller to say. A write is one transaction.

pub mod accounts;
pub mod audit;
pub mod campaigns;
pub mod catalogue;
pub mod channels;
pub mod clears;
pub mod drafts;
pub mod error;
pub mod files;
pub mod groups;
pub mod incidents;
pub mod interfaces;
mod latest;
pub mod notices;
pub mod pack;
pub mod policies;
pub mod retention;
pub mod rids;
pub mod samples;
pub mod seal;
pub mod sessions;
pub mod settings;
pub mod sqlite;
pub mod tasks;
pub mod tokens;
pub mod users;

use std::path::Path;

use async_trait::async_trait;
use domain::WriteFault;

pub use accounts::{
    Account, AccountChange, AccountField, Accounts, AddAccountError, Change, ForcedRefreshClaim, ForcedRefreshLimits,
    MOST_SEEN_ADDRESSES, NewAccount, SeenAccount, SeenAddress, TokenRecord, TokenWriter,
};
pub use audit::{Audit, AuditActor, AuditChain, AuditLine, AuditQuery, NewAuditLine, Recorded};
pub use campaigns::Campaigns;
pub use catalogue::{Catalogue, CatalogueEntry, ClearLifts};
pub use channels::Channels;
pub use clears::{ClearRequests, Clears, Guesses, Verifications};
pub use drafts::Drafts;
pub use error::{OpenError, StoreError};
pub use files::ForeignOwner;
pub use groups::{GroupError, GroupSize, Groups, GroupsChange};
pub use incidents::Incidents;
pub use interfaces::{Interface, Interfaces, WatchOutcome};
pub use notices::Notices;
pub use policies::Policies;
pub use retention::Retained;
pub use rids::lookups::RidLookups;
pub use rids::{Rids, StoredRid};
pub use samples::{InterfaceNow, NewSample, SamplerHour, Samples};
pub use seal::{KeyError, MasterKey};
pub use sessions::{NewSession, Session, SessionSelection, Sessions};
pub use settings::{Settings, StoredSettings};
pub use tasks::{TaskRun, Tasks};
pub use tokens::{ApiToken, ApiTokens, NewApiToken};
pub use users::{AddUserOutcome, ChangeUserOutcome, NewPassword, NewUser, Preferences, User, UserChange, Users};

/// Everything that is remembered.
#[async_trait]
pub trait Store:
    Accounts
    + Groups
    + Interfaces
    + Campaigns
    + Samples
    + Clears
    + ClearRequests
    + Verifications
    + Guesses
    + Catalogue
    + Rids
    + RidLookups
    + ApiTokens
    + Users
    + Sessions
    + Drafts
    + Audit
    + Policies
    + Incidents
    + Notices
    + Channels
    + Tasks
    + Settings
    + Retained
    + Send
    + Sync
{
    /// Whether the database answers and no other process keeps it from being written.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Why nothing can be written; `None` while writes succeed, as far as is known.
    fn write_fault(&self) -> Option<WriteFault>;

    /// Finds out whether writes succeed, and remembers it for [`Store::write_fault`]: looks after the files, and writes where
    /// there is a doubt. Meant to be called every few seconds.
    async fn check_writes(&self) -> Option<WriteFault>;

    /// Marks the database, and so every copy of it, as a demo's, whose passwords are public.
    async fn mark_as_demo(&self) -> Result<(), StoreError>;

    /// The size of the database, in bytes.
    async fn size_bytes(&self) -> Result<u64, StoreError>;

    /// What is damaged in the database, one line each; empty where nothing is. Reads all of it.
    async fn find_damage(&self) -> Result<Vec<String>, StoreError>;

    /// Writes a consistent copy to `file`, which must not exist yet, while everything goes on.
    async fn backup(&self, file: &Path) -> Result<(), StoreError>;

    /// Finishes what is being written and closes; afterwards every call fails.
    async fn close(&self);
}
