//! Which page answers which path.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::components::{EmptyState, LinkButton, Page};
use crate::context::Viewer;
use crate::t;

/// Every page. Routes are `SsrMode::Async`: a page is whole when it is sent, so its status is true and it needs no
/// scripts.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=NotFound ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// What an address without a page answers. The server sets the status 404 beside it.
#[component]
pub fn NotFound() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Page title=t!(lang, "not-found-title")>
            <EmptyState title=t!(lang, "not-found-why")>
                <LinkButton href="/">{t!(lang, "not-found-next")}</LinkButton>
            </EmptyState>
        </Page>
    }
}
