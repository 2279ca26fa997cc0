//! The details that people add to a request: its interface, and the address of a ticket.

use desk::rids::{LookedUp, TypedRidDetails};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Details, Field, Form, Notice, NoticeKind, Submit, Time, has_kept};
use crate::context::Viewer;
use crate::pages::rids::forms::SetRidDetails;
use crate::pages::rids::outcome::TypedDetails;
use crate::t;
use crate::words::accounts::path_words;
use crate::words::users::actor_words;

/// Interface and ticket of a request, and the form that changes them.
#[component]
pub fn RequestDetails(
    /// The request.
    request: LookedUp,
    /// What was typed, where the form has to be corrected.
    #[prop(optional_no_strip)]
    typed: Option<TypedDetails>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kept = request.kept;
    // Open where there is something to read or to correct, or where the interface is not known.
    let is_typed = typed.is_some() || has_kept("path") || has_kept("ticket");
    let open = is_typed || kept.ticket.is_some() || kept.cgi_path.is_none();
    let set = kept.details_set.clone().map(|(at, by)| {
        view! {
            <p class="secondary">
                {t!(lang, "rid-noted-by", who = actor_words(lang, Some(&by)))} " " <Time at />
            </p>
        }
    });
    let link = kept.ticket.clone().map(|ticket| {
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
    // The values of the other person, for whoever typed over them.
    let present = [path.clone(), kept.ticket.clone()];
    let version = kept.version();
    let TypedDetails { details: typed, faults, changed } = typed.unwrap_or_else(|| {
        let [path, ticket] = [path, kept.ticket.clone()].map(Option::unwrap_or_default);
        let details = TypedRidDetails { path, ticket, instead_of: String::new() };
        TypedDetails { details, ..TypedDetails::default() }
    });
    let save = if changed { t!(lang, "rid-note-replace") } else { t!(lang, "rid-details-save") };
    let changed = changed.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title=t!(lang, "rid-note-changed") next=t!(lang, "rid-note-changed-next")>
                {present.into_iter().flatten().map(|text| view! { <p class="said">{text}</p> }).collect_view()}
            </Notice>
        }
    });
    let no_address = faults.ticket.then(|| t!(lang, "rid-ticket-wrong"));
    view! {
        <div id="details">
            <Details summary=t!(lang, "rid-details") open>
                {changed}
                {link}
                {set}
                <Form action=SetRidDetails::url()>
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
