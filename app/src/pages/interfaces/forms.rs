//! Forms about one interface: their server functions.

use desk::accounts::TypedContact;
use desk::interfaces::ContactError;
use domain::{InterfaceId, paths};
use leptos::prelude::*;

use crate::forms::{self, Flash};
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
    let account = forms::account_id(&account);
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

/// Sets the owner and the note of an interface.
#[server(prefix = "/form", endpoint = "interfaces/contact")]
pub async fn set_interface_contact(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] owner: String,
    #[server(default)] note: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let account = forms::account_id(&account);
    let interface = InterfaceId(interface.parse().unwrap_or_default());
    let shown = (forms::contact_shown_again(&owner), forms::contact_shown_again(&note));
    let typed = TypedContact { owner, note };
    let (flash, to) = match desk.set_interface_contact(&forms::actor(), account, interface, &typed).await {
        Ok(()) => (InterfaceOutcome::ContactSet.into(), paths::interface(account, interface)),
        Err(ContactError::Faults(faults)) => {
            let (owner, note) = shown;
            let correct = InterfaceOutcome::Contact { owner, note, faults };
            (correct.into(), paths::interface_contact(account, interface))
        }
        Err(error) => (Flash::from(error), paths::interface(account, interface)),
    };
    forms::finish(flash, &to).await
}
