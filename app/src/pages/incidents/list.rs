//! Incidents: what services reported, the newest first.

use desk::Desk;
use desk::accounts::Account;
use desk::incidents::{Incident, IncidentQuery, explanation};
use domain::paths;
use domain::{AccountId, IncidentId, IncidentState, Lang, Reaction};
use leptos::prelude::*;

use crate::components::{
    Body, ButtonKind, Cell, Choice, ColumnHeads, Details, EmptyState, LinkButton, Older, Select, Table, Time,
};
use crate::context::{DeskAddress, Text, Viewer, interface_name};
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::incidents::badge::IncidentBadge;
use crate::parts::ledger::AccountCell;
use crate::t;
use crate::words::incidents::{incident_state_word, reaction_word};
use crate::words::reasons::because_words;

/// Makes a token that may report and nothing else.
const MAKE_TOKEN: &str = "wxquota token create shop-service --role reporter";
/// Incidents on a page.
const PER_PAGE: usize = 50;

/// What the address asks for; what it misspells is as if it were not there.
fn asked() -> IncidentQuery {
    IncidentQuery {
        account: query("account").parse().ok().map(AccountId),
        state: query("state").parse().ok(),
        reaction: query("reaction").parse().ok(),
        before: query("before").parse().ok().map(IncidentId),
        // One more than is shown tells whether there are older ones.
        limit: i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX),
    }
}

/// `/incidents`
#[component]
pub fn IncidentsPage() -> impl IntoView {
    let asked = asked();
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut incidents = desk.incidents(&viewer.actor, &asked).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let older = (incidents.len() > PER_PAGE).then(|| incidents.get(PER_PAGE - 1).map(|one| one.id.0)).flatten();
        incidents.truncate(PER_PAGE);
        let (filtered, paged) = (is_filtered(&asked), asked.before.is_some());
        let rows: Vec<_> = incidents.into_iter().map(|incident| Told::of(&desk, &viewer, incident)).collect();
        let list = if rows.is_empty() {
            view! { <NoIncidents filtered={filtered || paged} /> }.into_any()
        } else {
            view! { <IncidentTable rows /> }.into_any()
        };
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "incidents-title")
                    section=Section::Incidents
                    lead=view! { <p>{t!(lang, "incidents-lead")}</p> }.into_any()
                >
                    <FlashNotice flash />
                    <Filters query=asked accounts filtered />
                    {list}
                    <Older older paged />
                    <HowToReport />
                </Page>
            }
            .into_any(),
        )
    })
}

fn is_filtered(query: &IncidentQuery) -> bool {
    query.account.is_some() || query.state.is_some() || query.reaction.is_some()
}

#[component]
fn Filters(query: IncidentQuery, accounts: Vec<Account>, filtered: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let with_all =
        |all: Text, choices: Vec<Choice>| std::iter::once(Choice::new("", all)).chain(choices).collect::<Vec<_>>();
    let accounts = accounts.into_iter().map(|account| Choice::new(account.id.to_string(), account.name)).collect();
    let reactions = Reaction::ALL.map(|one| Choice::new(one.word(), reaction_word(lang, one))).to_vec();
    let states = IncidentState::ALL.map(|state| Choice::new(state.word(), incident_state_word(lang, state))).to_vec();
    view! {
        <form method="get" action=paths::INCIDENTS class="filters" role="search">
            <Select
                name="account"
                label=t!(lang, "col-account")
                choices=with_all(t!(lang, "filter-all-accounts"), accounts)
                selected=query.account.map(|id| id.to_string()).unwrap_or_default()
            />
            <Select
                name="reaction"
                label=t!(lang, "col-reaction")
                choices=with_all(t!(lang, "filter-all-reactions"), reactions)
                selected=query.reaction.map_or("", Reaction::word)
            />
            <Select
                name="state"
                label=t!(lang, "col-state")
                choices=with_all(t!(lang, "filter-all-states"), states)
                selected=query.state.map_or("", IncidentState::word)
            />
            <button type="submit" class="button">
                {t!(lang, "filter-apply")}
            </button>
            {filtered
                .then(|| view! { <LinkButton href=paths::INCIDENTS kind=ButtonKind::Quiet>{t!(lang, "filter-clear")}</LinkButton> })}
        </form>
    }
}

