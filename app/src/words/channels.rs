//! Channels in the reader's words: what is wrong with an address, what came of an attempt.

use desk::accounts::NameFault;
use desk::channels::{AttemptOutcome, Standing, UrlFault};
use domain::Lang;

use crate::context::Text;
use crate::format::grouped;
use crate::t;
use crate::words::accounts::name_words;

/// What is wrong with a channel's name.
pub(crate) fn channel_name_words(lang: Lang, fault: &NameFault) -> Text {
    match fault {
        NameFault::Taken => t!(lang, "fault-channel-name-taken"),
        fault => name_words(lang, fault),
    }
}

/// What is wrong with an address.
pub(crate) fn url_words(lang: Lang, fault: UrlFault) -> Text {
    match fault {
        UrlFault::Missing => t!(lang, "fault-url-missing"),
        UrlFault::NotAnAddress => t!(lang, "fault-url"),
        UrlFault::NotHttp => t!(lang, "fault-url-scheme"),
        UrlFault::UserName => t!(lang, "fault-url-user"),
        UrlFault::Fragment => t!(lang, "fault-url-fragment"),
        UrlFault::TooLong => t!(lang, "fault-url-long"),
    }
}

/// What came of an attempt; what the other side or the network said of it stands beside ([`said`]).
pub(crate) fn attempt_words(lang: Lang, outcome: &AttemptOutcome) -> Text {
    match outcome {
        AttemptOutcome::Delivered { status } => t!(lang, "attempt-delivered", status = status.to_string()),
        AttemptOutcome::Refused { status, .. } => t!(lang, "attempt-refused", status = status.to_string()),
        AttemptOutcome::NoSuchHost { .. } => t!(lang, "attempt-no-host"),
        AttemptOutcome::PrivateAddress { host } => t!(lang, "attempt-private", host = host.as_str()),
        AttemptOutcome::PlainHttp { host } => t!(lang, "attempt-plain", host = host.as_str()),
        AttemptOutcome::NoConnection { .. } => t!(lang, "attempt-no-connection"),
        AttemptOutcome::Tls { .. } => t!(lang, "attempt-tls"),
        AttemptOutcome::TimedOut => t!(lang, "attempt-timed-out"),
        AttemptOutcome::BrokenOff { .. } => t!(lang, "attempt-broken-off"),
        AttemptOutcome::Unreadable => t!(lang, "attempt-unreadable"),
    }
}

/// What the other side or the network said, masked; often nothing.
pub(crate) fn said(outcome: &AttemptOutcome) -> Option<&str> {
    let said = match outcome {
        AttemptOutcome::Refused { said, .. } => said,
        AttemptOutcome::NoSuchHost { detail }
        | AttemptOutcome::NoConnection { detail }
        | AttemptOutcome::Tls { detail }
        | AttemptOutcome::BrokenOff { detail } => detail,
        AttemptOutcome::Delivered { .. }
        | AttemptOutcome::PrivateAddress { .. }
        | AttemptOutcome::PlainHttp { .. }
        | AttemptOutcome::TimedOut
        | AttemptOutcome::Unreadable => return None,
    };
    Some(said.as_str()).filter(|said| !said.is_empty())
}

/// What to do about an attempt that failed; `None` of one that did not.
pub(crate) fn attempt_next(lang: Lang, outcome: &AttemptOutcome) -> Option<Text> {
    Some(match outcome {
        AttemptOutcome::Delivered { .. } => return None,
        AttemptOutcome::Refused { status: 300..400, .. } => t!(lang, "attempt-redirected-next"),
        AttemptOutcome::Refused { .. } => t!(lang, "attempt-refused-next"),
        AttemptOutcome::NoSuchHost { .. } => t!(lang, "attempt-no-host-next"),
        AttemptOutcome::PrivateAddress { .. } => t!(lang, "attempt-private-next"),
        AttemptOutcome::PlainHttp { .. } => t!(lang, "attempt-plain-next"),
        AttemptOutcome::NoConnection { .. } => t!(lang, "attempt-no-connection-next"),
        AttemptOutcome::Tls { .. } => t!(lang, "attempt-tls-next"),
        AttemptOutcome::TimedOut | AttemptOutcome::BrokenOff { .. } => t!(lang, "attempt-no-answer-next"),
        AttemptOutcome::Unreadable => t!(lang, "attempt-unreadable-next"),
    })
}

/// Why a channel would not be called; `None` where it would be.
pub(crate) fn blocked_words(lang: Lang, standing: &Standing) -> Option<Text> {
    match standing {
        Standing::Blocked(AttemptOutcome::PrivateAddress { host }) => {
            Some(t!(lang, "blocked-private", host = host.as_str()))
        }
        Standing::Blocked(AttemptOutcome::PlainHttp { host }) => Some(t!(lang, "blocked-plain", host = host.as_str())),
        _ => None,
    }
}

/// The host that an admin would have to allow, where that is what an attempt failed by.
pub(crate) fn host_to_allow(outcome: &AttemptOutcome) -> Option<&str> {
    match outcome {
        AttemptOutcome::PrivateAddress { host } | AttemptOutcome::PlainHttp { host } => Some(host),
        _ => None,
    }
}

/// How long an attempt took: `12 ms`, `10,003 ms`.
pub(crate) fn took_words(lang: Lang, took_ms: i64) -> Text {
    t!(lang, "attempt-took", took = grouped(took_ms))
}
