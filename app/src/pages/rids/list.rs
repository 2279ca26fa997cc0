//! Rids that were pasted together: a table that fills as their answers come.

use crate::components::{
    AutoReload, Button, ButtonKind, Cell, ColumnHeads, Form, LinkButton, Notice, NoticeKind, Panel, Table, Time,
};
use crate::context::{Text, Viewer};
use crate::failure::rids::NO_RID_LIST;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::rids::forms::LookUpAgain;
use crate::pages::rids::found::FoundBeside;
use crate::pages::rids::not_found::UntoldWords;
use crate::pages::rids::shared::{Called, Standing};
use crate::t;
use crate::words::rids::answer_words;
use crate::words::users::actor_words;
use desk::rids::{LineState, ListLine, ListedRids, LookedUp, Rid, Untold};
use domain::Lang;
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// How often the page looks again while rids are being looked up.
const LOOKS_EVERY: u32 = 2;

/// The page of a rid, with the way back to the list that one comes from.
fn page_out_of_list(rid: &Rid, list: i64) -> String {
    format!("{}?list={list}", paths::rid(rid))
}

/// `/rid/lists/{list}`
#[component]
pub fn RidListPage() -> impl IntoView {
    let word = param("list");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id: i64 = word.parse().map_err(|_| NO_RID_LIST)?;
        let list = desk.rid_list(&viewer.actor, id).await?;
        let beside = list.beside.clone();
        let counts = Counts::of(&list);
        let lead = view! {
            <p>
                {actor_words(lang, Some(&list.made_by))} " · " <Time at=list.made_at exact=true /> " · "
                {t!(lang, "rid-list-told", told = counts.told, all = counts.all)}
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

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    all: usize,
    told: usize,
    waiting: usize,
    /// Not told, and worth another look-up.
    again: usize,
}

impl Counts {
    fn of(list: &ListedRids) -> Self {
        let count = |wanted: fn(&ListLine) -> bool| list.lines.iter().filter(|line| wanted(line)).count();
        Self {
            all: list.lines.len(),
            told: count(|line| matches!(line.state, LineState::Told(_))),
            waiting: count(|line| matches!(line.state, LineState::Waiting(_))),
            again: count(|line| match &line.state {
                LineState::Untold(untold) => untold.may_change() && !line.dated.expired,
                LineState::Nothing => !line.dated.expired,
                LineState::Told(_) | LineState::Waiting(_) => false,
            }),
        }
    }
}

/// What is still to come, or can be asked for once more.
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
                <Form action=LookUpAgain::url() inline=true>
                    <input type="hidden" name="list" value=id.to_string() />
                    <Button kind=ButtonKind::Secondary>{t!(lang, "rid-list-again", count = counts.again)}</Button>
                </Form>
            </div>
        }
        .into_any()
    })
}

/// Rids that came to the same.
struct Group {
    title: Text,
    /// Whether it may be of two kinds, which only the page of each tells.
    either: bool,
    path: Option<String>,
    lines: Vec<ListLine>,
}

/// What rids have in common that stand together: what they were answered, of which interface.
#[derive(Debug, Clone, PartialEq)]
enum Common {
    Told(Option<i32>, Option<String>),
    Waiting,
    Untold(Text),
    Nothing,
}

/// The rids of a list: those that were answered alike together, the most first; then those that were not told, and those
/// that are being looked up.
fn groups(lang: Lang, list: ListedRids) -> Vec<Group> {
    let mut groups: Vec<(Common, Group)> = Vec::new();
    for line in list.lines {
        let (common, title, path) = match &line.state {
            LineState::Told(request) => {
                let path = request.kept.cgi_path.as_ref().map(ToString::to_string);
                (Common::Told(request.kept.errcode, path.clone()), told_words(lang, request), path)
            }
            LineState::Waiting(_) => (Common::Waiting, t!(lang, "rid-list-group-waiting"), None),
            LineState::Untold(untold) => {
                let title = UntoldWords::of(lang, untold, true).title;
                (Common::Untold(title.clone()), title, None)
            }
            LineState::Nothing => (Common::Nothing, t!(lang, "rid-unknown-title"), None),
        };
        if let Some((_, group)) = groups.iter_mut().find(|(other, _)| *other == common) {
            group.lines.push(line);
        } else {
            let either = matches!(common, Common::Told(Some(45009), _));
            groups.push((common, Group { title, either, path, lines: vec![line] }));
        }
    }
    // A sort that keeps the order of the text where nothing else counts.
    groups.sort_by_key(|(common, group)| (!matches!(common, Common::Told(..)), std::cmp::Reverse(group.lines.len())));
    groups.into_iter().map(|(_, group)| group).collect()
}

fn told_words(lang: Lang, request: &LookedUp) -> Text {
    let words = answer_words(lang, request);
    match request.kept.errcode {
        Some(errcode) => format!("{words} ({errcode})").into(),
        None => words,
    }
}

/// The rids in one table, those that came to the same below a heading of their own.
#[component]
fn Groups(groups: Vec<Group>, id: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names =
        [t!(lang, "rid-col-rid"), t!(lang, "rid-col-called"), t!(lang, "rid-col-standing"), t!(lang, "col-account")];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let rows = groups.into_iter().map(|group| view! { <GroupRows group names=names.clone() id /> }).collect_view();
    view! {
        <Panel flush=true>
            <Table caption=t!(lang, "rid-list-caption") head>
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
            let (href, rid, at) = (page_out_of_list(&dated.rid, id), dated.rid.to_string(), dated.at);
            let name = match &line.state {
                LineState::Told(request) => request.account_name.clone(),
                _ => "–".to_owned(),
            };
            let tried = match &line.state {
                LineState::Waiting(Some(Untold::NotFound(_))) => Some(t!(lang, "rid-list-fresh")),
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
                        <Called at />
                    </Cell>
                    <Cell label=standing.clone()>
                        <Standing dated />
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
