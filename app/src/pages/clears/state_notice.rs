//! What a clear's state means, and what to do about it.

use desk::clears::Clear;
use domain::clears::verification::Unproven;
use domain::{Budget, ClearState, Lang, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{AutoReload, Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::pages::clears::history::Known;
use crate::t;
use crate::words::clears::{confirmation_of, explained, unproven_words, usage_of};
use crate::words::dates::month_day;
use crate::words::failures::failure_words;
use crate::words::users::actor_words;

/// For how long the page of a clear whose call is under way looks again by itself: its token and its call are done with by
/// then; what keeps it from ending is something that people have to see to.
const LOOKS_AGAIN_FOR: SignedDuration = SignedDuration::from_mins(2);
/// How often it looks then.
const LOOKS_EVERY: u32 = 3;
/// How often the page of a clear that is being verified looks after its first readings: the others are minutes apart.
const LOOKS_CALMLY_EVERY: u32 = 20;
/// When the first readings after a clear are over.
const FIRST_READINGS_WITHIN: SignedDuration = SignedDuration::from_mins(1);

fn looks_every(clear: &Clear) -> u32 {
    let first = Viewer::current().now.duration_since(clear.at) < FIRST_READINGS_WITHIN;
    if first { LOOKS_EVERY } else { LOOKS_CALMLY_EVERY }
}

/// The page's title.
pub(crate) fn headline(lang: Lang, state: ClearState, known: &Known, what: Text) -> Text {
    match (state, known) {
        (ClearState::Intended | ClearState::Sent, _) => t!(lang, "headline-under-way", what = what),
        (ClearState::Accepted, Known::Unproven(_)) => t!(lang, "headline-unproven", what = what),
        (ClearState::Accepted, _) => t!(lang, "headline-accepted", what = what),
        (ClearState::Verifying, _) => t!(lang, "headline-verifying", what = what),
        (ClearState::Effective, _) => t!(lang, "headline-effective", what = what),
        (ClearState::Ineffective, Known::Settled { .. }) => t!(lang, "headline-counted", what = what),
        (ClearState::Ineffective, _) => t!(lang, "headline-ineffective", what = what),
        (ClearState::Refused, _) => t!(lang, "headline-refused", what = what),
        (ClearState::Failed, Known::Settled { .. } | Known::NoRoom) => t!(lang, "headline-given-back", what = what),
        (ClearState::Failed, _) => t!(lang, "headline-failed", what = what),
        (ClearState::Unknown, Known::Unproven(Unproven::NotSeen)) => t!(lang, "headline-not-seen", what = what),
        (ClearState::Unknown, _) => t!(lang, "headline-unknown", what = what),
        (ClearState::Elsewhere, _) => t!(lang, "headline-elsewhere", what = what),
        (ClearState::Dismissed, _) => t!(lang, "headline-dismissed", what = what),
    }
}

/// What it means, and what to do about it.
#[component]
pub fn WhatNow(
    /// The clear.
    clear: Clear,
    /// What is known beside its state.
    known: Known,
    /// Until when its effect is looked for, while it is.
    #[prop(optional_no_strip)]
    until: Option<Timestamp>,
    /// What it was paid from.
    budget: Budget,
    /// Where WeChat's days turn.
    zone: QuotaZone,
) -> impl IntoView {
    match clear.state {
        ClearState::Intended | ClearState::Sent => view! { <UnderWay since=clear.at /> }.into_any(),
        ClearState::Accepted | ClearState::Verifying => view! { <Accepted clear known until /> }.into_any(),
        ClearState::Effective => view! { <Effective clear /> }.into_any(),
        ClearState::Ineffective => view! { <Ineffective clear known /> }.into_any(),
        ClearState::Refused => view! { <RefusedByWeChat clear budget zone /> }.into_any(),
        ClearState::Failed => view! { <NotCarriedOut clear known /> }.into_any(),
        ClearState::Unknown => view! { <Unknown clear known until /> }.into_any(),
        ClearState::Elsewhere => view! { <Guessed clear /> }.into_any(),
        ClearState::Dismissed => view! { <Dismissed known /> }.into_any(),
    }
}

/// The way to what it was to reset.
#[component]
fn LookAtUsage(clear: Clear) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <p>
            <a href=usage_of(&clear)>{t!(lang, "look-at-usage")}</a>
        </p>
    }
}

