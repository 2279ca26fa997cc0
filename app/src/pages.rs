//! One file a screen: what it shows, and the forms that post from it.

pub mod account;
pub mod account_new;
pub mod account_settings;
pub mod accounts;
pub mod failed;
pub mod flash;
pub mod interface;
pub mod interface_rows;
pub mod overview;
pub mod preferences;
pub mod problem;
pub mod retire;
pub mod sample_now;
pub mod sampler;

use std::sync::Arc;

use desk::Desk;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::context::{SharedViewer, Viewer};
use crate::pages::failed::{Failed, Failure};

/// What a page needs before anything else.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) desk: Arc<Desk>,
    pub(crate) viewer: SharedViewer,
}

/// A page that waits for what it shows; what it could not show is said on a page of its own, with the true status.
pub(crate) fn page<F>(show: impl FnOnce(Visit) -> F) -> AnyView
where
    F: Future<Output = Result<AnyView, Failure>> + Send + 'static,
{
    let viewer = Viewer::current();
    let Some(desk) = use_context::<Arc<Desk>>() else {
        tracing::error!("a page was asked for without a desk");
        return view! { <Failed failure=Failure::Internal /> }.into_any();
    };
    let shown = show(Visit { desk, viewer });
    view! {
        <Suspense>
            {Suspend::new(async move {
                shown.await.unwrap_or_else(|failure| view! { <Failed failure /> }.into_any())
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
