//! Which page answers which path.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::frame::failed::NotFound;
use crate::pages::accounts::{
    AccountNewPage, AccountPage, AccountSettingsPage, AccountsPage, GroupsPage, ImportPage, RetirePage,
};
use crate::pages::audit::AuditPage;
use crate::pages::budget::BudgetPage;
use crate::pages::campaigns::{CampaignNewPage, CampaignPage, CampaignsPage};
use crate::pages::channels::{ChannelPage, ChannelsPage};
use crate::pages::clears::{ClearAccountPage, ClearInterfacePage, ClearPage, ClearRequestPage, ClearsPage};
use crate::pages::glossary::GlossaryPage;
use crate::pages::incidents::{IncidentPage, IncidentsPage};
use crate::pages::interfaces::InterfacePage;
use crate::pages::notices::{NoticePage, NoticesPage};
use crate::pages::overview::OverviewPage;
use crate::pages::policies::{
    PoliciesPage, PolicyEditPage, PolicyNewPage, PolicyPage, PolicyTryPage, PolicyTryTypedPage,
};
use crate::pages::rids::{RevealedPage, RidListPage, RidPage, RidsPage};
use crate::pages::sampler::SamplerPage;
use crate::pages::settings::{NewPasswordPage, SettingsPage, SystemSettingsPage};
use crate::pages::signing_in::{LoginPage, SetUpPage};
use crate::pages::users::{TokensPage, UserPage, UsersPage};

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
                <Route path=path!("/accounts/groups") view=GroupsPage ssr=SsrMode::Async />
                <Route path=path!("/accounts/import") view=ImportPage ssr=SsrMode::Async />
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
                <Route path=path!("/campaigns") view=CampaignsPage ssr=SsrMode::Async />
                <Route path=path!("/campaigns/new") view=CampaignNewPage ssr=SsrMode::Async />
                <Route path=path!("/campaigns/:campaign") view=CampaignPage ssr=SsrMode::Async />
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
                <Route path=path!("/notices/:notice") view=NoticePage ssr=SsrMode::Async />
                <Route path=path!("/incidents") view=IncidentsPage ssr=SsrMode::Async />
                <Route path=path!("/incidents/:incident") view=IncidentPage ssr=SsrMode::Async />
                <Route path=path!("/channels") view=ChannelsPage ssr=SsrMode::Async />
                <Route path=path!("/channels/:channel") view=ChannelPage ssr=SsrMode::Async />
                <Route path=path!("/glossary") view=GlossaryPage ssr=SsrMode::Async />
                <Route path=path!("/sampler") view=SamplerPage ssr=SsrMode::Async />
                <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                <Route path=path!("/setup") view=SetUpPage ssr=SsrMode::Async />
                <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async />
                <Route path=path!("/settings/password") view=NewPasswordPage ssr=SsrMode::Async />
                <Route path=path!("/settings/system") view=SystemSettingsPage ssr=SsrMode::Async />
                <Route path=path!("/settings/users") view=UsersPage ssr=SsrMode::Async />
                <Route path=path!("/settings/users/:user") view=UserPage ssr=SsrMode::Async />
                <Route path=path!("/settings/tokens") view=TokensPage ssr=SsrMode::Async />
                <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}
