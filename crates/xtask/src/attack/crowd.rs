//! Many clients at once, each on a thread of its own.

use std::{collections::BTreeMap, thread};

/// Enough for a client that reads and writes a little.
const STACK: usize = 256 << 10;

/// What became of each of `clients`, by how many.
pub(super) fn at_once<T: Ord + Send>(clients: usize, client: impl Fn(usize) -> T + Sync) -> BTreeMap<T, usize> {
    thread::scope(|scope| {
        let client = &client;
        let start = |number| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || client(number));
        let started: Vec<_> = (0..clients).map(start).collect();
        let mut outcomes = BTreeMap::new();
        for outcome in started.into_iter().flatten().filter_map(|thread| thread.join().ok()) {
            *outcomes.entry(outcome).or_default() += 1;
        }
        outcomes
    })
}

/// Statuses and how many answers had them: `302: 20, none: 3`.
pub(super) fn statuses(outcomes: &BTreeMap<Option<u16>, usize>) -> String {
    let word = |status: &Option<u16>| status.map_or_else(|| "none".to_owned(), |status| status.to_string());
    outcomes.iter().map(|(status, count)| format!("{}: {count}", word(status))).collect::<Vec<_>>().join(", ")
}
