//! What was used before a clear and after it; of a guess, between which readings counts fell.

use desk::clears::{Clear, Effect, UsageBefore, UsageDrop};
use domain::clears::fall::UsedCalls;
use domain::clears::verification::CountResult;
use domain::{Figures, Lang};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Cell, Panel, Table, Time};
use crate::context::{Text, Viewer};
use crate::format::{grouped, percent, used_of_limit};
use crate::t;

/// One interface's counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Its name in the reader's language; its path where the catalogue has none.
    pub name: String,
    /// Its path.
    pub path: String,
    /// What was used before, and when that was read.
    pub before: (Timestamp, Figures),
    /// And after.
    pub after: Option<(Timestamp, Figures)>,
    /// By how many calls the count fell, where a reading showed it.
    pub given_back: Option<i64>,
    /// What the clear did to the count.
    pub result: CountResult,
    /// Whether more readings may tell.
    pub is_read_on: bool,
}

/// The rows of interfaces before and after a clear, in the order of `before`; `named` gives an interface's name.
pub(crate) fn compared(
    clear: &Clear,
    before: Vec<UsageBefore>,
    after: &[Effect],
    named: impl Fn(&domain::CgiPath) -> String,
) -> Vec<EvidenceRow> {
    let one = |usage: UsageBefore| {
        let effect = after.iter().find(|effect| effect.interface == usage.interface);
        let given_back = effect.and_then(|effect| effect.given_back);
        let tells = effect.is_some_and(|effect| effect.tells);
        EvidenceRow {
            name: named(&usage.cgi_path),
            path: usage.cgi_path.to_string(),
            before: (usage.sampled_at, usage.figures),
            after: effect.map(|effect| (effect.sampled_at, effect.figures)),
            given_back,
            result: CountResult::of(
                UsedCalls::read(usage.sampled_at, usage.figures),
                clear.counted_at(),
                given_back,
                tells,
            ),
            is_read_on: clear.being_verified,
        }
    };
    before.into_iter().map(one).collect()
}

/// The rows of the falls that made a guess.
pub(crate) fn fallen(falls: Vec<UsageDrop>, named: impl Fn(&domain::CgiPath) -> String) -> Vec<EvidenceRow> {
    let one = |fall: UsageDrop| EvidenceRow {
        name: named(&fall.cgi_path),
        path: fall.cgi_path.to_string(),
        before: fall.before,
        after: Some(fall.after),
        given_back: Some(fall.before.1.used - fall.after.1.used),
        result: CountResult::Fell,
        is_read_on: false,
    };
    falls.into_iter().map(one).collect()
}

/// The counts side by side; those before it alone, where nothing was read after it.
#[component]
pub fn Evidence(
    /// Each interface.
    rows: Vec<EvidenceRow>,
    /// What they are.
    #[prop(into)]
    title: Text,
    /// What is said where there are none.
    #[prop(into)]
    none: Text,
) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <Panel title>
                <p class="secondary">{none}</p>
            </Panel>
        }
        .into_any();
    }
    let table = if rows.iter().any(|row| row.after.is_some()) {
        view! { <BeforeAndAfter rows title=title.clone() /> }.into_any()
    } else {
        view! { <Before rows title=title.clone() /> }.into_any()
    };
    view! {
        <Panel title flush=true>
            {table}
        </Panel>
    }
    .into_any()
}

/// The cell that names the interface.
fn name_cell(name: String, path: String) -> impl IntoView {
    let is_named = name != path;
    view! {
        <Cell main=true>
            {is_named.then_some(name)}
            <code class="path">{path}</code>
        </Cell>
    }
}

#[component]
fn Before(rows: Vec<EvidenceRow>, title: Text) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(lang, ["col-interface", "col-usage", "col-share", "col-read"]);
    let [_, usage, share, read] = names.clone();
    let rows = rows
        .into_iter()
        .map(|EvidenceRow { name, path, before: (at, figures), .. }| {
            view! {
                <tr>
                    {name_cell(name, path)}
                    <Cell label=usage.clone() number=true>{used_of_limit(figures)}</Cell>
                    <Cell label=share.clone() number=true>{percent(figures.used_permille())}</Cell>
                    <Cell label=read.clone() number=true>
                        <Time at exact=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=title columns=names.to_vec() figures=1..names.len()>
            {rows}
        </Table>
    }
}

/// How many calls a count gave back, or why none.
fn result_words(lang: Lang, row: &EvidenceRow) -> Text {
    match (row.given_back, row.result) {
        (Some(calls), _) => grouped(calls).into(),
        (None, CountResult::Stayed) => t!(lang, "evidence-stayed"),
        (None, CountResult::NothingToReset) => t!(lang, "evidence-nothing-to-reset"),
        (None, CountResult::LittleUsed) => t!(lang, "evidence-little-used"),
        (None, _) if row.is_read_on => t!(lang, "evidence-read-on"),
        (None, _) => "–".into(),
    }
}

#[component]
fn BeforeAndAfter(rows: Vec<EvidenceRow>, title: Text) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(lang, ["col-interface", "col-before", "col-after", "col-given-back"]);
    let [_, before_head, after_head, back_head] = names.clone();
    let reading = |(at, figures): (Timestamp, Figures)| {
        view! {
            <span class="reading">
                {used_of_limit(figures)} <span class="secondary small">
                    <Time at exact=true />
                </span>
            </span>
        }
    };
    let rows = rows
        .into_iter()
        .map(|row| {
            let back = result_words(lang, &row);
            let EvidenceRow { name, path, before, after, .. } = row;
            let after = match after {
                Some(after) => reading(after).into_any(),
                None => view! { <span class="secondary">{t!(lang, "evidence-unread")}</span> }.into_any(),
            };
            view! {
                <tr>
                    {name_cell(name, path)} <Cell label=before_head.clone() number=true>{reading(before)}</Cell>
                    <Cell label=after_head.clone() number=true>{after}</Cell>
                    <Cell label=back_head.clone() number=true>{back}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=title columns=names.to_vec() figures=1..names.len()>
            {rows}
        </Table>
    }
}
