//! Numbers, shares, spans and times as people read them; pure, in both languages.

use std::borrow::Cow;
use std::sync::LazyLock;

use desk::rids::MASK;
use domain::{Figures, Lang};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::age::{AgeWords, age};
use crate::context::Text;
use crate::t;

pub use crate::numbers::grouped;

/// What writing a figure or a time depends on.
#[derive(Debug, Clone, Copy)]
pub struct Formats<'a> {
    /// The language of the words.
    pub lang: Lang,
    /// The zone in which times are read.
    pub zone: &'a TimeZone,
    /// The present, from which ages are counted.
    pub now: Timestamp,
}

/// The calls used of a day's limit: `48,400 / 50,000`.
pub fn used_of_limit(figures: Figures) -> String {
    format!("{} / {}", grouped(figures.used), grouped(figures.daily_limit))
}

/// A share of a thousand as whole percent, cut and not rounded: 999 ‰ are `99%`, since nothing but all is `100%`. Both
/// languages write it so.
pub fn percent(permille: i64) -> String {
    format!("{}%", grouped(permille.div_euclid(10)))
}

/// A large number made short for an axis: `950`, `20k`, `1.5M`; `950`, `2万`, `150万`, `2亿`.
pub fn short(lang: Lang, n: i64) -> String {
    const EN: [(i64, &str); 2] = [(1_000_000, "M"), (1_000, "k")];
    const ZH_CN: [(i64, &str); 2] = [(100_000_000, "亿"), (10_000, "万")];
    let units = match lang {
        Lang::En => EN,
        Lang::ZhCn => ZH_CN,
    };
    let Some((unit, suffix)) = units.into_iter().find(|(unit, _)| n >= *unit) else { return n.to_string() };
    let tenths = n.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => format!("{}{suffix}", tenths / 10),
        rest => format!("{}.{rest}{suffix}", tenths / 10),
    }
}

/// `text` with its masks as readers of `lang` know them: `‹masked›`, `‹已脱敏›`. Stored texts hold the first.
pub fn masks(lang: Lang, text: &str) -> Cow<'_, str> {
    let shown = t!(lang, "mask");
    let others = [t!(Lang::En, "mask"), t!(Lang::ZhCn, "mask"), MASK.into()];
    let mut text = Cow::Borrowed(text);
    for other in others.iter().filter(|other| **other != shown) {
        if text.contains(&**other) {
            text = text.replace(&**other, &shown).into();
        }
    }
    text
}

impl Formats<'_> {
    /// `3 min ago`, `in 57 min`; `3 分钟前`、`57 分钟后`.
    pub fn relative(&self, at: Timestamp) -> String {
        age(self.now.duration_since(at).as_secs(), age_words(self.lang))
    }

    /// `2026-11-22 18:05:11 UTC+8`: never ambiguous.
    pub fn exact(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        format!("{} {}", local.strftime("%Y-%m-%d %H:%M:%S"), offset(local.offset().seconds()))
    }

    /// `2026-11-22 18:05 UTC+8`: exact enough for a sheet of paper.
    pub fn minute(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        format!("{} {}", local.strftime("%Y-%m-%d %H:%M"), offset(local.offset().seconds()))
    }

    /// `18:05` on the day of the present, `2026-11-23 18:05` on any other.
    pub fn clock(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        let today = self.now.to_zoned(self.zone.clone()).date();
        local.strftime(if local.date() == today { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
    }

    /// `18:05:11`, for what is a few minutes away.
    pub fn clock_seconds(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%H:%M:%S").to_string()
    }

    /// `2026-11-22`.
    pub fn date(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d").to_string()
    }

    /// A span in its two largest units: `6 d 21 h`, `1 h 5 min`, `42 s`; `6 天 21 小时`、`42 秒`. The sign is dropped.
    pub fn span(&self, span: SignedDuration) -> Text {
        let seconds = span.as_secs().unsigned_abs();
        let (d, h, m) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
        match (d, h, m) {
            (0, 0, 0) => t!(self.lang, "span-seconds", n = seconds),
            (0, 0, _) => t!(self.lang, "span-minutes", n = m),
            (0, _, 0) => t!(self.lang, "span-hours", n = h),
            (0, _, _) => t!(self.lang, "span-hours-minutes", h = h, m = m),
            (_, 0, _) => t!(self.lang, "span-days", n = d),
            _ => t!(self.lang, "span-days-hours", d = d, h = h),
        }
    }

    /// The zone in the head of a column of local times, whose offset may differ from row to row: `Asia/Shanghai`.
    pub fn zone_of_column(&self) -> Text {
        self.zone.iana_name().map_or_else(|| self.zone_name(), |name| name.to_owned().into())
    }

    /// The zone as the page's foot names it: `UTC+8 (Asia/Shanghai)`, `UTC+8（Asia/Shanghai）`.
    pub fn zone_name(&self) -> Text {
        let offset = offset(self.zone.to_offset(self.now).seconds());
        match self.zone.iana_name() {
            Some(name) if name != "UTC" => t!(self.lang, "with-aside", words = offset, aside = name),
            _ => offset.into(),
        }
    }
}

/// The words for ages in `lang`.
pub fn age_words(lang: Lang) -> &'static AgeWords {
    static EN: LazyLock<AgeWords> = LazyLock::new(|| words(Lang::En));
    static ZH_CN: LazyLock<AgeWords> = LazyLock::new(|| words(Lang::ZhCn));
    match lang {
        Lang::En => &EN,
        Lang::ZhCn => &ZH_CN,
    }
}

