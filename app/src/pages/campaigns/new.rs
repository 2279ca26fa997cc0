//! The form that plans a campaign. Its address holds what was typed, so that a plan can be passed on before it is saved.

use desk::Desk;
use desk::campaigns::{CampaignFaults, CampaignTarget, TypedCampaign};
use desk::overview::{OverviewQuery, Sort};
use domain::{Actor, InterfaceId, Lang, Permission, paths};
use jiff::civil::Time as Clock;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, EmptyState, Field, Form, Panel, Submit};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::campaigns::answer::AnswerPanel;
use crate::pages::campaigns::forms::AddCampaign;
use crate::t;
use crate::words::accounts::name_words;
use crate::words::campaigns::{calls_fault_words, start_fault_words};

/// The most interfaces that the search shows.
const MOST_FOUND: usize = 20;

/// The most interfaces that are read to find them: totals are left out of what is shown.
const MOST_READ: usize = 100;

/// `/campaigns/new`
#[component]
pub fn CampaignNewPage() -> impl IntoView {
    let (interface, search) = (query("interface"), query("q"));
    let typed = TypedCampaign {
        name: query("name"),
        calls: query("calls"),
        starts: query("starts"),
        minutes: query("minutes"),
    };
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let content = if interface.is_empty() {
            let found = find(&desk, &viewer.actor, lang, &search).await?;
            view! { <ChooseInterface search found /> }.into_any()
        } else {
            let id = InterfaceId(interface.parse().map_err(|_| NO_INTERFACE)?);
            let target = desk.campaign_target(&viewer.actor, id).await?;
            plan(&desk, &viewer, target, typed).await?
        };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "campaign-new-title")
                section=Section::Budget
                crumbs=vec![Crumb::new(t!(lang, "campaigns-title"), paths::CAMPAIGNS)]
                lead=view! { <p>{t!(lang, "campaign-new-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {content}
            </Page>
        })
    })
}

/// The form, and the answer to what was typed.
async fn plan(desk: &Desk, viewer: &Viewer, target: CampaignTarget, typed: TypedCampaign) -> Result<AnyView, Failure> {
    let name = desk.interface_name(viewer.lang, &target.cgi_path);
    let figures = target.newest.map(|(_, figures)| figures);
    if typed.is_empty() {
        let typed = TypedCampaign { starts: tomorrow_evening(viewer), minutes: "120".to_owned(), ..typed };
        return Ok(view! { <PlanForm target name typed faults=CampaignFaults::default() /> }.into_any());
    }
    Ok(match desk.read_campaign(&typed) {
        Err(faults) => view! { <PlanForm target name typed faults /> }.into_any(),
        Ok((_, campaign)) => {
            let needs = desk.campaign_needs(&viewer.actor, target.interface, &campaign).await?;
            let interface = target.interface;
            view! {
                <AnswerPanel campaign figures needs />
                <SaveForm interface typed=typed.clone() />
                <PlanForm target name typed faults=CampaignFaults::default() />
            }
            .into_any()
        }
    })
}

/// Tomorrow at 20:00 in the display zone, as a browser's field for a time takes it.
fn tomorrow_evening(viewer: &Viewer) -> String {
    let tomorrow = viewer.now.to_zoned(viewer.display_zone.clone()).date().tomorrow();
    tomorrow.map_or_else(
        |_| String::new(),
        |day| day.to_datetime(Clock::constant(20, 0, 0, 0)).strftime("%Y-%m-%dT%H:%M").to_string(),
    )
}

