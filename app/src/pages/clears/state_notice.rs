//! What a clear's state means, and what to do about it.

use desk::clears::Clear;
use domain::clears::verification::InconclusiveReason;
use domain::{Budget, ClearState, Lang, QuotaZone, paths};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{AutoReload, Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::pages::clears::history::Cause;
use crate::t;
use crate::words::clears::{explained, unproven_words};
use crate::words::dates::month_day;
use crate::words::failures::failure_words;
use crate::words::users::actor_words;

/// The time for which the page of a clear whose call is under way reloads itself: its token and its call are done with by
/// then; what keeps it from ending is something that people have to see to.
const RELOADS_FOR: SignedDuration = SignedDuration::from_mins(2);
/// The interval of those reloads, in seconds.
const RELOAD_SECONDS: u32 = 3;
/// The interval on the page of a clear that is being verified after its first readings: the others are minutes apart.
const LATER_RELOAD_SECONDS: u32 = 20;
/// The time after a clear in which its first readings are made.
const FIRST_READINGS_WITHIN: SignedDuration = SignedDuration::from_mins(1);

/// The interval, in seconds, at which the page of a clear that is being verified reloads itself.
fn reload_seconds(viewer: &Viewer, clear: &Clear) -> u32 {
    let first = viewer.now.duration_since(clear.at) < FIRST_READINGS_WITHIN;
    if first { RELOAD_SECONDS } else { LATER_RELOAD_SECONDS }
}

/// The page's title.
pub(crate) fn headline(lang: Lang, state: ClearState, cause: &Cause, what: Text) -> Text {
    match (state, cause) {
        (ClearState::Intended | ClearState::Sent, _) => t!(lang, "headline-under-way", what = what),
        (ClearState::Accepted, Cause::Unproven(InconclusiveReason::NothingUsed)) => {
            t!(lang, "headline-nothing-to-reset", what = what)
        }
        (ClearState::Accepted, Cause::Unproven(_)) => t!(lang, "headline-unproven", what = what),
        (ClearState::Accepted, _) => t!(lang, "headline-accepted", what = what),
        (ClearState::Verifying, _) => t!(lang, "headline-verifying", what = what),
        (ClearState::Effective, _) => t!(lang, "headline-effective", what = what),
        (ClearState::Ineffective, Cause::Settled { .. }) => t!(lang, "headline-counted", what = what),
        (ClearState::Ineffective, _) => t!(lang, "headline-ineffective", what = what),
        (ClearState::Refused, _) => t!(lang, "headline-refused", what = what),
        (ClearState::Failed, Cause::Settled { .. } | Cause::NoRoom) => t!(lang, "headline-given-back", what = what),
        (ClearState::Failed, _) => t!(lang, "headline-failed", what = what),
        (ClearState::Unknown, Cause::Unproven(InconclusiveReason::NotSeen)) => {
            t!(lang, "headline-not-seen", what = what)
        }
        (ClearState::Unknown, _) => t!(lang, "headline-unknown", what = what),
        (ClearState::Elsewhere, _) => t!(lang, "headline-elsewhere", what = what),
        (ClearState::Dismissed, _) => t!(lang, "headline-dismissed", what = what),
    }
}

/// The content of a notice about a clear: what its state means, and what to do about it.
struct Content {
    kind: NoticeKind,
    title: Text,
    /// The paragraphs below the title.
    paragraphs: Vec<Text>,
    /// What stands below the paragraphs.
    more: Option<AnyView>,
    /// Whether a link to the usage that the clear was to reset comes last.
    links_to_usage: bool,
    /// The interval at which the page reloads itself, in seconds; `None` where it does not.
    reload: Option<u32>,
}

impl Content {
    fn new(kind: NoticeKind, title: Text, paragraphs: impl IntoIterator<Item = Text>) -> Self {
        let paragraphs = paragraphs.into_iter().collect();
        Self { kind, title, paragraphs, more: None, links_to_usage: false, reload: None }
    }

    fn linked_to_usage(self) -> Self {
        Self { links_to_usage: true, ..self }
    }
}

/// The notice on a clear's page: what its state means, and what to do about it.
#[component]
pub fn StateNotice(
    /// The clear.
    clear: Clear,
    /// What is known beside its state.
    cause: Cause,
    /// Until when its effect is looked for, while it is.
    #[prop(optional_no_strip)]
    until: Option<Timestamp>,
    /// What it was paid from.
    budget: Budget,
    /// Where WeChat's days turn.
    zone: QuotaZone,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let content = match clear.state {
        ClearState::Intended | ClearState::Sent => under_way(&viewer, clear.at),
        ClearState::Accepted | ClearState::Verifying => accepted(&viewer, &clear, cause, until),
        ClearState::Effective => effective(&viewer, &clear, until),
        ClearState::Ineffective => ineffective(lang, cause),
        ClearState::Refused => refused(lang, &clear, &budget, &zone),
        ClearState::Failed => failed(lang, &clear, cause),
        ClearState::Unknown => unknown(&viewer, &clear, cause, until),
        ClearState::Elsewhere => {
            let worth = [t!(lang, "now-elsewhere-cost"), t!(lang, "now-elsewhere-blind")];
            Content::new(NoticeKind::Info, t!(lang, "now-elsewhere"), worth).linked_to_usage()
        }
        ClearState::Dismissed => dismissed(lang, cause),
    };
    let Content { kind, title, paragraphs, more, links_to_usage, reload } = content;
    let paragraphs = paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let usage = links_to_usage.then(|| {
        view! {
            <p>
                <a href=paths::usage(clear.account_id, clear.interface.as_ref().map(|(id, _)| *id))>{t!(lang, "look-at-usage")}</a>
            </p>
        }
    });
    view! {
        <Notice kind title>
            {paragraphs}
            {more}
            {usage}
        </Notice>
        {reload.map(|seconds| view! { <AutoReload seconds /> })}
    }
}

/// The content for a clear whose call is under way `since` then.
fn under_way(viewer: &Viewer, since: Timestamp) -> Content {
    let lang = viewer.lang;
    let soon = viewer.now.duration_since(since) < RELOADS_FOR;
    let content = if soon {
        Content::new(NoticeKind::Info, t!(lang, "now-under-way"), [t!(lang, "now-under-way-next")])
    } else {
        let late = [t!(lang, "now-under-way-long-why"), t!(lang, "now-under-way-long-next")];
        Content::new(NoticeKind::Warning, t!(lang, "now-under-way-long"), late)
    };
    let again = view! {
        <p>
            <a href=viewer.here()>{t!(lang, "look-again")}</a>
        </p>
    };
    Content { more: Some(again.into_any()), reload: soon.then_some(RELOAD_SECONDS), ..content }
}

/// The content for a clear after which counts fell; the others may still be read.
fn effective(viewer: &Viewer, clear: &Clear, until: Option<Timestamp>) -> Content {
    let lang = viewer.lang;
    let given_back = clear.given_back.map(|calls| t!(lang, "now-given-back", calls = calls));
    let read_on = until.map(|until| t!(lang, "now-read-on-until", until = viewer.formats().clock(until)));
    let content = Content::new(NoticeKind::Success, t!(lang, "now-effective"), given_back.into_iter().chain(read_on));
    Content { reload: until.map(|_| reload_seconds(viewer, clear)), ..content.linked_to_usage() }
}

/// The content for a clear that WeChat accepted: its effect is looked for, or could not be proved.
fn accepted(viewer: &Viewer, clear: &Clear, cause: Cause, until: Option<Timestamp>) -> Content {
    let lang = viewer.lang;
    let (title, paragraphs) = match (until, cause) {
        (Some(until), _) => {
            let is_verifying = clear.state == ClearState::Verifying;
            let title = if is_verifying { t!(lang, "now-verifying") } else { t!(lang, "now-accepted") };
            let until = t!(lang, "now-verified-until", until = viewer.formats().clock(until));
            (title, vec![until, t!(lang, "now-verified-open")])
        }
        (None, Cause::Unproven(InconclusiveReason::NothingUsed)) => {
            (t!(lang, "now-nothing-to-reset"), vec![t!(lang, "unproven-nothing-used"), t!(lang, "now-unproven-next")])
        }
        (None, Cause::Unproven(why)) => {
            (t!(lang, "now-unproven"), vec![unproven_words(lang, why), t!(lang, "now-unproven-next")])
        }
        (None, _) => (t!(lang, "now-accepted-over"), Vec::new()),
    };
    let reload = until.map(|_| reload_seconds(viewer, clear));
    Content { reload, ..Content::new(NoticeKind::Info, title, paragraphs).linked_to_usage() }
}

/// The content for a clear after which nothing fell, or that somebody counts as used.
fn ineffective(lang: Lang, cause: Cause) -> Content {
    if let Cause::Settled { by, why } = cause {
        let title = t!(lang, "now-counted", who = actor_words(lang, Some(&by)));
        return Content::new(NoticeKind::Info, title, [why.into()]);
    }
    let reasons = view! {
        <ul>
            <li>{t!(lang, "now-ineffective-minute")}</li>
            <li>{t!(lang, "now-ineffective-wait")}</li>
            <li>{t!(lang, "now-ineffective-ask")}</li>
        </ul>
    };
    let (title, why) = (t!(lang, "now-ineffective"), t!(lang, "now-ineffective-why"));
    Content { more: Some(reasons.into_any()), ..Content::new(NoticeKind::Warning, title, [why]).linked_to_usage() }
}

/// The content for a clear that WeChat refused: its answer explained, and what it says of the count.
fn refused(lang: Lang, clear: &Clear, budget: &Budget, zone: &QuotaZone) -> Content {
    let (title, cause, next) = match explained(lang, clear) {
        Some((errcode, explanation)) => {
            let title = t!(lang, "with-aside", words = explanation.title, aside = errcode.to_string());
            (title, explanation.cause, explanation.next_step)
        }
        None => (t!(lang, "result-refused"), t!(lang, "now-refused-cost"), Text::default()),
    };
    let corrected = (clear.none_was_left() && (budget.said_spent || budget.said_early)).then(|| {
        let date = month_day(lang, zone, budget.resets_at);
        t!(lang, "now-corrected", date = date, zone = zone.name())
    });
    let paragraphs = [cause, next, t!(lang, "now-refused-cost")].into_iter().chain(corrected);
    Content::new(NoticeKind::Error, title, paragraphs)
}

/// The content for a clear that was not carried out: no call that WeChat could act on reached it, or somebody found so later.
fn failed(lang: Lang, clear: &Clear, cause: Cause) -> Content {
    match cause {
        Cause::Settled { by, why } => {
            let title = t!(lang, "now-given-back-by", who = actor_words(lang, Some(&by)));
            return Content::new(NoticeKind::Info, title, [why.into()]);
        }
        Cause::NoRoom => return Content::new(NoticeKind::Info, t!(lang, "now-no-room"), [t!(lang, "step-no-room")]),
        Cause::Plain | Cause::Unproven(_) => {}
    }
    let (why, next) = match explained(lang, clear) {
        Some((errcode, told)) => {
            (Some(t!(lang, "with-aside", words = told.title, aside = errcode.to_string())), Some(told.next_step))
        }
        None => (clear.failure.map(|failure| failure_words(lang, failure, clear.errmsg.as_deref())), None),
    };
    let again = view! {
        <p>
            {t!(lang, "now-failed-next")} " "
            <a href=paths::clear_confirmation(clear.account_id, clear.interface.as_ref().map(|(id, _)| *id)) data-dialog="">
                {t!(lang, "try-again")}
            </a>
        </p>
    };
    let content = Content::new(NoticeKind::Error, t!(lang, "now-failed"), why.into_iter().chain(next));
    Content { more: Some(again.into_any()), ..content }
}

/// The content for a clear whose outcome nobody knows: readings may tell, or could not.
fn unknown(viewer: &Viewer, clear: &Clear, cause: Cause, until: Option<Timestamp>) -> Content {
    let lang = viewer.lang;
    let cost = t!(lang, "now-unknown-cost");
    let (title, paragraphs) = match (until, cause) {
        (Some(until), _) => {
            let until = t!(lang, "now-unknown-until", until = viewer.formats().clock(until));
            (t!(lang, "now-unknown"), vec![cost, until])
        }
        (None, Cause::Unproven(why)) => {
            let not_seen = why == InconclusiveReason::NotSeen;
            let title = if not_seen { t!(lang, "now-not-seen") } else { t!(lang, "now-unknown") };
            (title, vec![unproven_words(lang, why), cost, t!(lang, "now-unknown-over")])
        }
        (None, _) => (t!(lang, "now-unknown"), vec![cost, t!(lang, "now-unknown-over")]),
    };
    let reload = until.map(|_| reload_seconds(viewer, clear));
    Content { reload, ..Content::new(NoticeKind::Warning, title, paragraphs).linked_to_usage() }
}

/// The content for a guess that somebody dismissed.
fn dismissed(lang: Lang, cause: Cause) -> Content {
    let why = match cause {
        Cause::Settled { by, why } => Some(t!(lang, "step-dismissed", who = actor_words(lang, Some(&by)), why = why)),
        _ => None,
    };
    Content::new(NoticeKind::Info, t!(lang, "now-dismissed"), why)
}
