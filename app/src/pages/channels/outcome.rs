//! Outcomes of forms about channels, and the channel form as it was typed.

use desk::channels::{AttemptOutcome, Channel, ChannelError, ChannelFaults, TypedChannel, UrlFault};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::channels::NO_CHANNEL;
use crate::forms::confirm::ConfirmFault;
use crate::forms::refused::flash_from;
use crate::forms::{self, Outcome};
use crate::pages::channels::host_link::AllowHostLink;
use crate::t;
use crate::words::channels::{attempt_next, attempt_words, host_to_allow, remote_message, took_words};

/// The outcome of a form about channels. It holds no addresses and no secrets, since it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelOutcome {
    /// A channel was added.
    Added {
        /// Its name.
        name: String,
    },
    /// A channel was changed.
    Saved,
    /// Sending to the channel was paused.
    Paused,
    /// Sending was resumed.
    Resumed,
    /// The channel was removed.
    Removed,
    /// A test message was sent.
    Tested {
        /// The duration in milliseconds.
        took_ms: i64,
        /// The result.
        result: AttemptOutcome,
    },
    /// No test message was sent, because one was sent a moment ago.
    TestedLately {
        /// How long to wait, in seconds.
        seconds: i64,
    },
    /// Messages that were given up are sent again.
    Resent {
        /// The number of messages.
        count: u64,
    },
    /// A host in a private network may be called.
    HostAllowed {
        /// The host.
        host: String,
    },
    /// A host in a private network may not be called any more.
    HostForbidden {
        /// The host.
        host: String,
    },
    /// Nothing, since the host was allowed, or not, already.
    HostUnchanged,
    /// The channel does not exist, or was removed.
    NoSuchChannel,
    /// The form that adds a channel has to be corrected.
    Add(ChannelForm),
    /// The form that changes a channel has to be corrected.
    Edit(ChannelForm),
    /// The typed host is invalid.
    Host {
        /// The typed text.
        typed: String,
    },
}

/// The channel form as it was typed, without address and secret, which have to be typed again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelForm {
    /// The name.
    pub name: String,
    /// The word of the kind.
    pub kind: String,
    /// The word that the robot expects in each message.
    pub keyword: String,
    /// The language of the messages.
    pub lang: String,
    /// The lowest severity of the notices that it gets.
    pub severity: String,
    /// Faults of what was typed.
    pub faults: ChannelFaults,
    /// What is wrong with the password that confirms another address or secret.
    pub password: Option<ConfirmFault>,
}

impl ChannelForm {
    /// The form of a channel with its present values.
    pub(crate) fn of(channel: &Channel) -> Self {
        Self {
            name: channel.name.clone(),
            kind: channel.kind.word().to_owned(),
            keyword: channel.keyword.clone(),
            lang: channel.lang.word().to_owned(),
            severity: channel.severity.word().to_owned(),
            ..Self::default()
        }
    }

    /// A typed channel as it can be shown again: without secrets that were pasted, and no longer than a flash can hold. Where
    /// the address is that of another kind, that kind is chosen.
    pub(crate) fn shown_again(typed: &TypedChannel, faults: ChannelFaults) -> Self {
        let TypedChannel { name, kind, keyword, lang, severity, .. } = typed;
        let [name, kind, keyword, lang, severity] =
            [name, kind, keyword, lang, severity].map(|typed| forms::shown_again(typed));
        let kind = match faults.url {
            Some(UrlFault::OtherKind(other)) => other.word().to_owned(),
            _ => kind,
        };
        Self { name, kind, keyword, lang, severity, faults, password: None }
    }
}

impl ChannelOutcome {
    /// Whether it is shown in the panel of the hosts.
    pub(crate) fn is_about_hosts(&self) -> bool {
        matches!(self, Self::HostAllowed { .. } | Self::HostForbidden { .. } | Self::HostUnchanged | Self::Host { .. })
    }
}

flash_from!(
    ChannelError,
    ChannelError::NoSuchChannel => ChannelOutcome::NoSuchChannel,
    ChannelError::TooSoon { seconds } => ChannelOutcome::TestedLately { seconds };
    other
);

#[typetag::serde]
impl Outcome for ChannelOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let title = match self {
            Self::Add(_) | Self::Edit(_) | Self::Host { .. } => return None,
            Self::Tested { took_ms, result } => {
                return Some(view! { <TestNotice took_ms=*took_ms result=result.clone() /> }.into_any());
            }
            Self::TestedLately { seconds } => {
                let (title, next) =
                    (t!(lang, "refused-test-too-soon"), t!(lang, "refused-test-too-soon-next", seconds = *seconds));
                return Some(view! { <Notice kind=NoticeKind::Warning title next /> }.into_any());
            }
            Self::NoSuchChannel => {
                let (title, next) = (t!(lang, "no-channel-title"), t!(lang, "refused-no-channel-next"));
                return Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any());
            }
            Self::Added { name } => t!(lang, "done-channel-added", name = name.as_str()),
            Self::Saved => t!(lang, "done-account-saved"),
            Self::Paused => t!(lang, "done-channel-paused"),
            Self::Resumed => t!(lang, "done-channel-resumed"),
            Self::Removed => t!(lang, "done-channel-removed"),
            Self::Resent { count: 0 } => t!(lang, "done-resent-none"),
            Self::Resent { count } => t!(lang, "done-resent", count = *count),
            Self::HostAllowed { host } => t!(lang, "done-host-allowed", host = host.as_str()),
            Self::HostForbidden { host } => t!(lang, "done-host-forbidden", host = host.as_str()),
            Self::HostUnchanged => t!(lang, "done-unchanged"),
        };
        let is_done = !matches!(self, Self::Resent { count: 0 } | Self::HostUnchanged);
        let kind = if is_done { NoticeKind::Success } else { NoticeKind::Info };
        Some(view! { <Notice kind title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_CHANNEL && *self == Self::NoSuchChannel
    }
}

/// Notice of the result of a test.
#[component]
fn TestNotice(took_ms: i64, result: AttemptOutcome) -> impl IntoView {
    let lang = Viewer::current().lang;
    let why = format!("{} · {}", attempt_words(lang, &result), took_words(lang, took_ms));
    let message = remote_message(&result).map(str::to_owned);
    let host = host_to_allow(&result).map(str::to_owned);
    match attempt_next(lang, &result) {
        None => {
            let title = t!(lang, "done-tested");
            view! { <Notice kind=NoticeKind::Success title why /> }.into_any()
        }
        Some(next) => view! {
            <Notice kind=NoticeKind::Error title=t!(lang, "test-failed") why next>
                {host.map(|host| view! { <p><AllowHostLink host /></p> })}
                {message
                    .map(|message| {
                        view! {
                            <p class="secondary">
                                {t!(lang, "attempt-said")} " " <code class="said">{message}</code>
                            </p>
                        }
                    })}
            </Notice>
        }
        .into_any(),
    }
}