fn words(lang: Lang) -> AgeWords {
    const N: &str = "{n}";
    AgeWords {
        now: t!(lang, "age-now").into(),
        past: [
            t!(lang, "age-minutes-ago", n = N).into(),
            t!(lang, "age-hours-ago", n = N).into(),
            t!(lang, "age-days-ago", n = N).into(),
            t!(lang, "age-years-ago", n = N).into(),
        ],
        soon: t!(lang, "age-soon").into(),
        future: [
            t!(lang, "age-in-minutes", n = N).into(),
            t!(lang, "age-in-hours", n = N).into(),
            t!(lang, "age-in-days", n = N).into(),
            t!(lang, "age-in-years", n = N).into(),
        ],
    }
}

/// `UTC`, `UTC+8`, `UTC−3:30`.
fn offset(seconds: i32) -> String {
    if seconds == 0 {
        return "UTC".to_owned();
    }
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn with<T>(lang: Lang, zone: &str, read: impl FnOnce(Formats<'_>) -> T) -> T {
        let zone = TimeZone::get(zone).unwrap();
        read(Formats { lang, zone: &zone, now: at("2026-11-22T18:05:11+08:00") })
    }

    #[test]
    fn numbers_are_grouped() {
        for (n, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_998_950, "1,998,950"), (-12_345, "−12,345")]
        {
            assert_eq!(grouped(n), expected);
        }
        assert_eq!(grouped(i64::MIN), "−9,223,372,036,854,775,808");
    }

    #[test]
    fn only_all_is_a_hundred_percent() {
        assert_eq!(percent(999), "99%");
        assert_eq!(percent(1000), "100%");
        assert_eq!(percent(1004), "100%");
        assert_eq!(percent(0), "0%");
    }

    #[test]
    fn masks_are_in_the_language_of_the_reader() {
        assert_eq!(masks(Lang::ZhCn, "token=‹masked›&b=‹已脱敏›"), "token=‹已脱敏›&b=‹已脱敏›");
        assert_eq!(masks(Lang::En, "token=‹masked›&b=‹已脱敏›"), "token=‹masked›&b=‹masked›");
        assert!(matches!(masks(Lang::ZhCn, "nothing is masked"), Cow::Borrowed(_)));
        assert_eq!(masks(Lang::En, MASK), MASK, "stored texts hold the English mark");
        assert_eq!(masks(Lang::ZhCn, MASK), desk::rids::MASK_IN_CHINESE, "which a form that comes back may hold");
    }

    #[test]
    fn axes_read_short_numbers() {
        for (n, en, zh) in [
            (0, "0", "0"),
            (950, "950", "950"),
            (5_000, "5k", "5000"),
            (20_000, "20k", "2万"),
            (12_500, "12.5k", "1.2万"),
            (1_500_000, "1.5M", "150万"),
            (200_000_000, "200M", "2亿"),
        ] {
            assert_eq!(short(Lang::En, n), en);
            assert_eq!(short(Lang::ZhCn, n), zh);
        }
    }

    #[test]
    fn times_are_relative_and_exact_in_both_languages() {
        let earlier = at("2026-11-22T18:02:00+08:00");
        let later = at("2026-11-22T19:02:30+08:00");
        with(Lang::En, "Asia/Shanghai", |f| {
            assert_eq!(f.relative(earlier), "3 min ago");
            assert_eq!(f.relative(later), "in 57 min");
            assert_eq!(f.relative(f.now), "just now");
            assert_eq!(f.exact(f.now), "2026-11-22 18:05:11 UTC+8");
            assert_eq!(f.zone_name(), "UTC+8 (Asia/Shanghai)");
        });
        with(Lang::ZhCn, "Asia/Shanghai", |f| {
            assert_eq!(f.relative(earlier), "3 分钟前");
            assert_eq!(f.relative(later), "57 分钟后");
            assert_eq!(f.relative(f.now), "刚刚");
            assert_eq!(f.zone_name(), "UTC+8（Asia/Shanghai）");
        });
        with(Lang::En, "America/St_Johns", |f| assert_eq!(f.exact(f.now), "2026-11-22 06:35:11 UTC−3:30"));
        with(Lang::En, "UTC", |f| {
            assert_eq!(f.exact(f.now), "2026-11-22 10:05:11 UTC");
            assert_eq!(f.zone_name(), "UTC");
            assert_eq!(f.zone_of_column(), "UTC");
        });
    }

    #[test]
    fn a_clock_time_names_its_day_unless_it_is_today() {
        with(Lang::En, "Asia/Shanghai", |f| {
            assert_eq!(f.clock(at("2026-11-22T23:59:00+08:00")), "23:59");
            assert_eq!(f.clock(at("2026-11-23T00:00:00+08:00")), "2026-11-23 00:00");
        });
    }

    #[test]
    fn spans_have_two_units_at_most() {
        let read = |lang, seconds| with(lang, "UTC", |f| f.span(SignedDuration::from_secs(seconds)).into_owned());
        for (seconds, en, zh) in [
            (42, "42 s", "42 秒"),
            (60, "1 min", "1 分钟"),
            (3_600, "1 h", "1 小时"),
            (3_900, "1 h 5 min", "1 小时 5 分钟"),
            (6 * 86_400 + 21 * 3_600 + 59, "6 d 21 h", "6 天 21 小时"),
            (3 * 86_400 + 120, "3 d", "3 天"),
            (-90, "1 min", "1 分钟"),
        ] {
            assert_eq!(read(Lang::En, seconds), en);
            assert_eq!(read(Lang::ZhCn, seconds), zh);
        }
    }
}
