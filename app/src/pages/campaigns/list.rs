//! List of the campaigns.

use desk::campaigns::CampaignRow;
use domain::paths;
use leptos::prelude::*;

use crate::components::{ButtonKind, Cell, EmptyState, LinkButton, Table, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::t;

/// `/campaigns`
#[component]
pub fn CampaignsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let campaigns = desk.campaigns(&viewer.actor).await?;
        let rows: Vec<_> = campaigns.into_iter().map(|row| (desk.interface_name(lang, &row.cgi_path), row)).collect();
        let list = if rows.is_empty() {
            view! { <EmptyState title=t!(lang, "campaigns-none")>{t!(lang, "campaigns-none-next")}</EmptyState> }
                .into_any()
        } else {
            view! { <CampaignTable rows /> }.into_any()
        };
        let actions = view! {
            <LinkButton href=paths::CAMPAIGN_NEW.to_owned() kind=ButtonKind::Primary>
                {t!(lang, "campaign-new")}
            </LinkButton>
        };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "campaigns-title")
                section=Section::Budget
                crumbs=vec![Crumb::new(t!(lang, "nav-budget"), paths::BUDGET)]
                actions=actions.into_any()
                lead=view! { <p>{t!(lang, "campaigns-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {list}
            </Page>
        })
    })
}

#[component]
fn CampaignTable(
    /// The campaigns, each with the name of its interface.
    rows: Vec<(String, CampaignRow)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns =
        t!(lang, ["campaign", "col-account", "col-interface", "campaign-calls", "campaign-starts", "campaign-ends"]);
    let [_, account, interface, calls, starts, ends] = columns.clone();
    let rows = rows
        .into_iter()
        .map(|(name, CampaignRow { campaign, account_name, .. })| {
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=paths::campaign(campaign.id.0)>
                            {campaign.name}
                        </a>
                    </Cell>
                    <Cell label=account.clone()>{account_name}</Cell>
                    <Cell label=interface.clone()>{name}</Cell>
                    <Cell label=calls.clone() number=true>{grouped(campaign.calls)}</Cell>
                    <Cell label=starts.clone()>
                        <Time at=campaign.starts_at exact=true />
                    </Cell>
                    <Cell label=ends.clone()>
                        <Time at=campaign.ends_at exact=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "campaigns-title") columns figures=3..4>
            {rows}
        </Table>
    }
}
