//! From page to page of a long list.

use leptos::prelude::*;

use crate::context::Viewer;
use crate::t;

/// Rows on a page of a list that goes on with [`Older`].
pub const PER_PAGE: i64 = 50;

/// Which of how many are shown, with links to the pages before and after; nothing where one page holds all.
///
/// The links replace `page` in the query and keep the rest.
#[component]
pub fn Pager(
    /// The page shown; the first is 1.
    page: i64,
    /// How many stand on a page.
    per_page: i64,
    /// How many there are.
    total: i64,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let last = last_page(total, per_page);
    let link = |to: i64| viewer.link_with(&[("page", (to > 1).then(|| to.to_string()).as_deref())]);
    let step = |to: i64, rel: &'static str, text| {
        if (1..=last).contains(&to) {
            view! {
                <a class="button" rel=rel href=link(to)>
                    {text}
                </a>
            }
            .into_any()
        } else {
            view! { <span class="button off">{text}</span> }.into_any()
        }
    };
    // Beyond the end, as after a filter or a change, the way back leads to the last page.
    (last > 1 || page > last).then(|| {
        let from = (page - 1) * per_page + 1;
        let to = (page * per_page).min(total);
        view! {
            <nav class="pager" aria-label=t!(lang, "pager-label")>
                {step((page - 1).min(last), "prev", t!(lang, "pager-previous"))}
                {(page <= last)
                    .then(|| view! { <span class="num">{t!(lang, "pager-range", from = from, to = to, total = total)}</span> })}
                {step(page + 1, "next", t!(lang, "pager-next"))}
            </nav>
        }
    })
}

/// On to what is older, and back to the newest; nothing where one page holds all.
///
/// The links replace `before` in the query and keep the rest.
#[component]
pub fn Older(
    /// What `before` is there; `None` at the end.
    older: Option<i64>,
    /// Whether this is not the first page.
    paged: bool,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let link = |before: Option<String>| viewer.link_with(&[("before", before.as_deref())]);
    (paged || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=t!(lang, "pager-label")>
                {paged.then(|| view! { <a class="button" href=link(None)>{t!(lang, "pager-newest")}</a> })}
                {older
                    .map(|id| {
                        view! {
                            <a class="button" rel="next" href=link(Some(id.to_string()))>
                                {t!(lang, "pager-older")}
                            </a>
                        }
                    })}
            </nav>
        }
    })
}

/// The rows of one page out of what was asked for with the limit [`PER_PAGE`]` + 1`, and the id that the older ones come
/// before; `None` at the end. The one more tells whether there are older ones.
pub fn split_page<T>(mut rows: Vec<T>, id: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
    let shown = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let older = (rows.len() > shown).then(|| rows.get(shown - 1).map(id)).flatten();
    rows.truncate(shown);
    (rows, older)
}

/// The number of the last page, 1 where there is nothing.
fn last_page(total: i64, per_page: i64) -> i64 {
    if total <= 0 || per_page <= 0 { 1 } else { (total - 1) / per_page + 1 }
}

#[cfg(test)]
mod tests {
    use super::{PER_PAGE, last_page, split_page};

    #[test]
    fn the_last_page_holds_the_rest() {
        assert_eq!([(0, 50), (1, 50), (50, 50), (51, 50), (9, 0)].map(|(n, per)| last_page(n, per)), [1, 1, 1, 2, 1]);
    }
    #[test]
    fn a_page_ends_before_the_row_that_only_tells_of_more() {
        let rows = |count: i64| (1..=count).rev().collect::<Vec<_>>();
        let (page, older) = split_page(rows(PER_PAGE + 1), |id| *id);
        assert_eq!((page.len(), page.last(), older), (50, Some(&2), Some(2)));
        let (page, older) = split_page(rows(PER_PAGE), |id| *id);
        assert_eq!((page.len(), older), (50, None));
    }
}
