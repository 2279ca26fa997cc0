//! Forms about one interface: their server functions.

use domain::{AccountId, InterfaceId, paths};
use leptos::prelude::*;

use crate::forms;
use crate::pages::interfaces::outcome::InterfaceOutcome;

/// The value of the form's field that has the kind of a count found automatically.
pub(super) const AUTOMATIC: &str = "automatic";

/// Sets whether an interface's count is daily or a total, or has it found automatically.
#[server(prefix = "/form", endpoint = "interfaces/limit-kind")]
pub async fn set_limit_kind(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] limit_kind: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let account = AccountId(account.parse().unwrap_or_default());
    let interface = InterfaceId(interface.parse().unwrap_or_default());
    let page = paths::interface(account, interface);
    let kind = match limit_kind.as_str() {
        AUTOMATIC => None,
        word => match word.parse() {
            Ok(kind) => Some(kind),
            Err(_) => return forms::finish(InterfaceOutcome::NoSuchKind, &page).await,
        },
    };
    let done = desk.set_limit_kind(&forms::actor(), account, interface, kind).await;
    forms::finish(done.map(|()| InterfaceOutcome::LimitKindSet(kind)), &page).await
}
