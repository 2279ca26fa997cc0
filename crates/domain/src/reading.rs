//! One reading of an interface's quota: figures, or why there are none.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::quota_zone::QuotaZone;

/// Calls per period, as WeChat gives them beside a quota (optional on the wire).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// Calls allowed in one period.
    pub call_count: i64,
    /// The period, in seconds.
    pub refresh_second: i64,
}

/// A use of less than this, in thousandths of the limit, is near 0: `used` may be off by so much (official clearQuota page).
pub const NEAR_ZERO_PERMILLE: i64 = 10;

/// What WeChat says of an interface's quota of the day, in calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Calls allowed today. Changes by itself, so it is kept with every reading.
    pub daily_limit: i64,
    /// Calls made today; WeChat says that it may be off by 1 %.
    pub used: i64,
    /// Calls left today. Not promised to be `daily_limit − used`.
    pub remain: i64,
}

impl Figures {
    /// 0/0/0 is WeChat's way of giving no figure, not of saying "used up" (seen on quota/get; fact sheet, section 2).
    pub fn is_no_figure(self) -> bool {
        self.daily_limit == 0 && self.used == 0 && self.remain == 0
    }

    /// Whether `permille` thousandths of the limit are used, or more.
    pub fn is_used(self, permille: i64) -> bool {
        i128::from(self.used) * 1000 >= i128::from(self.daily_limit) * i128::from(permille)
    }

    /// Whether `permille` thousandths of the limit are left, or fewer.
    pub fn is_left_at_most(self, permille: i64) -> bool {
        i128::from(self.remain) * 1000 <= i128::from(self.daily_limit) * i128::from(permille)
    }

    /// Whether so little is used that a clear gives nothing back that counts.
    pub fn is_near_zero(self) -> bool {
        self.used_permille() < NEAR_ZERO_PERMILLE
    }

    /// Share of the limit that is used, in thousandths, rounded down; above 1000 where WeChat counts past the limit.
    pub fn used_permille(self) -> i64 {
        if self.daily_limit <= 0 {
            return if self.used > 0 { 1000 } else { 0 };
        }
        i64::try_from(i128::from(self.used) * 1000 / i128::from(self.daily_limit)).unwrap_or(i64::MAX)
    }
}

/// Why a reading has no figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// WeChat answered the reading itself with this errcode.
    Refused(i32),
    /// No token could be had: WeChat answered the token call with this errcode.
    TokenRefused(i32),
    /// No connection to WeChat could be opened.
    NoConnection,
    /// The question was sent, and no whole answer came in time.
    NoAnswer,
    /// An answer came that is not what WeChat documents: HTML, wrong types, too large, cut off.
    BadAnswer,
    /// The desk has no usable secret for the account (wrong master key).
    NoSecret,
}

/// Our own failures are stored below this, WeChat's errcodes above it (the lowest known is -1).
const OURS: i64 = -1_000_000;
/// Token refusals are stored as this minus the errcode.
const TOKEN: i64 = -10_000_000_000;

impl Failure {
    /// The failure as one integer, the form that is stored.
    pub fn code(self) -> i64 {
        match self {
            Self::Refused(errcode) => i64::from(errcode),
            Self::TokenRefused(errcode) => TOKEN - i64::from(errcode),
            Self::NoConnection => OURS - 1,
            Self::NoAnswer => OURS - 2,
            Self::BadAnswer => OURS - 3,
            Self::NoSecret => OURS - 4,
        }
    }

    /// The failure that [`Self::code`] made `code` of; an unknown one of ours reads as a bad answer.
    pub fn from_code(code: i64) -> Self {
        if code < TOKEN / 2 {
            return Self::TokenRefused(i32::try_from(TOKEN - code).unwrap_or(i32::MAX));
        }
        match code - OURS {
            -1 => Self::NoConnection,
            -2 => Self::NoAnswer,
            -4 => Self::NoSecret,
            _ => i32::try_from(code).ok().filter(|_| code > OURS).map_or(Self::BadAnswer, Self::Refused),
        }
    }

    /// The errcode WeChat gave, on the reading or on the token call before it.
    pub fn errcode(self) -> Option<i32> {
        match self {
            Self::Refused(errcode) | Self::TokenRefused(errcode) => Some(errcode),
            _ => None,
        }
    }

