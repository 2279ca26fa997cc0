//! The table of a list of rids: equal failures in one row with a count, with its rids below it.

use desk::explain::{explain, is_known};
use desk::rids::{CallDetails, LookedUp, LookupFailure, LookupState, RidListEntry, RidListPage};
use domain::{Lang, LimitHit, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Cell, Panel, PostButton, Table};
use crate::context::{Text, Viewer};
use crate::pages::rids::forms::LookUpAgain;
use crate::pages::rids::found_notices::DiagnosisLink;
use crate::pages::rids::not_found::NotFoundText;
use crate::pages::rids::shared::{CallTime, Validity};
use crate::t;
use crate::words::rids::answer_words;

/// The number of rids of a group from which on they are folded.
const FOLDED_FROM: usize = 6;

/// Rids with the same failure, and the same outcome of their look-up.
struct Group {
    /// The failure, by WeChat's answer or by the text.
    title: Text,
    /// Why there is no answer of WeChat's.
    outcome: Option<Text>,
    path: Option<String>,
    /// WeChat's words in the text, where they say more than the errcode.
    words: Option<String>,
    /// The key by which a form names those that may be looked up.
    key: String,
    /// How many may be looked up.
    again: usize,
    /// Whether only WeChat's own page can tell what they were.
    for_wechats_page: bool,
    lines: Vec<RidListEntry>,
}

/// The key by which rids are grouped: errcode, limit and interface, of the answer or else of the text, and why there is no answer.
#[derive(Debug, Clone, PartialEq)]
enum GroupKey {
    Answered(Option<i32>, Option<LimitHit>, Option<String>),
    Unanswered(Text, String),
}

/// The rids of a list in groups: those with the same answer, the largest group first; then those without an answer.
fn groups(lang: Lang, list: RidListPage) -> Vec<Group> {
    let mut groups: Vec<(GroupKey, Group)> = Vec::new();
    for line in list.lines {
        let (key, group) = group_of(lang, &line);
        let again = usize::from(line.may_be_looked_up());
        if let Some((_, group)) = groups.iter_mut().find(|(other, _)| *other == key) {
            group.again += again;
            group.lines.push(line);
        } else {
            groups.push((key, Group { again, lines: vec![line], ..group }));
        }
    }
    // A sort that keeps the order of the text where nothing else counts.
    groups.sort_by_key(|(key, group)| (!matches!(key, GroupKey::Answered(..)), std::cmp::Reverse(group.lines.len())));
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The group of a rid, with no rids yet.
fn group_of(lang: Lang, line: &RidListEntry) -> (GroupKey, Group) {
    let empty = Group {
        title: Text::default(),
        outcome: None,
        path: line.near.path.clone(),
        words: words_of(&line.near),
        key: line.group(),
        again: 0,
        for_wechats_page: false,
        lines: Vec::new(),
    };
    let outcome = match &line.state {
        LookupState::Found(request) => {
            let path = request.kept.cgi_path.as_ref().map(ToString::to_string);
            let errcode = request.kept.errcode;
            let key = GroupKey::Answered(errcode, request.limit(), path.clone());
            return (key, Group { title: answer_title(lang, request), path, words: None, ..empty });
        }
        LookupState::Waiting(_) => t!(lang, "rid-list-group-waiting"),
        LookupState::Failed(untold) => NotFoundText::new(lang, untold, true).title,
        LookupState::NotLookedUp if line.near.pasted.is_some() => t!(lang, "rid-pasted"),
        LookupState::NotLookedUp => t!(lang, "rid-unknown-title"),
    };
    let for_wechats_page = matches!(&line.state, LookupState::Failed(untold) if untold.is_for_wechats_page());
    let key = GroupKey::Unanswered(outcome.clone(), line.group());
    let (title, outcome) = match text_title(lang, &line.near) {
        Some(title) => (title, Some(outcome)),
        None => (outcome, None),
    };
    (key, Group { title, outcome, for_wechats_page, ..empty })
}

/// WeChat's words about an errcode that no list has, or in a pasted reply.
fn words_of(near: &CallDetails) -> Option<String> {
    let is_unlisted = near.errcode.is_some_and(|errcode| !is_known(errcode));
    near.errmsg.clone().filter(|_| is_unlisted || near.pasted.is_some())
}

fn answer_title(lang: Lang, request: &LookedUp) -> Text {
    let words = answer_words(lang, request);
    match request.kept.errcode {
        Some(errcode) => t!(lang, "with-aside", words = words, aside = errcode.to_string()),
        None => words,
    }
}

/// What the text says that failed.
fn text_title(lang: Lang, near: &CallDetails) -> Option<Text> {
    let errcode = near.errcode?;
    let title = explain(errcode, near.path.as_deref(), lang).title;
    let code = errcode.to_string();
    Some(if title.contains(&code) { title } else { t!(lang, "with-aside", words = title, aside = code) })
}

/// The rids in one table, each group below a heading of its own.
#[component]
pub fn Groups(list: RidListPage, id: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(lang, ["rid-col-rid", "rid-col-called", "rid-col-standing", "col-account"]);
    // While some are being looked up, nothing else is ordered.
    let waits = list.lines.iter().any(|line| matches!(line.state, LookupState::Waiting(_)));
    let groups = groups(lang, list);
    let by_group = !waits && groups.len() > 1;
    let rows =
        groups.into_iter().map(|group| view! { <GroupRows group names=names.clone() id by_group /> }).collect_view();
    view! {
        <Panel flush=true>
            <Table caption=t!(lang, "rid-list-caption") columns=names.to_vec()>
                {rows}
            </Table>
        </Panel>
    }
}

#[component]
fn GroupRows(group: Group, names: [Text; 4], id: i64, by_group: bool) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let count = group.lines.len();
    let at = || group.lines.iter().map(|line| line.dated.at);
    let span = at().min().zip(at().max()).map(|(from, to)| to.duration_since(from)).unwrap_or_default();
    let times = if count > 1 {
        // Both the first and the last second count.
        let span = viewer.formats().span(span + jiff::SignedDuration::from_secs(1));
        t!(lang, "rid-group-times", count = count, span = span)
    } else {
        t!(lang, "rid-group-once", count = count)
    };
    let button = (by_group && group.again > 0).then(|| {
        let fields = [("list", id.to_string()), ("group", group.key.clone())];
        view! {
            <PostButton action=LookUpAgain::url() fields>
                {t!(lang, "rid-group-look-up", count = group.again)}
            </PostButton>
        }
    });
    let outcome = group.outcome.map(|outcome| view! { <span class="outcome secondary">{outcome}</span> });
    let words = group.words.map(|words| {
        view! { <span class="outcome secondary">{t!(lang, "rid-words", words = words)}</span> }
    });
    let diagnosis = group.for_wechats_page.then(|| view! { <DiagnosisLink /> });
    let rows = if count < FOLDED_FROM {
        let row = |line| view! { <RidRow line names=names.clone() id /> };
        group.lines.into_iter().map(row).collect_view().into_any()
    } else {
        view! { <FoldedRids lines=group.lines id /> }.into_any()
    };
    view! {
        <tr class="group">
            <th colspan="4" scope="rowgroup">
                {group.title}
                " · "
                <span class="num">{times}</span>
                {group.path.map(|path| view! { <code class="path">{path}</code> })}
                {words}
                {outcome}
                {diagnosis}
                {button}
            </th>
        </tr>
        {rows}
    }
}

