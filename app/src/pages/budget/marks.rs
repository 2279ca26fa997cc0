//! A budget's clears, one mark each: what became of it as shape and colour together, and as text.

use desk::clears::Clear;
use domain::clears::ResetInterval;
use domain::{Budget, ClearState, Lang};
use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::parts::clear_badge::{clear_class, clear_icon};
use crate::t;
use crate::words::clears::clear_word;

/// So many of a budget have a cell each; of more there is a bar.
const MOST_CELLS: i64 = 20;
/// A cell with the gap after it, in the drawing's units.
const CELL: i64 = 18;

/// What became of a clear, as far as it matters to whoever counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// ✓ Counts fell.
    Effective,
    /// ● Counted as used; what it did is not known, or not yet.
    Accepted,
    /// ✕ Counts did not fall.
    Nothing,
    /// ? Nobody knows whether it was carried out.
    Unknown,
    /// ⇄ Made elsewhere.
    Elsewhere,
    /// – Refused or not carried out: it cost nothing.
    Free,
}

impl Mark {
    /// Those that cost one, in the order of a bar.
    pub const COSTLY: [Self; 5] = [Self::Effective, Self::Accepted, Self::Nothing, Self::Unknown, Self::Elsewhere];

    /// That of a clear; `None` while its call is under way, and of a guess that was wrong.
    pub fn of(clear: &Clear) -> Option<Self> {
        match clear.state {
            ClearState::Effective => Some(Self::Effective),
            ClearState::Ineffective if clear.did_nothing() => Some(Self::Nothing),
            // One that a person counts as used, too: nobody saw that it did nothing.
            ClearState::Accepted | ClearState::Verifying | ClearState::Ineffective => Some(Self::Accepted),
            ClearState::Unknown => Some(Self::Unknown),
            ClearState::Elsewhere => Some(Self::Elsewhere),
            ClearState::Refused | ClearState::Failed => Some(Self::Free),
            ClearState::Intended | ClearState::Sent | ClearState::Dismissed => None,
        }
    }

    /// Whose shape and colour it has.
    fn state(self) -> ClearState {
        match self {
            Self::Effective => ClearState::Effective,
            Self::Accepted => ClearState::Accepted,
            Self::Nothing => ClearState::Ineffective,
            Self::Unknown => ClearState::Unknown,
            Self::Elsewhere => ClearState::Elsewhere,
            Self::Free => ClearState::Failed,
        }
    }

    /// What it means, in a word or two.
    pub fn words(self, lang: Lang) -> Text {
        match self {
            Self::Nothing => t!(lang, "mark-nothing"),
            Self::Free => t!(lang, "mark-free"),
            _ => clear_word(lang, self.state()),
        }
    }
}

/// How a budget's clears are spread over what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many of each of [`Mark::COSTLY`], in its order.
    used: [i64; 5],
    /// How many are left; `None` where what is left is another period's than what was used.
    left: Option<i64>,
}

impl Spread {
    /// That of a budget whose clears these are.
    pub fn of<'a>(budget: &Budget, clears: impl IntoIterator<Item = &'a Clear>) -> Self {
        let (mut effective, mut nothing) = (0, 0);
        for mark in clears.into_iter().filter_map(Mark::of) {
            effective += i64::from(mark == Mark::Effective);
            nothing += i64::from(mark == Mark::Nothing);
        }
        let accepted = (budget.spent - effective - nothing).max(0);
        let used = [effective, accepted, nothing, budget.unknown, budget.elsewhere];
        Self { used, left: (budget.every == ResetInterval::Month).then_some(budget.left) }
    }

    /// The same of an account that cannot be cleared any more: what it has left is of no use.
    #[must_use]
    pub fn without_left(self) -> Self {
        Self { left: None, ..self }
    }

    /// How many of each there are, those of which there is none left out.
    pub fn counts(&self) -> impl Iterator<Item = (Mark, i64)> {
        Mark::COSTLY.into_iter().zip(self.used).filter(|(_, count)| *count > 0)
    }

    /// Used and left together.
    fn total(&self) -> i64 {
        self.used.iter().sum::<i64>() + self.left.unwrap_or(0)
    }

    /// `3 effective, 1 unknown, 6 left`.
    fn label(&self, lang: Lang) -> String {
        let mut parts: Vec<_> = self.counts().map(|(mark, count)| count_words(lang, mark, count)).collect();
        parts.extend(self.left.map(|left| t!(lang, "mark-count-left", count = left)));
        parts.join(&t!(lang, "comma"))
    }
}