    /// 45009 or 45011 of the token call: the token endpoint's own quota is used up, for the day or the minute.
    pub fn is_token_limit(self) -> bool {
        matches!(self, Self::TokenRefused(45009 | 45011))
    }

    /// 76022: WeChat does not tell this interface's quota to this account (official getApiQuota page).
    pub fn is_unsupported(self) -> bool {
        self == Self::Refused(76022)
    }
}

/// As the API shows it: `errcode-40164`, `token-errcode-40125`, `no-connection`, ….
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(errcode) => write!(f, "errcode-{errcode}"),
            Self::TokenRefused(errcode) => write!(f, "token-errcode-{errcode}"),
            Self::NoConnection => f.write_str("no-connection"),
            Self::NoAnswer => f.write_str("no-answer"),
            Self::BadAnswer => f.write_str("bad-answer"),
            Self::NoSecret => f.write_str("no-secret"),
        }
    }
}

/// How long after the reset a reading may still give the figures of the day before: the exact time at which WeChat's counts turn
/// is not documented.
pub const TURNS_WITHIN: SignedDuration = SignedDuration::from_mins(30);

/// Whether a reading soon after the reset seems to give the figures of the day before: no fewer calls than the last reading of
/// that day. Nothing is concluded from such a reading.
pub fn seems_of_day_before(before: (Timestamp, i64), after: (Timestamp, i64), zone: &QuotaZone) -> bool {
    let reset = zone.day_start(after.0);
    before.0 < reset && after.0.duration_since(reset) < TURNS_WITHIN && after.1 > 0 && after.1 >= before.1
}

/// What came of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Figures.
    Good(Figures),
    /// WeChat answered 0/0/0, which means that it has no figure.
    NoFigure,
    /// No figures, and why.
    Failed(Failure),
}

impl Outcome {
    /// The figures, where there are any.
    pub fn figures(self) -> Option<Figures> {
        match self {
            Self::Good(figures) => Some(figures),
            Self::NoFigure | Self::Failed(_) => None,
        }
    }
}

/// One reading, kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// When the answer came.
    pub at: Timestamp,
    /// What came.
    pub outcome: Outcome,
    /// The per-period limit on the account's own calls, where WeChat told one.
    pub rate_limit: Option<RateLimit>,
    /// The same for calls a third-party platform makes on the account's behalf.
    pub component_rate_limit: Option<RateLimit>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn failures_round_trip_as_integers() {
        for failure in [Failure::NoConnection, Failure::NoAnswer, Failure::BadAnswer, Failure::NoSecret] {
            assert_eq!(Failure::from_code(failure.code()), failure);
        }
    }

    proptest! {
        #[test]
        fn errcodes_round_trip_as_integers(errcode in -999_999..i32::MAX) {
            prop_assert_eq!(Failure::from_code(Failure::Refused(errcode).code()), Failure::Refused(errcode));
            prop_assert_eq!(Failure::from_code(Failure::TokenRefused(errcode).code()), Failure::TokenRefused(errcode));
        }
    }

    #[test]
    fn figures_of_the_day_before_are_not_taken_for_the_new_days() {
        let zone = QuotaZone::default();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let before = (at("2026-11-22T23:50:00+08:00"), 900);
        let after = |minute: &str, used| (at(&format!("2026-11-23T00:{minute}:00+08:00")), used);
        assert!(seems_of_day_before(before, after("05", 900), &zone));
        assert!(seems_of_day_before(before, after("29", 950), &zone));
        assert!(!seems_of_day_before(before, after("05", 12), &zone), "the count has turned");
        assert!(!seems_of_day_before(before, after("30", 900), &zone), "by now it is the new day's");
        assert!(!seems_of_day_before(after("01", 900), after("05", 900), &zone), "both are the new day's");
        assert!(!seems_of_day_before((before.0, 0), after("05", 0), &zone));
    }

    #[test]
    fn shares_are_rounded_down_and_never_overflow() {
        let share = |daily_limit, used| Figures { daily_limit, used, remain: 0 }.used_permille();
        assert_eq!(share(1000, 799), 799);
        assert_eq!(share(3, 2), 666);
        assert_eq!(share(0, 0), 0);
        assert_eq!(share(0, 5), 1000);
        assert_eq!(share(i64::MAX, i64::MAX), 1000);
    }
}
