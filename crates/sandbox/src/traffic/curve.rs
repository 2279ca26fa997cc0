//! The distribution of calls over the hours of a day, and the differences between days.

use serde::{Deserialize, Serialize};

use crate::calendar::weekday_of;

/// The profile of the calls over a day and a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Shoppers: quiet at night, busy at lunch and most of all in the evening; weekends are stronger.
    #[default]
    Shoppers,
    /// People at work: nine to six, little at weekends.
    Office,
    /// Jobs that run in the small hours.
    NightJobs,
    /// Machines: the same at all hours.
    Steady,
}

/// The number of parts of a day, half an hour each.
const BUCKETS: u8 = 48;
const SHOPPERS: [f64; 24] = [
    1.4, 0.8, 0.5, 0.3, 0.3, 0.5, 1.1, 2.2, 3.4, 4.6, 5.2, 6.4, 8.0, 6.2, 4.9, 4.6, 4.8, 5.4, 6.6, 8.2, 9.6, 9.0, 6.0,
    3.2,
];
const OFFICE: [f64; 24] = [
    0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.6, 1.8, 5.5, 10.0, 11.0, 9.5, 5.0, 6.0, 10.0, 11.0, 10.0, 8.0, 4.0, 2.5, 1.8, 1.2,
    0.8, 0.4,
];
const NIGHT_JOBS: [f64; 24] = [
    2.0, 9.0, 18.0, 22.0, 14.0, 6.0, 2.0, 1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
    1.0, 1.0,
];
const STEADY: [f64; 24] = [1.0; 24];

impl Profile {
    fn hours(self) -> &'static [f64; 24] {
        match self {
            Self::Shoppers => &SHOPPERS,
            Self::Office => &OFFICE,
            Self::NightJobs => &NIGHT_JOBS,
            Self::Steady => &STEADY,
        }
    }

    /// The factor of a day of the week to an average day.
    fn weekday(self, day: i64) -> f64 {
        let week = match self {
            Self::Shoppers => [0.92, 0.90, 0.93, 0.96, 1.04, 1.18, 1.12],
            Self::Office => [1.10, 1.12, 1.10, 1.06, 1.00, 0.28, 0.22],
            Self::NightJobs | Self::Steady => [1.0; 7],
        };
        week.get(weekday_of(day)).copied().unwrap_or(1.0)
    }
}

/// Pseudorandom numbers that depend only on a key, a day and a slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The numbers for a seed and a key of words.
    pub(crate) fn of(seed: u64, words: &[&str]) -> Self {
        // FNV-1a: any hash will do, so long as it never changes.
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
        Self(
            bytes.fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            }),
        )
    }

    /// A number from 0 up to 1.
    pub(crate) fn unit(self, major: i64, minor: u64) -> f64 {
        // SplitMix64, whose outputs for neighbouring inputs do not resemble each other.
        let mut z = self.0
            ^ major.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ minor.wrapping_mul(0xd1b5_4a32_d192_ed03);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0);
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }
}

/// The factor of `day` to an average day.
pub(crate) fn strength(profile: Profile, chance: Chance, day: i64) -> f64 {
    profile.weekday(day) * (0.94 + 0.12 * chance.unit(day, u64::MAX))
}

/// The share of the calls of `day` that are made in the first `fraction` of it, from 0 to 1.
pub(crate) fn share_before(profile: Profile, chance: Chance, day: i64, fraction: f64) -> f64 {
    let (mut before, mut total) = (0.0, 0.0);
    for bucket in 0..BUCKETS {
        let hour = profile.hours().get(usize::from(bucket / 2)).copied().unwrap_or(1.0);
        let weight = hour * (0.75 + 0.5 * chance.unit(day, u64::from(bucket)));
        let gone = (fraction * f64::from(BUCKETS) - f64::from(bucket)).clamp(0.0, 1.0);
        before += weight * gone;
        total += weight;
    }
    before / total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_runs_from_nothing_to_everything_without_falling() {
        for profile in [Profile::Shoppers, Profile::Office, Profile::NightJobs, Profile::Steady] {
            let chance = Chance::of(1, &["a"]);
            let shares: Vec<f64> =
                (0..=1440).map(|m| share_before(profile, chance, 20_000, f64::from(m) / 1440.0)).collect();
            assert!(shares[0].abs() < 1e-12 && (shares[1440] - 1.0).abs() < 1e-12, "{profile:?}");
            assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]), "{profile:?}");
        }
    }

    #[test]
    fn shoppers_sleep_at_night_and_shop_in_the_evening() {
        let chance = Chance::of(1, &["a"]);
        let hour = |h: f64| {
            share_before(Profile::Shoppers, chance, 20_000, (h + 1.0) / 24.0)
                - share_before(Profile::Shoppers, chance, 20_000, h / 24.0)
        };
        assert!(hour(3.0) * 8.0 < hour(12.0));
        assert!(hour(15.0) < hour(20.0));
    }

    #[test]
    fn chance_is_spread_and_repeats() {
        let chance = Chance::of(7, &["wx", "/a"]);
        let numbers: Vec<f64> = (0..1000).map(|day| chance.unit(day, 3)).collect();
        let mean = numbers.iter().sum::<f64>() / 1000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        assert!(numbers.iter().all(|n| (0.0..1.0).contains(n)));
        assert!((chance.unit(5, 3) - numbers[5]).abs() < f64::EPSILON);
        assert!((Chance::of(7, &["wx/", "a"]).unit(5, 3) - numbers[5]).abs() > f64::EPSILON);
    }
}
