//! How long ago or ahead a moment is, in words: the same function on the server and in the browser, so that a figure
//! reads the same before and after the page comes alive.

/// The words for ages in one language; `{n}` stands for the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeWords {
    /// Less than a minute ago, or a moment in the future that a clock's drift explains.
    pub now: String,
    /// Minutes, hours, days, years ago.
    pub past: [String; 4],
    /// Less than a minute ahead.
    pub soon: String,
    /// In minutes, hours, days, years.
    pub future: [String; 4],
}

impl AgeWords {
    /// The words as one attribute, which [`Self::from_attribute`] reads in the browser.
    pub fn to_attribute(&self) -> String {
        let all = [&self.now, &self.soon].into_iter().chain(&self.past).chain(&self.future);
        all.map(String::as_str).collect::<Vec<_>>().join("|")
    }

    /// The words out of such an attribute; `None` where it is another.
    pub fn from_attribute(words: &str) -> Option<Self> {
        let mut words = words.split('|').map(str::to_owned);
        let mut next = || words.next();
        Some(Self {
            now: next()?,
            soon: next()?,
            past: [next()?, next()?, next()?, next()?],
            future: [next()?, next()?, next()?, next()?],
        })
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

/// A time ahead by no more than this many seconds counts as now.
const DRIFT: i64 = 5;

/// How a moment `seconds` ago reads; negative seconds lie ahead. Numbers are cut, not rounded: what is 119 s old is a
/// minute old. Minutes up to an hour, hours up to two days, days up to two years, then years.
pub fn age(seconds: i64, words: &AgeWords) -> String {
    let ahead = seconds < 0;
    let span = seconds.unsigned_abs();
    let (index, n) = match span {
        0..MINUTE if ahead && seconds < -DRIFT => return words.soon.clone(),
        0..MINUTE => return words.now.clone(),
        MINUTE..HOUR => (0, span / MINUTE),
        HOUR.. if span < 2 * DAY => (1, span / HOUR),
        DAY.. if span < 2 * YEAR => (2, span / DAY),
        _ => (3, span / YEAR),
    };
    let templates = if ahead { &words.future } else { &words.past };
    templates[index].replace("{n}", &n.to_string())
}

/// What is left of a wait: `4:09`; `0:00` once it is over.
pub fn minutes_and_seconds(left: i64) -> String {
    let left = left.max(0).unsigned_abs();
    format!("{}:{:02}", left / MINUTE, left % MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> AgeWords {
        let units = |prefix: &str| ["m", "h", "d", "y"].map(|unit| format!("{prefix}{{n}}{unit}"));
        AgeWords { now: "now".into(), past: units("-"), soon: "soon".into(), future: units("+") }
    }

    #[test]
    fn units_change_where_they_should() {
        let read = |seconds| age(seconds, &words());
        for (seconds, expected) in [
            (0, "now"),
            (59, "now"),
            (60, "-1m"),
            (3_599, "-59m"),
            (3_600, "-1h"),
            (2 * 86_400 - 1, "-47h"),
            (2 * 86_400, "-2d"),
            (400 * 86_400, "-400d"),
            (730 * 86_400 - 1, "-729d"),
            (730 * 86_400, "-2y"),
            (-5, "now"),
            (-6, "soon"),
            (-60, "+1m"),
            (-57 * 60 - 30, "+57m"),
            (-86_400, "+24h"),
            (-3 * 86_400, "+3d"),
        ] {
            assert_eq!(read(seconds), expected, "{seconds} s");
        }
    }

    #[test]
    fn words_survive_the_way_to_the_browser() {
        assert_eq!(AgeWords::from_attribute(&words().to_attribute()), Some(words()));
        assert_eq!(AgeWords::from_attribute("now|soon"), None);
    }

    #[test]
    fn what_is_left_has_minutes_and_seconds() {
        for (left, expected) in [(-1, "0:00"), (9, "0:09"), (60, "1:00"), (899, "14:59"), (3_600, "60:00")] {
            assert_eq!(minutes_and_seconds(left), expected);
        }
    }

    #[test]
    fn no_span_is_too_long() {
        assert!(age(i64::MIN, &words()).starts_with('+'));
        assert!(age(i64::MAX, &words()).starts_with('-'));
    }
}
