//! Demo time: the clock of a demo's world, which starts in an afternoon late in a month and goes on at the real pace.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Clock, QuotaZone};
use jiff::{Timestamp, ToSpan};
use url::Url;

use super::mark::{self, KeptTime};
use crate::failure::CommandError;

/// Day of the month, hour and minute at which a demo starts: the month has clears behind it, the day has calls.
const STARTS: (i8, i8, i8) = (26, 15, 20);
/// How often the latest instant is written down while the clock is read, in milliseconds.
const WRITTEN_EVERY_MS: i64 = 60_000;

/// The most recent moment, at `now` or before it, at which a demo starts; `now` where the zone has none.
pub(super) fn start_before(now: Timestamp, zone: &QuotaZone) -> Timestamp {
    let (day, hour, minute) = STARTS;
    let today = zone.day(now);
    let in_month = |months: i64| {
        let first = today.first_of_month().checked_sub(months.months()).ok()?;
        zone.at(first.with().day(day).build().ok()?.at(hour, minute, 0, 0))
    };
    [0, 1].into_iter().filter_map(in_month).find(|start| *start <= now).unwrap_or(now)
}

/// A demo's clock: the machine's, shifted by an offset that is kept beside the database, and never behind an instant that it
/// has shown. Where the machine's clock was set back, it goes on from the latest of them.
#[derive(Debug)]
pub(crate) struct DemoClock {
    machine: Arc<dyn Clock>,
    database: PathBuf,
    /// Milliseconds added to the machine's time.
    ahead_ms: AtomicI64,
    /// The latest instant shown, in Unix milliseconds.
    latest_ms: AtomicI64,
    /// The latest instant written down, in Unix milliseconds.
    written_ms: AtomicI64,
    /// Whether its demo has ended: from then on nothing is written, since the folder may be going.
    has_ended: Mutex<bool>,
}

/// Further than this behind the latest instant, the machine's clock was set back; less is threads that overtake each other.
const SET_BACK_MS: i64 = 1_000;

impl DemoClock {
    /// The clock that is kept beside `database`.
    pub(super) fn kept(database: PathBuf, kept: KeptTime, machine: Arc<dyn Clock>) -> Self {
        let KeptTime { ahead_ms, latest_ms } = kept;
        let [ahead_ms, written_ms, latest_ms] = [ahead_ms, latest_ms, latest_ms].map(AtomicI64::new);
        let clock = Self { machine, database, ahead_ms, latest_ms, written_ms, has_ended: Mutex::new(false) };
        clock.now();
        clock
    }

    /// Writes down the offset and the latest instant.
    ///
    /// # Errors
    /// [`CommandError::File`].
    pub(super) fn write_down(&self) -> Result<(), CommandError> {
        mark::write(&self.database, self.kept_time(), None)
    }

    /// The same, and where the demo's WeChat answers.
    ///
    /// # Errors
    /// [`CommandError::File`].
    pub(super) fn write_down_with(&self, wechat: &Url) -> Result<(), CommandError> {
        mark::write(&self.database, self.kept_time(), Some(wechat))
    }

    /// Writes down the time at which the demo ends, and nothing from then on.
    pub(super) fn end(&self) {
        self.try_to_write_down();
        *self.has_ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }

    fn kept_time(&self) -> KeptTime {
        let latest_ms = self.latest_ms.load(Ordering::SeqCst);
        KeptTime { ahead_ms: self.ahead_ms.load(Ordering::SeqCst), latest_ms }
    }

    fn write_down_now_and_then(&self, latest_ms: i64) {
        let written = self.written_ms.load(Ordering::SeqCst);
        let due = latest_ms - written >= WRITTEN_EVERY_MS;
        let swap = || self.written_ms.compare_exchange(written, latest_ms, Ordering::SeqCst, Ordering::SeqCst);
        if due && swap().is_ok() {
            self.try_to_write_down();
        }
    }

    /// A folder that cannot be written, or is gone, is no reason to stop.
    fn try_to_write_down(&self) {
        let has_ended = self.has_ended.lock().unwrap_or_else(PoisonError::into_inner);
        if !*has_ended && let Err(error) = self.write_down() {
            tracing::debug!(error = error.line(), "demo time is not written down");
        }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let ahead = self.ahead_ms.load(Ordering::SeqCst);
        let reached = self.machine.now_ms().saturating_add(ahead);
        let latest = self.latest_ms.fetch_max(reached, Ordering::SeqCst).max(reached);
        let more = ahead.saturating_add(latest - reached);
        let swap = || self.ahead_ms.compare_exchange(ahead, more, Ordering::SeqCst, Ordering::SeqCst);
        // One of several threads that find the machine's clock set back makes up for it.
        if latest - reached > SET_BACK_MS && swap().is_ok() {
            self.try_to_write_down();
        }
        self.write_down_now_and_then(latest);
        Timestamp::from_millisecond(latest).unwrap_or(Timestamp::MAX)
    }

