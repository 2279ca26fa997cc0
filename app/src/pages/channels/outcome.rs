//! What came of a form about channels, and what is wrong with what was typed.

use desk::channels::{AttemptOutcome, Channel, ChannelError, ChannelFaults};
use domain::Lang;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::channels::NO_CHANNEL;
use crate::forms::Outcome;
use crate::forms::refused::flash_from;
use crate::pages::channels::hosts::ToHosts;
use crate::t;
use crate::words::channels::{attempt_next, attempt_words, host_to_allow, said, took_words};

/// What came of such a form. No addresses and no secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelOutcome {
    /// A channel was added.
    Added {
        /// What it is called.
        name: String,
    },
    /// A channel was changed.
    Saved,
    /// Nothing is sent to it for now.
    Paused,
    /// It goes on.
    Resumed,
    /// It was removed.
    Removed,
    /// A message was sent to try it.
    Tested {
        /// How long that took, in milliseconds.
        took_ms: i64,
        /// What came.
        came: AttemptOutcome,
    },
    /// Messages that were given up are sent again.
    Resent {
        /// How many.
        count: u64,
    },
    /// A host in a private network may be called.
    HostAllowed {
        /// The host.
        host: String,
    },
    /// It may be called no more.
    HostForbidden {
        /// The host.
        host: String,
    },
    /// It was so already.
    HostUnchanged,
    /// There is no such channel, or no more.
    NoSuchChannel,
    /// The form that adds a channel is to be corrected.
    Add(Typed),
    /// The form that changes one is to be corrected.
    Edit(Typed),
    /// What was typed is no host.
    Host {
        /// What was typed.
        typed: String,
    },
}

/// A channel as it was typed, without its address and its secret, which have to be typed again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// The severity from which on it takes notices.
    pub severity: String,
    /// What is wrong.
    pub faults: ChannelFaults,
}

impl Typed {
    /// A channel as it is.
    pub(crate) fn of(channel: &Channel) -> Self {
        let severity = channel.severity.word().to_owned();
        Self { name: channel.name.clone(), severity, faults: ChannelFaults::default() }
    }
}

impl ChannelOutcome {
    /// Whether it is told beside the hosts.
    pub(crate) fn is_of_hosts(&self) -> bool {
        matches!(self, Self::HostAllowed { .. } | Self::HostForbidden { .. } | Self::HostUnchanged | Self::Host { .. })
    }
}

flash_from!(ChannelError, ChannelError::NoSuchChannel => ChannelOutcome::NoSuchChannel; other);

#[typetag::serde]
impl Outcome for ChannelOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            Self::Tested { took_ms, came } => {
                return Some(view! { <TestNotice took_ms=*took_ms came=came.clone() /> }.into_any());
            }
            Self::NoSuchChannel => {
                let next = t!(lang, "refused-no-channel-next");
                let title = t!(lang, "no-channel-title");
                return Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any());
            }
            Self::Add(_) | Self::Edit(_) | Self::Host { .. } => return None,
            _ => done_words(lang, self),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_CHANNEL && *self == Self::NoSuchChannel
    }
}

fn done_words(lang: Lang, outcome: &ChannelOutcome) -> (NoticeKind, Text) {
    let title = match outcome {
        ChannelOutcome::Added { name } => t!(lang, "done-channel-added", name = name.as_str()),
        ChannelOutcome::Paused => t!(lang, "done-channel-paused"),
        ChannelOutcome::Resumed => t!(lang, "done-channel-resumed"),
        ChannelOutcome::Removed => t!(lang, "done-channel-removed"),
        ChannelOutcome::Resent { count: 0 } => return (NoticeKind::Info, t!(lang, "done-resent-none")),
        ChannelOutcome::Resent { count } => t!(lang, "done-resent", count = *count),
        ChannelOutcome::HostAllowed { host } => t!(lang, "done-host-allowed", host = host.as_str()),
        ChannelOutcome::HostForbidden { host } => t!(lang, "done-host-forbidden", host = host.as_str()),
        ChannelOutcome::HostUnchanged => return (NoticeKind::Info, t!(lang, "done-unchanged")),
        _ => t!(lang, "done-account-saved"),
    };
    (NoticeKind::Success, title)
}

/// What came of a test, whatever it was.
#[component]
fn TestNotice(took_ms: i64, came: AttemptOutcome) -> impl IntoView {
    let lang = Viewer::current().lang;
    let why = format!("{} · {}", attempt_words(lang, &came), took_words(lang, took_ms));
    let said = said(&came).map(str::to_owned);
    let host = host_to_allow(&came).map(str::to_owned);
    match attempt_next(lang, &came) {
        None => {
            let title = t!(lang, "done-tested");
            view! { <Notice kind=NoticeKind::Success title why /> }.into_any()
        }
        Some(next) => view! {
            <Notice kind=NoticeKind::Error title=t!(lang, "test-failed") why next>
                {host.map(|host| view! { <p><ToHosts host /></p> })}
                {said
                    .map(|said| {
                        view! {
                            <p class="secondary">
                                {t!(lang, "attempt-said")} " " <code class="said">{said}</code>
                            </p>
                        }
                    })}
            </Notice>
        }
        .into_any(),
    }
}
