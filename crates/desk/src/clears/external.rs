//! Detection of clears made outside wxquota: counts that fell are read again a minute later, then recorded as a guess.

use std::sync::Arc;

use domain::clears::elsewhere::{CONFIRMED_AFTER, Fall, Guess, guess};
use domain::clears::fall::UsedCalls;
use domain::clears::verification::SAMPLE_SIZE;
use domain::{AccountId, ClearState};
use jiff::SignedDuration;
use store::clears::{Clear, SuspectedClear, UsedBefore};

use super::state::Job;
use crate::{Desk, Internal};

/// The minimum delay before the next try where nothing that fell could be read. Each delay is as long as the time since the
/// fall was noticed, so that the tries of a day stay within the readings reserved for clears.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(5);

impl Desk {
    /// Takes in what a round read of an account: where something fell that no clear known explains, it is to be looked at
    /// again. `readings` are good readings, each with the good one before it.
    pub(crate) async fn record_falls(&self, account: AccountId, readings: &[Fall]) -> Result<(), Internal> {
        let zone = &self.settings.quota_zone;
        let mut fell: Vec<_> = readings.iter().filter(|fall| fall.is_suspicious(zone)).copied().collect();
        if fell.is_empty() {
            return Ok(());
        }
        let clears = self.explaining_clears(account, &fell).await?;
        fell.retain(|fall| !clears.iter().any(|clear| fall.is_explained_by(&clear.as_open(), clear.counted_at())));
        if fell.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let before = fell.iter().map(|fall| used_before(fall.interface, fall.before, true));
        let others = self.store.interfaces_now(Some(account)).await?;
        let mut others: Vec<_> = others
            .iter()
            .filter(|other| readings.iter().all(|fall| fall.interface != other.id || !fell.contains(fall)))
            .filter_map(|other| {
                let (at, figures) = other.good?;
                Some((other.id, UsedCalls::read(at, figures)))
            })
            .filter(|(_, used)| used.can_fall(zone) && zone.day(used.at) == zone.day(now))
            .collect();
        others.sort_by_key(|(_, used)| std::cmp::Reverse(used.calls));
        let before = before.chain(others.into_iter().map(|(id, used)| used_before(id, used, false)));
        let before = before.take(SAMPLE_SIZE).collect();
        let suspicion = SuspectedClear { account, seen_at: now, due_at: now + CONFIRMED_AFTER, before };
        Ok(self.store.add_suspected_clear(&suspicion).await?)
    }

    /// Begins to look again at falls that are due; gives how many began.
    pub(super) async fn begin_second_looks(self: &Arc<Self>) -> Result<usize, Internal> {
        let due = self.store.due_suspected_clears(self.clock.now()).await?;
        let begun = due.into_iter().filter(|suspicion| {
            let (desk, suspicion) = (Arc::clone(self), (*suspicion).clone());
            self.watch.begin(Job::LookAgain(suspicion.account), async move {
                if let Err(error) = desk.take_second_look(&suspicion).await {
                    tracing::error!(%error, account = suspicion.account.0, "a fall of counts could not be checked \
                     again");
                }
            })
        });
        Ok(begun.count())
    }

    /// Reads again what fell: whether it is still low, and what else fell with it.
    async fn take_second_look(&self, suspicion: &SuspectedClear) -> Result<(), Internal> {
        let Some(account) = self.active_account(suspicion.account).await? else {
            return self.conclude(suspicion, &Guess::Nothing).await;
        };
        let wanted: Vec<_> = suspicion.before.iter().map(|before| before.interface).collect();
        let readings = self.read_unscheduled(&account, &wanted).await?;
        let falls: Vec<_> = suspicion
            .before
            .iter()
            .filter_map(|before| {
                let reading = readings.iter().find(|reading| reading.interface == before.interface)?;
                let fall = Fall {
                    interface: before.interface,
                    before: UsedCalls { at: before.at, calls: before.used, limit: before.limit },
                    after: UsedCalls::read(reading.at, reading.figures),
                };
                Some((before.fell, fall))
            })
            .collect();
        let zone = &self.settings.quota_zone;
        let now = self.clock.now();
        if falls.iter().all(|(fell, _)| !fell) && zone.day(now) == zone.day(suspicion.seen_at) {
            let wait = now.duration_since(suspicion.seen_at).max(AGAIN_AFTER);
            return Ok(self.store.postpone_suspicion(suspicion.account, now + wait).await?);
        }
        let all: Vec<_> = falls.iter().map(|(_, fall)| *fall).collect();
        let clears = self.explaining_clears(suspicion.account, &all).await?;
        let explained =
            |fall: &Fall| clears.iter().any(|clear| fall.is_explained_by(&clear.as_open(), clear.counted_at()));
        let unexplained = falls.into_iter().map(|(fell, fall)| {
            // What had fallen when it was noted fell before any clear sent since; what such a clear explains had not.
            if fell || !explained(&fall) {
                fall
            } else {
                Fall { after: UsedCalls { calls: fall.before.calls, ..fall.after }, ..fall }
            }
        });
        let mut unexplained: Vec<_> = unexplained.collect();
        // What clears do not reset has no say in what was cleared.
        let results = self.results().await?;
        let watched = self.store.interfaces_now(Some(suspicion.account)).await?;
        unexplained.retain(|fall| {
            let watched = watched.iter().find(|now| now.id == fall.interface);
            let may_help = watched.is_none_or(|now| {
                self.lifts(&results, now.id, &now.cgi_path).of_count(self.limit_kind_of(now).kind).may_help()
            });
            may_help || fall.is_suspicious(zone)
        });
        self.conclude(suspicion, &guess(&unexplained, zone)).await
    }

    async fn conclude(&self, suspicion: &SuspectedClear, guess: &Guess) -> Result<(), Internal> {
        let guesses = match guess {
            Guess::Nothing => Vec::new(),
            Guess::Account => vec![None],
            Guess::Interfaces(interfaces) => interfaces.iter().copied().map(Some).collect(),
        };
        let written =
            self.store.resolve_suspected_clear(suspicion, &guesses, self.clock.now(), &self.counting()).await?;
        for clear in written {
            tracing::info!(clear = clear.id.0, account = %clear.account_name, "counts fell; a clear made elsewhere \
             is suspected");
        }
        Ok(())
    }

    /// The account's clears, our own and those guessed before, that may explain these falls.
    async fn explaining_clears(&self, account: AccountId, falls: &[Fall]) -> Result<Vec<Clear>, Internal> {
        let Some(since) = falls.iter().map(Fall::may_be_done_since).min() else {
            return Ok(Vec::new());
        };
        let mut clears = self.clears_since(account, since).await?;
        clears.retain(|clear| !matches!(clear.state, ClearState::Intended | ClearState::Refused | ClearState::Failed));
        Ok(clears)
    }
}

fn used_before(interface: domain::InterfaceId, used: UsedCalls, fell: bool) -> UsedBefore {
    UsedBefore { interface, at: used.at, used: used.calls, limit: used.limit, fell }
}