    fn is_demo(&self) -> bool {
        true
    }
}

impl Drop for DemoClock {
    fn drop(&mut self) {
        if self.latest_ms.load(Ordering::SeqCst) > self.written_ms.load(Ordering::SeqCst) {
            self.try_to_write_down();
        }
    }
}

/// The clock of a demo's database; `None` for any other, and for one of a release that kept none.
pub(crate) fn of_database(database: &Path, machine: Arc<dyn Clock>) -> Option<DemoClock> {
    mark::kept_time(database).map(|kept| DemoClock::kept(database.to_owned(), kept, machine))
}

/// Takes a database for the demo, and gives its clock: of one that a demo filled before, which goes on; or of one that is not
/// there yet, which begins at `start`, else at the last moment at which demos start in `zone`.
///
/// # Errors
/// [`CommandError::NotADemo`] where there is any other, which is not even opened; [`CommandError::DemoTimeMissing`] where there
/// is a copy of a demo's database alone; [`CommandError::OldDemo`] where an older
/// release filled it; [`CommandError::File`] where it cannot be marked.
pub(super) fn take(
    database: &Path,
    machine: Arc<dyn Clock>,
    zone: &QuotaZone,
    start: Option<Timestamp>,
) -> Result<DemoClock, CommandError> {
    let mark = mark::mark(database);
    if mark.try_exists().map_err(|source| CommandError::File { verb: "made", file: mark.clone(), source })? {
        let clock = of_database(database, machine).ok_or_else(|| CommandError::OldDemo(database.to_owned()))?;
        clock.write_down()?;
        return Ok(clock);
    }
    if mark::is_demos(database)? {
        return Err(CommandError::DemoTimeMissing { database: database.to_owned(), mark });
    }
    if database.try_exists().unwrap_or(true) {
        return Err(CommandError::NotADemo(database.to_owned()));
    }
    let now = machine.now();
    let latest_ms = start.unwrap_or_else(|| start_before(now, zone)).as_millisecond();
    let kept = KeptTime { ahead_ms: latest_ms - now.as_millisecond(), latest_ms };
    // Before the first user is there: a demo that is killed on the way leaves a demo.
    mark::write(database, kept, None)?;
    Ok(DemoClock::kept(database.to_owned(), kept, machine))
}

#[cfg(test)]
mod tests {
    use domain::ManualClock;
    use jiff::SignedDuration;
    use tempfile::TempDir;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_starts_on_the_last_26th_that_has_come() {
        for (now, start) in [
            ("2026-12-01T00:00:00+08:00", "2026-11-26T15:20:00+08:00"),
            ("2026-12-01T00:47:00+08:00", "2026-11-26T15:20:00+08:00"),
            ("2026-12-26T15:19:59+08:00", "2026-11-26T15:20:00+08:00"),
            ("2026-12-26T15:20:00+08:00", "2026-12-26T15:20:00+08:00"),
            ("2026-12-31T23:58:00+08:00", "2026-12-26T15:20:00+08:00"),
            ("2027-01-01T00:00:00+08:00", "2026-12-26T15:20:00+08:00"),
            ("2028-02-29T12:00:00+08:00", "2028-02-26T15:20:00+08:00"),
            ("2028-03-26T00:00:00+08:00", "2028-02-26T15:20:00+08:00"),
            ("2026-03-31T12:00:00+08:00", "2026-03-26T15:20:00+08:00"),
        ] {
            assert_eq!(start_before(at(now), &QuotaZone::default()), at(start), "{now}");
        }
        let berlin: QuotaZone = "Europe/Berlin".parse().unwrap();
        assert_eq!(start_before(at("2026-04-01T00:00:00+02:00"), &berlin), at("2026-03-26T15:20:00+01:00"));
    }

    /// A demo's database in a folder, and the machine's clock.
    struct Machine {
        folder: TempDir,
        clock: Arc<ManualClock>,
    }

