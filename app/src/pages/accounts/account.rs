//! One account: its token, its readings, its interfaces.

use std::net::IpAddr;

use desk::account_page::AccountPage as Loaded;
use desk::accounts::{Account, SeenAddress};
use desk::interfaces::Interface;
use desk::sampling::status::{AccountSampling, SamplingState};
use domain::{AccountStatus, Permission, paths};
use leptos::prelude::*;

use crate::components::{
    ButtonKind, Cell, Copy, EmptyState, Fact, Facts, LinkButton, Notice, NoticeKind, Panel, Table, Time, TimeFact,
    TimeOrDash,
};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::accounts::groups::GroupChips;
use crate::parts::budgets::{BudgetPanel, can_be_cleared};
use crate::parts::contact::ContactFacts;
use crate::parts::interface_table::InterfaceTable;
use crate::parts::outbound_address::OutboundAddress;
use crate::parts::problem::ProblemNotice;
use crate::parts::sample_now::SampleNowButton;
use crate::parts::term::Term;
use crate::t;
use crate::words::accounts::{kind_words, token_words};

/// Forced refreshes WeChat allows a day (official getStableAccessToken page).
const FORCED_A_DAY: usize = 20;

/// `/accounts/{account}`
#[component]
pub fn AccountPage() -> impl IntoView {
    let word = param("account");
    page(move |Visit { desk, viewer, flash }| async move {
        let loaded = desk.account_page(&viewer.actor, &word).await?;
        let lang = viewer.lang;
        let Loaded { account, overview, unwatched, sampling, forced_refreshes_today, addresses } = loaded;
        let retired = account.status == AccountStatus::Retired;
        let id = account.id;
        let settings = paths::account_settings(id);
        let readable = account.status == AccountStatus::Active && !overview.rows.is_empty();
        let budgets = desk.budgets_of(&viewer.actor, id).await?;
        let zone = desk.settings().quota_zone.clone();
        let outbound =
            if viewer.may(Permission::Administer) { desk.outbound_address(&viewer.actor).await? } else { None };
        let clearable = can_be_cleared(&account);
        let offers_clear = clearable && viewer.may(Permission::Clear);
        let clearable_rows = if offers_clear { vec![id] } else { Vec::new() };
        let facts_account = account.clone();
        let budget_panel = clearable.then(|| view! { <BudgetPanel account=account.clone() budgets zone /> });
        let actions = view! {
            {(readable && viewer.may(Permission::SampleNow)).then(|| view! { <SampleNowButton account=id /> })}
            {(!retired && viewer.may(Permission::Administer))
                .then(|| view! { <LinkButton href=settings.clone()>{t!(lang, "account-settings")}</LinkButton> })}
            {offers_clear
                .then(|| {
                    view! {
                        <LinkButton href=paths::clear_confirmation(id, None) kind=ButtonKind::Danger attr:data-dialog="">
                            {t!(lang, "clear-account-button")}
                        </LinkButton>
                    }
                })}
        }
        .into_any();
        let rows = overview.rows;
        let interfaces = if rows.is_empty() {
            view! {
                <EmptyState title=t!(lang, "account-no-interfaces")>
                    {(!retired && viewer.may(Permission::Administer))
                        .then(|| {
                            view! {
                                <LinkButton href=format!("{settings}#interfaces")>
                                    {t!(lang, "choose-interfaces")}
                                </LinkButton>
                            }
                        })}
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <InterfaceTable rows clearable=clearable_rows /> }.into_any()
        };
        Ok::<_, Failure>(view! {
            <Page
                title=account.name.clone()
                section=Section::Accounts
                crumbs=vec![Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS)]
                aside=view! { <span class="chip">{kind_words(lang, account.kind)}</span> }.into_any()
                actions
            >
                <FlashNotice flash />
                <StatusNotices account=account.clone() sampling=sampling.clone() addresses />
                <Panel>
                    <AccountFacts account=facts_account sampling forced_refreshes_today outbound />
                </Panel>
                {budget_panel}
                {interfaces}
                {(!unwatched.is_empty()).then(|| view! { <UnwatchedPanel unwatched /> })}
            </Page>
        })
    })
}

/// Links to interfaces that are not watched now, whose history stays.
#[component]
fn UnwatchedPanel(unwatched: Vec<Interface>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["col-interface", "col-watched-until"]);
    let rows = unwatched
        .into_iter()
        .map(|interface| {
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=paths::interface(interface.account_id, interface.id)>
                            <code>{interface.cgi_path.to_string()}</code>
                        </a>
                    </Cell>
                    <Cell label=columns[1].clone()>
                        <TimeOrDash at=interface.removed_at quiet=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel title=t!(lang, "unwatched-title") flush=true>
            <Table caption=t!(lang, "unwatched-title") columns=columns.clone()>
                {rows}
            </Table>
        </Panel>
    }
}

