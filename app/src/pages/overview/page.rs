//! The overview: how much of its quota every interface has used, the most urgent first.

use desk::accounts::Account;
use desk::explain::console_place;
use desk::overview::{OverviewQuery, Sort};
use domain::{AccountId, Failure as CallFailure, Group, Lang, Permission, UsageState, paths};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{
    ButtonKind, Choice, EmptyState, ExportCsv, FilterForm, LinkButton, NoMatches, Notice, NoticeKind, Pager,
    ParameterNotice, Select, Tile, Tiles, Time,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::parameters::{Instead, Parameters, Whose};
use crate::parts::budgets::{BudgetLine, can_be_cleared};
use crate::parts::filters::{AccountFilter, GroupFilter, account_names, group_names};
use crate::parts::interface_table::InterfaceTable;
use crate::t;
use crate::words::usage::state_word;

/// Rows on a page, where the address gives no other number.
const PER_PAGE: i64 = 50;
/// The most rows on a page.
const MOST_PER_PAGE: i64 = 1000;
/// The last page that can be asked for.
const LAST_PAGE: i64 = 1_000_000;
/// The longest text to search for, in characters.
const SEARCHED: usize = 200;

/// Filters, order and page in the address.
#[derive(Debug, Clone)]
struct ListQuery {
    query: OverviewQuery,
    page: i64,
    per_page: i64,
}

/// The query of an address for the interfaces of these accounts.
pub fn overview_query(asked: &mut Parameters, whose: &Whose) -> OverviewQuery {
    OverviewQuery {
        account: whose.account_id(),
        group: whose.group_id(),
        state: asked.word("state", Instead::Unfiltered),
        text: asked.short_text("q", SEARCHED).unwrap_or_default(),
        sort: asked.one_of("sort", &Sort::ALL, Sort::word, Instead::UsualOrder).unwrap_or_default(),
        offset: 0,
        limit: usize::MAX,
    }
}

impl ListQuery {
    /// The query of an address for the interfaces of these accounts.
    fn of(asked: &mut Parameters, whose: &Whose) -> Self {
        let per_page = asked.number("per", 1..=MOST_PER_PAGE, Instead::RowsPerPage(PER_PAGE)).unwrap_or(PER_PAGE);
        let page = asked.number("page", 1..=LAST_PAGE, Instead::FirstPage).unwrap_or(1);
        let rows = |count: i64| usize::try_from(count).unwrap_or_default();
        let query = overview_query(asked, whose);
        let query = OverviewQuery { offset: rows((page - 1) * per_page), limit: rows(per_page), ..query };
        Self { query, page, per_page }
    }

    fn is_filtered(&self) -> bool {
        let OverviewQuery { account, group, state, text, .. } = &self.query;
        account.is_some() || group.is_some() || state.is_some() || !text.trim().is_empty()
    }
}

/// `/`
#[component]
pub fn OverviewPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let mut asked = Parameters::new(&viewer.query);
        let whose = asked.whose(&desk, &viewer.actor).await?;
        let list = ListQuery::of(&mut asked, &whose);
        let overview = desk.overview(&viewer.actor, &list.query).await?;
        let lang = viewer.lang;
        if overview.accounts.is_empty() {
            return Ok(view! { <FirstRun flash /> }.into_any());
        }
        let budgets = desk.budgets(&viewer.actor, None).await?;
        let zone = desk.settings().quota_zone.clone();
        let clearable = clearable(&viewer, &overview.accounts);
        let total = i64::try_from(overview.total).unwrap_or(i64::MAX);
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "overview-title")
                    section=Section::Overview
                    actions=view! { <ExportCsv path=paths::OVERVIEW_CSV /> }.into_any()
                >
                    <FlashNotice flash />
                    <ParameterNotice faults=asked.faults() />
                    <StateTiles counts=overview.counts selected=list.query.state />
                    <CountsNote
                        whose=whose.clone()
                        text=list.query.text.clone()
                        paused=overview.paused
                    />
                    <SamplerLine last=overview.last_read_at next=overview.next_read_at />
                    <BudgetLine budgets zone />
                    <TroubledAccounts accounts=overview.accounts.clone() />
                    <Filters accounts=overview.accounts list=list.clone() group=whose.group />
                    {if overview.rows.is_empty() {
                        view! { <NoRows filtered=list.is_filtered() beyond={total > 0} /> }.into_any()
                    } else {
                        view! { <InterfaceTable rows=overview.rows with_account=true clearable /> }.into_any()
                    }}
                    <Pager page=list.page per_page=list.per_page total />
                </Page>
            }
            .into_any(),
        )
    })
}

