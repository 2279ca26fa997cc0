//! Readings in a few bytes each: what a day of one interface is stored as.
//!
//! A blob is a version byte, then the readings in order, each told by how it differs from the ones before:
//!
//! ```text
//! flags  1 byte   bits 0-1  0 figures, 1 no figure, 2 failed, 3 failed as last time
//!                 bit  2    another daily limit than the last figures
//!                 bit  3    remain is not limit − used
//!                 bits 4-5  rate limit: 0 none, 1 the last one told, 2 another
//!                 bits 6-7  component rate limit, likewise
//! time   varint   milliseconds since the reading before, the first since `base`
//! then, as the flags say: limit, used (since the last figures), remain (beside limit − used), or the failure's code,
//! and the call count and period of each rate limit that is another.
//! ```
//!
//! Numbers are zigzag varints, so an hourly reading takes 7 to 9 bytes. A reading names no length, but takes two bytes
//! at least: what a damaged blob can make us allocate is bounded by its own size.

use domain::{Failure, Figures, Outcome, RateLimit, Reading};
use jiff::Timestamp;

/// The only version so far.
const VERSION: u8 = 1;

const FIGURES: u8 = 0;
const NO_FIGURE: u8 = 1;
const FAILED: u8 = 2;
const FAILED_ALIKE: u8 = 3;
const OUTCOME: u8 = 0b11;
const NEW_LIMIT: u8 = 1 << 2;
const ODD_REMAIN: u8 = 1 << 3;
const RATE_SHIFT: u8 = 4;
const COMPONENT_SHIFT: u8 = 6;
const SAME_RATE: u8 = 1;
const NEW_RATE: u8 = 2;

/// A blob that no encoder made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Its first byte is of no version that is known here.
    #[error("packed readings are of an unknown version")]
    Version,
    /// It ends within a reading.
    #[error("packed readings are truncated")]
    CutOff,
    /// Flags, numbers or times that cannot be.
    #[error("packed readings are damaged")]
    Damaged,
}

/// What both sides remember of the readings before.
#[derive(Debug, Default)]
struct Before {
    at_ms: i64,
    daily_limit: i64,
    used: i64,
    failure: Option<i64>,
    rate_limit: Option<RateLimit>,
    component_rate_limit: Option<RateLimit>,
}

/// Packs `readings` in the order given; times count from `base_ms` and are kept to the millisecond.
pub fn pack<'a>(base_ms: i64, readings: impl IntoIterator<Item = &'a Reading>) -> Vec<u8> {
    let mut blob = vec![VERSION];
    let mut before = Before { at_ms: base_ms, ..Before::default() };
    for reading in readings {
        push(&mut blob, &mut before, reading);
    }
    blob
}

/// Unpacks what [`pack`] made with the same `base_ms`.
///
/// # Errors
/// [`PackError`] where it was not [`pack`] that made it.
pub fn unpack(base_ms: i64, blob: &[u8]) -> Result<Vec<Reading>, PackError> {
    Unpacked::new(base_ms, blob)?.collect()
}

fn push(blob: &mut Vec<u8>, before: &mut Before, reading: &Reading) {
    let flags_at = blob.len();
    blob.push(0);
    let at_ms = reading.at.as_millisecond();
    put(blob, at_ms.wrapping_sub(before.at_ms));
    before.at_ms = at_ms;
    let mut flags = match reading.outcome {
        Outcome::Good(figures) => push_figures(blob, before, figures),
        Outcome::NoFigure => NO_FIGURE,
        Outcome::Failed(failure) => push_failure(blob, before, failure.code()),
    };
    flags |= push_rate(blob, &mut before.rate_limit, reading.rate_limit) << RATE_SHIFT;
    flags |= push_rate(blob, &mut before.component_rate_limit, reading.component_rate_limit) << COMPONENT_SHIFT;
    blob[flags_at] = flags;
}

fn push_figures(blob: &mut Vec<u8>, before: &mut Before, figures: Figures) -> u8 {
    let mut flags = FIGURES;
    if figures.daily_limit != before.daily_limit {
        flags |= NEW_LIMIT;
        put(blob, figures.daily_limit);
    }
    put(blob, figures.used.wrapping_sub(before.used));
    let odd = figures.remain.wrapping_sub(figures.daily_limit.wrapping_sub(figures.used));
    if odd != 0 {
        flags |= ODD_REMAIN;
        put(blob, odd);
    }
    before.daily_limit = figures.daily_limit;
    before.used = figures.used;
    flags
}

fn push_failure(blob: &mut Vec<u8>, before: &mut Before, code: i64) -> u8 {
    if before.failure == Some(code) {
        return FAILED_ALIKE;
    }
    before.failure = Some(code);
    put(blob, code);
    FAILED
}

