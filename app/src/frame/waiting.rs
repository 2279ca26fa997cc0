//! The band of clear requests that wait for a second person, on every page of those who have to do with them.

use std::sync::Arc;

use desk::Desk;
use desk::clears::ClearRequest;
use domain::clears::RequestState;
use domain::{Lang, paths};
use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::parts::clear_requests::{CopyLink, TimeLeft};
use crate::t;
use crate::words::clears::target_words;
use crate::words::users::actor_words;

/// The most lines of the band; further requests are counted.
const LINES: usize = 3;

/// The band: requests that the viewer may decide, their own that wait, and what became of those they have not seen yet; nothing where
/// there are none. On a request's own page that one is left out.
#[component]
pub fn WaitingBand() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let waiting = &viewer.standing.waiting;
    let is_elsewhere = |request: &&ClearRequest| paths::clear_request(request.id) != viewer.path;
    let to_decide = waiting.to_decide.iter().filter(is_elsewhere).map(|request| {
        let words = t!(lang, "band-asks", who = who(lang, &request.actor), what = what(lang, request));
        view! { <Line request=request.clone() words see=t!(lang, "band-decide") waits=true /> }
    });
    let own = waiting.own.iter().filter(is_elsewhere).map(|request| {
        let words = t!(lang, "band-own", what = what(lang, request));
        view! { <Line request=request.clone() words see=t!(lang, "request-see") waits=true /> }
    });
    let over = waiting.over.iter().filter(is_elsewhere).map(|request| {
        let words = over_words(lang, request, request.state(viewer.now));
        view! { <Line request=request.clone() words see=t!(lang, "request-see") /> }
    });
    let mut lines: Vec<_> = to_decide.chain(own).chain(over).collect();
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    let more = (more > 0).then(|| {
        view! {
            <li>
                <a href=paths::CLEARS>{t!(lang, "band-more", count = more)}</a>
            </li>
        }
    });
    (!lines.is_empty()).then(|| {
        view! {
            <aside class="band" aria-label=t!(lang, "band-label")>
                <ul>{lines} {more}</ul>
            </aside>
        }
    })
}

fn what(lang: Lang, request: &ClearRequest) -> Text {
    let desk = use_context::<Arc<Desk>>();
    let interface = request.interface.as_ref().map(|(_, path)| match &desk {
        Some(desk) => desk.interface_name(lang, path),
        None => path.to_string(),
    });
    target_words(lang, request, interface)
}

fn who(lang: Lang, actor: &str) -> Text {
    actor_words(lang, Some(actor))
}

/// What became of a request that the viewer made, or whose clear they ordered too.
fn over_words(lang: Lang, request: &ClearRequest, state: RequestState) -> Text {
    let by = request.decided_by.as_deref().map(|by| who(lang, by)).unwrap_or_default();
    match state {
        RequestState::Approved => t!(lang, "band-approved", who = by, what = what(lang, request)),
        RequestState::Declined => t!(lang, "band-declined", who = by, what = what(lang, request)),
        RequestState::Withdrawn => t!(lang, "band-withdrawn", who = by, what = what(lang, request)),
        RequestState::Waiting | RequestState::Expired => t!(lang, "band-expired", what = what(lang, request)),
    }
}

#[component]
fn Line(
    request: ClearRequest,
    words: Text,
    /// What the link says.
    see: Text,
    /// Whether it still waits, so that there is time left and a link to send.
    #[prop(optional)]
    waits: bool,
) -> impl IntoView {
    let path = paths::clear_request(request.id);
    view! {
        <li>
            <span>{words}</span>
            {waits.then(|| view! { <TimeLeft request=request.clone() /> })}
            <a href=path>{see}</a>
            {waits.then(|| view! { <CopyLink request /> })}
        </li>
    }
}