/// The accounts whose rows lead to a clear.
fn clearable(viewer: &Viewer, accounts: &[Account]) -> Vec<AccountId> {
    let offered = accounts.iter().filter(|account| viewer.may(Permission::Clear) && can_be_cleared(account));
    offered.map(|account| account.id).collect()
}

#[component]
fn StateTiles(counts: Vec<(UsageState, usize)>, selected: Option<UsageState>) -> impl IntoView {
    let viewer = Viewer::current();
    let tiles = counts
        .into_iter()
        .map(|(state, count)| {
            let is_selected = selected == Some(state);
            let to = (!is_selected).then(|| state.word());
            let href = viewer.link_with(&[("state", to), ("page", None)]);
            view! { <Tile state count=i64::try_from(count).unwrap_or(i64::MAX) href selected=is_selected /> }
        })
        .collect_view();
    view! { <Tiles>{tiles}</Tiles> }
}

/// What the counts above leave out: interfaces that the filters hide, and those of paused accounts.
#[component]
fn CountsNote(whose: Whose, text: String, paused: usize) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let text = text.trim();
    let of_group = whose.group.map(|group| t!(lang, "counts-of-group", group = group.name));
    let filtered = match (whose.account.map(|account| account.name), text) {
        (None, "") => None,
        (Some(account), "") => Some(t!(lang, "counts-of-account", account = account)),
        (None, text) => Some(t!(lang, "counts-of-search", text = text)),
        (Some(account), text) => Some(t!(lang, "counts-of-both", account = account, text = text)),
    };
    let all = viewer.link_with(&[("account", None), ("group", None), ("q", None), ("page", None)]);
    let filtered = (filtered.is_some() || of_group.is_some()).then(|| {
        view! { <span>{of_group} " " {filtered} " " <a href=all>{t!(lang, "counts-show-all")}</a></span> }
    });
    let paused = (paused > 0).then(|| view! { <span>{t!(lang, "counts-without-paused", count = paused)}</span> });
    (filtered.is_some() || paused.is_some()).then(|| view! { <p class="line secondary">{filtered} {paused}</p> })
}

/// When the newest reading was made and when the next is due.
#[component]
fn SamplerLine(last: Option<Timestamp>, next: Option<Timestamp>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    view! {
        <p class="line secondary">
            {match last {
                Some(at) => view! { <span>{t!(lang, "sampled")} " " <Time at /></span> }.into_any(),
                None => view! { <span>{t!(lang, "sampled-never")}</span> }.into_any(),
            }}
            {match next {
                Some(at) if at <= viewer.now => view! { <span>{t!(lang, "next-reading-now")}</span> }.into_any(),
                Some(at) => view! { <span>{t!(lang, "next-reading")} " " <Time at /></span> }.into_any(),
                None => view! { <span>{t!(lang, "next-reading-none")}</span> }.into_any(),
            }} <a href=paths::SAMPLER>{t!(lang, "nav-sampler")}</a>
        </p>
    }
}

/// Accounts whose token cannot be had: nothing of theirs can be read until someone acts.
#[component]
fn TroubledAccounts(accounts: Vec<Account>) -> impl IntoView {
    let lang = Viewer::current().lang;
    accounts
        .into_iter()
        .filter(|account| matches!(account.token.state.as_str(), "refused" | "frozen" | "ip-refused" | "limited"))
        .map(|account| {
            let href = paths::account(account.id);
            let trouble = token_trouble(lang, &account);
            view! {
                <Notice kind=NoticeKind::Error title=t!(lang, "account-troubled", name = account.name)>
                    <p>
                        {trouble} " "
                        <a href=href>{t!(lang, "how-to-fix")}</a>
                    </p>
                </Notice>
            }
        })
        .collect_view()
}

