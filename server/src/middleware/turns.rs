//! Turns: so much at once of each kind, and whoever comes after that waits for a while.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The number of keys from which those that nobody uses are forgotten.
const TIDY_FROM: usize = 1_000;

/// So many turns at once for each key.
#[derive(Debug)]
pub(crate) struct Turns<K> {
    each: usize,
    by: Mutex<HashMap<K, Arc<Semaphore>>>,
}

impl<K: Eq + Hash> Turns<K> {
    pub(crate) fn new(each: usize) -> Self {
        Self { each, by: Mutex::default() }
    }

    /// A turn of a key, until it is dropped; `None` where none came free in time.
    pub(crate) async fn take(&self, key: K, patience: Duration) -> Option<OwnedSemaphorePermit> {
        let turns = self.of(key);
        timeout(patience, turns.acquire_owned()).await.ok()?.ok()
    }

    fn of(&self, key: K) -> Arc<Semaphore> {
        let mut by = self.by.lock().unwrap_or_else(PoisonError::into_inner);
        if by.len() >= TIDY_FROM {
            by.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        Arc::clone(by.entry(key).or_insert_with(|| Arc::new(Semaphore::new(self.each))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOT_LONG: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn each_key_has_its_own_turns() {
        let turns = Turns::new(2);
        let [first, _second] = [turns.take("a", NOT_LONG).await, turns.take("a", NOT_LONG).await].map(Option::unwrap);
        assert!(turns.take("a", NOT_LONG).await.is_none());
        assert!(turns.take("b", NOT_LONG).await.is_some());
        drop(first);
        assert!(turns.take("a", NOT_LONG).await.is_some());
    }

    #[tokio::test]
    async fn keys_that_nobody_uses_are_forgotten() {
        let turns = Turns::new(1);
        let held = turns.take(0, NOT_LONG).await.unwrap();
        for key in 1..3_000 {
            assert!(turns.take(key, NOT_LONG).await.is_some());
        }
        assert!(turns.by.lock().unwrap().len() <= TIDY_FROM);
        assert!(turns.take(0, NOT_LONG).await.is_none(), "its turn is taken");
        drop(held);
    }
}
