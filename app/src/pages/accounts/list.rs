//! Every account, with its token's health and the states of its interfaces.

use desk::account_page::AccountCard;
use domain::{AccountStatus, Lang, Permission, UsageState, paths};
use leptos::prelude::*;

use crate::components::{ButtonKind, Cell, EmptyState, ExportCsv, LinkButton, StateIcon, Table, state_class};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::t;
use crate::words::accounts::{kind_words, status_words, token_words};
use crate::words::usage::state_word;

/// `/accounts`
#[component]
pub fn AccountsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let cards = desk.account_cards(&viewer.actor).await?;
        let lang = viewer.lang;
        let add = move || {
            view! {
                <LinkButton href=paths::ACCOUNT_NEW kind=ButtonKind::Primary>
                    {t!(lang, "account-add")}
                </LinkButton>
            }
            .into_any()
        };
        let may_add = viewer.may(Permission::Administer);
        let list = if cards.is_empty() {
            view! {
                <EmptyState title=t!(lang, "accounts-empty")>
                    <p>{t!(lang, "account-add-lead")}</p>
                    {may_add.then(add)}
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <AccountTable lang cards=cards.clone() /> }.into_any()
        };
        let actions = (!cards.is_empty()).then(|| {
            view! {
                <ExportCsv path=paths::ACCOUNTS_CSV />
                {may_add.then(add)}
            }
        });
        Ok::<_, Failure>(view! {
            <Page title=t!(lang, "accounts-title") section=Section::Accounts actions=actions.into_any()>
                <FlashNotice flash />
                {list}
            </Page>
        })
    })
}

#[component]
fn AccountTable(lang: Lang, cards: Vec<AccountCard>) -> impl IntoView {
    let columns = t!(lang, ["col-account", "col-kind", "col-appid", "col-token", "col-interfaces"]);
    let [_, kind, appid, token, interfaces] = columns.clone();
    let rows = cards
        .into_iter()
        .map(|AccountCard { account, counts }| {
            let href = paths::account(account.id);
            let status = status_words(lang, account.status);
            let token_state = match account.status {
                AccountStatus::Retired => "–".into(),
                _ => token_words(lang, &account.token.state),
            };
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=href>
                            {account.name.clone()}
                        </a>
                        {status.map(|status| view! { <span class="chip">{status}</span> })}
                    </Cell>
                    <Cell label=kind.clone()>{kind_words(lang, account.kind)}</Cell>
                    <Cell label=appid.clone()>
                        <code>{account.appid.to_string()}</code>
                    </Cell>
                    <Cell label=token.clone()>{token_state}</Cell>
                    <Cell label=interfaces.clone()>
                        {if account.status == AccountStatus::Paused {
                            view! { <span class="secondary">{t!(lang, "not-read-while-paused")}</span> }.into_any()
                        } else {
                            view! { <Counts counts /> }.into_any()
                        }}
                    </Cell>
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