#[component]
fn PlanForm(target: CampaignTarget, name: String, typed: TypedCampaign, faults: CampaignFaults) -> impl IntoView {
    let lang = Viewer::current().lang;
    let account = target.account.name.clone();
    view! {
        <Panel title=t!(lang, "campaign-plan")>
            <form method="get" action=paths::CAMPAIGN_NEW class="form">
                <input type="hidden" name="interface" value=target.interface.to_string() />
                <p>
                    <a href=paths::interface(target.account.id, target.interface)>{name}</a>
                    " "
                    <code class="path">{target.cgi_path.to_string()}</code>
                    " "
                    <span class="secondary">{account}</span>
                </p>
                <Field
                    name="name"
                    label=t!(lang, "field-name")
                    value=typed.name
                    placeholder=t!(lang, "campaign-name-example")
                    error=faults.name.map(|fault| name_words(lang, &fault))
                />
                <Field
                    name="calls"
                    label=t!(lang, "campaign-calls")
                    value=typed.calls
                    hint=t!(lang, "campaign-calls-hint")
                    error=faults.calls.map(|fault| calls_fault_words(lang, fault))
                />
                <Field
                    name="starts"
                    kind="datetime-local"
                    label=t!(lang, "campaign-starts")
                    value=typed.starts
                    error=faults.starts.map(|fault| start_fault_words(lang, fault))
                />
                <Field
                    name="minutes"
                    kind="number"
                    label=t!(lang, "campaign-minutes")
                    value=typed.minutes
                    hint=t!(lang, "campaign-minutes-hint")
                    error=faults.minutes.then(|| t!(lang, "campaign-minutes-fault"))
                />
                <Button kind=ButtonKind::Primary>{t!(lang, "campaign-calculate")}</Button>
            </form>
        </Panel>
    }
}

/// The button that saves a plan; only for those who may clear.
#[component]
fn SaveForm(interface: InterfaceId, typed: TypedCampaign) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.may(Permission::Clear).then(|| {
        let TypedCampaign { name, calls, starts, minutes } = typed;
        view! {
            <Form action=AddCampaign::url() inline=true>
                <input type="hidden" name="interface" value=interface.to_string() />
                <input type="hidden" name="name" value=name />
                <input type="hidden" name="calls" value=calls />
                <input type="hidden" name="starts" value=starts />
                <input type="hidden" name="minutes" value=minutes />
                <Submit kind=ButtonKind::Secondary>{t!(lang, "campaign-save")}</Submit>
                <span class="hint">{t!(lang, "campaign-save-hint")}</span>
            </Form>
        }
    })
}

/// An interface that the search found: its id, its name, its path and its account.
struct Found {
    id: InterfaceId,
    name: Text,
    path: String,
    account: String,
}

/// The watched interfaces that a text is found in.
async fn find(desk: &Desk, actor: &Actor, lang: Lang, text: &str) -> Result<Vec<Found>, Failure> {
    let text = text.trim().chars().take(100).collect();
    let query = OverviewQuery { text, sort: Sort::Account, limit: MOST_READ, ..OverviewQuery::default() };
    let overview = desk.overview(actor, &query).await?;
    let rows = overview.rows.into_iter().filter(|row| !row.limit_kind.is_total()).take(MOST_FOUND);
    Ok(rows
        .map(|row| Found {
            id: row.id,
            name: desk.interface_name(lang, &row.cgi_path).into(),
            path: row.cgi_path.to_string(),
            account: row.account_name,
        })
        .collect())
}

/// The search for the interface that a campaign calls.
#[component]
fn ChooseInterface(search: String, found: Vec<Found>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let list = if found.is_empty() {
        view! { <EmptyState title=t!(lang, "campaign-interface-none") /> }.into_any()
    } else {
        let items = found
            .into_iter()
            .map(|Found { id, name, path, account }| {
                view! {
                    <li>
                        <a href=paths::campaign_new(id)>{name}</a>
                        " "
                        <code class="path">{path}</code>
                        " "
                        <span class="secondary">{account}</span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="dotted">{items}</ul> }.into_any()
    };
    view! {
        <Panel title=t!(lang, "campaign-interface")>
            <form method="get" action=paths::CAMPAIGN_NEW class="form">
                <Field
                    name="q"
                    kind="search"
                    label=t!(lang, "filter-search")
                    value=search
                    optional=true
                    hint=t!(lang, "campaign-interface-hint", count = MOST_FOUND)
                />
                <Button>{t!(lang, "campaign-interface-search")}</Button>
            </form>
            {list}
        </Panel>
    }
}
