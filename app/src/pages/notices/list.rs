//! Page with the notices, the newest first.

use desk::Desk;
use desk::notices::{Notice, NoticeQuery};
use domain::{NoticeId, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Cell, EmptyState, ExportCsv, NoMatches, Older, PER_PAGE, ParameterNotice, PostButton, Table, Time, split_page,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::notices::filters::{NoticeFilterForm, NoticeFilters};
use crate::pages::notices::forms::ReadNotices;
use crate::parameters::Parameters;
use crate::parts::ledger::AccountCell;
use crate::parts::notices::{SeverityBadge, page_of_notice};
use crate::t;
use crate::words::notices::news_words;
use crate::words::users::actor_words;

/// `/notices`
#[component]
pub fn NoticesPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut asked = Parameters::new(&viewer.query);
        let whose = asked.whose(&desk, &viewer.actor).await?;
        let filters = NoticeFilters::of(&mut asked, &whose);
        let before = asked.before();
        let (_, read_up_to) = desk.notices(&viewer.actor, &NoticeQuery::default()).await?;
        let wanted = filters.query(read_up_to, before.map(NoticeId), PER_PAGE + 1);
        let (notices, _) = desk.notices(&viewer.actor, &wanted).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (notices, older) = split_page(notices, |notice| notice.id.0);
        let paged = before.is_some();
        let newest = notices.first().map(|notice| notice.id);
        let newest = newest.filter(|newest| filters.shows_all_unread() && !paged && *newest > read_up_to);
        let mark_read = newest.map(|newest| {
            view! {
                <PostButton action=ReadNotices::url() fields=[("up_to", newest.to_string())]>
                    {t!(lang, "notices-read")}
                </PostButton>
            }
        });
        let list = if notices.is_empty() {
            view! { <NoNotices filters paged /> }.into_any()
        } else {
            let rows = notices.into_iter().map(|notice| NoticeRow::new(&desk, &viewer, notice, read_up_to)).collect();
            view! { <NoticeTable rows /> }.into_any()
        };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "notices-title")
                section=Section::Notices
                actions=view! {
                    {mark_read}
                    <ExportCsv path=paths::NOTICES_CSV />
                }
                    .into_any()
                lead=view! { <Lead /> }.into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                <NoticeFilterForm filters accounts group=whose.group />
                {list}
                <Older older paged />
            </Page>
        })
    })
}

/// Lead: what notices are, with a link to the channels for those who may change them.
#[component]
fn Lead() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let channels = viewer.may(Permission::Automate).then(|| {
        view! {
            " "
            <a href=paths::CHANNELS>{t!(lang, "notices-channels")}</a>
        }
    });
    view! { <p>{t!(lang, "notices-lead")} {channels}</p> }
}

#[component]
fn NoNotices(filters: NoticeFilters, paged: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if filters.is_set() || paged {
        let title = if filters.shows_all_unread() {
            t!(lang, "notices-none-unread")
        } else {
            t!(lang, "notices-none-filtered")
        };
        view! { <NoMatches title action=paths::NOTICES /> }.into_any()
    } else {
        view! { <EmptyState title=t!(lang, "notices-none")>{t!(lang, "notices-none-next")}</EmptyState> }.into_any()
    }
}

/// A row of the list, in the reader's language.
#[derive(Debug, Clone)]
struct NoticeRow {
    notice: Notice,
    /// Its news.
    news: Text,
    /// Name of its interface.
    interface: Option<String>,
    /// Path of the page with more about it.
    page: Option<String>,
    is_unread: bool,
}

impl NoticeRow {
    fn new(desk: &Desk, viewer: &Viewer, notice: Notice, read_up_to: NoticeId) -> Self {
        Self {
            news: news_words(viewer, &notice.news),
            interface: notice.interface.as_ref().map(|(_, path)| desk.interface_name(viewer.lang, path)),
            page: page_of_notice(viewer, &notice),
            is_unread: notice.id > read_up_to,
            notice,
        }
    }
}

#[component]
fn NoticeTable(rows: Vec<NoticeRow>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["col-severity", "col-news", "col-interface", "col-account", "col-when", "acknowledged-by"]);
    let rows = rows.into_iter().map(|row| notice_row(columns.clone(), row)).collect_view();
    view! {
        <div class="told">
            <Table caption=t!(lang, "notices-title") columns=columns.clone()>
                {rows}
            </Table>
        </div>
    }
}

fn notice_row(columns: [Text; 6], row: NoticeRow) -> impl IntoView + use<> {
    let lang = Viewer::current().lang;
    let [_, _, interface, account, when, acknowledged] = columns;
    let NoticeRow { notice, news, interface: name, page, is_unread } = row;
    let unread = is_unread.then(|| view! { <span class="chip fresh">{t!(lang, "notice-unread")}</span> });
    let news = match page {
        Some(href) => view! {
            <a class="row-link" href=href>
                {news}
            </a>
        }
        .into_any(),
        None => view! { <span>{news}</span> }.into_any(),
    };
    let interface_cell = match name {
        Some(name) => view! { <Cell label=interface>{name}</Cell> }.into_any(),
        None => view! { <td></td> }.into_any(),
    };
    let account_cell = match notice.account {
        Some((id, name, _)) => view! { <AccountCell label=account id name /> }.into_any(),
        None => view! { <td></td> }.into_any(),
    };
    let href = paths::notice(notice.id);
    let acknowledged_cell = match notice.acknowledged {
        Some(by) => view! {
            <Cell label=acknowledged>
                <a href=href>{actor_words(lang, Some(&by.by))}</a>
            </Cell>
        }
        .into_any(),
        None if Viewer::current().may(Permission::Acknowledge) => view! {
            <Cell label=acknowledged>
                <a href=href>{t!(lang, "acknowledge-open")}</a>
            </Cell>
        }
        .into_any(),
        None => view! { <td></td> }.into_any(),
    };
    view! {
        <tr class=is_unread.then_some("unread")>
            <Cell>
                <SeverityBadge severity=notice.severity event=notice.news.event() />
            </Cell>
            <Cell main=true>{news} " " {unread}</Cell>
            {interface_cell}
            {account_cell}
            <Cell label=when>
                <Time at=notice.at quiet=true />
            </Cell>
            {acknowledged_cell}
        </tr>
    }
}
