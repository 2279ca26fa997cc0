//! The forecast of a month: how many clears will have been used by its end at the pace so far, and whether they suffice.

use domain::clears::pace::Pace;
use domain::clears::totals::UsedClears;
use domain::{Budget, Lang, UsageState};
use leptos::prelude::*;

use crate::components::StateIcon;
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::clears::is_at_most;

/// A forecast in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forecast {
    /// How many will have been used.
    count: i64,
    /// How many there are.
    limit: i64,
    /// How many are missing; 0 where they suffice.
    missing: i64,
    /// More may have been used than is counted.
    at_least: bool,
}

impl Forecast {
    /// That of one account's budget.
    pub fn of_one(budget: &Budget, pace: Pace) -> Self {
        Self {
            count: pace.by_end,
            limit: budget.limit,
            missing: (pace.needed - budget.left).max(0),
            at_least: is_at_most(budget),
        }
    }

    /// That of a budget whose pace is not known yet: as many as were used so far.
    pub fn so_far(budget: &Budget) -> Self {
        let count = UsedClears::of_budget(budget).all();
        Self { count, limit: budget.limit, missing: 0, at_least: is_at_most(budget) }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            limit: self.limit + other.limit,
            missing: self.missing + other.missing,
            at_least: self.at_least || other.at_least,
        }
    }

    /// `At this pace 7 of 10 by the 30th: enough`.
    fn words(self, lang: Lang, last_day: i64) -> Text {
        let Self { count, limit, missing, at_least } = self;
        let least = i64::from(at_least);
        if missing == 0 {
            t!(lang, "forecast-enough", count = count, limit = limit, day = last_day, least = least)
        } else {
            t!(lang, "forecast-short", count = count, limit = limit, day = last_day, least = least, missing = missing)
        }
    }
}

/// The forecast of one account's budget; a warning where it does not suffice, and nothing where the month says nothing of it.
#[component]
pub fn ForecastLine(
    /// The forecast.
    forecast: Option<Forecast>,
    /// The number of the month's last day.
    last_day: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    forecast.map(|forecast| {
        let words = forecast.words(lang, last_day);
        view! { <Line words is_short={forecast.missing > 0} /> }
    })
}

/// The forecast over several accounts, of which each is named that has too few: what one has left is of no use to another.
#[component]
pub fn ForecastOfAll(
    /// Each account's name and forecast.
    forecasts: Vec<(String, Forecast)>,
    /// The number of the month's last day.
    last_day: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    words_of_all(lang, &forecasts, last_day).map(|(words, is_short)| view! { <Line words is_short /> })
}

/// The words of [`ForecastOfAll`], and whether any account has too few; `None` where there is no forecast.
fn words_of_all(lang: Lang, forecasts: &[(String, Forecast)], last_day: i64) -> Option<(Text, bool)> {
    if let [(_, only)] = forecasts {
        return Some((only.words(lang, last_day), only.missing > 0));
    }
    let sum = forecasts.iter().map(|(_, forecast)| *forecast).reduce(Forecast::plus)?;
    let short: Vec<_> = forecasts.iter().filter(|(_, forecast)| forecast.missing > 0).collect();
    let Forecast { count, limit, at_least, .. } = sum;
    let least = i64::from(at_least);
    let words = if short.is_empty() {
        t!(lang, "forecast-all-enough", count = count, limit = limit, day = last_day, least = least)
    } else {
        let name = |(name, of): &&(String, Forecast)| -> Text {
            t!(lang, "forecast-one", account = name.clone(), count = of.count, limit = of.limit)
        };
        let names = short.iter().map(name).collect::<Vec<_>>().join(&t!(lang, "comma"));
        t!(lang, "forecast-some-short", count = count, limit = limit, day = last_day, least = least, names = names)
    };
    Some((words, !short.is_empty()))
}

#[component]
fn Line(words: Text, is_short: bool) -> impl IntoView {
    if is_short {
        view! {
            <span class="pace state-warning">
                <StateIcon state=UsageState::Warning />
                {words}
            </span>
        }
        .into_any()
    } else {
        view! { <span class="pace secondary">{words}</span> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(count: i64, missing: i64) -> Forecast {
        Forecast { count, limit: 10, missing, at_least: false }
    }

    #[test]
    fn a_forecast_is_told_in_figures() {
        let said = |lang, forecast: Forecast, day| forecast.words(lang, day);
        assert_eq!(said(Lang::En, forecast(7, 0), 30), "At this pace 7 of 10 by the 30th: enough");
        assert_eq!(said(Lang::En, forecast(14, 4), 31), "At this pace 14 of 10 by the 31st: not enough, 4 too few");
        let untold = Forecast { at_least: true, ..forecast(7, 0) };
        assert_eq!(said(Lang::En, untold, 28), "At this pace at least 7 of 10 by the 28th: enough");
        assert_eq!(said(Lang::ZhCn, forecast(7, 0), 30), "按当前速度，到30日共用 7 次（上限 10 次）：够用");
        assert_eq!(
            said(Lang::ZhCn, forecast(14, 4), 31),
            "按当前速度，到31日共用 14 次（上限 10 次）：不够，还差 4 次"
        );
    }

    #[test]
    fn what_one_account_has_left_is_of_no_use_to_another() {
        let said = |forecasts: &[(&str, Forecast)]| {
            let named: Vec<_> = forecasts.iter().map(|(name, forecast)| ((*name).to_owned(), *forecast)).collect();
            words_of_all(Lang::En, &named, 30).map(|(words, _)| words.into_owned())
        };
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[("a", forecast(7, 0))]).unwrap(), "At this pace 7 of 10 by the 30th: enough");
        let enough = said(&[("a", forecast(7, 0)), ("b", forecast(1, 0))]).unwrap();
        assert_eq!(enough, "At this pace 8 of 20 by the 30th: enough for each account");
        let short = said(&[("a", forecast(1, 0)), ("b", forecast(14, 4))]).unwrap();
        assert_eq!(short, "At this pace 15 of 20 by the 30th: not enough for b (14 of 10)");
    }
}