    impl Machine {
        fn at(now: &str) -> Self {
            Self { folder: tempfile::tempdir().unwrap(), clock: Arc::new(ManualClock::at(at(now))) }
        }

        /// A demo on it: started, or gone on with.
        fn demo(&self, start: Option<&str>) -> DemoClock {
            let machine: Arc<ManualClock> = Arc::clone(&self.clock);
            let database = self.folder.path().join("wxquota.db");
            take(&database, machine, &QuotaZone::default(), start.map(at)).unwrap()
        }

        /// What a command beside it reads.
        fn beside(&self) -> DemoClock {
            let machine: Arc<ManualClock> = Arc::clone(&self.clock);
            of_database(&self.folder.path().join("wxquota.db"), machine).unwrap()
        }
    }

    #[test]
    fn a_restart_goes_on_and_counts_the_time_between() {
        let machine = Machine::at("2026-12-01T00:47:00+08:00");
        let demo = machine.demo(None);
        assert_eq!(demo.now(), at("2026-11-26T15:20:00+08:00"));
        assert!(demo.is_demo());
        machine.clock.advance(SignedDuration::from_secs(90));
        assert_eq!((demo.now(), machine.beside().now()), (at("2026-11-26T15:21:30+08:00"), demo.now()));
        drop(demo);
        machine.clock.advance(SignedDuration::from_hours(48));
        assert_eq!(machine.demo(None).now(), at("2026-11-28T15:21:30+08:00"));
        let other = machine.demo(Some("2026-01-01T00:00:00+08:00"));
        assert_eq!(other.now(), at("2026-11-28T15:21:30+08:00"), "a start is for a new demo only");
    }

    #[test]
    fn it_never_goes_back() {
        let machine = Machine::at("2026-12-01T00:47:00+08:00");
        let demo = machine.demo(None);
        machine.clock.advance(SignedDuration::from_mins(10));
        let latest = at("2026-11-26T15:30:00+08:00");
        assert_eq!(demo.now(), latest);
        machine.clock.advance(-SignedDuration::from_hours(5));
        assert_eq!(demo.now(), latest, "set back while it runs");
        machine.clock.advance(SignedDuration::from_mins(1));
        assert_eq!(demo.now(), latest + SignedDuration::from_mins(1), "it goes on at the real pace");
        drop(demo);
        machine.clock.advance(-SignedDuration::from_hours(30 * 24));
        let again = machine.demo(None);
        assert_eq!(again.now(), latest + SignedDuration::from_mins(1), "set back while it was stopped");
        machine.clock.advance(SignedDuration::from_mins(1));
        assert_eq!(again.now(), latest + SignedDuration::from_mins(2));
        assert_eq!(machine.beside().now(), again.now());
    }

    #[test]
    fn killed_it_has_forgotten_a_minute_at_most() {
        let machine = Machine::at("2026-12-01T00:47:00+08:00");
        let demo = machine.demo(None);
        for _ in 0..150 {
            machine.clock.advance(SignedDuration::from_secs(1));
            demo.now();
        }
        // As after `kill -9`: nothing is written at its end.
        std::mem::forget(demo);
        machine.clock.advance(-SignedDuration::from_hours(1));
        let again = machine.demo(None).now();
        assert_eq!(again, at("2026-11-26T15:22:00+08:00"));
    }

    #[test]
    fn a_start_can_be_named() {
        let machine = Machine::at("2026-12-01T00:47:00+08:00");
        assert_eq!(machine.demo(Some("2028-02-29T12:00:00+08:00")).now(), at("2028-02-29T12:00:00+08:00"));
    }

    #[test]
    fn a_demo_of_an_older_release_is_refused() {
        let machine = Machine::at("2026-12-01T00:47:00+08:00");
        let database = machine.folder.path().join("wxquota.db");
        let refused = || {
            let clock: Arc<ManualClock> = Arc::clone(&machine.clock);
            take(&database, clock, &QuotaZone::default(), None).unwrap_err()
        };
        std::fs::write(&database, "").unwrap();
        assert!(matches!(refused(), CommandError::NotADemo(_)));
        std::fs::write(machine.folder.path().join("wxquota.db.demo"), "This database is a demo's.\n").unwrap();
        assert!(matches!(refused(), CommandError::OldDemo(_)));
        let clock: Arc<ManualClock> = Arc::clone(&machine.clock);
        assert!(of_database(&database, clock).is_none(), "its commands go by the machine's clock, as before");
    }
}
