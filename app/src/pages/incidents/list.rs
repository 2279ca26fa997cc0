//! Page with the incidents that services reported, the newest first.

use desk::Desk;
use desk::accounts::Account;
use desk::incidents::{Incident, IncidentQuery, explanation};
use domain::{Group, IncidentId, IncidentState, Lang, Reaction, paths};
use leptos::prelude::*;

use crate::components::{
    Body, Cell, Choice, Details, EmptyState, ExportCsv, FilterForm, NoMatches, Older, PER_PAGE, ParameterNotice,
    Select, Table, Time, split_page,
};
use crate::context::{DeskAddress, Text, Viewer};
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::incidents::badge::IncidentBadge;
use crate::parameters::{Instead, Parameters, Whose};
use crate::parts::filters::{AccountFilter, GroupFilter, account_names, group_names};
use crate::parts::ledger::AccountCell;
use crate::t;
use crate::words::incidents::{incident_state_word, reaction_word};
use crate::words::reasons::reaction_reason;

/// Command that makes a token with the right to report incidents and no other.
const MAKE_TOKEN: &str = "wxquota token create shop-service --role reporter";

/// The query of an address for the incidents of these accounts.
pub fn incident_query(asked: &mut Parameters, whose: &Whose) -> IncidentQuery {
    IncidentQuery {
        account: whose.account_id(),
        group: whose.group_id(),
        state: asked.word("state", Instead::Unfiltered),
        reaction: asked.word("reaction", Instead::Unfiltered),
        before: asked.before().map(IncidentId),
        limit: PER_PAGE + 1,
        ..IncidentQuery::default()
    }
}

/// `/incidents`
#[component]
pub fn IncidentsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut asked = Parameters::new(&viewer.query);
        let whose = asked.whose(&desk, &viewer.actor).await?;
        let query = incident_query(&mut asked, &whose);
        let incidents = desk.incidents(&viewer.actor, &query).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (incidents, older) = split_page(incidents, |incident| incident.id.0);
        let filtered = whose != Whose::default() || query.state.is_some() || query.reaction.is_some();
        let paged = query.before.is_some();
        let rows: Vec<_> = incidents.into_iter().map(|incident| IncidentRow::new(&desk, &viewer, incident)).collect();
        let list = if rows.is_empty() {
            view! { <NoIncidents filtered={filtered || paged} /> }.into_any()
        } else {
            view! { <IncidentTable rows /> }.into_any()
        };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "incidents-title")
                section=Section::Incidents
                actions=view! { <ExportCsv path=paths::INCIDENTS_CSV /> }.into_any()
                lead=view! { <p>{t!(lang, "incidents-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                <IncidentFilterForm query accounts group=whose.group filtered />
                {list}
                <Older older paged />
                <HowToReport />
            </Page>
        })
    })
}

#[component]
fn IncidentFilterForm(
    query: IncidentQuery,
    accounts: Vec<Account>,
    group: Option<Group>,
    filtered: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let reactions = Reaction::ALL.map(|reaction| Choice::new(reaction.word(), reaction_word(lang, reaction)));
    let states = IncidentState::ALL.map(|state| Choice::new(state.word(), incident_state_word(lang, state)));
    view! {
        <FilterForm action=paths::INCIDENTS filtered>
            <GroupFilter choices=group_names(&accounts) selected=group />
            <AccountFilter choices=account_names(accounts) selected=query.account.map(|id| id.to_string()).unwrap_or_default() />
            <Select
                name="reaction"
                label=t!(lang, "col-reaction")
                any=t!(lang, "filter-all-reactions")
                choices=reactions.to_vec()
                selected=query.reaction.map_or("", Reaction::word)
            />
            <Select
                name="state"
                label=t!(lang, "col-state")
                any=t!(lang, "filter-all-states")
                choices=states.to_vec()
                selected=query.state.map_or("", IncidentState::word)
            />
        </FilterForm>
    }
}

#[component]
fn NoIncidents(filtered: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if filtered {
        view! { <NoMatches title=t!(lang, "incidents-none-filtered") action=paths::INCIDENTS /> }.into_any()
    } else {
        view! { <EmptyState title=t!(lang, "incidents-none")>{t!(lang, "incidents-none-next")}</EmptyState> }.into_any()
    }
}

/// A row of the list, in the reader's language.
#[derive(Debug, Clone)]
struct IncidentRow {
    incident: Incident,
    /// Meaning of its errcode.
    title: Text,
    /// Reason for what was done about it.
    reason: Text,
    /// Name of its interface.
    interface: Option<String>,
}

impl IncidentRow {
    fn new(desk: &Desk, viewer: &Viewer, incident: Incident) -> Self {
        Self {
            title: explanation(&incident, viewer.lang).title,
            reason: reaction_reason(viewer, &incident.because),
            interface: incident.cgi_path.as_ref().map(|path| desk.interface_name(viewer.lang, path)),
            incident,
        }
    }
}

#[component]
fn IncidentTable(rows: Vec<IncidentRow>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["col-reaction", "col-incident", "col-interface", "col-account", "col-times", "col-last"]);
    let rows = rows.into_iter().map(|row| incident_row(lang, columns.clone(), row)).collect_view();
    view! {
        <div class="told">
            <Table caption=t!(lang, "incidents-title") columns=columns.clone() figures=4..5>
                {rows}
            </Table>
        </div>
    }
}

fn incident_row(lang: Lang, columns: [Text; 6], row: IncidentRow) -> impl IntoView + use<> {
    let IncidentRow { incident, title, reason, interface } = row;
    let [reaction, _, interface_name, account, times, last] = columns;
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
                {is_done.then(|| view! { <p class="secondary small">{reason}</p> })}
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

/// Instructions for services: a command that reports an incident.
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
