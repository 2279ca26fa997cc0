//! Somebody else, who uses the program while it is attacked.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{requests, table::Table};

/// How often somebody asks.
const EVERY: Duration = Duration::from_millis(200);
/// How long an answer may take.
const LONGEST: Duration = Duration::from_secs(2);

/// Asks for a page again and again, each time on a new connection.
pub(super) struct Bystander {
    what: &'static str,
    stop: Arc<AtomicBool>,
    asking: JoinHandle<Waits>,
}

#[derive(Debug, Default)]
struct Waits {
    times: Vec<Duration>,
    unanswered: usize,
}

impl Bystander {
    /// Begins to ask; `what` names it in the table, `more` are headers.
    pub(super) fn start(what: &'static str, address: SocketAddr, path: &'static str, more: String) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let asking = thread::spawn(move || {
            let mut waits = Waits::default();
            while !stopped.load(Ordering::Relaxed) {
                let asked = Instant::now();
                match requests::get(address, path, &more) {
                    Some(answer) if answer.status == 200 => waits.times.push(asked.elapsed()),
                    _ => waits.unanswered += 1,
                }
                thread::sleep(EVERY);
            }
            waits
        });
        Self { what, stop, asking }
    }

    /// Ends, and writes down how long it waited.
    pub(super) fn finish(self, attack: &'static str, table: &mut Table) {
        self.stop.store(true, Ordering::Relaxed);
        let mut waits = self.asking.join().unwrap_or_default();
        waits.times.sort();
        let longest = waits.times.last().copied().unwrap_or_default();
        let what = self.what;
        table.at_most(
            attack,
            format!("{what}: unanswered of {}", waits.times.len() + waits.unanswered),
            0,
            waits.unanswered,
            "",
        );
        table.time(attack, format!("{what}: longest wait"), LONGEST, longest);
    }
}
