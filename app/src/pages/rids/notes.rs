//! The notes beside a request: a thread with author and time, and the form that adds to it.

use desk::rids::{LookedUp, MAX_NOTES, NOTE_CHARACTERS, NoteFault, RidNote, may_remove};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Details, Form, PostButton, Submit, TextArea, Time, has_kept};
use crate::context::{Text, Viewer};
use crate::pages::rids::forms::{AddRidNote, RemoveRidNote};
use crate::pages::rids::outcome::TypedNote;
use crate::t;
use crate::words::users::actor_words;

/// The notes of a request, the oldest first, and the form for another one.
#[component]
pub fn Notes(
    /// The request.
    request: LookedUp,
    /// Its notes.
    notes: Vec<RidNote>,
    /// What was typed, where the form has to be corrected.
    #[prop(optional_no_strip)]
    typed: Option<TypedNote>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    // Open where there is something to read or to correct.
    let open = typed.is_some() || !notes.is_empty() || has_kept("note");
    let TypedNote { text, fault } = typed.unwrap_or_default();
    let error: Option<Text> = fault.map(|fault| match fault {
        NoteFault::Missing => t!(lang, "rid-note-missing"),
        NoteFault::TooMany => t!(lang, "rid-notes-full", most = MAX_NOTES),
        NoteFault::TooLong(count) => t!(lang, "confirm-reason-long", most = NOTE_CHARACTERS, count = count),
    });
    let account = request.kept.account_id.to_string();
    let rid = request.rid.to_string();
    let thread = (!notes.is_empty()).then(|| {
        let lines = notes.into_iter().map(|note| view! { <Note note rid=rid.clone() account=account.clone() /> });
        view! { <ol class="rid-thread">{lines.collect_view()}</ol> }
    });
    view! {
        <div id="notes">
            <Details summary=t!(lang, "rid-notes") open>
                {thread}
                <Form action=AddRidNote::url()>
                    <input type="hidden" name="rid" value=rid.clone() />
                    <input type="hidden" name="account" value=account.clone() />
                    <TextArea
                        name="note"
                        label=t!(lang, "rid-note-add")
                        value=text
                        rows=3
                        hint=t!(lang, "rid-note-hint")
                        error
                    />
                    <Submit>{t!(lang, "rid-note-save")}</Submit>
                </Form>
            </Details>
        </div>
    }
}

/// One note; whoever may remove it has a button for that.
#[component]
fn Note(note: RidNote, rid: String, account: String) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let who = actor_words(lang, Some(&note.by));
    let remove = may_remove(&viewer.actor, &note).then(|| {
        let fields = [("rid", rid), ("account", account), ("note", note.id.to_string())];
        let label = t!(lang, "rid-note-remove-label", who = who.clone());
        view! {
            <PostButton action=RemoveRidNote::url() fields label>
                {t!(lang, "rid-note-remove")}
            </PostButton>
        }
    });
    view! {
        <li>
            <header>
                <span>
                    <strong>{who}</strong>
                    " "
                    <span class="secondary">
                        <Time at=note.at />
                    </span>
                </span>
                {remove}
            </header>
            <p class="said">{note.text}</p>
        </li>
    }
}