#[component]
fn NoIncidents(filtered: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if filtered {
        view! {
            <EmptyState title=t!(lang, "incidents-none-filtered")>
                <LinkButton href=paths::INCIDENTS>{t!(lang, "filter-clear")}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState title=t!(lang, "incidents-none")>{t!(lang, "incidents-none-next")}</EmptyState> }.into_any()
    }
}

/// An incident with its words.
#[derive(Debug, Clone)]
struct Told {
    incident: Incident,
    /// What the errcode means.
    title: Text,
    /// What was done about it, and why not more.
    because: Text,
    /// What its interface is called.
    interface: Option<String>,
}

impl Told {
    fn of(desk: &Desk, viewer: &Viewer, incident: Incident) -> Self {
        Self {
            title: explanation(&incident, viewer.lang).title,
            because: because_words(viewer, &incident.because),
            interface: incident.cgi_path.as_ref().map(|path| interface_name(desk, viewer.lang, path)),
            incident,
        }
    }
}

#[component]
fn IncidentTable(rows: Vec<Told>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [
        t!(lang, "col-reaction"),
        t!(lang, "col-incident"),
        t!(lang, "col-interface"),
        t!(lang, "col-account"),
        t!(lang, "col-times"),
        t!(lang, "col-last"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() figures=4..5 /> }.into_any();
    let rows = rows.into_iter().map(|told| incident_row(lang, names.clone(), told)).collect_view();
    view! {
        <div class="told">
            <Table caption=t!(lang, "incidents-title") head>
                {rows}
            </Table>
        </div>
    }
}

fn incident_row(lang: Lang, names: [Text; 6], told: Told) -> impl IntoView + use<> {
    let Told { incident, title, because, interface } = told;
    let [reaction, _, interface_name, account, times, last] = names;
    let (href, errcode) = (paths::incident(incident.id), incident.errcode.to_string());
    let path = incident.cgi_path.as_ref().map(ToString::to_string);
    let is_done = incident.state == IncidentState::Done;
    let (id, name, count, at) = (incident.account, incident.account_name.clone(), incident.count, incident.last_at);
    view! {
        <tr>
            <Cell label=reaction>
                <IncidentBadge incident />
            </Cell>
            <Cell main=true>
                <a class="row-link" href=href>
                    <span class="num">{errcode}</span>
                    {t!(lang, "colon")}
                    {title}
                </a>
                {is_done.then(|| view! { <p class="secondary small">{because}</p> })}
            </Cell>
            <Cell label=interface_name>
                {match path {
                    Some(path) => view! { <span title=path>{interface}</span> }.into_any(),
                    None => view! { <span class="secondary">{t!(lang, "incident-no-interface")}</span> }.into_any(),
                }}
            </Cell>
            <AccountCell label=account id name />
            <Cell label=times number=true>
                {grouped(count)}
            </Cell>
            <Cell label=last>
                <Time at quiet=true />
            </Cell>
        </tr>
    }
}

/// How a service reports: one line that does it.
#[component]
fn HowToReport() -> impl IntoView {
    let lang = Viewer::current().lang;
    let desk = use_context::<DeskAddress>().map(|DeskAddress(address)| address).unwrap_or_default();
    let line = format!(
        "curl -sS {desk}/api/v1/incidents -H \"Authorization: Bearer $WXQUOTA_TOKEN\" -H 'Content-Type: application/json' \\\n  \
         -d '{{\"account\":\"wx…\",\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: …\",\"cgi_path\":\"/wxa/msg_sec_check\"}}'"
    );
    view! {
        <Details summary=t!(lang, "incidents-how")>
            <p>{t!(lang, "incidents-how-token")} " " <code>{MAKE_TOKEN}</code></p>
            <Body label=t!(lang, "incidents-how") text=line />
            <p class="secondary">{t!(lang, "incidents-how-fold")}</p>
        </Details>
    }
}
