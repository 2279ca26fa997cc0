//! Forms about notices: their server functions.

use desk::notices::NoticeError;
use domain::{NoticeId, paths};
use leptos::prelude::*;

use crate::forms;
use crate::pages::notices::outcome::NoticeOutcome;

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

/// Acknowledges a notice. Redirects to its page.
#[server(prefix = "/form", endpoint = "notices/acknowledge")]
pub async fn acknowledge_notice(#[server(default)] notice: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = NoticeId(notice.parse().unwrap_or_default());
    match desk.acknowledge_notice(&forms::actor(), id).await {
        Ok(_) => forms::finish(NoticeOutcome::Acknowledged, &paths::notice(id)).await,
        Err(error @ NoticeError::NoSuchNotice) => forms::finish(error, paths::NOTICES).await,
        Err(error) => forms::finish(error, &paths::notice(id)).await,
    }
}
