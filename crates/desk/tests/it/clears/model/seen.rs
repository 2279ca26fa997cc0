//! Which clears made elsewhere could be seen, told anew from the readings that were made: rule 9, a second time.

use domain::{ClearState, InterfaceId, Reading};
use jiff::{SignedDuration, Timestamp};
use store::clears::Clear;

use super::world::World;

/// A good reading.
#[derive(Debug, Clone, Copy)]
struct Good {
    at: Timestamp,
    used: i64,
}

fn good(readings: &[Reading]) -> Vec<Good> {
    readings.iter().filter_map(|reading| Some(Good { at: reading.at, used: reading.outcome.figures()?.used })).collect()
}

/// More than 2 % and 20 calls.
fn fell(before: Good, after: Good) -> bool {
    let by = before.used - after.used;
    by > 20 && by * 100 > before.used * 2
}

impl World {
    /// Every clear made elsewhere that rule 9 can see is in the ledger, and where none was made there is none.
    pub(super) async fn check_guesses(&mut self) {
        let mut seen_in_all = 0;
        for n in 0..self.accounts.len() {
            let ledger = self.ledger(n).await;
            let guesses = ledger.iter().filter(|clear| clear.state == ClearState::Elsewhere).count();
            let made: Vec<_> = self.carried_out_of(n).into_iter().filter(|clear| clear.endpoint == "console").collect();
            // What a person gave back wrongly shows as made elsewhere, which brings the count back to the truth.
            let mistaken = self.given_back_by_people(&ledger).await.len();
            let seen_at: std::collections::BTreeSet<_> =
                ledger.iter().filter(|clear| clear.state == ClearState::Elsewhere).map(|clear| clear.at).collect();
            assert!(seen_at.len() <= made.len() + mistaken, "more guesses than were made: {ledger:#?} {made:#?}");
            let mut seen: Vec<Timestamp> = Vec::new();
            for clear in &made {
                let at = Timestamp::from_millisecond(clear.at_ms).unwrap();
                for interface in self.store.interfaces_of(self.accounts[n]).await.unwrap() {
                    if clear.path.as_deref().is_none_or(|path| path == interface.cgi_path.as_str()) {
                        seen.extend(self.shown_at(interface.id, at, &ledger).await);
                    }
                }
            }
            seen.sort();
            // What shows by the same reading is one.
            seen.dedup();
            if guesses < seen.len() {
                self.print_readings(n).await;
            }
            assert!(
                guesses >= seen.len(),
                "{} made elsewhere could be seen, at {seen:?}: {ledger:#?} {made:#?}",
                seen.len()
            );
            seen_in_all += u32::try_from(seen.len()).unwrap();
        }
        self.saw(seen_in_all);
    }

    /// What a failure is understood by.
    async fn print_readings(&self, n: usize) {
        for interface in self.store.interfaces_of(self.accounts[n]).await.unwrap() {
            let readings = self.store.readings(interface.id, Timestamp::MIN, Timestamp::MAX).await.unwrap();
            println!("{}", interface.cgi_path);
            for reading in good(&readings) {
                println!("  {} {}", reading.at, reading.used);
            }
        }
    }

    /// When a clear made elsewhere at `at` showed on an interface, if it could be told.
    async fn shown_at(&self, interface: InterfaceId, at: Timestamp, ledger: &[Clear]) -> Option<Timestamp> {
        let zone = &self.desk.settings().quota_zone;
        let readings = self.store.readings(interface, Timestamp::MIN, Timestamp::MAX).await.unwrap();
        let readings = good(&readings);
        let earlier = *readings.iter().rev().find(|reading| reading.at < at)?;
        let later = readings.iter().find(|reading| reading.at > at).copied();
        // One of the same instant was made after the clear where it had fallen, and may have been made before it otherwise.
        let same = readings.iter().find(|reading| reading.at == at).copied();
        let (before, after) = match same {
            Some(same) if fell(earlier, same) => (earlier, same),
            same => (same.unwrap_or(earlier), later?),
        };
        let again = *readings.iter().find(|reading| reading.at >= after.at + SignedDuration::from_mins(1))?;
        let one_day = zone.day(before.at) == zone.day(again.at);
        let late_enough = before.at.duration_since(zone.day_start(before.at)) >= SignedDuration::from_mins(30);
        let could_be_told = one_day && late_enough && fell(before, after) && fell(before, again);
        // A clear of ours may show half an hour late, also in the earlier reading.
        let since = (before.at - SignedDuration::from_mins(30)).min(after.at - SignedDuration::from_hours(2));
        let explained = ledger.iter().any(|clear| {
            use ClearState::{Failed, Intended, Refused};
            // A person may have said later of one that it failed.
            let acted =
                !matches!(clear.state, Intended | Refused) && (clear.state != Failed || clear.sent_at.is_some());
            let when = clear.counted_at();
            let is_guess = clear.via.is_none();
            let since = if is_guess { before.at } else { since };
            acted
                && clear.as_open().overlaps(Some(interface))
                && when >= since
                && when < again.at
                && !(is_guess && when >= after.at)
        });
        (could_be_told && !explained).then_some(after.at)
    }
}
