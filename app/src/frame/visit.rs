//! Loading a page: what it needs of the request, and what it shows where that fails.

use std::sync::Arc;

use desk::Desk;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::context::{SharedViewer, Viewer};
use crate::failure::Failure;
use crate::forms::confirm::provide_asked;
use crate::forms::kept::provide_kept;
use crate::forms::{Flash, session_id, take_flash};
use crate::frame::failed::Failed;

/// What a page needs before anything else.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) desk: Arc<Desk>,
    pub(crate) viewer: SharedViewer,
    /// What the form before this page left.
    pub(crate) flash: Flash,
}

/// A page that waits for what it shows; what it could not show is said on a page of its own, with the true status.
///
/// What a form left is taken here, once: a page that cannot be shown tells it too, so that it turns up nowhere else.
pub(crate) fn page<F, V>(show: impl FnOnce(Visit) -> F + Send + 'static) -> AnyView
where
    F: Future<Output = Result<V, Failure>> + Send + 'static,
    V: IntoView + 'static,
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
                provide_kept(&desk, &viewer, session_id()).await;
                provide_asked(&flash);
                match show(Visit { desk, viewer, flash: flash.clone() }).await {
                    Ok(shown) => shown.into_any(),
                    Err(failure) => view! { <Failed failure flash /> }.into_any(),
                }
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
