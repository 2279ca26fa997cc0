//! The ledger: every clear with who and why, newest first.

use desk::accounts::Account;
use desk::clears::{AccountBudgets, Clear, LedgerQuery};
use domain::{ClearId, ClearState, Group, Lang, QuotaZone, paths};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{
    Cell, Choice, EmptyState, ExportCsv, FilterForm, LinkButton, Moment, NoMatches, Older, ParameterNotice, Select,
    Table, Time,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::clears::requests_panel::{RequestPanels, requests};
use crate::parameters::{Instead, Parameters, Whose};
use crate::parts::budgets::BudgetLine;
use crate::parts::clear_actor::ClearActor;
use crate::parts::filters::{
    AccountFilter, GroupFilter, PersonFilter, ScopeFilter, account_names, group_names, people,
};
use crate::parts::ledger::{AccountCell, ClearResult, ClearRow, TargetCell, given_back_words};
use crate::t;
use crate::words::clears::{clear_word, cost_words, why_words};
use crate::words::dates::month_title;

/// Clears on a page.
const PER_PAGE: usize = 50;
/// How many months back are offered.
const MONTHS: usize = 12;

/// The query of an address for the clears of these accounts.
pub fn ledger_query(asked: &mut Parameters, whose: &Whose, zone: &QuotaZone, now: Timestamp) -> LedgerQuery {
    LedgerQuery {
        account: whose.account_id().map(|id| id.to_string()),
        group: whose.group_id(),
        month: asked.month(zone, now, Instead::Unfiltered),
        scope: asked.word("scope", Instead::Unfiltered),
        state: asked.word("state", Instead::Unfiltered),
        actor: asked.text("actor"),
        before: asked.before().map(ClearId),
        limit: PER_PAGE,
    }
}

/// Whether any filter is set.
fn is_filtered(query: &LedgerQuery) -> bool {
    let LedgerQuery { account, group, month, scope, state, actor, .. } = query;
    account.is_some() || group.is_some() || month.is_some() || scope.is_some() || state.is_some() || actor.is_some()
}

/// `/clears`
#[component]
pub fn ClearsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let zone = desk.settings().quota_zone.clone();
        let mut parameters = Parameters::new(&viewer.query);
        let whose = parameters.whose(&desk, &viewer.actor).await?;
        let asked = ledger_query(&mut parameters, &whose, &zone, viewer.now);
        let ledger = desk.ledger(&viewer.actor, &asked).await?;
        let budgets: Vec<AccountBudgets> = desk.budgets(&viewer.actor, asked.month.as_deref()).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let actors = desk.clear_actors(&viewer.actor).await?;
        let requests = requests(&desk, &viewer).await?;
        let months = months(lang, &zone, viewer.now, asked.month.as_deref());
        let (filtered, paged) = (is_filtered(&asked), asked.before.is_some());
        let rows: Vec<_> = ledger.clears.into_iter().map(|clear| ClearRow::new(&desk, lang, clear)).collect();
        let budget = asked.month.as_deref().map_or_else(|| paths::BUDGET.to_owned(), paths::budget_month);
        let list = if rows.is_empty() {
            view! { <NoClears filtered={filtered || paged} /> }.into_any()
        } else {
            view! { <LedgerTable rows /> }.into_any()
        };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "clears-title")
                section=Section::Clears
                actions=view! {
                    <LinkButton href=budget>{t!(lang, "budget-of-month")}</LinkButton>
                    <ExportCsv path=paths::CLEARS_CSV />
                }
                    .into_any()
                lead=view! { <p>{t!(lang, "clears-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=parameters.faults() />
                <BudgetLine budgets zone />
                <RequestPanels requests />
                <Filters choices=FilterChoices { accounts, months, actors } query=asked group=whose.group filtered />
                {list}
                <Older older=ledger.next.map(|id| id.0) paged />
            </Page>
        })
    })
}

