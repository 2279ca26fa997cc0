//! Throttling of password attempts.
//!
//! Failures are counted in memory only: after a few that cost nothing, each further one doubles the wait for the next. An
//! attempt counts as failed from its start, so that a thousand at once get no further than a thousand in turn; a success takes
//! that back.
//!
//! Three counts hold for a browser that never signed in as the user: one of this user and network, one of this user over all
//! such browsers, whose many addresses are bounded by it, and one of this network over all users. A device that the user has
//! signed in on, and a session, have a count of their own and no other, so that no stranger keeps the user from either.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use domain::ClientNetwork;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

#[cfg(test)]
mod tests;

/// The number of failures without a wait: of one browser, of one user over all browsers that never signed in as the user, and
/// of one network, which many may share.
const FREE_PER_BROWSER: u32 = 5;
const FREE_PER_USER: u32 = 20;
const FREE_PER_NETWORK: u32 = 20;

/// The wait after the first failure that costs one, which each further failure doubles up to the longest.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);

/// The time after its last wait for which a count is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(15);

/// The maximum number of entries of each count; without room, [`FORGOTTEN_TOGETHER`] are forgotten.
const MOST: usize = 10_000;
const FORGOTTEN_TOGETHER: usize = 500;

/// An attempt that was refused, and not counted, because too many failed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many failed attempts; try again at {until}")]
pub struct TooManyAttempts {
    /// When the next may be made.
    pub until: Timestamp,
}

/// Who makes an attempt, as failures are counted.
#[derive(Debug, Clone, Copy)]
pub enum Trier<'a> {
    /// A browser that never signed in as this user, whether there is such a user or not.
    Stranger {
        /// The key of the user's name.
        user: &'a str,
        /// The client's address, where it is known.
        address: Option<IpAddr>,
    },
    /// A device or a session of the user, by a name of its own.
    Known(&'a str),
}

/// An attempt in progress. It counts as failed unless it is handed back.
#[derive(Debug)]
#[must_use = "an attempt that is not handed back counts as failed"]
pub struct Attempt(Counted);

#[derive(Debug)]
enum Counted {
    Stranger { browser: (Browser, Number), user: (Key, Number), network: Option<(ClientNetwork, Number)> },
    Known((Key, Number)),
}

/// A browser that never signed in as a user: the user, and the network, where that is known.
type Browser = (Key, Option<ClientNetwork>);

/// The hash of a name: of one size whatever was typed, and not readable, since people type passwords there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key([u8; 32]);

impl Key {
    fn of(name: &str) -> Self {
        Self(Sha256::digest(name.as_bytes()).into())
    }
}

/// Failed attempts.
#[derive(Debug)]
pub struct Throttle {
    /// Of devices and sessions of users.
    known: Failures<Key>,
    /// Of strangers, by user and network.
    browsers: Failures<Browser>,
    /// Of strangers, by user.
    users: Failures<Key>,
    /// Of strangers, by network.
    networks: Failures<ClientNetwork>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            known: Failures::new(FREE_PER_BROWSER),
            browsers: Failures::new(FREE_PER_BROWSER),
            users: Failures::new(FREE_PER_USER),
            networks: Failures::new(FREE_PER_NETWORK),
        }
    }
}

impl Throttle {
    /// Lets an attempt begin, and counts it as failed wherever its trier is counted.
    ///
    /// # Errors
    /// [`TooManyAttempts`], where one of these counts has the trier wait.
    pub fn attempt(&mut self, trier: Trier<'_>, now: Timestamp) -> Result<Attempt, TooManyAttempts> {
        let counted = match trier {
            Trier::Known(name) => {
                let key = Key::of(name);
                waited([self.known.waits(key, now)])?;
                Counted::Known((key, self.known.count(key, now)))
            }
            Trier::Stranger { user, address } => {
                let (user, network) = (Key::of(user), address.map(ClientNetwork::from));
                let browser = (user, network);
                waited([
                    self.browsers.waits(browser, now),
                    self.users.waits(user, now),
                    network.and_then(|network| self.networks.waits(network, now)),
                ])?;
                Counted::Stranger {
                    browser: (browser, self.browsers.count(browser, now)),
                    user: (user, self.users.count(user, now)),
                    network: network.map(|network| (network, self.networks.count(network, now))),
                }
            }
        };
        Ok(Attempt(counted))
    }

    /// The password was right: the failures of this browser are forgotten; the user has one less by strangers, and the
    /// network one less.
    ///
    /// These keep the others: whoever has one account could else guess at all others from the same place, and strangers at a
    /// user's whenever that user signs in.
    pub fn succeeded(&mut self, attempt: Attempt) {
        match attempt.0 {
            Counted::Known((key, _)) => drop(self.known.by.remove(&key)),
            Counted::Stranger { browser: (browser, _), user, network } => {
                self.browsers.by.remove(&browser);
                self.take_back_shared(user, network);
            }
        }
    }

    /// No password was compared, by no fault of who asked: it is as if the attempt had not been made.
    pub fn not_made(&mut self, attempt: Attempt) {
        match attempt.0 {
            Counted::Known((key, number)) => self.known.take_back(key, number),
            Counted::Stranger { browser: (browser, number), user, network } => {
                self.browsers.take_back(browser, number);
                self.take_back_shared(user, network);
            }
        }
    }

    fn take_back_shared(&mut self, (user, number): (Key, Number), network: Option<(ClientNetwork, Number)>) {
        self.users.take_back(user, number);
        if let Some((network, number)) = network {
            self.networks.take_back(network, number);
        }
    }
}

/// Refuses whom one of the counts has wait, until the last of these waits is over.
fn waited<const N: usize>(waits: [Option<Timestamp>; N]) -> Result<(), TooManyAttempts> {
    match waits.into_iter().flatten().max() {
        Some(until) => Err(TooManyAttempts { until }),
        None => Ok(()),
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
