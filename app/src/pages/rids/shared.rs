//! Parts of the pages about rids: the time of a call, how long WeChat tells its request, and the choice of an account.

use desk::rids::DatedRid;
use domain::{AccountStatus, Lang};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Choice, Time};
use crate::context::{Text, Viewer};
use crate::t;

/// The badge that says until when WeChat tells the request of a rid.
#[component]
pub(crate) fn Validity(
    /// The rid.
    dated: DatedRid,
) -> impl IntoView {
    let mistyped = dated.mistyped;
    view! {
        <Standing dated />
        {mistyped.then(|| view! { <Mistyped /> })}
    }
}

/// The badge of a rid whose digits no known rid has; it can be looked up all the same.
#[component]
fn Mistyped() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        " "
        <span class="chip" title=t!(lang, "rid-mistyped-why")>
            {t!(lang, "rid-mistyped")}
        </span>
    }
}

#[component]
fn Standing(dated: DatedRid) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if dated.implausible {
        let title = t!(lang, "rid-implausible-title");
        return view! {
            <span class="chip" title=title>
                {t!(lang, "rid-implausible")}
            </span>
        }
        .into_any();
    }
    if dated.expired {
        return view! { <span class="chip">{t!(lang, "rid-expired")}</span> }.into_any();
    }
    let span = viewer.formats().span(dated.expires_at.duration_since(viewer.now));
    view! { <span class="chip">{t!(lang, "rid-expires-in", span = span)}</span> }.into_any()
}

/// The time of the call, exactly and as an age.
#[component]
pub(crate) fn CallTime(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    view! {
        <span class="called">
            <Time at exact=true />
            <span class="secondary">
                <Time at />
            </span>
        </span>
    }
}

/// The choices of an account: any, then the accounts that are not retired.
pub(crate) fn account_choices(lang: Lang, accounts: &[desk::accounts::Account]) -> Vec<Choice> {
    let named = accounts.iter().filter(|account| account.status != AccountStatus::Retired).map(|account| {
        let label: Text = match account.status {
            AccountStatus::Paused => t!(lang, "rids-account-paused", name = account.name.clone()),
            _ => account.name.clone().into(),
        };
        Choice::new(account.id.to_string(), label)
    });
    std::iter::once(Choice::new("", t!(lang, "rids-any-account"))).chain(named).collect()
}
