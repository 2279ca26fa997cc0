//! Rates: so many at once, and then so many a second, for each key.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// The number of keys that are remembered.
const MOST: usize = 10_000;

/// A rate.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// How many may come at once.
    pub burst: i32,
    /// The time after which one more may come.
    pub every: SignedDuration,
}

/// A rate for each key.
#[derive(Debug)]
pub(crate) struct Rates<K> {
    rate: Rate,
    /// When a key has nothing left to make up for.
    even_at: Mutex<HashMap<K, Timestamp>>,
}

impl<K: Eq + Hash> Rates<K> {
    pub(crate) fn new(rate: Rate) -> Self {
        Self { rate, even_at: Mutex::default() }
    }

    /// Whether one more may come at `now`; it is then counted.
    pub(crate) fn admit(&self, key: K, now: Timestamp) -> bool {
        let Rate { burst, every } = self.rate;
        let mut even_at = self.even_at.lock().unwrap_or_else(PoisonError::into_inner);
        if even_at.len() >= MOST && !even_at.contains_key(&key) {
            even_at.retain(|_, even_at| *even_at > now);
            if even_at.len() >= MOST {
                even_at.clear();
            }
        }
        let latest = now + every * burst;
        // A clock that was set back does not make anybody wait for longer than a burst takes.
        let even = even_at.get(&key).map_or(now, |even| (*even).clamp(now, latest));
        let admitted = even + every <= latest;
        even_at.insert(key, if admitted { even + every } else { even });
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3, every: SignedDuration::from_secs(1) };

    fn admitted(rates: &Rates<&str>, key: &'static str, now: Timestamp) -> usize {
        (0..10).filter(|_| rates.admit(key, now)).count()
    }

    #[test]
    fn a_burst_and_then_so_many_a_second() {
        let (rates, now) = (Rates::new(RATE), "2026-03-14T00:00:00Z".parse::<Timestamp>().unwrap());
        assert_eq!(admitted(&rates, "a", now), 3);
        assert_eq!(admitted(&rates, "b", now), 3, "each key for itself");
        assert_eq!(admitted(&rates, "a", now + SignedDuration::from_millis(2_100)), 2);
        assert_eq!(admitted(&rates, "a", now + SignedDuration::from_mins(1)), 3);
        assert_eq!(admitted(&rates, "a", now - SignedDuration::from_hours(1)), 0, "the clock was set back");
        assert_eq!(admitted(&rates, "a", now - SignedDuration::from_hours(1) + SignedDuration::from_secs(3)), 3);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (rates, now) = (Rates::new(RATE), Timestamp::UNIX_EPOCH);
        for key in 0..2 * MOST {
            assert!(rates.admit(key, now));
        }
        assert!(rates.even_at.lock().unwrap().len() <= MOST);
    }
}
