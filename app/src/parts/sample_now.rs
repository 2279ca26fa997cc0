//! "Sample now", on an interface and on an account.

use desk::sampling::{SampleNowError, SampleReport, Target};
use domain::{AccountId, InterfaceId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, Form};
use crate::context::Viewer;
use crate::forms::{self, Done, Flash, Refused};
use crate::t;

/// Reads one interface, or with none given the whole account, and goes back to its page.
#[server(prefix = "/form", endpoint = "sample-now")]
pub async fn sample_now(
    #[server(default)] account: String,
    #[server(default)] interface: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let account = AccountId(account.parse().unwrap_or_default());
    let (target, back) = match interface.parse() {
        Ok(id) => (Target::Interface(account, InterfaceId(id)), format!("/accounts/{account}/interfaces/{id}")),
        Err(_) => (Target::Account(account), format!("/accounts/{account}")),
    };
    let flash = match desk.sample_now(&forms::actor(), target).await {
        Ok(SampleReport { readings, .. }) => {
            Flash::Done(Done::Sampled { good: readings.good, failed: readings.failed, starved: readings.starved })
        }
        Err(error) => Flash::Refused(error.into()),
    };
    let back = match flash {
        Flash::Refused(Refused::NoSuchAccount | Refused::NoSuchInterface) => "/accounts",
        _ => &back,
    };
    forms::finish(flash, back).await
}

impl From<SampleNowError> for Refused {
    fn from(error: SampleNowError) -> Self {
        match error {
            SampleNowError::Forbidden(forbidden) => Self::Forbidden(forbidden.role),
            SampleNowError::NoSuchAccount => Self::NoSuchAccount,
            SampleNowError::NoSuchInterface => Self::NoSuchInterface,
            SampleNowError::NotRead(status) => Self::NotRead(status),
            SampleNowError::Starved(until) => Self::Starved(until),
            SampleNowError::TooSoon { seconds } => Self::TooSoon { seconds },
            SampleNowError::Internal(error) => error.into(),
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
