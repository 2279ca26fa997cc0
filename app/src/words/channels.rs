//! Channels as text in the reader's language: faults of their fields, and outcomes of delivery attempts.

use desk::accounts::NameFault;
use desk::channels::{AttemptOutcome, ChannelHealth, UrlFault};
use domain::Lang;

use crate::context::Text;
use crate::format::grouped;
use crate::t;
use crate::words::accounts::name_words;

/// Fault of a channel's name.
pub(crate) fn channel_name_words(lang: Lang, fault: &NameFault) -> Text {
    match fault {
        NameFault::Taken => t!(lang, "fault-channel-name-taken"),
        fault => name_words(lang, fault),
    }
}

/// Fault of a channel's URL.
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

/// Outcome of an attempt, without the message of the receiver or the network ([`remote_message`]).
pub(crate) fn attempt_words(lang: Lang, outcome: &AttemptOutcome) -> Text {
    match outcome {
        AttemptOutcome::Delivered { status } => t!(lang, "attempt-delivered", status = status.to_string()),
        AttemptOutcome::Refused { status, .. } => t!(lang, "attempt-refused", status = status.to_string()),
        AttemptOutcome::NoSuchHost { .. } => t!(lang, "attempt-no-host"),
        AttemptOutcome::PrivateAddress { host } => t!(lang, "attempt-private", host = host.as_str()),
        AttemptOutcome::UnknownBehindProxy { host } => t!(lang, "attempt-unknown-behind-proxy", host = host.as_str()),
        AttemptOutcome::PlainHttp { host } => t!(lang, "attempt-plain", host = host.as_str()),
        AttemptOutcome::NoConnection { .. } => t!(lang, "attempt-no-connection"),
        AttemptOutcome::Tls { .. } => t!(lang, "attempt-tls"),
        AttemptOutcome::TimedOut => t!(lang, "attempt-timed-out"),
        AttemptOutcome::ConnectionLost { .. } => t!(lang, "attempt-broken-off"),
        AttemptOutcome::Unreadable => t!(lang, "attempt-unreadable"),
    }
}

/// Message of the receiver or the network about an attempt, masked; `None` where there was none.
pub(crate) fn remote_message(outcome: &AttemptOutcome) -> Option<&str> {
    let said = match outcome {
        AttemptOutcome::Refused { said, .. } => said,
        AttemptOutcome::NoSuchHost { detail }
        | AttemptOutcome::NoConnection { detail }
        | AttemptOutcome::Tls { detail }
        | AttemptOutcome::ConnectionLost { detail } => detail,
        AttemptOutcome::Delivered { .. }
        | AttemptOutcome::PrivateAddress { .. }
        | AttemptOutcome::UnknownBehindProxy { .. }
        | AttemptOutcome::PlainHttp { .. }
        | AttemptOutcome::TimedOut
        | AttemptOutcome::Unreadable => return None,
    };
    Some(said.as_str()).filter(|said| !said.is_empty())
}

/// What to do about a failed attempt; `None` for a successful one.
pub(crate) fn attempt_next(lang: Lang, outcome: &AttemptOutcome) -> Option<Text> {
    Some(match outcome {
        AttemptOutcome::Delivered { .. } => return None,
        AttemptOutcome::Refused { status: 300..400, .. } => t!(lang, "attempt-redirected-next"),
        AttemptOutcome::Refused { .. } => t!(lang, "attempt-refused-next"),
        AttemptOutcome::NoSuchHost { .. } => t!(lang, "attempt-no-host-next"),
        AttemptOutcome::PrivateAddress { .. } => t!(lang, "attempt-private-next"),
        AttemptOutcome::UnknownBehindProxy { .. } => t!(lang, "attempt-unknown-behind-proxy-next"),
        AttemptOutcome::PlainHttp { .. } => t!(lang, "attempt-plain-next"),
        AttemptOutcome::NoConnection { .. } => t!(lang, "attempt-no-connection-next"),
        AttemptOutcome::Tls { .. } => t!(lang, "attempt-tls-next"),
        AttemptOutcome::TimedOut | AttemptOutcome::ConnectionLost { .. } => t!(lang, "attempt-no-answer-next"),
        AttemptOutcome::Unreadable => t!(lang, "attempt-unreadable-next"),
    })
}

/// Reason why a channel would not be called; `None` where it would be.
pub(crate) fn blocked_words(lang: Lang, standing: &ChannelHealth) -> Option<Text> {
    match standing {
        ChannelHealth::Blocked(AttemptOutcome::PrivateAddress { host }) => {
            Some(t!(lang, "blocked-private", host = host.as_str()))
        }
        ChannelHealth::Blocked(AttemptOutcome::UnknownBehindProxy { host }) => {
            Some(t!(lang, "blocked-unknown-behind-proxy", host = host.as_str()))
        }
        ChannelHealth::Blocked(AttemptOutcome::PlainHttp { host }) => {
            Some(t!(lang, "blocked-plain", host = host.as_str()))
        }
        _ => None,
    }
}

/// Host that an admin has to allow, where an attempt failed because it is not allowed.
pub(crate) fn host_to_allow(outcome: &AttemptOutcome) -> Option<&str> {
    match outcome {
        AttemptOutcome::PrivateAddress { host }
        | AttemptOutcome::UnknownBehindProxy { host }
        | AttemptOutcome::PlainHttp { host } => Some(host),
        _ => None,
    }
}

/// Duration of an attempt: `12 ms`, `10,003 ms`.
pub(crate) fn took_words(lang: Lang, took_ms: i64) -> Text {
    t!(lang, "attempt-took", took = grouped(took_ms))
}
