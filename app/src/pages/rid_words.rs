//! A rid's time and standing in the reader's words, and the form that looks it up.

use desk::rids::{DatedRid, LookedUp, Rid};
use domain::{AccountStatus, Lang};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Choice, Form, Time};
use crate::context::{Text, Viewer};
use crate::pages::rids::LookUpRid;
use crate::t;

/// A headline for what the call was answered.
pub(crate) fn answer_words(lang: Lang, looked_up: &LookedUp) -> Text {
    match looked_up.explanation(lang) {
        Some(explanation) => explanation.title,
        None if answered_well(&looked_up.response_body) => t!(lang, "rid-succeeded"),
        None => t!(lang, "rid-no-errcode"),
    }
}

/// Whether an answer without an errcode, or with that of success, is one of WeChat's: a JSON object. What is masked in it
/// is quoted, so that it still is.
pub(crate) fn answered_well(answer: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(answer).is_ok()
}

/// `3 h ago`, and until when WeChat tells the call.
#[component]
pub(crate) fn Standing(
    /// The rid.
    dated: DatedRid,
) -> impl IntoView {
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

/// When the call was made, exactly and as an age.
#[component]
pub(crate) fn Called(
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

/// A button that looks one rid up.
#[component]
pub(crate) fn LookUpButton(
    /// The rid.
    rid: Rid,
    /// The account that was chosen; empty for none.
    account: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let listened = t!(lang, "rids-submit-one", rid = rid.to_string());
    view! {
        <Form action=LookUpRid::url() inline=true>
            <input type="hidden" name="text" value=rid.to_string() />
            <input type="hidden" name="account" value=account />
            <button type="submit" class="button" aria-label=listened>
                {t!(lang, "rids-submit")}
            </button>
        </Form>
    }
}

/// The accounts that can be asked, after the choice that leaves it to the desk.
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
