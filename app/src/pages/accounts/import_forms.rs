//! Forms that commit or discard an uploaded file of accounts. The upload itself is a route of the server, since its body is no
//! ordinary form.

use desk::account_import::UploadError;
use domain::paths;
use leptos::prelude::*;

use crate::forms;
use crate::pages::accounts::import_outcome::ImportOutcome;

/// Adds the accounts of the file that was previewed.
#[server(prefix = "/form", endpoint = "accounts/import/commit")]
pub async fn commit_import(#[server(default)] kept: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let done = match forms::session_id() {
        Some(session) => desk.begin_import(&forms::actor(), &session, &kept).await,
        None => Err(UploadError::KeptNoLonger),
    };
    forms::finish(done.map(|()| ImportOutcome::Begun), paths::ACCOUNT_IMPORT).await
}

/// Forgets the file that was uploaded.
#[server(prefix = "/form", endpoint = "accounts/import/discard")]
pub async fn discard_import() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let done = match forms::session_id() {
        Some(session) => desk.discard_import(&forms::actor(), &session).await,
        None => Ok(()),
    };
    forms::finish(done.map(|()| ImportOutcome::Discarded), paths::ACCOUNT_IMPORT).await
}
