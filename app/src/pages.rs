//! One file a screen: what it shows, and the forms that post from it.

pub mod account;
pub mod account_new;
pub mod account_settings;
pub mod accounts;
pub mod audit;
pub mod audit_asked;
pub mod audit_check;
mod audit_words;
pub(crate) mod because_words;
pub mod budget_accounts;
pub mod budget_clears;
pub mod budget_days;
pub mod budget_head;
pub mod budget_month;
pub mod budget_past;
pub mod budgets;
pub mod channel;
pub mod channel_fields;
pub mod channel_hosts;
pub mod channel_log;
pub mod channel_outcome;
pub mod channel_signature;
mod channel_words;
pub mod channels;
pub mod clear;
pub mod clear_advice;
pub mod clear_confirm;
pub mod clear_evidence;
pub mod clear_form;
pub mod clear_friction;
pub mod clear_known;
pub mod clear_now;
pub mod clear_order;
pub mod clear_request;
pub mod clear_request_forms;
pub mod clear_settling;
pub mod clear_stakes;
pub mod clear_support;
pub mod clear_what;
pub mod clear_who;
pub mod clear_words;
pub mod clears;
pub mod failed;
pub mod flash;
pub mod incident;
pub mod incident_words;
pub mod incidents;
pub mod interface;
pub mod interface_notices;
pub mod interface_rows;
pub mod kill_switch;
pub mod ledger_requests;
pub mod login;
pub mod new_password;
mod news_words;
pub mod notices;
pub mod notices_asked;
pub mod overview;
pub mod people_outcome;
pub mod people_words;
pub mod policies;
pub mod policy;
pub mod policy_decisions;
pub mod policy_edit;
pub mod policy_facts;
pub mod policy_form;
pub mod policy_form_faults;
pub mod policy_form_limits;
pub mod policy_form_trigger;
pub mod policy_new;
pub mod policy_outcome;
pub mod policy_save;
pub mod policy_state;
pub mod policy_trial;
pub mod policy_try;
mod policy_words;
pub mod preferences;
pub mod problem;
pub mod request_outcome;
pub mod retire;
pub mod rid;
pub mod rid_archive;
pub mod rid_bodies;
pub mod rid_facts;
pub mod rid_found;
pub mod rid_list;
pub mod rid_notes;
pub mod rid_outcome;
pub mod rid_reveal;
pub mod rid_rows;
pub mod rid_ticket;
pub mod rid_untold;
pub mod rid_use;
pub mod rid_words;
pub mod rids;
pub mod sample_now;
pub mod sampler;
pub mod settings;
pub mod setup;
pub mod tokens;
pub mod user;
pub mod users;
pub(crate) mod withheld_words;

use std::sync::Arc;

use desk::Desk;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::context::{SharedViewer, Viewer};
use crate::forms::{Flash, take_flash};
use crate::pages::failed::{Failed, Failure};

/// What a page needs before anything else.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) desk: Arc<Desk>,
    pub(crate) viewer: SharedViewer,
    /// What the form before this page left.
    pub(crate) flash: Option<Flash>,
}

/// A page that waits for what it shows; what it could not show is said on a page of its own, with the true status.
///
/// What a form left is taken here, once: a page that cannot be shown tells it too, so that it turns up nowhere else.
pub(crate) fn page<F>(show: impl FnOnce(Visit) -> F + Send + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView, Failure>> + Send + 'static,
{
    let viewer = Viewer::current();
    let Some(desk) = use_context::<Arc<Desk>>() else {
        tracing::error!("a page was asked for without a desk");
        return view! { <Failed failure=Failure::Internal /> }.into_any();
    };
    view! {
        <Suspense>
            {Suspend::new(async move {
                let flash = take_flash().await;
                let shown = show(Visit { desk, viewer, flash: flash.clone() }).await;
                shown.unwrap_or_else(|failure| view! { <Failed failure flash /> }.into_any())
            })}
        </Suspense>
    }
    .into_any()
}

/// A parameter of the path, such as `account` in `/accounts/{account}`.
pub(crate) fn param(name: &str) -> String {
    use_params_map().get_untracked().get(name).unwrap_or_default()
}

/// A parameter of the query; empty where it is not there.
pub(crate) fn query(name: &str) -> String {
    use_query_map().get_untracked().get(name).unwrap_or_default()
}