fn token_trouble(lang: Lang, account: &Account) -> Text {
    let token = &account.token;
    match token.state.as_str() {
        "frozen" => t!(lang, "token-trouble-frozen"),
        "ip-refused" => t!(lang, "token-trouble-ip"),
        "limited" if token.last_failure == Some(CallFailure::TokenRefused(45011)) => {
            t!(lang, "token-trouble-limited-minute")
        }
        "limited" => t!(lang, "token-trouble-limited"),
        _ => t!(lang, "token-trouble-refused"),
    }
}

#[component]
fn Filters(accounts: Vec<Account>, list: ListQuery, group: Option<Group>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let filtered = list.is_filtered();
    let ListQuery { query, per_page, .. } = list;
    let states = UsageState::ALL.map(|state| Choice::new(state.word(), state_word(lang, state))).to_vec();
    let orders = Sort::ALL.map(|sort| Choice::new(sort.word(), sort_words(lang, sort))).to_vec();
    let account = query.account.map(|id| id.to_string()).unwrap_or_default();
    let state = query.state.map_or("", UsageState::word);
    let per = (per_page != PER_PAGE).then(|| per_page.to_string());
    view! {
        <FilterForm action=paths::OVERVIEW filtered>
            <div class="field">
                <label for="f-q">{t!(lang, "filter-search")}</label>
                <input id="f-q" name="q" type="search" value=query.text placeholder=t!(lang, "filter-search-hint") />
            </div>
            <GroupFilter choices=group_names(&accounts) selected=group />
            <AccountFilter choices=account_names(accounts) selected=account />
            <Select
                name="state"
                label=t!(lang, "col-state")
                any=t!(lang, "filter-all-states")
                choices=states
                selected=state
            />
            <Select name="sort" label=t!(lang, "filter-sort") choices=orders selected=query.sort.word() />
            {per.map(|per| view! { <input type="hidden" name="per" value=per /> })}
        </FilterForm>
    }
}

fn sort_words(lang: Lang, sort: Sort) -> Text {
    match sort {
        Sort::Urgency => t!(lang, "sort-urgency"),
        Sort::RunsOut => t!(lang, "sort-runs-out"),
        Sort::Used => t!(lang, "sort-used"),
        Sort::Account => t!(lang, "sort-account"),
        Sort::Interface => t!(lang, "sort-interface"),
        Sort::Age => t!(lang, "sort-age"),
    }
}

#[component]
fn NoRows(filtered: bool, beyond: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if beyond {
        view! { <EmptyState title=t!(lang, "no-rows-beyond") /> }.into_any()
    } else if filtered {
        view! { <NoMatches title=t!(lang, "no-rows-filtered") action=paths::OVERVIEW /> }.into_any()
    } else {
        view! {
            <EmptyState title=t!(lang, "no-rows")>
                <p>{t!(lang, "no-rows-next")}</p>
                <LinkButton href=paths::ACCOUNTS>{t!(lang, "failed-to-accounts")}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

/// The page of a desk without accounts.
#[component]
fn FirstRun(flash: crate::forms::Flash) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    view! {
        <Page title=t!(lang, "first-run-title") section=Section::Overview>
            <FlashNotice flash />
            <EmptyState title=t!(lang, "first-run-lead")>
                <p>{t!(lang, "first-run-needs", place = console_place(None, lang))}</p>
                <ol>
                    <li>{t!(lang, "first-run-step-credentials")}</li>
                    <li>{t!(lang, "first-run-step-ip")}</li>
                </ol>
                <p>{t!(lang, "first-run-minute")}</p>
                {viewer
                    .may(Permission::Administer)
                    .then(|| {
                        view! {
                            <LinkButton href=paths::ACCOUNT_NEW kind=ButtonKind::Primary>
                                {t!(lang, "account-add")}
                            </LinkButton>
                        }
                    })}
            </EmptyState>
        </Page>
    }
}
