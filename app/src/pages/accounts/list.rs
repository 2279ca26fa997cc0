//! Every account: whether it is read, what is left of its clears, and which of its interfaces is nearest to its limit.

use desk::account_page::AccountCard;
use desk::accounts::Account;
use desk::overview::Row;
use domain::{AccountStatus, Contact, Lang, Permission, Scope, UsageState, paths};
use leptos::prelude::*;

use crate::components::{
    ButtonKind, Cell, EmptyState, ExportCsv, FilterForm, LinkButton, NoMatches, ParameterNotice, StateIcon, Table,
    TimeOrDash, state_class,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::format::percent;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::accounts::bulk::{AccountBox, BulkPanel};
use crate::pages::accounts::groups::GroupChips;
use crate::parameters::{Parameters, Whose};
use crate::parts::budgets::can_be_cleared;
use crate::parts::filters::{GroupFilter, group_names};
use crate::t;
use crate::words::accounts::{health_words, is_well, kind_words};
use crate::words::clears::left_words;
use crate::words::interfaces::name_or_path;
use crate::words::usage::state_word;

/// `/accounts`
#[component]
pub fn AccountsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let mut asked = Parameters::new(&viewer.query);
        let whose = Whose { account: None, group: asked.group(&desk, &viewer.actor).await? };
        let mut cards = desk.account_cards(&viewer.actor).await?;
        let lang = viewer.lang;
        let is_new = cards.is_empty();
        let groups = group_names(cards.iter().map(|card| &card.account));
        cards.retain(|card| whose.covers(&card.account));
        let add = move || {
            view! {
                <LinkButton href=paths::ACCOUNT_NEW kind=ButtonKind::Primary>
                    {t!(lang, "account-add")}
                </LinkButton>
            }
            .into_any()
        };
        let may_add = viewer.may(Permission::Administer);
        let list = if is_new {
            view! {
                <EmptyState title=t!(lang, "accounts-empty")>
                    <p>{t!(lang, "account-add-lead")}</p>
                    {may_add.then(add)}
                </EmptyState>
            }
            .into_any()
        } else if cards.is_empty() {
            view! { <NoMatches title=t!(lang, "accounts-none-filtered") action=paths::ACCOUNTS /> }.into_any()
        } else {
            let bulk = may_add.then(|| view! { <BulkPanel group=whose.group.clone() groups=groups.clone() /> });
            view! {
                <AccountTable lang cards selects=may_add />
                {bulk}
            }
            .into_any()
        };
        let filtered = whose.group.is_some();
        let filter = (filtered || !groups.is_empty()).then(|| {
            view! {
                <FilterForm action=paths::ACCOUNTS filtered>
                    <GroupFilter choices=groups selected=whose.group />
                </FilterForm>
            }
        });
        let actions = (!is_new).then(|| {
            view! {
                {may_add
                    .then(|| {
                        view! {
                            <LinkButton href=paths::GROUPS>{t!(lang, "groups-manage")}</LinkButton>
                            <LinkButton href=paths::ACCOUNT_IMPORT>{t!(lang, "import-open")}</LinkButton>
                        }
                    })}
                <ExportCsv path=paths::ACCOUNTS_CSV />
                {may_add.then(add)}
            }
        });
        Ok::<_, Failure>(view! {
            <Page title=t!(lang, "accounts-title") section=Section::Accounts actions=actions.into_any()>
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                {filter}
                {list}
            </Page>
        })
    })
}

#[component]
fn AccountTable(
    lang: Lang,
    cards: Vec<AccountCard>,
    /// Whether accounts can be selected.
    selects: bool,
) -> impl IntoView {
    let columns =
        t!(lang, ["col-account", "col-health", "col-last-read", "col-clears-left", "col-nearest", "col-interfaces"]);
    let [_, health, last_read, clears, nearest, interfaces] = columns.clone();
    let rows = cards
        .into_iter()
        .map(|card| {
            let well = is_well(&card.health);
            let (health_told, left) = (health_words(lang, &card.health), clears_words(lang, &card));
            let AccountCard { account, counts, last_read_at, nearest: row, .. } = card;
            let states = if account.status == AccountStatus::Paused {
                view! { <span class="secondary">{t!(lang, "not-read-while-paused")}</span> }.into_any()
            } else {
                view! { <Counts counts /> }.into_any()
            };
            view! {
                <tr>
                    <Cell main=true>
                        {(selects && account.status != AccountStatus::Retired)
                            .then(|| view! { <AccountBox id=account.id name=account.name.clone() /> })}
                        " "
                        <Name account />
                    </Cell>
                    <Cell label=health.clone()>
                        <span class:unwell=!well>{health_told}</span>
                    </Cell>
                    <Cell label=last_read.clone()>
                        <TimeOrDash at=last_read_at quiet=true />
                    </Cell>
                    <Cell label=clears.clone()>{left}</Cell>
                    <Cell label=nearest.clone()>
                        <Nearest row />
                    </Cell>
                    <Cell label=interfaces.clone()>{states}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "accounts-title") columns>
            {rows}
        </Table>
    }
}

/// The account's name, kind and appid, and its owner.
#[component]
fn Name(account: Account) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Contact { owner, note } = account.contact;
    view! {
        <a class="row-link" href=paths::account(account.id)>
            {account.name}
        </a>
        <span class="chip">{kind_words(lang, account.kind)}</span>
        <code class="path">{account.appid.to_string()}</code>
        <GroupChips groups=account.groups />
        {owner
            .map(|owner| {
                view! {
                    <span class="secondary small" title=note>
                        {t!(lang, "contact-owner-is", owner = owner)}
                    </span>
                }
            })}
    }
}

/// `7/10 · 43/50`, the account-wide clears first; a dash where it cannot be cleared.
fn clears_words(lang: Lang, card: &AccountCard) -> Text {
    match &card.budgets {
        Some(budgets) if can_be_cleared(&card.account) => {
            let left = |scope| left_words(lang, budgets.of(scope));
            t!(lang, "accounts-clears", account = left(Scope::Account), interface = left(Scope::Interface))
        }
        _ => "–".into(),
    }
}

/// The interface nearest to its limit, with the share that is used.
#[component]
fn Nearest(row: Option<Row>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some((row, figures)) = row.and_then(|row| row.figures.map(|figures| (row, figures))) else {
        return view! { <span class="secondary">"–"</span> }.into_any();
    };
    view! {
        <a href=paths::interface(row.account, row.id)>{name_or_path(lang, &row)}</a>
        " "
        <span class=format!("count {}", state_class(row.state))>
            <StateIcon state=row.state />
            <span class="num">{percent(figures.used_permille())}</span>
            <span class="unseen">{state_word(lang, row.state)}</span>
        </span>
    }
    .into_any()
}

/// `■ 1  ▲ 2  ✓ 9`, each with its word for those who do not see the shape.
#[component]
fn Counts(counts: Vec<(UsageState, usize)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    if counts.is_empty() {
        return view! { <span class="secondary">{t!(lang, "sampling-nothing")}</span> }.into_any();
    }
    let items = counts
        .into_iter()
        .map(|(state, count)| {
            let word = state_word(lang, state);
            let title = word.to_string();
            view! {
                <span class=format!("count {}", state_class(state)) title=title>
                    <StateIcon state />
                    <span class="num">{count}</span>
                    <span class="unseen">{word}</span>
                </span>
            }
        })
        .collect_view();
    view! { <span class="counts">{items}</span> }.into_any()
}
