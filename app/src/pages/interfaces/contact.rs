//! The form for the owner and the note of an interface, for admins.

use desk::history::InterfacePage as Loaded;
use domain::{Contact, ContactFaults, Permission};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Details, Form, Submit, has_kept};
use crate::context::Viewer;
use crate::pages::interfaces::forms::SetInterfaceContact;
use crate::pages::interfaces::outcome::InterfaceOutcome;
use crate::parts::contact::ContactFields;
use crate::t;

/// The form; unfolded where what was typed has to be corrected.
#[component]
pub fn ContactForm(
    /// The interface.
    loaded: Loaded,
    /// What the form before left.
    correct: Option<InterfaceOutcome>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.may(Permission::Administer).then(|| {
        let Contact { owner, note } = loaded.contact;
        let (owner, note, faults) = match correct {
            Some(InterfaceOutcome::Contact { owner, note, faults }) => (owner, note, faults),
            _ => (owner.unwrap_or_default(), note.unwrap_or_default(), ContactFaults::default()),
        };
        let open = faults != ContactFaults::default() || has_kept("owner") || has_kept("note");
        view! {
            <div id="contact">
                <Details summary=t!(lang, "contact-title") open>
                    <Form action=SetInterfaceContact::url()>
                        <input type="hidden" name="account" value=loaded.row.account.to_string() />
                        <input type="hidden" name="interface" value=loaded.row.id.to_string() />
                        <ContactFields owner note faults />
                        <Submit>{t!(lang, "save")}</Submit>
                    </Form>
                </Details>
            </div>
        }
    })
}
