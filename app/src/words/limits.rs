//! Kinds of limits as words: daily or total, how that is known, and how long a total lasts.

use desk::history::SetLimitKind;
use domain::limits::pace::{Horizon, Lasts, PACE_DAYS};
use domain::{Figures, Lang, LimitKind, LimitKindSource};

use crate::context::Text;
use crate::format::grouped;
use crate::t;
use crate::words::users::who_words;

/// The kind of a count in a word or two.
pub(crate) fn limit_kind_words(lang: Lang, kind: LimitKind) -> Text {
    match kind {
        LimitKind::Daily => t!(lang, "limit-kind-daily"),
        LimitKind::Total => t!(lang, "limit-kind-total"),
    }
}

/// The same of what an admin set, where nothing set means that it is found automatically.
pub(crate) fn set_limit_kind_words(lang: Lang, kind: Option<LimitKind>) -> Text {
    match kind {
        Some(kind) => limit_kind_words(lang, kind),
        None => t!(lang, "limit-kind-automatic"),
    }
}

/// How the kind of a count is known; `set` is what an admin set.
pub(crate) fn source_words(lang: Lang, source: LimitKindSource, set: Option<&SetLimitKind>) -> Text {
    match source {
        LimitKindSource::Admin => {
            let name = set.map_or_else(|| "–".into(), |set| who_words(lang, &set.by));
            t!(lang, "limit-kind-from-admin", name = name)
        }
        LimitKindSource::Catalogue => t!(lang, "limit-kind-from-catalogue"),
        LimitKindSource::Evidence => t!(lang, "limit-kind-from-evidence"),
        LimitKindSource::Default => t!(lang, "limit-kind-from-default"),
    }
}

/// What is left of a total and how long it lasts: `11,600 left, about 4 months at this pace`.
pub(crate) fn total_left_words(lang: Lang, figures: Figures, lasts: Option<Lasts>) -> Text {
    let left = grouped(figures.remain);
    match lasts {
        _ if figures.remain <= 0 => t!(lang, "total-left-none"),
        Some(Lasts::For(time)) => t!(lang, "total-left", left = left, span = horizon_words(lang, Horizon::of(time))),
        Some(Lasts::Unused) => t!(lang, "total-left-unused", left = left, days = PACE_DAYS),
        Some(Lasts::NotEnoughData) | None => t!(lang, "total-left-unknown", left = left),
    }
}

/// The time that a total lasts, in the unit that people would use; `None` where there is no pace.
pub(crate) fn lasts_words(lang: Lang, lasts: Option<Lasts>) -> Option<Text> {
    Some(horizon_words(lang, Horizon::of(lasts?.time()?)))
}

fn horizon_words(lang: Lang, horizon: Horizon) -> Text {
    match horizon {
        Horizon::UnderADay => t!(lang, "horizon-under-a-day"),
        Horizon::Days(count) => t!(lang, "horizon-days", count = count),
        Horizon::Weeks(count) => t!(lang, "horizon-weeks", count = count),
        Horizon::Months(count) => t!(lang, "horizon-months", count = count),
        Horizon::Years(count) => t!(lang, "horizon-years", count = count),
        Horizon::OverACentury => t!(lang, "horizon-over-a-century"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn what_is_left_is_told_in_both_languages() {
        let figures = Figures { daily_limit: 100_000, used: 88_400, remain: 11_600 };
        let days = |days: i64| Some(Lasts::For(SignedDuration::from_hours(24 * days)));
        for (lasts, en, zh) in [
            (days(116), "11,600 left, about 4 months at this pace", "剩余 11,600 次，按当前速度约可用 4 个月"),
            (days(0), "11,600 left, less than a day at this pace", "剩余 11,600 次，按当前速度可用不到 1 天"),
            (days(1), "11,600 left, about 1 day at this pace", "剩余 11,600 次，按当前速度约可用 1 天"),
            (days(21), "11,600 left, about 3 weeks at this pace", "剩余 11,600 次，按当前速度约可用 3 周"),
            (days(1_000), "11,600 left, about 3 years at this pace", "剩余 11,600 次，按当前速度约可用 3 年"),
            (Some(Lasts::Unused), "11,600 left, not used in the last 14 days", "剩余 11,600 次，最近 14 天没有使用"),
            (
                Some(Lasts::NotEnoughData),
                "11,600 left, not enough data for a forecast",
                "剩余 11,600 次，数据不足，无法估计可用多久",
            ),
        ] {
            assert_eq!(total_left_words(Lang::En, figures, lasts), en);
            assert_eq!(total_left_words(Lang::ZhCn, figures, lasts), zh);
        }
        let none = Figures { used: 100_000, remain: 0, ..figures };
        assert_eq!(total_left_words(Lang::En, none, days(0)), "Nothing left");
    }
}
