//! Notes beside a kept request: a thread that grows; whoever wrote a note may remove it, and so may an admin.

use domain::{AccountId, Actor, Permission};
use serde::{Deserialize, Serialize};
use store::AuditActor;
use store::rids::{MAX_NOTES, NOTE_CHARACTERS, NoteOutcome, RidNote};

use super::{LookedUp, Rid, RidError};
use crate::Desk;

/// The reason why a note cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteFault {
    /// There is nothing in it.
    Missing,
    /// It has so many characters, more than [`NOTE_CHARACTERS`].
    TooLong(usize),
    /// The request has [`MAX_NOTES`] notes already.
    TooMany,
}

use_case_error! {
    /// An error of adding or removing a note; nothing was written then.
    #[derive(Debug, thiserror::Error)]
    pub enum NoteError: transparent Forbidden {
        /// It cannot be added as it is.
        #[error("a note has 1 to {} characters, and a request at most {} notes", NOTE_CHARACTERS, MAX_NOTES)]
        Text(NoteFault),
        /// No request with this rid and account is archived, or the note is not there.
        #[error("this rid has not been looked up, or the note was removed")]
        NotFound,
    }
}

impl Desk {
    /// The notes beside a kept request, the oldest first.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn rid_notes(&self, actor: &Actor, request: &LookedUp) -> Result<Vec<RidNote>, RidError> {
        let account = request.kept.account_id;
        actor.require(Permission::LookUpRids, Some(account))?;
        Ok(self.store.rid_notes(&request.kept.rid, account).await?)
    }

    /// Adds a note beside a kept request. Secrets and personal data in it are masked.
    ///
    /// # Errors
    /// [`NoteError`]; nothing was written then.
    pub async fn add_rid_note(
        &self,
        actor: &Actor,
        rid: &Rid,
        account: AccountId,
        text: &str,
    ) -> Result<(), NoteError> {
        actor.require(Permission::LookUpRids, Some(account))?;
        let text = text.replace("\r\n", "\n").replace(['\0', '\r'], " ");
        let text = text.trim();
        match text.chars().count() {
            0 => return Err(NoteError::Text(NoteFault::Missing)),
            long if long > NOTE_CHARACTERS => return Err(NoteError::Text(NoteFault::TooLong(long))),
            _ => {}
        }
        // A mask may be longer than the text it replaces.
        let masked: String = self.redactor().redact(text).chars().take(NOTE_CHARACTERS).collect();
        let by = AuditActor::from(actor);
        let newest = self.store.rid_notes(rid.as_str(), account).await?.into_iter().next_back();
        // A form that was sent twice.
        if newest.is_some_and(|newest| newest.by == by.actor && newest.text == masked) {
            return Ok(());
        }
        match self.store.add_rid_note(rid.as_str(), account, &masked, &by, self.clock.now()).await? {
            NoteOutcome::Added => Ok(()),
            NoteOutcome::TooMany => Err(NoteError::Text(NoteFault::TooMany)),
            NoteOutcome::NotFound => Err(NoteError::NotFound),
        }
    }

    /// Removes a note: for whoever wrote it, and for an admin.
    ///
    /// # Errors
    /// [`NoteError`]; nothing was written then.
    pub async fn remove_rid_note(
        &self,
        actor: &Actor,
        rid: &Rid,
        account: AccountId,
        note: i64,
    ) -> Result<(), NoteError> {
        actor.require(Permission::LookUpRids, Some(account))?;
        let notes = self.store.rid_notes(rid.as_str(), account).await?;
        let old = notes.iter().find(|one| one.id == note).ok_or(NoteError::NotFound)?;
        if !may_remove(actor, old) {
            actor.require(Permission::Administer, Some(account))?;
        }
        let by = AuditActor::from(actor);
        let found = self.store.remove_rid_note(rid.as_str(), account, note, &by, self.clock.now()).await?;
        found.then_some(()).ok_or(NoteError::NotFound)
    }
}

/// Whether `actor` may remove a note: it is theirs, or they are an admin.
pub fn may_remove(actor: &Actor, note: &RidNote) -> bool {
    actor.to_string() == note.by || actor.may(Permission::Administer)
}
