//! Throttling of password attempts.
//!
//! Failures are counted for each user and each address, in memory only: after a few that cost nothing, each further one doubles
//! the wait for the next. An attempt counts as failed from its start, so that a thousand at once get no further than a thousand
//! in turn; a success takes that back.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

#[cfg(test)]
mod tests;

/// The number of failures without a wait: of one user, and of one address, which many may share.
const FREE_PER_USER: u32 = 5;
const FREE_PER_ADDRESS: u32 = 20;

/// The wait after the first failure that costs one, which each further failure doubles up to the longest.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);

/// The time after its last wait for which a count is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(15);

/// The maximum number of users, and of addresses, that are counted; without room, [`FORGOTTEN_TOGETHER`] are forgotten.
const MOST: usize = 10_000;
const FORGOTTEN_TOGETHER: usize = 500;

/// An attempt that was refused, and not counted, because too many failed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many failed attempts; try again at {until}")]
pub struct TooManyAttempts {
    /// When the next may be made.
    pub until: Timestamp,
}

/// An attempt in progress. It counts as failed unless it is handed back.
#[derive(Debug)]
#[must_use = "an attempt that is not handed back counts as failed"]
pub struct Attempt {
    user: (UserKey, Number),
    address: Option<(IpAddr, Number)>,
}

/// The hash of a user's name: of one size whatever was typed, and not readable, since people type passwords there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct UserKey([u8; 32]);

/// Failed attempts, by user and by address.
#[derive(Debug)]
pub struct Throttle {
    users: Failures<UserKey>,
    addresses: Failures<IpAddr>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { users: Failures::new(FREE_PER_USER), addresses: Failures::new(FREE_PER_ADDRESS) }
    }
}

impl Throttle {
    /// Lets an attempt begin, and counts it as failed, for the user of this key (whether there is one or not) and for the
    /// address, where it is known.
    ///
    /// # Errors
    /// [`TooManyAttempts`], where either must wait.
    pub fn attempt(
        &mut self,
        user_key: &str,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Attempt, TooManyAttempts> {
        let user = UserKey(Sha256::digest(user_key.as_bytes()).into());
        let address = address.map(network);
        let waits = [self.users.waits(user, now), address.and_then(|address| self.addresses.waits(address, now))];
        if let Some(until) = waits.into_iter().flatten().max() {
            return Err(TooManyAttempts { until });
        }
        Ok(Attempt {
            user: (user, self.users.count(user, now)),
            address: address.map(|address| (address, self.addresses.count(address, now))),
        })
    }

    /// The password was right: the user's failures are forgotten, and the address has one less.
    ///
    /// The address keeps the others, or whoever has one account could guess at all others from the same place.
    pub fn succeeded(&mut self, attempt: Attempt) {
        self.users.by.remove(&attempt.user.0);
        if let Some((address, number)) = attempt.address {
            self.addresses.take_back(address, number);
        }
    }

    /// No password was compared, by no fault of who asked: it is as if the attempt had not been made.
    pub fn not_made(&mut self, attempt: Attempt) {
        let (user, number) = attempt.user;
        self.users.take_back(user, number);
        if let Some((address, number)) = attempt.address {
            self.addresses.take_back(address, number);
        }
    }
}

/// The address that is counted: of IPv6 its /64, the smallest network a customer gets.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The serial number of a failure: clocks are set back, numbers are not.
type Number = u64;

/// The failures of each of one kind.
#[derive(Debug)]
struct Failures<K> {
    free: u32,
    by: HashMap<K, Entry>,
    newest: Number,
}

#[derive(Debug)]
struct Entry {
    count: u32,
    /// The first failure counted here: of those before it nothing is left to take back.
    first: Number,
    /// The last failure, and the wait it brought.
    last: Number,
    at: Timestamp,
    wait: SignedDuration,
}

impl<K: Copy + Eq + Hash> Failures<K> {
    fn new(free: u32) -> Self {
        Self { free, by: HashMap::new(), newest: 0 }
    }

    /// Until when `key` must wait, where it must.
    fn waits(&mut self, key: K, now: Timestamp) -> Option<Timestamp> {
        let entry = self.by.get_mut(&key)?;
        // A failure in time to come was counted under a clock that has since been set back; its wait begins anew.
        entry.at = entry.at.min(now);
        Some(entry.until()).filter(|until| *until > now)
    }

    /// Counts a failure.
    fn count(&mut self, key: K, now: Timestamp) -> Number {
        if self.by.get(&key).is_some_and(|entry| entry.is_over(now)) {
            self.by.remove(&key);
        }
        if self.by.len() >= MOST && !self.by.contains_key(&key) {
            self.make_room(now);
        }
        self.newest += 1;
        let (count, first) = self.by.get(&key).map_or((0, self.newest), |entry| (entry.count, entry.first));
        let count = count.saturating_add(1);
        self.by.insert(key, Entry { count, first, last: self.newest, at: now, wait: wait_after(count, self.free) });
        self.newest
    }

    /// Takes a failure back that was none.
    fn take_back(&mut self, key: K, number: Number) {
        let Some(entry) = self.by.get_mut(&key).filter(|entry| entry.first <= number) else { return };
        entry.count = entry.count.saturating_sub(1);
        // Whoever made the newest attempt had waited for it; of one before it only the newest's wait shows.
        let newest = entry.last == number;
        entry.wait = if newest { SignedDuration::ZERO } else { entry.wait.min(wait_after(entry.count, self.free)) };
        if entry.count == 0 {
            self.by.remove(&key);
        }
    }

    /// Forgets those whose time is over, and where that is not enough the oldest, those that must wait last of all.
    fn make_room(&mut self, now: Timestamp) {
        self.by.retain(|_, entry| !entry.is_over(now));
        if self.by.len() < MOST {
            return;
        }
        let mut ages: Vec<_> = self.by.iter().map(|(key, entry)| (entry.until() > now, entry.last, *key)).collect();
        ages.select_nth_unstable_by_key(FORGOTTEN_TOGETHER, |(waits, last, _)| (*waits, *last));
        for (_, _, key) in ages.iter().take(FORGOTTEN_TOGETHER) {
            self.by.remove(key);
        }
    }
}

impl Entry {
    fn until(&self) -> Timestamp {
        self.at + self.wait
    }

    fn is_over(&self, now: Timestamp) -> bool {
        now >= self.until() + REMEMBERED
    }
}

/// The wait that the `count`th failure brings, where the first `free` bring none.
fn wait_after(count: u32, free: u32) -> SignedDuration {
    let Some(doublings) = count.checked_sub(free + 1) else { return SignedDuration::ZERO };
    let wait = 2_i32.checked_pow(doublings).and_then(|factor| FIRST_WAIT.checked_mul(factor));
    wait.map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}
