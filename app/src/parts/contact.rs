//! The owner and the note of an account or an interface: as facts, and as fields of a form.

use domain::{Contact, ContactFault, ContactFaults, Lang};
use leptos::prelude::*;

use crate::components::{Fact, Field, TextArea};
use crate::context::{Text, Viewer};
use crate::t;

/// The owner and the note as facts; nothing of what is not set.
#[component]
pub fn ContactFacts(
    /// The contact.
    contact: Contact,
    /// Whether it is the account's, on a page about one of its interfaces.
    #[prop(optional)]
    of_account: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let [owner, note] = if of_account {
        t!(lang, ["contact-owner-of-account", "contact-note-of-account"])
    } else {
        t!(lang, ["contact-owner", "contact-note"])
    };
    view! {
        {contact.owner.map(|text| view! { <Fact label=owner>{text}</Fact> })}
        {contact
            .note
            .map(|text| {
                view! {
                    <Fact label=note>
                        <span class="note">{text}</span>
                    </Fact>
                }
            })}
    }
}

/// The fields for the owner and the note.
#[component]
pub fn ContactFields(
    /// What was typed, or what is set.
    owner: String,
    /// The same of the note.
    note: String,
    /// What is wrong with what was typed.
    #[prop(optional)]
    faults: ContactFaults,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Field
            name="owner"
            label=t!(lang, "contact-owner")
            value=owner
            optional=true
            hint=t!(lang, "contact-owner-hint")
            error=faults.owner.map(|fault| owner_words(lang, fault))
        />
        <TextArea
            name="note"
            label=t!(lang, "contact-note")
            value=note
            rows=3
            optional=true
            hint=t!(lang, "contact-note-hint")
            error=faults.note.map(|fault| note_words(lang, fault))
        />
    }
}

fn owner_words(lang: Lang, fault: ContactFault) -> Text {
    match fault {
        ContactFault::TooLong(count) => t!(lang, "fault-owner-long", count = count),
        ContactFault::Invisible => t!(lang, "fault-owner-invisible"),
    }
}

fn note_words(lang: Lang, fault: ContactFault) -> Text {
    match fault {
        ContactFault::TooLong(count) => t!(lang, "fault-note-long", count = count),
        ContactFault::Invisible => t!(lang, "fault-note-invisible"),
    }
}
