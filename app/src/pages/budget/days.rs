//! A month as a strip of its days, with a mark for every clear.

use domain::clears::Period;
use domain::{QuotaZone, Scope};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::components::Panel;
use crate::context::{Text, Viewer};
use crate::pages::budget::headline::scope_title;
use crate::pages::budget::marks::{Mark, MarkLegend, MarkShape};
use crate::parts::ledger::ClearRow;
use crate::t;

/// The most marks that are drawn above a day; what is beyond is counted.
const MOST_MARKS: usize = 5;

/// A day of a month, with what of its clears is shown.
#[derive(Debug)]
struct Day<'a> {
    date: Date,
    clears: Vec<(Mark, &'a ClearRow)>,
}

/// Every day of a month. Clears that say nothing, such as guesses that were wrong, are left out.
fn days<'a>(clears: &'a [ClearRow], month: Period, zone: &QuotaZone) -> Vec<Day<'a>> {
    let first = zone.day(month.from);
    let dates = first.series(jiff::Span::new().days(1)).take_while(|date| date.month() == first.month());
    let mut days: Vec<_> = dates.map(|date| Day { date, clears: Vec::new() }).collect();
    for row in clears {
        let date = zone.day(row.clear.counted_at());
        let day = days.iter_mut().find(|day| day.date == date);
        if let (Some(day), Some(mark)) = (day, Mark::of(&row.clear)) {
            day.clears.push((mark, row));
        }
    }
    days
}

/// The days of a month.
#[component]
pub fn DaysPanel(
    /// Its clears.
    rows: Vec<ClearRow>,
    /// The month.
    period: Period,
    /// Whose days they are.
    zone: QuotaZone,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let days = days(&rows, period, &zone);
    let today = zone.day(viewer.now);
    let has_free = days.iter().flat_map(|day| &day.clears).any(|(mark, _)| *mark == Mark::Free);
    let items = days.iter().map(|day| day_item(day, today)).collect_view();
    let title = t!(lang, "month-days", zone = zone.name());
    view! {
        <Panel title=title.clone() actions=view! { <Legend has_free /> }.into_any()>
            <ol class="days" aria-label=title>
                {items}
            </ol>
        </Panel>
    }
}

/// What cannot be read off the legend of the accounts.
#[component]
fn Legend(has_free: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <ul class="mark-legend">
            <li>
                <MarkShape mark=Mark::Effective in_cell=true />
                {scope_title(lang, Scope::Account)}
            </li>
            <li>
                <MarkShape mark=Mark::Effective />
                {scope_title(lang, Scope::Interface)}
            </li>
        </ul>
        {has_free.then(|| view! { <MarkLegend marks=vec![Mark::Free] /> })}
    }
}

fn day_item(day: &Day<'_>, today: Date) -> impl IntoView + use<> {
    let class = match day.date.cmp(&today) {
        std::cmp::Ordering::Less => "day",
        std::cmp::Ordering::Equal => "day today",
        std::cmp::Ordering::Greater => "day to-come",
    };
    let (number, words) = (day.date.day(), day_words(day));
    let unseen = words.clone().map(|words| view! { <span class="unseen">{words}</span> });
    let beyond = day.clears.len().saturating_sub(MOST_MARKS);
    let marks = day
        .clears
        .iter()
        .take(MOST_MARKS)
        .map(|(mark, row)| {
            let in_cell = row.clear.scope() == Scope::Account;
            view! { <MarkShape mark=*mark in_cell /> }
        })
        .collect_view();
    view! {
        <li class=class title=words>
            <span class="day-marks" aria-hidden="true">
                {(beyond > 0).then(|| view! { <span class="small num">{format!("+{beyond}")}</span> })}
                {marks}
            </span>
            <span class="day-number num">{number}</span>
            {unseen}
        </li>
    }
}

/// `Get phone number of 商城小程序: effective; …`; `None` of a day without clears.
fn day_words(day: &Day<'_>) -> Option<String> {
    let lang = Viewer::current().lang;
    let one = |(mark, row): &(Mark, &ClearRow)| -> Text {
        let account = row.clear.account_name.clone();
        t!(lang, "month-day-clear", what = row.target.clone(), account = account, result = mark.words(lang))
    };
    let words: Vec<_> = day.clears.iter().map(one).collect();
    (!words.is_empty()).then(|| words.join(&t!(lang, "semicolon")))
}

#[cfg(test)]
mod tests {
    use desk::clears::Clear;
    use domain::ClearState;
    use jiff::Timestamp;

    use super::*;
    use crate::planted::planted;

    fn row(at: &str, state: ClearState) -> ClearRow {
        let at: Timestamp = at.parse().unwrap();
        let clear = Clear { errcode: None, ..planted(state, at) };
        ClearRow { clear, target: "All interfaces".into() }
    }

    #[test]
    fn a_clear_stands_on_the_day_of_the_quota_zone() {
        let zone = QuotaZone::default();
        let february = zone.month_called("2028-02").unwrap();
        let clears = [
            row("2028-02-01T00:00:00+08:00", ClearState::Effective),
            row("2028-02-29T23:59:59+08:00", ClearState::Unknown),
            row("2028-02-29T12:00:00+08:00", ClearState::Dismissed),
        ];
        let days = days(&clears, february, &zone);
        assert_eq!(days.len(), 29);
        let marks: Vec<_> = days.iter().map(|day| day.clears.iter().map(|(mark, _)| *mark).collect()).collect();
        assert_eq!(marks[0], [Mark::Effective]);
        assert_eq!(marks[28], [Mark::Unknown], "a guess that was wrong is no clear");
        assert!(marks[1..28].iter().all(Vec::is_empty));
        assert_eq!(day_words(&days[1]), None);
    }
}
