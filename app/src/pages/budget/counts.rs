//! The columns that count clears, as the tables of totals and of earlier months have them: of each scope those used, of unknown
//! outcome and made elsewhere; then those that did nothing, and the calls given back.

use domain::clears::totals::{UsedClears, UsedOfBoth};
use domain::{Lang, Scope};
use leptos::prelude::*;

use crate::components::{Cell, Panel, SortHead, Sorting};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::pages::budget::headline::scope_title;
use crate::pages::budget::sorting::{TotalsSort, of_scope};
use crate::t;

/// The names of what is counted of each scope.
fn counted(lang: Lang) -> [Text; 3] {
    [t!(lang, "col-spent"), t!(lang, "col-unknown"), t!(lang, "col-elsewhere")]
}

/// A panel with such a table.
#[component]
pub fn CountsPanel(
    /// The title of the panel and the table.
    title: Text,
    /// The heads of the columns before the counts.
    names: Vec<AnyView>,
    /// How the table is sorted.
    #[prop(optional_no_strip)]
    sorting: Option<Sorting>,
    /// The rows.
    rows: AnyView,
    /// The sum below them.
    #[prop(optional_no_strip)]
    sum: Option<AnyView>,
) -> impl IntoView {
    view! {
        <Panel title=title.clone() flush=true>
            <div class="table-frame counts">
                <table class="table">
                    <caption class="unseen">{title}</caption>
                    <CountHeads names sorting />
                    <tbody>{rows}</tbody>
                    {sum.map(|sum| view! { <tfoot>{sum}</tfoot> })}
                </table>
            </div>
        </Panel>
    }
}

/// The heads of such a table, in two rows: its names, the scopes and, below them, what is counted of each. Where `sorting` says
/// how the table is sorted, the heads of counts sort it.
#[component]
fn CountHeads(
    /// The heads of the columns before.
    names: Vec<AnyView>,
    /// How the table is sorted.
    #[prop(optional_no_strip)]
    sorting: Option<Sorting>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let scopes = Scope::ALL.map(|scope| {
        view! {
            <th scope="colgroup" colspan="3" class="group">
                {scope_title(lang, scope)}
            </th>
        }
    });
    let counts = Scope::ALL.into_iter().flat_map(|scope| of_scope(scope).into_iter().zip(counted(lang)));
    let counts = counts.map(|(sort, name)| head(sort, name, sorting, false)).collect_view();
    let results = [
        head(TotalsSort::NoEffect, t!(lang, "col-did-nothing"), sorting, true),
        head(TotalsSort::Restored, t!(lang, "col-given-back"), sorting, true),
    ];
    view! {
        <thead>
            <tr>{names} {scopes.collect_view()} {results.collect_view()}</tr>
            <tr>{counts}</tr>
        </thead>
    }
}

/// The head of a count; `tall` through both rows.
fn head(sort: TotalsSort, name: Text, sorting: Option<Sorting>, tall: bool) -> AnyView {
    let rows = if tall { "2" } else { "1" };
    match sorting {
        Some(now) => view! { <SortHead by=sort.word() now label=name number=true rows /> }.into_any(),
        None => view! {
            <th scope="col" rowspan=rows class="num">
                {name}
            </th>
        }
        .into_any(),
    }
}

/// A count; on a phone a row does not list what there is none of.
fn figure(count: i64) -> impl IntoView {
    let class = if count == 0 { "zero" } else { "" };
    view! { <span class=class>{grouped(count)}</span> }
}

/// The cells of a row of such a table.
#[component]
pub fn CountCells(
    /// What was used.
    used: UsedOfBoth,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let counts = Scope::ALL.into_iter().flat_map(|scope| {
        let of = used.of(scope);
        let scope = scope_title(lang, scope);
        let figures = [of.spent, of.unknown, of.elsewhere];
        counted(lang).into_iter().zip(figures).map(move |(name, count)| {
            let label = t!(lang, "month-past-label", scope = scope.clone(), name = name);
            view! { <Cell label number=true>{figure(count)}</Cell> }
        })
    });
    let sum = |of: fn(&UsedClears) -> i64| figure(of(&used.account) + of(&used.interface));
    let (nothing, given_back) = (sum(|used| used.did_nothing), sum(|used| used.given_back));
    let counts = counts.collect_view();
    view! {
        {counts}
        <Cell label=t!(lang, "col-did-nothing") number=true>
            {nothing}
        </Cell>
        <Cell label=t!(lang, "col-given-back") number=true>
            {given_back}
        </Cell>
    }
}
