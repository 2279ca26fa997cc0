//! Forms about notices: their server functions.

use crate::forms::refused::flash_from;
use crate::forms::{self};
use desk::notices::NoticeError;
use domain::NoticeId;
use domain::paths;
use leptos::prelude::*;

/// Whoever posts it has read all up to the newest notice that their page showed: what came since stays unread.
#[server(prefix = "/form", endpoint = "notices/read")]
pub async fn read_notices(#[server(default)] up_to: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    // What is no notice's number marks none.
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