fn push_rate(blob: &mut Vec<u8>, before: &mut Option<RateLimit>, rate: Option<RateLimit>) -> u8 {
    let Some(rate) = rate else { return 0 };
    if *before == Some(rate) {
        return SAME_RATE;
    }
    *before = Some(rate);
    put(blob, rate.call_count);
    put(blob, rate.refresh_second);
    NEW_RATE
}

/// The readings of a blob, one after the other; ends after the first error.
#[derive(Debug)]
pub struct Unpacked<'a> {
    rest: &'a [u8],
    before: Before,
}

impl<'a> Unpacked<'a> {
    /// Begins to read `blob`; see [`unpack`].
    ///
    /// # Errors
    /// [`PackError::Version`].
    pub fn new(base_ms: i64, blob: &'a [u8]) -> Result<Self, PackError> {
        match blob.split_first() {
            Some((&VERSION, rest)) => Ok(Self { rest, before: Before { at_ms: base_ms, ..Before::default() } }),
            _ => Err(PackError::Version),
        }
    }

    fn reading(&mut self) -> Result<Reading, PackError> {
        let flags = self.byte()?;
        let since = self.number()?;
        let before = self.before.at_ms;
        self.before.at_ms = before.checked_add(since).ok_or(PackError::Damaged)?;
        let at = Timestamp::from_millisecond(self.before.at_ms).map_err(|_| PackError::Damaged)?;
        let outcome = match flags & OUTCOME {
            FIGURES => Outcome::Good(self.figures(flags)?),
            NO_FIGURE => Outcome::NoFigure,
            FAILED => {
                let code = self.number()?;
                self.before.failure = Some(code);
                Outcome::Failed(Failure::from_code(code))
            }
            _ => Outcome::Failed(Failure::from_code(self.before.failure.ok_or(PackError::Damaged)?)),
        };
        let rate_limit = self.rate(flags >> RATE_SHIFT, self.before.rate_limit)?;
        let component_rate_limit = self.rate(flags >> COMPONENT_SHIFT, self.before.component_rate_limit)?;
        self.before.rate_limit = rate_limit.or(self.before.rate_limit);
        self.before.component_rate_limit = component_rate_limit.or(self.before.component_rate_limit);
        Ok(Reading { at, outcome, rate_limit, component_rate_limit })
    }

    fn figures(&mut self, flags: u8) -> Result<Figures, PackError> {
        if flags & NEW_LIMIT != 0 {
            self.before.daily_limit = self.number()?;
        }
        self.before.used = self.before.used.wrapping_add(self.number()?);
        let Before { daily_limit, used, .. } = self.before;
        let odd = if flags & ODD_REMAIN == 0 { 0 } else { self.number()? };
        Ok(Figures { daily_limit, used, remain: daily_limit.wrapping_sub(used).wrapping_add(odd) })
    }

    fn rate(&mut self, flags: u8, before: Option<RateLimit>) -> Result<Option<RateLimit>, PackError> {
        match flags & 0b11 {
            0 => Ok(None),
            SAME_RATE => before.map(Some).ok_or(PackError::Damaged),
            NEW_RATE => Ok(Some(RateLimit { call_count: self.number()?, refresh_second: self.number()? })),
            _ => Err(PackError::Damaged),
        }
    }

    fn byte(&mut self) -> Result<u8, PackError> {
        let (&first, rest) = self.rest.split_first().ok_or(PackError::CutOff)?;
        self.rest = rest;
        Ok(first)
    }

    /// A zigzag varint of at most ten bytes.
    fn number(&mut self) -> Result<i64, PackError> {
        let mut bits = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if shift == 63 && part > 1 {
                return Err(PackError::Damaged);
            }
            bits |= part << shift;
            if byte & 0x80 == 0 {
                return Ok((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed());
            }
        }
        Err(PackError::Damaged)
    }
}

impl Iterator for Unpacked<'_> {
    type Item = Result<Reading, PackError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let reading = self.reading();
        if reading.is_err() {
            self.rest = &[];
        }
        Some(reading)
    }
}

fn put(blob: &mut Vec<u8>, number: i64) {
    let mut bits = (number << 1 ^ number >> 63).cast_unsigned();
    while bits >= 0x80 {
        blob.push(low_byte(bits) | 0x80);
        bits >>= 7;
    }
    blob.push(low_byte(bits));
}

