//! The page that a notice links to.

use crate::context::Viewer;
use desk::notices::Notice;
use domain::May;
use domain::paths;

/// The page that says most about a notice, among those that the viewer may see; `None` where there is none.
pub(crate) fn page_of_notice(viewer: &Viewer, notice: &Notice) -> Option<String> {
    let page = notice.page();
    let asks = match page.split('/').nth(1) {
        Some("incidents") => May::LookUpRids,
        Some("policies" | "channels") => May::Automate,
        Some("clears") => May::SeeLedger,
        Some("accounts") => May::SeeUsage,
        _ => return None,
    };
    if viewer.may(asks) {
        return Some(page);
    }
    let (account, ..) = notice.account.as_ref()?;
    Some(match &notice.interface {
        Some((interface, _)) => paths::interface(*account, *interface),
        None => paths::account(*account),
    })
}