/// Notices about what keeps the account from being read, and what to do about it.
#[component]
fn StatusNotices(account: Account, sampling: Option<AccountSampling>, addresses: Vec<IpAddr>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let status = match account.status {
        AccountStatus::Active => None,
        AccountStatus::Paused => Some((t!(lang, "refused-paused"), t!(lang, "refused-paused-next"))),
        AccountStatus::Retired => Some((t!(lang, "refused-retired"), t!(lang, "refused-retired-next"))),
    };
    let status = status.map(|(title, next)| view! { <Notice kind=NoticeKind::Info title next /> });
    let unsupported = (!account.kind.is_supported()).then(|| {
        let (title, next) = (t!(lang, "platform-unsupported"), t!(lang, "platform-unsupported-next"));
        view! { <Notice kind=NoticeKind::Warning title next /> }
    });
    let failed = account.token.last_failure.filter(|_| account.status != AccountStatus::Retired);
    let token = failed.map(|failure| {
        // The calls for tokens can be given back without one.
        let rescue = failure.is_token_limit() && viewer.may(Permission::Clear) && can_be_cleared(&account);
        let action = rescue.then(|| {
            let href = paths::clear_confirmation(account.id, None);
            view! {
                <p>
                    <a href=href>{t!(lang, "lock-out-rescue")}</a>
                </p>
            }
            .into_any()
        });
        let detail = account.token.last_error.clone();
        view! { <ProblemNotice failure detail account_kind=Some(account.kind) addresses action /> }
    });
    let starved = sampling.and_then(|sampled| {
        let (title, next) = match sampled.state {
            SamplingState::RefusedUntil(until) => {
                (t!(lang, "refused-starved"), t!(lang, "refused-starved-next", until = viewer.formats().clock(until)))
            }
            SamplingState::AllowanceSpent => (t!(lang, "allowance-spent"), t!(lang, "allowance-spent-next")),
            SamplingState::Running if sampled.period_hours > sampled.interval_hours => {
                let (hours, interval) = (sampled.period_hours, sampled.interval_hours);
                (
                    t!(lang, "sampling-slower-title", hours = hours, interval = interval),
                    t!(lang, "sampling-slower-next"),
                )
            }
            _ => return None,
        };
        Some(view! { <Notice kind=NoticeKind::Warning title next /> })
    });
    view! {
        {status}
        {unsupported}
        {token}
        {starved}
    }
}

#[component]
fn AccountFacts(
    account: Account,
    sampling: Option<AccountSampling>,
    forced_refreshes_today: usize,
    /// The address that WeChat named, for those who put it on the list.
    outbound: Option<SeenAddress>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let outbound = outbound.map(|seen| {
        view! {
            <Fact label=t!(lang, "outbound-address")>
                <OutboundAddress seen=Some(seen) />
            </Fact>
        }
    });
    let token = token_words(lang, &account.token.state);
    let expires = account.token.expires_at.filter(|_| account.token.state == "valid");
    let next_at = sampling.as_ref().and_then(|sampled| sampled.next_at);
    let readings = sampling.map(|sampled| {
        view! {
            <Fact label=t!(lang, "fact-readings-today")>
                <span class="num">{grouped(sampled.taken)} " / " {grouped(sampled.allowance)}</span>
            </Fact>
        }
    });
    let forced = (forced_refreshes_today > 0).then(|| {
        view! {
            <Fact label=t!(lang, "fact-forced-refreshes")>
                <span class="num">{format!("{forced_refreshes_today} / {FORCED_A_DAY}")}</span>
            </Fact>
        }
    });
    view! {
        <Facts wide=true>
            <Fact label=t!(lang, "col-appid")>
                <Copy text=account.appid.to_string() />
            </Fact>
            <Fact label=t!(lang, "col-token")>
                {token} {expires.map(|at| view! { " · " {t!(lang, "token-expires")} " " <Time at /> })} " "
                <span class="small">
                    <Term word="access_token">{t!(lang, "term-what-access-token")}</Term>
                </span>
            </Fact>
            {forced}
            {readings}
            <TimeFact label=t!(lang, "fact-next-reading") at=next_at />
            {(!account.groups.is_empty())
                .then(|| {
                    view! {
                        <Fact label=t!(lang, "col-groups")>
                            <GroupChips groups=account.groups />
                        </Fact>
                    }
                })}
            <ContactFacts contact=account.contact />
            {outbound}
        </Facts>
    }
}
