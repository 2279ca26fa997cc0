//! The page of rids that were pasted together, a table that fills as their answers come.

use desk::rids::{LookedUp, LookupFailure, LookupState, RidListEntry, RidListPage};
use domain::{Lang, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{AutoReload, Cell, LinkButton, Notice, NoticeKind, Panel, PostButton, Table, Time};
use crate::context::{Text, Viewer};
use crate::failure::rids::NO_RID_LIST;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::rids::forms::LookUpAgain;
use crate::pages::rids::found::FoundBeside;
use crate::pages::rids::not_found::NotFoundText;
use crate::pages::rids::shared::{CallTime, Validity};
use crate::t;
use crate::words::rids::answer_words;
use crate::words::users::actor_words;

/// How often the page looks again while rids are being looked up.
const LOOKS_EVERY: u32 = 2;

/// `/rid/lists/{list}`
#[component]
pub fn RidListPage() -> impl IntoView {
    let word = param("list");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id: i64 = word.parse().map_err(|_| NO_RID_LIST)?;
        let list = desk.rid_list(&viewer.actor, id).await?;
        let beside = list.beside.clone();
        let counts = Counts::new(&list);
        let lead = view! {
            <p>
                {actor_words(lang, Some(&list.made_by))} " · " <Time at=list.made_at exact=true /> " · "
                {t!(lang, "rid-list-told", told = counts.answered, all = counts.all)}
            </p>
        };
        Ok(view! {
            <Page
                title=t!(lang, "rid-list-title", count = counts.all)
                section=Section::Rids
                crumbs=vec![Crumb::new(t!(lang, "nav-rids"), paths::RIDS)]
                lead=lead.into_any()
            >
                <FlashNotice flash />
                <Progress counts id />
                {(!beside.is_empty()).then(|| view! { <FoundBeside found=beside /> })}
                <Groups groups=groups(lang, list) id />
                <div class="actions">
                    <LinkButton href=paths::RIDS>{t!(lang, "rids-another")}</LinkButton>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// The progress of a list, in numbers of rids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    all: usize,
    answered: usize,
    waiting: usize,
    /// Without an answer, and worth another look-up.
    again: usize,
}

impl Counts {
    fn new(list: &RidListPage) -> Self {
        let count = |wanted: fn(&RidListEntry) -> bool| list.lines.iter().filter(|line| wanted(line)).count();
        Self {
            all: list.lines.len(),
            answered: count(|line| matches!(line.state, LookupState::Found(_))),
            waiting: count(|line| matches!(line.state, LookupState::Waiting(_))),
            again: count(|line| match &line.state {
                LookupState::Failed(untold) => untold.may_change() && !line.dated.expired,
                LookupState::NotLookedUp => !line.dated.expired,
                LookupState::Found(_) | LookupState::Waiting(_) => false,
            }),
        }
    }
}

/// The notice that rids are being looked up, or the form that looks up again those without an answer.
#[component]
fn Progress(counts: Counts, id: i64) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if counts.waiting > 0 {
        return Some(
            view! {
                <Notice kind=NoticeKind::Info title=t!(lang, "rid-list-waiting", count = counts.waiting)>
                    <p>
                        {t!(lang, "rid-list-waiting-next")} " " <a href=viewer.here()>{t!(lang, "look-again")}</a>
                    </p>
                </Notice>
                <AutoReload seconds=LOOKS_EVERY />
            }
            .into_any(),
        );
    }
    (counts.again > 0).then(|| {
        view! {
            <div class="actions">
                <PostButton action=LookUpAgain::url() fields=[("list", id.to_string())]>
                    {t!(lang, "rid-list-again", count = counts.again)}
                </PostButton>
            </div>
        }
        .into_any()
    })
}

/// Rids with the same answer.
struct Group {
    title: Text,
    /// Whether the errcode has two meanings, which only the page of each rid tells apart.
    either: bool,
    path: Option<String>,
    lines: Vec<RidListEntry>,
}

/// The key by which rids are grouped: errcode and interface of the answer, or why there is none.
#[derive(Debug, Clone, PartialEq)]
enum GroupKey {
    Answered(Option<i32>, Option<String>),
    Waiting,
    NotFound(Text),
    Unknown,
}

/// The rids of a list in groups: those with the same answer, the largest group first; then those without an answer, and
/// those that are being looked up.
fn groups(lang: Lang, list: RidListPage) -> Vec<Group> {
    let mut groups: Vec<(GroupKey, Group)> = Vec::new();
    for line in list.lines {
        let (key, title, path) = match &line.state {
            LookupState::Found(request) => {
                let path = request.kept.cgi_path.as_ref().map(ToString::to_string);
                (GroupKey::Answered(request.kept.errcode, path.clone()), answer_title(lang, request), path)
            }
            LookupState::Waiting(_) => (GroupKey::Waiting, t!(lang, "rid-list-group-waiting"), None),
            LookupState::Failed(untold) => {
                let title = NotFoundText::new(lang, untold, true).title;
                (GroupKey::NotFound(title.clone()), title, None)
            }
            LookupState::NotLookedUp => (GroupKey::Unknown, t!(lang, "rid-unknown-title"), None),
        };
        if let Some((_, group)) = groups.iter_mut().find(|(other, _)| *other == key) {
            group.lines.push(line);
        } else {
            let either = matches!(key, GroupKey::Answered(Some(45009), _));
            groups.push((key, Group { title, either, path, lines: vec![line] }));
        }
    }
    // A sort that keeps the order of the text where nothing else counts.
    groups.sort_by_key(|(key, group)| (!matches!(key, GroupKey::Answered(..)), std::cmp::Reverse(group.lines.len())));
    groups.into_iter().map(|(_, group)| group).collect()
}

fn answer_title(lang: Lang, request: &LookedUp) -> Text {
    let words = answer_words(lang, request);
    match request.kept.errcode {
        Some(errcode) => format!("{words} ({errcode})").into(),
        None => words,
    }
}

/// The rids in one table, each group below a heading of its own.
#[component]
fn Groups(groups: Vec<Group>, id: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(lang, ["rid-col-rid", "rid-col-called", "rid-col-standing", "col-account"]);
    let rows = groups.into_iter().map(|group| view! { <GroupRows group names=names.clone() id /> }).collect_view();
    view! {
        <Panel flush=true>
            <Table caption=t!(lang, "rid-list-caption") columns=names.to_vec()>
                {rows}
            </Table>
        </Panel>
    }
}

#[component]
fn GroupRows(group: Group, names: [Text; 4], id: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let [_, called, standing, account] = names;
    let count = group.lines.len();
    let rows = group
        .lines
        .into_iter()
        .map(|line| {
            let dated = line.dated;
            let (href, rid, at) = (paths::rid_from_list(&dated.rid, id), dated.rid.to_string(), dated.at);
            let name = match &line.state {
                LookupState::Found(request) => request.account_name.clone(),
                _ => "–".to_owned(),
            };
            let tried = match &line.state {
                LookupState::Waiting(Some(LookupFailure::NotFound(_))) => Some(t!(lang, "rid-list-fresh")),
                _ => None,
            };
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=href>
                            <code>{rid}</code>
                        </a>
                        {tried.map(|tried| view! { <span class="secondary">" " {tried}</span> })}
                    </Cell>
                    <Cell label=called.clone()>
                        <CallTime at />
                    </Cell>
                    <Cell label=standing.clone()>
                        <Validity dated />
                    </Cell>
                    <Cell label=account.clone()>{name}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <tr class="group">
            <th colspan="4" scope="rowgroup">
                {group.title}
                " · "
                <span class="num">{count}</span>
                {group.path.map(|path| view! { <code class="path">{path}</code> })}
                {group
                    .either
                    .then(|| view! { <span class="either secondary">{t!(lang, "rid-list-either")}</span> })}
            </th>
        </tr>
        {rows}
    }
}
