//! Notices: what people were told, the newest first.

use crate::pages::notices::forms::ReadNotices;
use desk::Desk;
use desk::notices::{Notice, NoticeQuery};
use domain::paths;
use domain::{May, NoticeId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, Cell, ColumnHeads, EmptyState, Form, LinkButton, Older, Table, Time};
use crate::context::{Text, Viewer, interface_name};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::notices::filters::{NoticeFilters, NoticesAsked};
use crate::parts::ledger::AccountCell;
use crate::parts::notices::SeverityBadge;
use crate::parts::notices::page_of_notice;
use crate::t;
use crate::words::notices::news_words;

/// Notices on a page.
const PER_PAGE: i64 = 50;

/// `/notices`
#[component]
pub fn NoticesPage() -> impl IntoView {
    let asked = NoticesAsked::of(query);
    let before: Option<i64> = query("before").parse().ok();
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let (_, read_up_to) = desk.notices(&viewer.actor, &NoticeQuery::default()).await?;
        // One more than is shown tells whether there are older ones.
        let wanted = asked.query(read_up_to, before.map(NoticeId), PER_PAGE + 1);
        let (mut notices, _) = desk.notices(&viewer.actor, &wanted).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let shown = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
        let older = (notices.len() > shown).then(|| notices.get(shown - 1).map(|notice| notice.id.0)).flatten();
        notices.truncate(shown);
        let paged = before.is_some();
        let newest = notices.first().map(|notice| notice.id);
        let newest = newest.filter(|newest| asked.shows_all_unread() && !paged && *newest > read_up_to);
        let list = if notices.is_empty() {
            view! { <NoNotices asked paged /> }.into_any()
        } else {
            let rows = notices.into_iter().map(|notice| Told::of(&desk, &viewer, notice, read_up_to)).collect();
            view! { <NoticeTable rows /> }.into_any()
        };
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "notices-title")
                    section=Section::Notices
                    actions=newest.map(|up_to| view! { <MarkRead up_to /> }).into_any()
                    lead=view! { <Lead /> }.into_any()
                >
                    <FlashNotice flash />
                    <NoticeFilters asked accounts />
                    {list}
                    <Older older paged />
                </Page>
            }
            .into_any(),
        )
    })
}

/// What this is, and for those who may say so, where notices go beside.
#[component]
fn Lead() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let channels = viewer.may(May::Automate).then(|| {
        view! {
            " "
            <a href=paths::CHANNELS>{t!(lang, "notices-channels")}</a>
        }
    });
    view! { <p>{t!(lang, "notices-lead")} {channels}</p> }
}

#[component]
fn MarkRead(
    /// The newest notice that is shown.
    up_to: NoticeId,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=ReadNotices::url() inline=true>
            <input type="hidden" name="up_to" value=up_to.to_string() />
            <Button>{t!(lang, "notices-read")}</Button>
        </Form>
    }
}

#[component]
fn NoNotices(asked: NoticesAsked, paged: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if asked.is_any() || paged {
        let title =
            if asked.shows_all_unread() { t!(lang, "notices-none-unread") } else { t!(lang, "notices-none-filtered") };
        view! {
            <EmptyState title>
                <LinkButton href=paths::NOTICES>{t!(lang, "filter-clear")}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState title=t!(lang, "notices-none")>{t!(lang, "notices-none-next")}</EmptyState> }.into_any()
    }
}

/// A notice in the reader's words.
#[derive(Debug, Clone)]
struct Told {
    notice: Notice,
    words: Text,
    /// What its interface is called.
    interface: Option<String>,
    /// The page that says more.
    page: Option<String>,
    is_unread: bool,
}

impl Told {
    fn of(desk: &Desk, viewer: &Viewer, notice: Notice, read_up_to: NoticeId) -> Self {
        Self {
            words: news_words(viewer, &notice.news),
            interface: notice.interface.as_ref().map(|(_, path)| interface_name(desk, viewer.lang, path)),
            page: page_of_notice(viewer, &notice),
            is_unread: notice.id > read_up_to,
            notice,
        }
    }
}

#[component]
fn NoticeTable(rows: Vec<Told>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [
        t!(lang, "col-severity"),
        t!(lang, "col-news"),
        t!(lang, "col-interface"),
        t!(lang, "col-account"),
        t!(lang, "col-when"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let rows = rows.into_iter().map(|told| notice_row(names.clone(), told)).collect_view();
    view! {
        <div class="told">
            <Table caption=t!(lang, "notices-title") head>
                {rows}
            </Table>
        </div>
    }
}

fn notice_row(names: [Text; 5], told: Told) -> impl IntoView + use<> {
    let lang = Viewer::current().lang;
    let [_, _, interface, account, when] = names;
    let Told { notice, words, interface: name, page, is_unread } = told;
    let unread = is_unread.then(|| view! { <span class="chip fresh">{t!(lang, "notice-unread")}</span> });
    let what = match page {
        Some(href) => view! {
            <a class="row-link" href=href>
                {words}
            </a>
        }
        .into_any(),
        None => view! { <span>{words}</span> }.into_any(),
    };
    let of_interface = match name {
        Some(name) => view! { <Cell label=interface>{name}</Cell> }.into_any(),
        None => view! { <td></td> }.into_any(),
    };
    let of_account = match notice.account {
        Some((id, name, _)) => view! { <AccountCell label=account id name /> }.into_any(),
        None => view! { <td></td> }.into_any(),
    };
    view! {
        <tr class=is_unread.then_some("unread")>
            <Cell>
                <SeverityBadge severity=notice.severity event=notice.news.event() />
            </Cell>
            <Cell main=true>{what} " " {unread}</Cell>
            {of_interface}
            {of_account}
            <Cell label=when>
                <Time at=notice.at quiet=true />
            </Cell>
        </tr>
    }
}
