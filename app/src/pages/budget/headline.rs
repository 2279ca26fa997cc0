//! A month's headline: what was used and what is left of all, whether that lasts, what was given back, what did nothing.

use desk::clears::MonthReview;
use domain::clears::ResetInterval;
use domain::clears::pace::Pace;
use domain::clears::totals::UsedClears;
use domain::{Lang, QuotaZone, Scope, UsageState, paths};
use leptos::prelude::*;

use crate::components::{Stat, StateIcon, Tiles};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::pages::budget::marks::{Mark, MarkShape};
use crate::parts::ledger::ClearRow;
use crate::t;
use crate::words::clears::is_at_most;
use crate::words::dates::month_day;

/// The figures of a month at a glance.
#[component]
pub fn Headline(
    /// The month.
    review: MonthReview,
    /// Its clears.
    rows: Vec<ClearRow>,
    /// In which it is counted.
    zone: QuotaZone,
) -> impl IntoView {
    let tiles = Scope::ALL.map(|scope| view! { <ScopeTile review=review.clone() scope /> }).collect_view();
    view! {
        <Tiles>{tiles} <GivenBackTile review=review.clone() /></Tiles>
        <IneffectiveClears rows zone />
    }
}

/// What a scope's clears are called above their figures.
pub(crate) fn scope_title(lang: Lang, scope: Scope) -> Text {
    match scope {
        Scope::Account => t!(lang, "month-scope-account"),
        Scope::Interface => t!(lang, "month-scope-interface"),
    }
}

/// The tile of a scope: what is left of all, what was used, and the outlook.
#[component]
fn ScopeTile(review: MonthReview, scope: Scope) -> impl IntoView {
    let lang = Viewer::current().lang;
    let used = review.used(scope);
    let counts = [
        t!(lang, "month-used", count = used.spent),
        t!(lang, "month-unknown", count = used.unknown),
        t!(lang, "month-elsewhere", count = used.elsewhere),
    ];
    let counts = counts.map(|words| view! { <span>{words}</span> }).collect_view();
    let paces = review.accounts.iter().map(|of| (&*of.account.name, of.pace(scope), of.budgets.of(scope).left));
    let outlook = outlook_words(lang, &outlook(paces));
    view! {
        <Stat label=scope_title(lang, scope) value=left_of_all(lang, &review, scope)>
            <span class="line">{counts}</span>
            {outlook}
        </Stat>
    }
}

/// `11 left of 20`; where a budget is counted by the day, how many there are a day.
fn left_of_all(lang: Lang, review: &MonthReview, scope: Scope) -> Text {
    let budgets = review.accounts.iter().map(|of| of.budgets.of(scope));
    if let Some(daily) = budgets.clone().find(|budget| budget.every == ResetInterval::Day) {
        return t!(lang, "month-a-day", limit = daily.limit);
    }
    let (left, limit) = review.left(scope);
    if budgets.clone().any(is_at_most) {
        t!(lang, "month-left-at-most", left = left, limit = limit)
    } else {
        t!(lang, "month-left", left = left, limit = limit)
    }
}

/// How a scope's clears go on over all accounts: what one has left is of no use to another.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outlook {
    /// No pace says anything.
    Unsaid,
    /// Each account's last.
    Lasts,
    /// These accounts' do not: name, pace and how many are left.
    Short(Vec<(String, Pace, i64)>),
}

/// The outlook out of each account's name, pace and how many are left.
fn outlook<'a>(accounts: impl Iterator<Item = (&'a str, Option<Pace>, i64)>) -> Outlook {
    let paced: Vec<_> = accounts.filter_map(|(name, pace, left)| Some((name, pace?, left))).collect();
    let short: Vec<_> = paced.iter().filter(|(_, pace, _)| !pace.lasts).collect();
    match (paced.is_empty(), short.is_empty()) {
        (true, _) => Outlook::Unsaid,
        (false, true) => Outlook::Lasts,
        _ => Outlook::Short(short.into_iter().map(|(name, pace, left)| ((*name).to_owned(), *pace, *left)).collect()),
    }
}

fn outlook_words(lang: Lang, outlook: &Outlook) -> Option<AnyView> {
    match outlook {
        Outlook::Unsaid => None,
        Outlook::Lasts => Some(view! { <span class="pace">{t!(lang, "pace-lasts")}</span> }.into_any()),
        Outlook::Short(short) => {
            let words = match short.as_slice() {
                [(name, pace, left)] => format!("{name}{}{}", t!(lang, "colon"), pace_words(lang, pace, *left)).into(),
                several => {
                    let names: Vec<_> = several.iter().map(|(name, ..)| name.as_str()).collect();
                    t!(lang, "pace-short-many", names = names.join(&t!(lang, "comma")))
                }
            };
            Some(view! { <Warning words /> }.into_any())
        }
    }
}

