//! "Sample now", on an interface and on an account.

use desk::sampling::{RequestedReadingError, SampleReport, Target};
use domain::{AccountId, AccountStatus, InterfaceId, paths};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use crate::components::{Button, Form, Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::refused::flash_from;
use crate::forms::{self, Outcome, missing_notice};
use crate::t;

/// Reads one interface, or with none given the whole account, and goes back to its page.
#[server(prefix = "/form", endpoint = "sample-now")]
pub async fn sample_now(
    #[server(default)] account: String,
    #[server(default)] interface: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let account = forms::account_id(&account);
    let (target, back) = match interface.parse() {
        Ok(id) => (Target::Interface(account, InterfaceId(id)), paths::interface(account, InterfaceId(id))),
        Err(_) => (Target::Account(account), paths::account(account)),
    };
    match desk.sample_now(&forms::actor(), target).await {
        Ok(SampleReport { readings, .. }) => {
            let (good, failed, starved) = (readings.good, readings.failed, readings.starved);
            forms::finish(SamplingOutcome::Sampled { good, failed, starved }, &back).await
        }
        Err(error @ (RequestedReadingError::NoSuchAccount | RequestedReadingError::NoSuchInterface)) => {
            forms::finish(error, paths::ACCOUNTS).await
        }
        Err(error) => forms::finish(error, &back).await,
    }
}

/// The outcome of a reading on demand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SamplingOutcome {
    /// Readings were made: the number of those with figures, of failed ones, and of those that the allowance did not cover.
    Sampled {
        /// Readings with figures.
        good: i64,
        /// Failed readings.
        failed: i64,
        /// Readings that were not made, because the day's allowance is used up.
        starved: i64,
    },
    /// The account does not exist, or is retired.
    NoSuchAccount,
    /// The interface does not exist, or is not watched.
    NoSuchInterface,
    /// The account is not read in this status.
    NotRead(AccountStatus),
    /// WeChat takes no more readings until then.
    Starved(Timestamp),
    /// It was read on demand a moment ago.
    TooSoon {
        /// The seconds to wait.
        seconds: i64,
    },
}

flash_from!(
    RequestedReadingError,
    RequestedReadingError::NoSuchAccount => SamplingOutcome::NoSuchAccount,
    RequestedReadingError::NoSuchInterface => SamplingOutcome::NoSuchInterface,
    RequestedReadingError::NotRead(status) => SamplingOutcome::NotRead(status),
    RequestedReadingError::Starved(until) => SamplingOutcome::Starved(until),
    RequestedReadingError::TooSoon { seconds } => SamplingOutcome::TooSoon { seconds }
);

#[typetag::serde]
impl Outcome for SamplingOutcome {
    fn notice(&self) -> Option<AnyView> {
        let viewer = Viewer::current();
        let lang = viewer.lang;
        let refused = |title, next| view! { <Notice kind=NoticeKind::Error title next /> }.into_any();
        let (kind, title) = match *self {
            Self::Sampled { good, failed, starved } if starved > 0 => {
                (NoticeKind::Warning, t!(lang, "done-sampled-starved", good = good, failed = failed, starved = starved))
            }
            Self::Sampled { good, failed, .. } if failed > 0 => {
                (NoticeKind::Warning, t!(lang, "done-sampled-failed", good = good, failed = failed))
            }
            Self::Sampled { good, .. } => (NoticeKind::Success, t!(lang, "done-sampled", good = good)),
            Self::NoSuchAccount => return missing_notice(NO_ACCOUNT),
            Self::NoSuchInterface => return missing_notice(NO_INTERFACE),
            Self::NotRead(AccountStatus::Paused) => {
                return Some(refused(t!(lang, "refused-paused"), t!(lang, "refused-paused-next")));
            }
            Self::NotRead(_) => return Some(refused(t!(lang, "refused-retired"), t!(lang, "refused-retired-next"))),
            Self::Starved(until) => {
                let next = t!(lang, "refused-starved-next", until = viewer.formats().clock(until));
                return Some(refused(t!(lang, "refused-starved"), next));
            }
            Self::TooSoon { seconds } => {
                let next = t!(lang, "refused-too-soon-next", seconds = seconds);
                return Some(refused(t!(lang, "refused-too-soon"), next));
            }
        };
        Some(view! { <Notice kind title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        match self {
            Self::NoSuchAccount => failure == NO_ACCOUNT,
            Self::NoSuchInterface => failure == NO_INTERFACE,
            _ => false,
        }
    }
}

/// The button.
#[component]
pub fn SampleNowButton(
    /// On which account.
    account: AccountId,
    /// Which interface; all of them where none is given.
    #[prop(optional)]
    interface: Option<InterfaceId>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=SampleNow::url() inline=true>
            <input type="hidden" name="account" value=account.to_string() />
            {interface.map(|id| view! { <input type="hidden" name="interface" value=id.to_string() /> })}
            <Button>{t!(lang, "sample-now")}</Button>
        </Form>
    }
}