#[component]
fn UnderWay(since: Timestamp) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let look = view! {
        <p>
            <a href=viewer.here()>{t!(lang, "look-again")}</a>
        </p>
    };
    if viewer.now.duration_since(since) < LOOKS_AGAIN_FOR {
        view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "now-under-way") next=t!(lang, "now-under-way-next")>
                {look}
            </Notice>
            <AutoReload seconds=LOOKS_EVERY />
        }
        .into_any()
    } else {
        view! {
            <Notice
                kind=NoticeKind::Warning
                title=t!(lang, "now-under-way-long")
                why=t!(lang, "now-under-way-long-why")
                next=t!(lang, "now-under-way-long-next")
            >
                {look}
            </Notice>
        }
        .into_any()
    }
}

/// WeChat said yes: its effect is looked for, or could not be proved.
#[component]
fn Accepted(clear: Clear, known: Known, until: Option<Timestamp>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if let Some(until) = until {
        let (until, seconds) = (viewer.formats().clock(until), looks_every(&clear));
        let title = match clear.state {
            ClearState::Verifying => t!(lang, "now-verifying"),
            _ => t!(lang, "now-accepted"),
        };
        return view! {
            <Notice
                kind=NoticeKind::Info
                title
                why=t!(lang, "now-verified-until", until = until)
                next=t!(lang, "now-verified-open")
            >
                <LookAtUsage clear />
            </Notice>
            <AutoReload seconds />
        }
        .into_any();
    }
    let Known::Unproven(why) = known else {
        return view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "now-accepted-over")>
                <LookAtUsage clear />
            </Notice>
        }
        .into_any();
    };
    view! {
        <Notice
            kind=NoticeKind::Info
            title=t!(lang, "now-unproven")
            why=unproven_words(lang, why)
            next=t!(lang, "now-unproven-next")
        >
            <LookAtUsage clear />
        </Notice>
    }
    .into_any()
}

#[component]
fn Effective(clear: Clear) -> impl IntoView {
    let lang = Viewer::current().lang;
    let given_back = clear.given_back.map(|calls| view! { <p>{t!(lang, "now-given-back", calls = calls)}</p> });
    view! {
        <Notice kind=NoticeKind::Success title=t!(lang, "now-effective")>
            {given_back}
            <LookAtUsage clear />
        </Notice>
    }
}

/// Nothing fell, or somebody counts it as used.
#[component]
fn Ineffective(clear: Clear, known: Known) -> impl IntoView {
    let lang = Viewer::current().lang;
    match known {
        Known::Settled { by, why } => {
            let title = t!(lang, "now-counted", who = actor_words(lang, Some(&by)));
            view! { <Notice kind=NoticeKind::Info title why /> }.into_any()
        }
        _ => view! {
            <Notice kind=NoticeKind::Warning title=t!(lang, "now-ineffective") why=t!(lang, "now-ineffective-why")>
                <ul>
                    <li>{t!(lang, "now-ineffective-minute")}</li>
                    <li>{t!(lang, "now-ineffective-wait")}</li>
                    <li>{t!(lang, "now-ineffective-ask")}</li>
                </ul>
                <LookAtUsage clear />
            </Notice>
        }
        .into_any(),
    }
}

/// WeChat's no, explained, and what it says of the count.
#[component]
fn RefusedByWeChat(clear: Clear, budget: Budget, zone: QuotaZone) -> impl IntoView {
    let lang = Viewer::current().lang;
    let corrected = (clear.none_was_left() && (budget.said_spent || budget.said_early)).then(|| {
        let date = month_day(lang, &zone, budget.resets_at);
        view! { <p>{t!(lang, "now-corrected", date = date, zone = zone.name())}</p> }
    });
    let (title, cause, next) = match explained(lang, &clear) {
        Some((errcode, explanation)) => {
            (format!("{} ({errcode})", explanation.title).into(), explanation.cause, explanation.next_step)
        }
        None => (t!(lang, "result-refused"), t!(lang, "now-refused-cost"), Text::default()),
    };
    view! {
        <Notice kind=NoticeKind::Error title why=cause next>
            <p>{t!(lang, "now-refused-cost")}</p>
            {corrected}
        </Notice>
    }
}

