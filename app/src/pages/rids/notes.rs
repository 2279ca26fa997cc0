//! The note of a request: its interface, a text, the address of a ticket.

use desk::rids::{LookedUp, NOTE_CHARACTERS, TypedRidNote};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Details, Field, Form, Notice, NoticeKind, Submit, TextArea, Time};
use crate::context::{Text, Viewer};
use crate::pages::rids::forms::NoteRid;
use crate::pages::rids::outcome::TypedNote;
use crate::t;
use crate::words::accounts::path_words;
use crate::words::users::actor_words;

/// The note of a request, and the form that changes it.
#[component]
pub fn Notes(
    /// The request.
    request: LookedUp,
    /// What was typed, where the form has to be corrected.
    #[prop(optional_no_strip)]
    typed: Option<TypedNote>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kept = request.kept;
    // Open where there is something to read or to correct, or where the interface is not known.
    let open = typed.is_some() || kept.note.is_some() || kept.cgi_path.is_none();
    let noted = kept.note.clone().map(|note| {
        view! {
            <p class="secondary">
                {t!(lang, "rid-noted-by", who = actor_words(lang, Some(&note.by)))} " " <Time at=note.at />
            </p>
        }
    });
    let link = kept.note.as_ref().and_then(|note| note.ticket.clone()).map(|ticket| {
        let href = ticket.clone();
        view! {
            <p>
                {t!(lang, "rid-ticket")} {t!(lang, "colon")}
                <a href=href rel="noreferrer noopener" target="_blank">
                    {ticket}
                </a>
            </p>
        }
    });
    let path = kept.cgi_path.as_ref().map(ToString::to_string);
    let (text, ticket) = kept.note.as_ref().map(|note| (note.text.clone(), note.ticket.clone())).unwrap_or_default();
    // The values of the other person, for whoever typed over them.
    let present = [path.clone(), text.clone(), ticket.clone()];
    let version = kept.version();
    let TypedNote { note: typed, faults, changed } = typed.unwrap_or_else(|| {
        let [path, text, ticket] = [path, text, ticket].map(Option::unwrap_or_default);
        TypedNote { note: TypedRidNote { path, text, ticket, instead_of: String::new() }, ..TypedNote::default() }
    });
    let save = if changed { t!(lang, "rid-note-replace") } else { t!(lang, "rid-note-save") };
    let changed = changed.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title=t!(lang, "rid-note-changed") next=t!(lang, "rid-note-changed-next")>
                {present.into_iter().flatten().map(|text| view! { <p class="said">{text}</p> }).collect_view()}
            </Notice>
        }
    });
    let too_long: Option<Text> =
        faults.text.map(|characters| t!(lang, "confirm-reason-long", most = NOTE_CHARACTERS, count = characters));
    let no_address = faults.ticket.then(|| t!(lang, "rid-ticket-wrong"));
    view! {
        <div id="notes">
            <Details summary=t!(lang, "rid-notes") open>
                {changed}
                {link}
                {noted}
                <Form action=NoteRid::url()>
                    <input type="hidden" name="rid" value=request.rid.to_string() />
                    <input type="hidden" name="account" value=kept.account_id.to_string() />
                    <input type="hidden" name="instead_of" value=version />
                    <Field
                        name="path"
                        label=t!(lang, "rid-note-path")
                        value=typed.path
                        optional=true
                        hint=t!(lang, "rid-note-path-hint")
                        error=faults.path.map(|fault| path_words(lang, "", fault))
                    />
                    <TextArea
                        name="note"
                        label=t!(lang, "rid-note")
                        value=typed.text
                        rows=3
                        optional=true
                        hint=t!(lang, "rid-note-hint")
                        error=too_long
                    />
                    <Field
                        name="ticket"
                        label=t!(lang, "rid-ticket")
                        value=typed.ticket
                        optional=true
                        hint=t!(lang, "rid-ticket-hint")
                        error=no_address
                    />
                    <Submit>{save}</Submit>
                </Form>
            </Details>
        </div>
    }
}