fn low_byte(bits: u64) -> u8 {
    bits.to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIDNIGHT: i64 = 1_795_305_600_000;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    fn good(ms: i64, daily_limit: i64, used: i64) -> Reading {
        let outcome = Outcome::Good(Figures { daily_limit, used, remain: daily_limit - used });
        let rate_limit = Some(RateLimit { call_count: 1200, refresh_second: 60 });
        Reading { at: at(ms), outcome, rate_limit, component_rate_limit: None }
    }

    fn figures() -> impl Strategy<Value = Outcome> {
        let number = prop_oneof![0..10_000_000_i64, any::<i64>()];
        (number.clone(), number.clone(), number)
            .prop_map(|(daily_limit, used, remain)| Outcome::Good(Figures { daily_limit, used, remain }))
    }

    fn outcome() -> impl Strategy<Value = Outcome> {
        let failure = prop_oneof![
            (-999_999..i32::MAX).prop_map(Failure::Refused),
            (-999_999..i32::MAX).prop_map(Failure::TokenRefused),
            Just(Failure::NoConnection),
            Just(Failure::NoAnswer),
            Just(Failure::BadAnswer),
            Just(Failure::NoSecret),
        ];
        prop_oneof![4 => figures(), 1 => Just(Outcome::NoFigure), 2 => failure.prop_map(Outcome::Failed)]
    }

    fn rate() -> impl Strategy<Value = Option<RateLimit>> {
        let few =
            (0..3_i64, 0..2_i64).prop_map(|(call_count, refresh_second)| RateLimit { call_count, refresh_second });
        let any = any::<(i64, i64)>().prop_map(|(call_count, refresh_second)| RateLimit { call_count, refresh_second });
        proptest::option::of(prop_oneof![3 => few, 1 => any])
    }

    fn reading() -> impl Strategy<Value = Reading> {
        let ms = prop_oneof![MIDNIGHT..MIDNIGHT + 86_400_000, -377_705_023_201_000..253_402_207_200_000_i64];
        (ms, outcome(), rate(), rate()).prop_map(|(ms, outcome, rate_limit, component_rate_limit)| Reading {
            at: at(ms),
            outcome,
            rate_limit,
            component_rate_limit,
        })
    }

    proptest! {
        #[test]
        fn readings_come_back_as_they_were(readings in proptest::collection::vec(reading(), 0..40)) {
            let blob = pack(MIDNIGHT, &readings);
            prop_assert_eq!(unpack(MIDNIGHT, &blob), Ok(readings));
        }

        #[test]
        fn a_damaged_blob_is_refused_or_read_but_never_a_panic(
            readings in proptest::collection::vec(reading(), 1..10),
            cut in any::<prop::sample::Index>(),
            hit in any::<prop::sample::Index>(),
            byte in any::<u8>(),
        ) {
            let mut blob = pack(MIDNIGHT, &readings);
            let hit = hit.index(blob.len());
            blob[hit] = byte;
            blob.truncate(cut.index(blob.len()) + 1);
            if let Ok(read) = unpack(MIDNIGHT, &blob) {
                prop_assert!(read.len() <= blob.len() / 2);
            }
        }

        #[test]
        fn any_bytes_are_safe_to_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack(MIDNIGHT, &bytes);
            let _ = unpack(i64::MAX, &bytes);
        }
    }

    #[test]
    fn blobs_that_no_encoder_made_are_named() {
        assert_eq!(unpack(0, &[]), Err(PackError::Version));
        assert_eq!(unpack(0, &[2]), Err(PackError::Version));
        assert_eq!(unpack(0, &[1]), Ok(vec![]));
        assert_eq!(unpack(0, &[1, 0]), Err(PackError::CutOff));
        assert_eq!(unpack(0, &[1, FAILED_ALIKE, 0]), Err(PackError::Damaged), "nothing failed before");
        assert_eq!(unpack(0, &[1, NO_FIGURE | SAME_RATE << RATE_SHIFT, 0]), Err(PackError::Damaged), "no rate before");
        assert_eq!(unpack(0, &[1, NO_FIGURE | 0x30, 0]), Err(PackError::Damaged), "no such rate flag");
        let endless = [&[1, 0][..], &[0xff; 12]].concat();
        assert_eq!(unpack(0, &endless), Err(PackError::Damaged));
    }

    #[test]
    fn an_hourly_day_takes_under_nine_bytes_a_reading() {
        let day: Vec<_> = (0..24)
            .map(|hour| good(MIDNIGHT + hour * 3_600_000 + hour * 977 % 60_000, 500_000, hour * 9_731))
            .collect();
        let blob = pack(MIDNIGHT, &day);
        assert_eq!(unpack(MIDNIGHT, &blob).unwrap(), day);
        assert!(blob.len() <= 24 * 9, "{} bytes", blob.len());
    }

    #[test]
    fn a_failure_that_goes_on_takes_few_bytes() {
        let failing: Vec<_> = (0..24)
            .map(|hour| Reading {
                at: at(MIDNIGHT + hour * 3_600_000),
                outcome: Outcome::Failed(Failure::TokenRefused(40125)),
                rate_limit: None,
                component_rate_limit: None,
            })
            .collect();
        assert!(pack(MIDNIGHT, &failing).len() <= 24 * 5 + 8);
    }
}
