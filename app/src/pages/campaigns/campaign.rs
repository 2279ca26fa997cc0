//! One campaign: what it needs, and afterwards what happened.

use desk::campaigns::{CampaignId, CampaignPage as Loaded, Outlook, StoredCampaign};
use domain::forecast::campaign::{Campaign, Happened};
use domain::{Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Copy, Fact, Facts, Form, Notice, NoticeKind, Panel, Submit, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::campaigns::NO_CAMPAIGN;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::campaigns::answer::AnswerPanel;
use crate::pages::campaigns::forms::RemoveCampaign;
use crate::t;
use crate::words::campaigns::planned_words;

/// `/campaigns/{campaign}`
#[component]
pub fn CampaignPage() -> impl IntoView {
    let id = param("campaign");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id = CampaignId(id.parse().map_err(|_| NO_CAMPAIGN)?);
        let Loaded { campaign, target, outlook } = desk.campaign_page(&viewer.actor, id).await?;
        let interface = desk.interface_name(lang, &target.cgi_path);
        let removed = campaign.removed_at.is_some();
        let remove = (!removed && viewer.may(Permission::Clear)).then(|| {
            view! {
                <Form action=RemoveCampaign::url() inline=true>
                    <input type="hidden" name="campaign" value=id.to_string() />
                    <Submit kind=ButtonKind::Secondary>{t!(lang, "campaign-remove")}</Submit>
                </Form>
            }
            .into_any()
        });
        let outlook = match outlook {
            Outlook::Ahead(needs) => {
                let lasts = campaign.ends_at.duration_since(campaign.starts_at);
                let planned = Campaign::kept(campaign.calls, campaign.starts_at, lasts);
                let figures = target.newest.map(|(_, figures)| figures);
                view! { <AnswerPanel campaign=planned figures needs /> }.into_any()
            }
            Outlook::Over(happened) => view! { <HappenedPanel planned=campaign.calls happened /> }.into_any(),
        };
        let lead = planned_words(&viewer, &campaign);
        Ok::<_, Failure>(view! {
            <Page
                title=campaign.name.clone()
                section=Section::Budget
                crumbs=vec![
                    Crumb::new(t!(lang, "nav-budget"), paths::BUDGET),
                    Crumb::new(t!(lang, "campaigns-title"), paths::CAMPAIGNS),
                ]
                aside=view! { <Copy text=paths::campaign(id.0) /> }.into_any()
                actions=remove.unwrap_or_else(|| ().into_any())
                lead=view! { <p>{lead}</p> }.into_any()
            >
                <FlashNotice flash />
                {removed.then(|| view! { <Notice kind=NoticeKind::Info title=t!(lang, "campaign-is-removed") /> })}
                {outlook}
                <CampaignFacts campaign>
                    <a href=paths::interface(target.account.id, target.interface)>{interface}</a>
                    " "
                    <code class="path">{target.cgi_path.to_string()}</code>
                    " "
                    <span class="secondary">{target.account.name}</span>
                </CampaignFacts>
            </Page>
        })
    })
}

#[component]
fn CampaignFacts(
    campaign: StoredCampaign,
    /// Its interface.
    children: Children,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel title=t!(lang, "campaign-plan")>
            <Facts>
                <Fact label=t!(lang, "col-interface")>{children()}</Fact>
                <Fact label=t!(lang, "campaign-calls")>{grouped(campaign.calls)}</Fact>
                <Fact label=t!(lang, "campaign-starts")>
                    <Time at=campaign.starts_at exact=true />
                </Fact>
                <Fact label=t!(lang, "campaign-ends")>
                    <Time at=campaign.ends_at exact=true />
                </Fact>
                <Fact label=t!(lang, "campaign-made-by")>
                    {campaign.made_by} " " <Time at=campaign.made_at />
                </Fact>
            </Facts>
        </Panel>
    }
}

/// What happened while the campaign ran, beside what was planned.
#[component]
fn HappenedPanel(planned: i64, happened: Option<Happened>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some(Happened { calls, used_up_at }) = happened else {
        let (title, next) = (t!(lang, "campaign-happened-unknown"), t!(lang, "campaign-happened-unknown-why"));
        return view! { <Notice kind=NoticeKind::Info title next /> }.into_any();
    };
    let used_up = match used_up_at {
        Some(at) => view! { <Time at exact=true /> }.into_any(),
        None => t!(lang, "campaign-not-used-up").into_any(),
    };
    view! {
        <Panel title=t!(lang, "campaign-happened")>
            <Facts>
                <Fact label=t!(lang, "campaign-calls-made")>
                    <div>
                        {grouped(calls)} <p class="hint">{t!(lang, "campaign-calls-made-hint")}</p>
                    </div>
                </Fact>
                <Fact label=t!(lang, "campaign-calls")>{grouped(planned)}</Fact>
                <Fact label=t!(lang, "campaign-used-up")>{used_up}</Fact>
            </Facts>
        </Panel>
    }
    .into_any()
}
