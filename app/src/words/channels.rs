//! Channels as text in the reader's language: faults of their fields, and outcomes of delivery attempts.

use desk::accounts::NameFault;
use desk::channels::{AttemptOutcome, ChannelHealth, UrlFault};
use domain::{ChannelKind, Lang, MailFault, RobotFault};

use crate::context::Text;
use crate::format::grouped;
use crate::t;
use crate::words::accounts::name_words;

/// Kind of a channel.
pub(crate) fn kind_words(lang: Lang, kind: ChannelKind) -> Text {
    match kind {
        ChannelKind::Wecom => t!(lang, "channel-kind-wecom"),
        ChannelKind::Dingtalk => t!(lang, "channel-kind-dingtalk"),
        ChannelKind::Feishu => t!(lang, "channel-kind-feishu"),
        ChannelKind::ServerChan => t!(lang, "channel-kind-serverchan"),
        ChannelKind::Email => t!(lang, "channel-kind-email"),
        ChannelKind::Webhook => t!(lang, "channel-kind-webhook"),
    }
}

/// A language, by its own name.
pub(crate) fn lang_words(lang: Lang) -> Text {
    match lang {
        Lang::ZhCn => "简体中文".into(),
        Lang::En => "English".into(),
    }
}

/// Where the address and the secret of a kind of channel are found in its vendor's console.
pub(crate) fn kind_help(lang: Lang, kind: ChannelKind) -> Text {
    match kind {
        ChannelKind::Wecom => t!(lang, "channel-help-wecom"),
        ChannelKind::Dingtalk => t!(lang, "channel-help-dingtalk"),
        ChannelKind::Feishu => t!(lang, "channel-help-feishu"),
        ChannelKind::ServerChan => t!(lang, "channel-help-serverchan"),
        ChannelKind::Email => t!(lang, "channel-help-email"),
        ChannelKind::Webhook => t!(lang, "channel-help-webhook"),
    }
}

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
        UrlFault::NotAMailServer => t!(lang, "fault-url-mail"),
        UrlFault::MailPassword => t!(lang, "fault-url-mail-password"),
        UrlFault::NotAKey => t!(lang, "fault-url-key"),
        UrlFault::OtherKind(kind) => t!(lang, "fault-url-other-kind", kind = kind_words(lang, kind)),
    }
}

/// Outcome of an attempt, without the message of the receiver or the network ([`remote_message`]).
pub(crate) fn attempt_words(lang: Lang, outcome: &AttemptOutcome) -> Text {
    match outcome {
        AttemptOutcome::Delivered { status } => t!(lang, "attempt-delivered", status = status.to_string()),
        AttemptOutcome::Refused { status, .. } => t!(lang, "attempt-refused", status = status.to_string()),
        AttemptOutcome::RobotRefused { code, .. } => t!(lang, "attempt-robot-refused", code = code.to_string()),
        AttemptOutcome::NotARobot { status, .. } => t!(lang, "attempt-not-a-robot", status = status.to_string()),
        AttemptOutcome::MailTaken { code } => t!(lang, "attempt-mail-taken", code = code.to_string()),
        AttemptOutcome::MailRefused { code, .. } => t!(lang, "attempt-mail-refused", code = code.to_string()),
        AttemptOutcome::MailUnfit { .. } => t!(lang, "attempt-mail-unfit"),
        AttemptOutcome::Certificate { .. } => t!(lang, "attempt-certificate"),
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
        AttemptOutcome::Refused { said, .. }
        | AttemptOutcome::RobotRefused { said, .. }
        | AttemptOutcome::NotARobot { said, .. }
        | AttemptOutcome::MailRefused { said, .. } => said,
        AttemptOutcome::NoSuchHost { detail }
        | AttemptOutcome::NoConnection { detail }
        | AttemptOutcome::Tls { detail }
        | AttemptOutcome::MailUnfit { detail }
        | AttemptOutcome::Certificate { detail }
        | AttemptOutcome::ConnectionLost { detail } => detail,
        AttemptOutcome::Delivered { .. }
        | AttemptOutcome::MailTaken { .. }
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
        AttemptOutcome::Delivered { .. } | AttemptOutcome::MailTaken { .. } => return None,
        AttemptOutcome::Refused { status: 300..400, .. } => t!(lang, "attempt-redirected-next"),
        AttemptOutcome::Refused { .. } => t!(lang, "attempt-refused-next"),
        AttemptOutcome::RobotRefused { fault, clock_off_s, .. } => robot_next(lang, *fault, *clock_off_s),
        AttemptOutcome::NotARobot { .. } => t!(lang, "attempt-not-a-robot-next"),
        AttemptOutcome::MailRefused { fault, .. } => mail_next(lang, *fault),
        AttemptOutcome::MailUnfit { .. } => t!(lang, "attempt-mail-unfit-next"),
        AttemptOutcome::Certificate { .. } => t!(lang, "attempt-certificate-next"),
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

/// What to do about a mail server's refusal.
fn mail_next(lang: Lang, fault: MailFault) -> Text {
    match fault {
        MailFault::Password => t!(lang, "mail-password-next"),
        MailFault::Sender => t!(lang, "mail-sender-next"),
        MailFault::Recipient => t!(lang, "mail-recipient-next"),
        MailFault::Later => t!(lang, "mail-later-next"),
        MailFault::Content | MailFault::Other => t!(lang, "mail-other-next"),
    }
}

/// What to do about a robot's refusal. `clock_off_s` is by how many seconds this machine's clock is ahead of the robot's.
fn robot_next(lang: Lang, fault: RobotFault, clock_off_s: Option<i64>) -> Text {
    match fault {
        RobotFault::Address => t!(lang, "robot-address-next"),
        RobotFault::Signature => t!(lang, "robot-signature-next"),
        RobotFault::Clock => {
            let off = clock_off_s.unwrap_or_default();
            let minutes = (off.abs() + 30) / 60;
            if off < 0 {
                t!(lang, "robot-clock-behind-next", minutes = minutes)
            } else {
                t!(lang, "robot-clock-ahead-next", minutes = minutes)
            }
        }
        RobotFault::Keyword => t!(lang, "robot-keyword-next"),
        RobotFault::AddressList => t!(lang, "robot-address-list-next"),
        RobotFault::Security => t!(lang, "robot-security-next"),
        RobotFault::Content => t!(lang, "robot-content-next"),
        RobotFault::TooMany => t!(lang, "robot-too-many-next"),
        RobotFault::Other => t!(lang, "robot-other-next"),
    }
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