/// It was not carried out: no call that WeChat could act on reached it, or somebody found so later.
#[component]
fn NotCarriedOut(clear: Clear, known: Known) -> impl IntoView {
    let lang = Viewer::current().lang;
    match known {
        Known::Settled { by, why } => {
            let title = t!(lang, "now-given-back-by", who = actor_words(lang, Some(&by)));
            view! { <Notice kind=NoticeKind::Info title why /> }.into_any()
        }
        Known::NoRoom => view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "now-no-room") why=t!(lang, "step-no-room") />
        }
        .into_any(),
        Known::Plain | Known::Unproven(_) => view! { <NotSent clear /> }.into_any(),
    }
}

/// No call that WeChat could act on reached it.
#[component]
fn NotSent(clear: Clear) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let detail = clear.errmsg.as_deref();
    let why = match explained(lang, &clear) {
        Some((errcode, explanation)) => Some(format!("{} ({errcode})", explanation.title).into()),
        None => clear.failure.map(|failure| failure_words(lang, failure, detail)),
    };
    let next = explained(lang, &clear).map(|(_, explanation)| explanation.next_step);
    view! {
        <Notice kind=NoticeKind::Error title=t!(lang, "now-failed")>
            {why.map(|why: Text| view! { <p>{why}</p> })}
            {next.map(|next| view! { <p>{next}</p> })}
            <p>
                {t!(lang, "now-failed-next")} " "
                <a href=confirmation_of(&clear) data-dialog="">
                    {t!(lang, "try-again")}
                </a>
            </p>
        </Notice>
    }
}

/// Nobody knows: readings may tell, or could not.
#[component]
fn Unknown(clear: Clear, known: Known, until: Option<Timestamp>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if let Some(until) = until {
        let (until, seconds) = (viewer.formats().clock(until), looks_every(&clear));
        return view! {
            <Notice
                kind=NoticeKind::Warning
                title=t!(lang, "now-unknown")
                why=t!(lang, "now-unknown-cost")
                next=t!(lang, "now-unknown-until", until = until)
            >
                <LookAtUsage clear />
            </Notice>
            <AutoReload seconds />
        }
        .into_any();
    }
    let (title, why) = match known {
        Known::Unproven(why @ Unproven::NotSeen) => (t!(lang, "now-not-seen"), unproven_words(lang, why)),
        Known::Unproven(why) => (t!(lang, "now-unknown"), unproven_words(lang, why)),
        Known::Plain | Known::Settled { .. } | Known::NoRoom => (t!(lang, "now-unknown"), Text::default()),
    };
    view! {
        <Notice kind=NoticeKind::Warning title>
            {(!why.is_empty()).then(|| view! { <p>{why}</p> })}
            <p>{t!(lang, "now-unknown-cost")}</p>
            <p>{t!(lang, "now-unknown-over")}</p>
            <LookAtUsage clear />
        </Notice>
    }
    .into_any()
}

/// What a guess is worth.
#[component]
fn Guessed(clear: Clear) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Notice
            kind=NoticeKind::Info
            title=t!(lang, "now-elsewhere")
            why=t!(lang, "now-elsewhere-cost")
            next=t!(lang, "now-elsewhere-blind")
        >
            <LookAtUsage clear />
        </Notice>
    }
}

#[component]
fn Dismissed(known: Known) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "now-dismissed");
    match known {
        Known::Settled { by, why } => {
            let by = actor_words(lang, Some(&by));
            view! { <Notice kind=NoticeKind::Info title why=t!(lang, "step-dismissed", who = by, why = why) /> }
                .into_any()
        }
        _ => view! { <Notice kind=NoticeKind::Info title /> }.into_any(),
    }
}
