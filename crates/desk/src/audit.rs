//! Use cases about the audit trail: reading, exporting and checking it, and backing up the database.

use std::path::Path;

use domain::audit::AuditAction;
use domain::{Actor, Permission};
use store::{NewAuditLine, StoreError};

use crate::Desk;

pub use store::{AuditChain, AuditLine, AuditQuery, Recorded};

use_case_error! {
    /// An error of a use case about the audit trail.
    #[derive(Debug, thiserror::Error)]
    pub enum AuditError: transparent Forbidden {}
}

impl Desk {
    /// Lines of the trail, newest first.
    ///
    /// # Errors
    /// [`AuditError`].
    pub async fn audit(&self, actor: &Actor, query: &AuditQuery) -> Result<Vec<AuditLine>, AuditError> {
        actor.require(Permission::SeeLedger, None)?;
        Ok(self.store.audit(query).await?)
    }

    /// The names of all actors in the trail.
    ///
    /// # Errors
    /// [`AuditError`].
    pub async fn audit_actors(&self, actor: &Actor) -> Result<Vec<String>, AuditError> {
        actor.require(Permission::SeeLedger, None)?;
        Ok(self.store.audit_actors().await?)
    }

    /// Records that an actor who may see `subject`, since they may do `what`, exports it.
    ///
    /// # Errors
    /// [`AuditError`]; nothing may be given then.
    pub async fn audit_export(&self, actor: &Actor, what: Permission, subject: &str) -> Result<(), AuditError> {
        actor.require(what, None)?;
        Ok(self.note(actor, NewAuditLine::on(AuditAction::Exported, subject)).await?)
    }

    /// The result of checking the trail's hash chain: whether the trail is as it was written.
    ///
    /// # Errors
    /// [`AuditError`].
    pub async fn audit_chain(&self, actor: &Actor) -> Result<AuditChain, AuditError> {
        actor.require(Permission::SeeLedger, None)?;
        // It reads the whole trail: one at a time, so that pages have readers left.
        let _turn = self.checking.lock().await;
        Ok(self.store.audit_chain().await?)
    }

    /// Writes a consistent copy of the database to `file`, which must not exist yet.
    ///
    /// # Errors
    /// [`AuditError`].
    pub async fn back_up(&self, actor: &Actor, file: &Path) -> Result<(), AuditError> {
        actor.require(Permission::Administer, None)?;
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        self.note(actor, NewAuditLine::on(AuditAction::BackedUp, name)).await?;
        Ok(self.store.backup(file).await?)
    }

    /// Writes an act of `actor` into the audit trail.
    pub(crate) async fn note(&self, actor: &Actor, act: NewAuditLine) -> Result<(), StoreError> {
        self.store.note(act, &actor.into(), self.clock.now()).await
    }
}