/// `3 effective`.
fn count_words(lang: Lang, mark: Mark, count: i64) -> Text {
    t!(lang, "mark-count", count = count, what = mark.words(lang))
}

/// A budget: a cell for each of its clears where they are few, else a bar; nothing where there is nothing to show.
#[component]
pub fn SpreadBar(
    /// What became of them.
    spread: Spread,
) -> impl IntoView {
    match spread.total() {
        0 => ().into_any(),
        ..=MOST_CELLS => view! { <Cells spread /> }.into_any(),
        _ => view! { <Bar spread /> }.into_any(),
    }
}

#[component]
fn Cells(spread: Spread) -> impl IntoView {
    let label = spread.label(Viewer::current().lang);
    let used = spread.counts().flat_map(|(mark, count)| (0..count).map(move |_| Some(mark)));
    let left = (0..spread.left.unwrap_or(0)).map(|_| None);
    let cells = (0..).zip(used.chain(left)).map(|(nth, mark): (i64, _)| cell(nth * CELL, mark)).collect_view();
    let width = spread.total() * CELL - 2;
    view! {
        <svg class="cells" width=width height="16" viewBox=format!("0 0 {width} 16") role="img" aria-label=label>
            {cells}
        </svg>
    }
}

/// One cell at `x`; one that is left is empty but for a dot.
fn cell(x: i64, mark: Option<Mark>) -> impl IntoView + use<> {
    let (class, (shape, outline)) = match mark {
        Some(mark) => (clear_class(mark.state()), clear_icon(mark.state())),
        None => ("cell-left", ("shape filled", "M6 5A1 1 0 1 0 6 7A1 1 0 1 0 6 5Z")),
    };
    view! {
        <g class=format!("cell {class}") transform=format!("translate({x} 0)")>
            <rect x="0.5" y="0.5" width="15" height="15" rx="3" />
            <path class=shape transform="translate(2 2)" d=outline />
        </g>
    }
}

#[component]
fn Bar(spread: Spread) -> impl IntoView {
    let lang = Viewer::current().lang;
    let total = spread.total();
    let mut from = 0;
    let parts = spread
        .counts()
        .map(|(mark, count)| {
            let x = from;
            from += count;
            view! { <rect class=clear_class(mark.state()) x=x width=count height="8" /> }
        })
        .collect_view();
    let counts: Vec<_> = spread.counts().map(|(mark, count)| view! { <MarkCount mark count /> }).collect();
    let counts = (!counts.is_empty()).then(|| {
        view! {
            <span class="mark-counts" aria-hidden="true">
                {counts}
            </span>
        }
    });
    view! {
        <svg
            class="spread"
            viewBox=format!("0 0 {total} 8")
            height="8"
            preserveAspectRatio="none"
            role="img"
            aria-label=spread.label(lang)
        >
            <rect class="track" width=total height="8" />
            {parts}
        </svg>
        {counts}
    }
}

/// `✓ 12`; a text beside it says the same.
#[component]
fn MarkCount(mark: Mark, count: i64) -> impl IntoView {
    view! {
        <span class="mark-count num" title=mark.words(Viewer::current().lang)>
            <MarkShape mark />
            {count}
        </span>
    }
}