/// `At this pace, 14 more are needed, 6 are left`
fn pace_words(lang: Lang, pace: &Pace, left: i64) -> Text {
    t!(lang, "pace-short", needed = pace.needed, left = left)
}

#[component]
fn Warning(words: Text) -> impl IntoView {
    view! {
        <span class="pace state-warning">
            <StateIcon state=UsageState::Warning />
            {words}
        </span>
    }
}

/// Whether one account's clears last: said aloud only where they do not.
#[component]
pub fn PaceLine(
    /// Their pace, where there is one.
    pace: Option<Pace>,
    /// How many are left.
    left: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    pace.map(|pace| {
        if pace.lasts {
            view! { <span class="pace secondary">{t!(lang, "pace-lasts-short")}</span> }.into_any()
        } else {
            view! { <Warning words=pace_words(lang, &pace, left) /> }.into_any()
        }
    })
}

/// The tile of the calls that clears gave back, and of the clears that did nothing.
#[component]
fn GivenBackTile(review: MonthReview) -> impl IntoView {
    let lang = Viewer::current().lang;
    let used = Scope::ALL.map(|scope| review.used(scope));
    let sum = |of: fn(&UsedClears) -> i64| used.iter().map(of).sum::<i64>();
    let (spent, nothing) = (sum(|used| used.spent), sum(|used| used.did_nothing));
    let nothing = (spent > 0).then(|| t!(lang, "month-did-nothing", count = nothing, spent = spent));
    let is_known = review.clears.iter().any(|clear| clear.gave_back().is_some());
    let given_back = if is_known { grouped(sum(|used| used.given_back)) } else { "–".to_owned() };
    view! {
        <Stat label=t!(lang, "month-given-back") value=given_back>
            {nothing}
        </Stat>
    }
}

/// The list of the clears that did nothing.
#[component]
fn IneffectiveClears(rows: Vec<ClearRow>, zone: QuotaZone) -> impl IntoView {
    let lang = Viewer::current().lang;
    let nothing: Vec<_> = rows.into_iter().filter(|row| row.clear.did_nothing()).collect();
    let items = nothing
        .iter()
        .map(|ClearRow { clear, target }| {
            let date = month_day(lang, &zone, clear.counted_at());
            let whose = t!(lang, "month-nothing-one", account = clear.account_name.clone(), date = date);
            view! {
                <li>
                    <a href=paths::clear(clear.id)>{target.clone()}</a>
                    " "
                    <span class="secondary">{whose}</span>
                </li>
            }
        })
        .collect_view();
    (!nothing.is_empty()).then(|| {
        view! {
            <div class="did-nothing">
                <span>
                    <MarkShape mark=Mark::Nothing />
                    {t!(lang, "month-nothing-named")}
                </span>
                <ul>{items}</ul>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(needed: i64, lasts: bool) -> Pace {
        Pace { needed, by_end: needed, lasts }
    }

    #[test]
    fn what_one_account_has_left_is_of_no_use_to_another() {
        let said = |accounts: &[(&str, Option<Pace>, i64)]| outlook(accounts.iter().copied());
        assert_eq!(said(&[]), Outlook::Unsaid);
        assert_eq!(said(&[("a", None, 10)]), Outlook::Unsaid);
        assert_eq!(said(&[("a", None, 10), ("b", Some(pace(3, true)), 5)]), Outlook::Lasts);
        let short = said(&[("a", Some(pace(0, true)), 10), ("b", Some(pace(7, false)), 5)]);
        assert_eq!(short, Outlook::Short(vec![("b".to_owned(), pace(7, false), 5)]));
    }

    #[test]
    fn how_many_more_are_needed_is_said_in_good_grammar() {
        let said = |lang, needed, left| pace_words(lang, &pace(needed, false), left);
        assert_eq!(said(Lang::En, 14, 6), "At this pace, 14 more are needed, 6 are left");
        assert_eq!(said(Lang::En, 1, 0), "At this pace, 1 more is needed, none is left");
        assert_eq!(said(Lang::En, 2, 1), "At this pace, 2 more are needed, 1 is left");
        assert_eq!(said(Lang::ZhCn, 14, 6), "按当前速度还需要 14 次，只剩 6 次");
        assert_eq!(said(Lang::ZhCn, 2, 0), "按当前速度还需要 2 次，已没有剩余");
    }
}
