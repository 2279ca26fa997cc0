//! The pace of the checks of an import: so many calls in a second, not all at once.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// Gives turns, each at least some time after the one before.
#[derive(Debug)]
pub(super) struct Pace {
    apart: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// A pace with this time between two turns.
    pub(super) fn new(apart: Duration) -> Self {
        Self { apart, next: Mutex::new(None) }
    }

    /// Waits for the next turn; the first comes at once.
    pub(super) async fn turn(&self) {
        let at = {
            let mut next = self.next.lock().await;
            let now = Instant::now();
            let at = next.map_or(now, |next| next.max(now));
            *next = Some(at + self.apart);
            at
        };
        tokio::time::sleep_until(at).await;
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn turns_keep_their_distance_however_many_wait() {
        let pace = Pace::new(Duration::from_millis(50));
        let began = Instant::now();
        let turns = join_all((0..400).map(|_| async {
            pace.turn().await;
            began.elapsed()
        }));
        let mut turns = turns.await;
        turns.sort();
        assert_eq!((turns[0], turns[1]), (Duration::ZERO, Duration::from_millis(50)));
        assert_eq!(turns[399], Duration::from_millis(50 * 399));
        tokio::time::advance(Duration::from_secs(9)).await;
        let before = Instant::now();
        pace.turn().await;
        assert_eq!(before.elapsed(), Duration::ZERO, "turns that nobody took are not saved up");
    }
}