/// A mark alone; a text beside it says what it means.
#[component]
pub fn MarkShape(
    /// Which.
    mark: Mark,
    /// In a cell, as in a budget of few.
    #[prop(optional)]
    in_cell: bool,
) -> impl IntoView {
    if in_cell {
        view! {
            <svg class="cells" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                {cell(0, Some(mark))}
            </svg>
        }
        .into_any()
    } else {
        let (shape, outline) = clear_icon(mark.state());
        view! {
            <svg
                class=format!("{shape} mark-alone {}", clear_class(mark.state()))
                width="12"
                height="12"
                viewBox="0 0 12 12"
                aria-hidden="true"
            >
                <path d=outline />
            </svg>
        }
        .into_any()
    }
}

/// What the marks mean.
#[component]
pub fn MarkLegend(
    /// Those that are explained.
    marks: Vec<Mark>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let items = marks
        .into_iter()
        .map(|mark| {
            view! {
                <li>
                    <MarkShape mark />
                    {mark.words(lang)}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="mark-legend">{items}</ul> }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::planted::planted;

    fn budget(spent: i64, unknown: i64, elsewhere: i64, left: i64) -> Budget {
        Budget {
            limit: 10,
            every: ResetInterval::Month,
            spent,
            unknown,
            elsewhere,
            left,
            said_spent: false,
            said_early: false,
            at_most: false,
            resets_at: Timestamp::MAX,
            counted_from: Timestamp::MIN,
        }
    }

    fn clear(state: ClearState) -> Clear {
        planted(state, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn each_clear_of_a_budget_has_its_mark() {
        use ClearState::{Accepted, Effective, Elsewhere, Ineffective, Refused, Unknown, Verifying};
        let states = [Effective, Refused, Accepted, Effective, Ineffective, Verifying, Unknown, Elsewhere];
        let clears = states.map(clear);
        let spread = Spread::of(&budget(5, 1, 2, 2), &clears);
        let counts: Vec<_> = spread.counts().collect();
        let expected =
            [(Mark::Effective, 2), (Mark::Accepted, 2), (Mark::Nothing, 1), (Mark::Unknown, 1), (Mark::Elsewhere, 2)];
        assert_eq!(counts, expected);
        assert_eq!(spread.total(), 10, "what was used before the desk began has a cell too");
        let told = "2 effective, 2 accepted, 1 no effect, 1 outcome unknown, 2 made elsewhere (suspected), 2 left";
        assert_eq!(spread.label(Lang::En), told);
    }

    #[test]
    fn what_is_not_there_is_not_told() {
        let unused = Spread::of(&budget(0, 0, 0, 10), []);
        assert_eq!((unused.counts().count(), unused.label(Lang::En)), (0, "10 left".to_owned()));
        assert_eq!(unused.label(Lang::ZhCn), "剩余 10 次");
        // What is left is that of a day, what was used is that of the month.
        let effective = clear(ClearState::Effective);
        let daily = Spread::of(&Budget { every: ResetInterval::Day, ..budget(1, 0, 0, 10) }, [&effective]);
        assert_eq!((daily.total(), daily.label(Lang::En)), (1, "1 effective".to_owned()));
    }

    #[test]
    fn one_that_a_person_counts_as_used_is_not_said_to_have_done_nothing() {
        let counted = Clear { errcode: None, ..clear(ClearState::Ineffective) };
        assert_eq!(Mark::of(&counted), Some(Mark::Accepted));
        assert_eq!(Mark::of(&clear(ClearState::Ineffective)), Some(Mark::Nothing));
    }

    #[test]
    fn every_state_has_a_mark_but_those_that_say_nothing() {
        let mark = |state: &ClearState| Mark::of(&clear(*state));
        let without: Vec<_> = ClearState::ALL.into_iter().filter(|state| mark(state).is_none()).collect();
        assert_eq!(without, [ClearState::Intended, ClearState::Sent, ClearState::Dismissed]);
        for state in ClearState::ALL.into_iter().filter(|state| state.is_spent()) {
            assert!(mark(&state).is_some_and(|mark| Mark::COSTLY.contains(&mark)), "{state:?}");
        }
    }
}
