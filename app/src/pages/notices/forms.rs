//! Forms about notices: their server functions.

use desk::notices::NoticeError;
use domain::{NoticeId, paths};
use leptos::prelude::*;

use crate::forms;
use crate::forms::refused::flash_from;

/// Marks the viewer's notices as read, up to the newest one that their page showed; later ones stay unread.
#[server(prefix = "/form", endpoint = "notices/read")]
pub async fn read_notices(#[server(default)] up_to: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    // A value that is no number marks no notice.
    let up_to = NoticeId(up_to.parse().unwrap_or_default());
    match desk.read_notices(&forms::actor(), up_to).await {
        Ok(()) => {
            forms::go(paths::NOTICES);
            Ok(())
        }
        Err(error) => forms::finish(error, paths::NOTICES).await,
    }
}

flash_from!(NoticeError);
