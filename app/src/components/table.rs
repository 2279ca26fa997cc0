//! Tables: rows at a desk, cards on a phone.

use std::ops::Range;

use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

/// A table; on a phone every row becomes a card in which cells carry their column's name.
///
/// The children are `<tr>`s of [`Cell`]s.
#[component]
pub fn Table(
    /// What it lists, for those who listen.
    #[prop(into)]
    caption: Text,
    /// The names of columns that are only named, from the first on.
    #[prop(optional, into)]
    columns: Vec<Text>,
    /// Which of them stand above right-aligned figures.
    #[prop(optional)]
    figures: Range<usize>,
    /// The heads of further columns, or of all: `<th>`s and [`SortHead`]s.
    #[prop(optional)]
    head: Option<AnyView>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-frame">
            <table class="table">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr><ColumnHeads names=columns figures /> {head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The heads of columns that are only named.
#[component]
pub fn ColumnHeads(
    /// The columns' names, from the first to the last.
    names: Vec<Text>,
    /// Which of them stand above right-aligned figures.
    #[prop(optional)]
    figures: Range<usize>,
) -> impl IntoView {
    let head = |(at, name)| view! { <th scope="col" class=figures.contains(&at).then_some("num")>{name}</th> };
    names.into_iter().enumerate().map(head).collect_view()
}

/// One cell.
#[component]
pub fn Cell(
    /// The column's name, shown beside it on a phone; none where it speaks for itself.
    #[prop(optional, into)]
    label: Option<Text>,
    /// Right-aligned figures.
    #[prop(optional)]
    number: bool,
    /// The cell that names the row: the card's headline on a phone.
    #[prop(optional)]
    main: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let class = match (number, main) {
        (true, _) => Some("num"),
        (_, true) => Some("main"),
        _ => None,
    };
    view! {
        <td class=class data-label=label>
            {children()}
        </td>
    }
}

/// How a list is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// The word for the column in the query's `sort`.
    pub by: &'static str,
    /// Whether `order` is `desc`.
    pub descending: bool,
}

/// A column's head that sorts by it, figures from the highest and names from the first; once more, and it sorts the other way
/// round. Links set `sort` and `order` in the query and go back to the first page.
#[component]
pub fn SortHead(
    /// The word for the column in the query.
    by: &'static str,
    /// How the list is sorted now.
    now: Sorting,
    /// The column's name.
    #[prop(into)]
    label: Text,
    /// Above right-aligned figures.
    #[prop(optional)]
    number: bool,
    /// The number of rows of heads that it takes.
    #[prop(default = "1")]
    rows: &'static str,
) -> impl IntoView {
    let viewer = Viewer::current();
    let current = now.by == by;
    let descend = if current { !now.descending } else { number };
    let order = if descend { "desc" } else { "asc" };
    let href = viewer.link_with(&[("page", None), ("sort", Some(by)), ("order", Some(order))]);
    let (aria, arrow, word) = match (current, now.descending) {
        (false, _) => (None, "", None),
        (true, false) => (Some("ascending"), "↑", Some(t!(viewer.lang, "sort-ascending"))),
        (true, true) => (Some("descending"), "↓", Some(t!(viewer.lang, "sort-descending"))),
    };
    view! {
        <th scope="col" rowspan=rows class=number.then_some("num") aria-sort=aria>
            <a href=href title=word>
                {label} <span class="arrow" aria-hidden="true">{arrow}</span>
            </a>
        </th>
    }
}
