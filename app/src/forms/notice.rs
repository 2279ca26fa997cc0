//! What came of the form before this page.

use crate::pages::accounts::check_notice::CheckNotice;
use crate::parts::repairs::Repairs;
use crate::words::users::role_words;
use desk::clears::NotClearable;
use domain::{AccountStatus, Lang};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::forms::{Done, Flash, Refused};
use crate::pages::audit::integrity::TrailNotice;
use crate::pages::channels::outcome::ChannelNotice;
use crate::pages::clears::request_outcome::RequestNotice;
use crate::pages::clears::settling::SettleNotice;
use crate::pages::policies::outcome::PolicyNotice;
use crate::pages::users::outcome::PeopleNotice;
use crate::t;
use crate::words::users::wait_words;

/// The notice that a form left; nothing where it left none, or where a field has to be corrected, which its form says.
#[component]
pub fn FlashNotice(
    /// What was left.
    flash: Option<Flash>,
) -> impl IntoView {
    match flash {
        Some(Flash::Done(done)) => Some(view! { <DoneNotice done /> }.into_any()),
        Some(Flash::Refused(refused)) => Some(view! { <RefusedNotice refused /> }.into_any()),
        Some(Flash::People(outcome)) => Some(view! { <PeopleNotice outcome=*outcome /> }.into_any()),
        Some(Flash::Request(outcome)) => Some(view! { <RequestNotice outcome=*outcome /> }.into_any()),
        Some(Flash::Settle(outcome)) => Some(view! { <SettleNotice outcome=*outcome /> }.into_any()),
        Some(Flash::Channel(outcome)) => Some(view! { <ChannelNotice outcome=*outcome /> }.into_any()),
        Some(Flash::Policy(outcome)) => Some(view! { <PolicyNotice outcome=*outcome /> }.into_any()),
        Some(Flash::Trail(outcome)) => Some(view! { <TrailNotice outcome /> }.into_any()),
        Some(Flash::Correct(_) | Flash::Rid(_)) | None => None,
    }
}

#[component]
fn DoneNotice(done: Done) -> impl IntoView {
    let lang = Viewer::current().lang;
    let mut repairs = Vec::new();
    let (kind, title) = match done {
        Done::AccountAdded { watching, repaired } => {
            repairs = repaired;
            (NoticeKind::Success, t!(lang, "done-account-added", count = watching))
        }
        Done::AccountSaved | Done::PreferencesSaved => (NoticeKind::Success, t!(lang, "done-account-saved")),
        Done::SecretReplaced => (NoticeKind::Success, t!(lang, "done-secret-replaced")),
        Done::Paused => (NoticeKind::Success, t!(lang, "done-paused")),
        Done::Resumed => (NoticeKind::Success, t!(lang, "done-resumed")),
        Done::Retired => (NoticeKind::Success, t!(lang, "done-retired")),
        Done::Watching { added, already, repaired } => {
            repairs = repaired;
            let title = match (added, already) {
                (0, _) => t!(lang, "done-watching-already", count = already),
                (_, 0) => t!(lang, "done-watching", count = added),
                _ => t!(lang, "done-watching-some", added = added, already = already),
            };
            (NoticeKind::Success, title)
        }
        Done::Unwatched { path } => (NoticeKind::Success, t!(lang, "done-unwatched", path = path)),
        Done::Sampled { good, failed, starved } => sampled(lang, good, failed, starved),
        Done::ClearReplayed => (NoticeKind::Info, t!(lang, "done-clear-replayed")),
        Done::PasswordChanged => (NoticeKind::Success, t!(lang, "done-password-changed")),
        Done::SessionEnded => (NoticeKind::Success, t!(lang, "done-session-ended")),
        Done::Checked(report) => return view! { <CheckNotice report=*report /> }.into_any(),
    };
    view! {
        <Notice kind title>
            <Repairs repairs />
        </Notice>
    }
    .into_any()
}

fn sampled(lang: Lang, good: i64, failed: i64, starved: i64) -> (NoticeKind, Text) {
    if starved > 0 {
        (NoticeKind::Warning, t!(lang, "done-sampled-starved", good = good, failed = failed, starved = starved))
    } else if failed > 0 {
        (NoticeKind::Warning, t!(lang, "done-sampled-failed", good = good, failed = failed))
    } else {
        (NoticeKind::Success, t!(lang, "done-sampled", good = good))
    }
}

#[component]
fn RefusedNotice(refused: Refused) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let (title, next) = match refused {
        Refused::Forbidden(role) => (
            t!(lang, "refused-forbidden", role = role.map_or_else(|| "–".into(), |role| role_words(lang, role))),
            t!(lang, "forbidden-why"),
        ),
        Refused::NoSuchAccount => (t!(lang, "no-account-title"), t!(lang, "no-account-why")),
        Refused::NoSuchInterface => (t!(lang, "no-interface-title"), t!(lang, "no-interface-why")),
        Refused::NoSuchRid => (t!(lang, "refused-no-rid"), t!(lang, "refused-no-rid-next")),
        Refused::TooSoon { seconds } => {
            (t!(lang, "refused-too-soon"), t!(lang, "refused-too-soon-next", seconds = seconds))
        }
        Refused::NotRead(AccountStatus::Paused) => (t!(lang, "refused-paused"), t!(lang, "refused-paused-next")),
        Refused::NotRead(_) => (t!(lang, "refused-retired"), t!(lang, "refused-retired-next")),
        Refused::Starved(until) => {
            (t!(lang, "refused-starved"), t!(lang, "refused-starved-next", until = viewer.formats().clock(until)))
        }
        Refused::ClearMade => (t!(lang, "refused-clear-made"), t!(lang, "refused-clear-made-why")),
        Refused::ClearUnderWay => (t!(lang, "refused-clear-made"), t!(lang, "refused-clear-under-way-why")),
        Refused::NotClearable(NotClearable::Platform) => {
            (t!(lang, "not-clearable-title"), t!(lang, "not-clearable-platform"))
        }
        Refused::NotClearable(NotClearable::InterfaceBySecret) => {
            (t!(lang, "not-clearable-title"), t!(lang, "not-clearable-secret"))
        }
        Refused::Wait(until) => wait_words(&viewer, until),
        Refused::Busy => (t!(lang, "refused-busy"), t!(lang, "refused-busy-next")),
        Refused::Internal => (t!(lang, "internal-title"), t!(lang, "internal-why")),
    };
    view! { <Notice kind=NoticeKind::Error title next /> }
}
