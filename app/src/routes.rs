//! Which page answers which path.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::pages::account::AccountPage;
use crate::pages::account_new::AccountNewPage;
use crate::pages::account_settings::AccountSettingsPage;
use crate::pages::accounts::AccountsPage;
use crate::pages::audit::AuditPage;
use crate::pages::budget_month::BudgetPage;
use crate::pages::channel::ChannelPage;
use crate::pages::channels::ChannelsPage;
use crate::pages::clear::ClearPage;
use crate::pages::clear_confirm::{ClearAccountPage, ClearInterfacePage};
use crate::pages::clear_request::ClearRequestPage;
use crate::pages::clears::ClearsPage;
use crate::pages::failed::NotFound;
use crate::pages::incident::IncidentPage;
use crate::pages::incidents::IncidentsPage;
use crate::pages::interface::InterfacePage;
use crate::pages::login::LoginPage;
use crate::pages::notices::NoticesPage;
use crate::pages::overview::OverviewPage;
use crate::pages::policies::PoliciesPage;
use crate::pages::policy::PolicyPage;
use crate::pages::policy_edit::PolicyEditPage;
use crate::pages::policy_new::PolicyNewPage;
use crate::pages::policy_try::{PolicyTryPage, PolicyTryTypedPage};
use crate::pages::retire::RetirePage;
use crate::pages::rid::RidPage;
use crate::pages::rid_list::RidListPage;
use crate::pages::rid_reveal::RevealedPage;
use crate::pages::rids::RidsPage;
use crate::pages::sampler::SamplerPage;
use crate::pages::settings::SettingsPage;
use crate::pages::setup::SetUpPage;
use crate::pages::tokens::TokensPage;
use crate::pages::user::UserPage;
use crate::pages::users::UsersPage;

/// Every page. Routes are `SsrMode::Async`: a page is whole when it is sent, so its status is true and it needs no
/// scripts.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=OverviewPage ssr=SsrMode::Async />
                <Route path=path!("/accounts") view=AccountsPage ssr=SsrMode::Async />
                <Route path=path!("/accounts/new") view=AccountNewPage ssr=SsrMode::Async />
                <Route path=path!("/accounts/:account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/accounts/:account/settings") view=AccountSettingsPage ssr=SsrMode::Async />
                <Route path=path!("/accounts/:account/retire") view=RetirePage ssr=SsrMode::Async />
                <Route path=path!("/accounts/:account/clear") view=ClearAccountPage ssr=SsrMode::Async />
                <Route path=path!("/accounts/:account/interfaces/:id") view=InterfacePage ssr=SsrMode::Async />
                <Route path=path!("/accounts/:account/interfaces/:id/clear") view=ClearInterfacePage ssr=SsrMode::Async />
                <Route path=path!("/clears") view=ClearsPage ssr=SsrMode::Async />
                <Route path=path!("/clears/requests/:id") view=ClearRequestPage ssr=SsrMode::Async />
                <Route path=path!("/clears/:id") view=ClearPage ssr=SsrMode::Async />
                <Route path=path!("/budget") view=BudgetPage ssr=SsrMode::Async />
                <Route path=path!("/budget/:month") view=BudgetPage ssr=SsrMode::Async />
                <Route path=path!("/rid") view=RidsPage ssr=SsrMode::Async />
                <Route path=path!("/rid/lists/:list") view=RidListPage ssr=SsrMode::Async />
                <Route path=path!("/rid/:rid") view=RidPage ssr=SsrMode::Async />
                <Route path=path!("/rid/:rid/revealed") view=RevealedPage ssr=SsrMode::Async />
                <Route path=path!("/policies") view=PoliciesPage ssr=SsrMode::Async />
                <Route path=path!("/policies/new") view=PolicyNewPage ssr=SsrMode::Async />
                <Route path=path!("/policies/try") view=PolicyTryTypedPage ssr=SsrMode::Async />
                <Route path=path!("/policies/:policy") view=PolicyPage ssr=SsrMode::Async />
                <Route path=path!("/policies/:policy/edit") view=PolicyEditPage ssr=SsrMode::Async />
                <Route path=path!("/policies/:policy/try") view=PolicyTryPage ssr=SsrMode::Async />
                <Route path=path!("/notices") view=NoticesPage ssr=SsrMode::Async />
                <Route path=path!("/incidents") view=IncidentsPage ssr=SsrMode::Async />
                <Route path=path!("/incidents/:incident") view=IncidentPage ssr=SsrMode::Async />
                <Route path=path!("/channels") view=ChannelsPage ssr=SsrMode::Async />
                <Route path=path!("/channels/:channel") view=ChannelPage ssr=SsrMode::Async />
                <Route path=path!("/sampler") view=SamplerPage ssr=SsrMode::Async />
                <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                <Route path=path!("/setup") view=SetUpPage ssr=SsrMode::Async />
                <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async />
                <Route path=path!("/settings/users") view=UsersPage ssr=SsrMode::Async />
                <Route path=path!("/settings/users/:user") view=UserPage ssr=SsrMode::Async />
                <Route path=path!("/settings/tokens") view=TokensPage ssr=SsrMode::Async />
                <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}
