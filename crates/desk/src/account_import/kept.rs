//! An import in the browser: the file is kept sealed between its preview and its commit, and rows are added in the background.

use std::sync::Arc;

use domain::{Actor, Permission};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

use super::SecretFiles;
use super::results::{ImportCounts, RowResult};
use super::sheet::{ImportSheet, SheetError};
use super::state::ImportProgress;
use crate::drafts::DraftMarker;
use crate::flash::hash;
use crate::{Desk, Internal};

/// The largest file that a browser can upload, in bytes.
pub const MAX_UPLOAD: usize = 1 << 20;
/// The time for which a file is kept between its preview and its commit.
const KEPT_FOR: SignedDuration = SignedDuration::from_mins(10);
/// The time for which the results of an import can be read after its end.
const RESULTS_FOR: SignedDuration = SignedDuration::from_mins(30);
/// The purpose of the draft that a file is kept as.
const PURPOSE: &str = "file of accounts";

use_case_error! {
    /// An error of an import in the browser; nothing was added then.
    #[derive(Debug, thiserror::Error)]
    pub enum UploadError: transparent Forbidden {
        /// More than [`MAX_UPLOAD`] bytes.
        #[error("the file is larger than 1 MiB; use the command line: wxquota account import FILE")]
        TooLarge,
        /// The file as a whole cannot be read.
        #[error(transparent)]
        Sheet(#[from] SheetError),
        /// The file is no longer kept.
        #[error("the file is no longer kept; upload it again")]
        KeptNoLonger,
        /// Another import is under way.
        #[error("another import is under way; wait until it has ended")]
        Busy,
    }
}

/// A file that waits to be committed.
#[derive(Debug, Clone)]
pub struct KeptImport {
    /// The name by which the form that commits it gives it back.
    pub marker: DraftMarker,
    /// What would become of each row.
    pub rows: Vec<RowResult>,
    /// How many are good, and how many bad.
    pub counts: ImportCounts,
}

impl Desk {
    /// Keeps an uploaded file for its preview and its commit by this session; an earlier one is forgotten.
    ///
    /// # Errors
    /// [`UploadError::TooLarge`], [`UploadError::Sheet`]; [`UploadError::KeptNoLonger`] where the session is nobody's.
    pub async fn keep_import(&self, actor: &Actor, session_id: &str, file: &[u8]) -> Result<(), UploadError> {
        actor.require(Permission::Administer, None)?;
        if file.len() > MAX_UPLOAD {
            return Err(UploadError::TooLarge);
        }
        ImportSheet::read(file)?;
        let text = std::str::from_utf8(file).map_err(|_| SheetError::NotUtf8)?;
        self.store.forget_drafts_for(&hash(session_id), PURPOSE).await?;
        let kept = self.keep_sealed(session_id, PURPOSE, &SecretString::from(text), KEPT_FOR).await?;
        kept.map(drop).ok_or(UploadError::KeptNoLonger)
    }

    /// The file that this session uploaded, with what would become of its rows; `None` where none is kept.
    ///
    /// # Errors
    /// [`UploadError::Forbidden`] or the database's failure.
    pub async fn kept_import(&self, actor: &Actor, session_id: &str) -> Result<Option<KeptImport>, UploadError> {
        actor.require(Permission::Administer, None)?;
        let kept = self.store.newest_draft(&hash(session_id), PURPOSE, self.clock.now()).await?;
        let Some((id, text)) = kept else { return Ok(None) };
        let sheet = ImportSheet::read(text.expose_secret().as_bytes())?;
        let mut rows = Vec::with_capacity(sheet.len());
        let counts = self.preview_accounts(actor, &sheet, SecretFiles::Refused, |row| rows.push(row)).await;
        let counts = counts.map_err(|error| Internal::task(&error))?;
        Ok(Some(KeptImport { marker: DraftMarker::of(id), rows, counts }))
    }

    /// Forgets the file that this session uploaded.
    ///
    /// # Errors
    /// [`UploadError::Forbidden`] or the database's failure.
    pub async fn discard_import(&self, actor: &Actor, session_id: &str) -> Result<(), UploadError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.forget_drafts_for(&hash(session_id), PURPOSE).await?)
    }

    /// Begins to add the accounts of the file that was previewed under this marker, in the background.
    ///
    /// # Errors
    /// [`UploadError::KeptNoLonger`], [`UploadError::Busy`].
    pub async fn begin_import(
        self: &Arc<Self>,
        actor: &Actor,
        session_id: &str,
        marker: &str,
    ) -> Result<(), UploadError> {
        actor.require(Permission::Administer, None)?;
        let id = marker.parse().map_err(|_| UploadError::KeptNoLonger)?;
        let kept = self.store.draft(&hash(session_id), id, PURPOSE, self.clock.now()).await?;
        let sheet = ImportSheet::read(kept.ok_or(UploadError::KeptNoLonger)?.expose_secret().as_bytes())?;
        if !self.import.begin(actor, sheet.len()) {
            return Err(UploadError::Busy);
        }
        let (desk, actor) = (Arc::clone(self), actor.clone());
        self.calls.spawn(async move {
            let on_row = |row| desk.import.add(row);
            if let Err(error) = desk.import_accounts(&actor, &sheet, SecretFiles::Refused, on_row).await {
                tracing::error!(%error, "an import of accounts ended before its last row");
            }
            desk.import.end(desk.clock.now());
        });
        Ok(self.store.forget_drafts_for(&hash(session_id), PURPOSE).await?)
    }

    /// The import that a browser began last, while it is under way and for 30 minutes after.
    ///
    /// # Errors
    /// [`UploadError::Forbidden`].
    pub fn last_import(&self, actor: &Actor) -> Result<Option<ImportProgress>, UploadError> {
        actor.require(Permission::Administer, None)?;
        let now = self.clock.now();
        let is_old = |last: &ImportProgress| last.ended_at.is_some_and(|ended| now >= ended + RESULTS_FOR);
        Ok(self.import.get().filter(|last| !is_old(last)))
    }

    /// Waits until no import is under way.
    pub async fn wait_for_import(&self) {
        self.calls.wait().await;
    }
}