/// The months that can be chosen, newest first: their words and names. One that is `chosen` is among them, however old.
fn months(lang: Lang, zone: &QuotaZone, now: Timestamp, chosen: Option<&str>) -> Vec<Choice> {
    let earlier = |at: &Timestamp| Some(zone.month_start(*at - jiff::SignedDuration::from_hours(1)));
    let newest = std::iter::successors(Some(zone.month_start(now)), earlier).take(MONTHS);
    let mut starts: Vec<_> = newest.collect();
    let chosen = chosen.and_then(|word| zone.month_called(word)).map(|month| month.from);
    starts.extend(chosen.filter(|start| !starts.contains(start)));
    starts.into_iter().map(|at| Choice::new(zone.month_word(at), month_title(lang, zone, at))).collect()
}

/// The choices of the filters.
#[derive(Debug, Clone)]
struct FilterChoices {
    accounts: Vec<Account>,
    months: Vec<Choice>,
    /// Everyone who made a clear.
    actors: Vec<String>,
}

/// The form above the ledger that filters it.
#[component]
fn Filters(choices: FilterChoices, query: LedgerQuery, group: Option<Group>, filtered: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let FilterChoices { accounts, months, actors } = choices;
    let actors = people(lang, actors, query.actor.as_deref());
    let states = ClearState::ALL.map(|state| Choice::new(state.word(), clear_word(lang, state))).to_vec();
    view! {
        <FilterForm action=paths::CLEARS filtered>
            <GroupFilter choices=group_names(&accounts) selected=group />
            <AccountFilter choices=account_names(accounts) selected=query.account.unwrap_or_default() />
            <Select
                name="month"
                label=t!(lang, "filter-month")
                any=t!(lang, "filter-all-months")
                choices=months
                selected=query.month.unwrap_or_default()
            />
            <ScopeFilter selected=query.scope />
            <Select
                name="state"
                label=t!(lang, "col-state")
                any=t!(lang, "filter-all-states")
                choices=states
                selected=query.state.map_or("", ClearState::word)
            />
            <PersonFilter name="actor" choices=actors selected=query.actor.unwrap_or_default() />
        </FilterForm>
    }
}

/// The empty place of the ledger.
#[component]
fn NoClears(filtered: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if filtered {
        view! { <NoMatches title=t!(lang, "clears-none-filtered") action=paths::CLEARS /> }.into_any()
    } else {
        view! {
            <EmptyState title=t!(lang, "clears-none")>
                <p>{t!(lang, "clears-none-next")}</p>
                <LinkButton href=paths::OVERVIEW>{t!(lang, "not-found-next")}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

/// The table of clears, the newest first.
#[component]
fn LedgerTable(rows: Vec<ClearRow>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(
        lang,
        ["col-state", "col-what", "col-account", "col-when", "col-who", "col-why", "col-cost", "col-given-back"]
    );
    let given_back = names.len() - 1;
    let rows = rows.into_iter().map(|row| ledger_row(lang, names.clone(), row)).collect_view();
    view! {
        <div class="ledger">
            <Table caption=t!(lang, "clears-title") columns=names.to_vec() figures=given_back..names.len()>
                {rows}
            </Table>
        </div>
    }
}

fn ledger_row(lang: Lang, names: [Text; 8], row: ClearRow) -> impl IntoView + use<> {
    let ClearRow { clear, target } = row;
    let [_, _, account, when, who, why, cost, given_back] = names;
    let interface = clear.interface.clone();
    let (costs, calls) = (cost_words(lang, &clear), given_back_words(&clear));
    let Clear { id, account_id, at, .. } = clear;
    let came = clear.clone();
    let (account_name, reason) = (clear.account_name.clone(), why_words(lang, &clear));
    view! {
        <tr>
            <Cell>
                <ClearResult clear=came />
            </Cell>
            <TargetCell target interface href=paths::clear(id) />
            <AccountCell label=account id=account_id name=account_name />
            <Cell label=when>
                <span class="stacked">
                    <Moment at />
                    <span class="secondary small">
                        <Time at quiet=true />
                    </span>
                </span>
            </Cell>
            <Cell label=who>
                <ClearActor clear />
            </Cell>
            <Cell label=why>
                <span class="why">{reason}</span>
            </Cell>
            <Cell label=cost>
                <span class="num">{costs}</span>
            </Cell>
            <Cell label=given_back number=true>
                {calls}
            </Cell>
        </tr>
    }
}