/// The rids of a large group, folded.
#[component]
fn FoldedRids(lines: Vec<RidListEntry>, id: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let count = lines.len();
    let items = lines
        .into_iter()
        .map(|line| {
            view! {
                <li>
                    <a href=paths::rid_from_list(&line.dated.rid, id)>
                        <code>{line.dated.rid.to_string()}</code>
                    </a>
                    " "
                    <CallTime at=line.dated.at />
                    <PastedFacts near=line.near />
                </li>
            }
        })
        .collect_view();
    view! {
        <tr>
            <td colspan="4">
                <details>
                    <summary>{t!(lang, "rid-group-all", count = count)}</summary>
                    <ul class="folded">{items}</ul>
                </details>
            </td>
        </tr>
    }
}

#[component]
fn RidRow(line: RidListEntry, names: [Text; 4], id: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    let [_, called, standing, account] = names;
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
                <PastedFacts near=line.near />
            </Cell>
            <Cell label=called>
                <CallTime at />
            </Cell>
            <Cell label=standing>
                <Validity dated />
            </Cell>
            <Cell label=account>{name}</Cell>
        </tr>
    }
}

/// What a pasted reply of rid/get says about the call, named as what it is.
#[component]
fn PastedFacts(near: CallDetails) -> impl IntoView {
    let lang = Viewer::current().lang;
    near.pasted.map(|reply| {
        let facts = [
            reply.errcode.map(|errcode| format!("{} {errcode}", t!(lang, "rid-fact-errcode"))),
            reply.cost_in_ms.map(|ms| t!(lang, "rid-pasted-took", ms = ms).into_owned()),
            reply.client_ip.map(|ip| t!(lang, "rid-pasted-from", ip = ip).into_owned()),
        ];
        let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(&t!(lang, "comma"));
        view! {
            <span class="pasted secondary">{t!(lang, "rid-pasted")} {t!(lang, "colon")} {facts}</span>
        }
    })
}
