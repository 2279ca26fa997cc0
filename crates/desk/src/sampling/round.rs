//! Rounds of readings, one account each, and the loop that starts those that are due.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::clears::elsewhere::Fall;
use domain::clears::fall::UsedCalls;
use domain::reading::{TURNS_WITHIN, seems_of_day_before};
use domain::{AccountId, CgiPath, Failure, Figures, InterfaceId, Outcome, Reading};
use futures::StreamExt;
use futures::stream;
use jiff::Timestamp;
use store::{Account, InterfaceNow, NewSample, SamplerHour, StoreError, TaskRun};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use wechat::{CallError, Cause, Credentials, ForcedRefreshDenied, RequestProgress};

use super::AT_ONCE_PER_ACCOUNT;
use super::plan::{self, Slots};
use crate::policies::Observed;
use crate::{Desk, Internal};

/// The interval at which due readings are looked for. Interfaces are due at their own second; this groups them.
const BEAT: Duration = Duration::from_secs(15);
/// The time, and the number of readings, after which readings are written in one transaction.
const WRITE_AFTER: Duration = Duration::from_secs(1);
const WRITE_TOGETHER: usize = 256;
/// The errcode 44993 `reach max api day frequence limit`: readings themselves are limited (fact sheet, section 2).
const STARVED: i32 = 44993;

/// The interfaces that a round reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoundScope {
    /// What has not answered its newest slot.
    Due,
    /// Everything.
    Everything,
    /// One interface.
    One(InterfaceId),
}

/// An interface to read, and the slot that the reading answers, where that is still open.
#[derive(Debug, Clone)]
pub(super) struct DueReading {
    pub(super) interface: InterfaceNow,
    pub(super) slot: Option<i64>,
}

/// The result of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoundReport {
    /// Readings with figures, or with WeChat's word that there are none.
    pub good: i64,
    /// Readings that failed.
    pub failed: i64,
    /// Readings that were not made, because the account's allowance is used up or WeChat refuses more.
    pub starved: i64,
    /// The last thing that went wrong, redacted.
    pub error: Option<String>,
    /// The failure of the last reading that failed.
    pub failure: Option<Failure>,
}

/// The progress of a round: its report, and what is evaluated as it goes on.
#[derive(Debug, Default)]
struct RoundProgress {
    report: RoundReport,
    /// Readings that asked WeChat for a quota, and so used one of the day's.
    asked: i64,
    /// When WeChat first refused a reading for the day.
    refused_at: Option<Timestamp>,
    /// When the account is to be read again, because a reading is not final.
    read_again_at: BTreeSet<Timestamp>,
    /// Good readings beside the good ones before them.
    changes: Vec<Fall>,
    /// Good readings that are not evaluated yet.
    unseen: Vec<Observed>,
    /// Why readings could not be written down; the round ends with the first.
    unwritable: Option<StoreError>,
}

impl Desk {
    /// Reads what is due, beat after beat, until `stop`; then ends the rounds under way and returns.
    pub async fn run_sampler(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.wait_for_writes(&stop).await;
            if let Err(error) = self.beat(&stop).await {
                tracing::error!(%error, "due readings could not be determined");
            }
            stop.run_until_cancelled(tokio::time::timeout(BEAT, self.sampler.woken.notified())).await;
        }
        self.wait_for_rounds().await;
    }

    /// Starts a round for each account that has something due and no round under way; gives how many began. None do while
    /// readings could not be saved.
    ///
    /// # Errors
    /// [`Internal`] where due readings cannot be read.
    pub async fn beat(self: &Arc<Self>, stop: &CancellationToken) -> Result<usize, Internal> {
        if self.write_fault().is_some() {
            return Ok(0);
        }
        let now = self.clock.now();
        let accounts = self.store.accounts().await?;
        let interfaces = self.store.interfaces_now(None).await?;
        let periods = self.periods(&interfaces, &accounts, now);
        let mut begun = 0;
        for id in accounts.iter().map(|account| account.id) {
            let Some(period) = periods.get(&id).copied() else { continue };
            let retry = self.sampler.wants_retry(id, now);
            let is_due = |interface: &InterfaceNow| {
                let slots = Slots::new(interface.id, period, &self.settings.quota_zone);
                interface.account_id == id && slots.is_due(interface.slot, now.as_millisecond())
            };
            if !retry && !interfaces.iter().any(is_due) {
                continue;
            }
            let Some(turn) = self.sampler.try_turn(id) else { continue };
            self.sampler.memory().retry.remove(&id);
            begun += 1;
            let (desk, stop) = (Arc::clone(self), stop.clone());
            let which = if retry { RoundScope::Everything } else { RoundScope::Due };
            self.sampler.rounds.spawn(async move {
                let _turn = turn;
                if let Err(error) = desk.round(id, which, &stop).await {
                    tracing::error!(%error, account = id.0, "a round of readings could not be saved");
                }
            });
        }
        Ok(begun)
    }

    /// Reads an account, within its allowance, and writes down what came. Whoever calls this has the account's turn.
    pub(super) async fn round(
        &self,
        id: AccountId,
        which: RoundScope,
        stop: &CancellationToken,
    ) -> Result<RoundReport, Internal> {
        let Some(account) = self.store.account(id).await? else { return Ok(RoundReport::default()) };
        // Looked up after the turn came: what the round before has read is not read again.
        let due = self.due(&account, which).await?;
        if due.is_empty() {
            return Ok(RoundReport::default());
        }
        let started = self.clock.now();
        let day = self.settings.quota_zone.day_start(started);
        let wanted = i64::try_from(due.len()).unwrap_or(i64::MAX);
        let granted = self.store.take_readings(id, day, wanted, plan::sampler_allowance(&account)).await?;
        let mut course = RoundProgress::default();
        course.report.starved = wanted - granted;
        let mut news = granted > 0;
        if granted < wanted {
            let until = self.settings.quota_zone.next_reset(started);
            news |= self.sampler.memory().spent.insert(id, until) != Some(until);
        }
        if granted > 0 {
            let due = due.into_iter().take(usize::try_from(granted).unwrap_or_default()).collect();
            self.read_all(&account, due, stop, &mut course).await?;
            self.store.return_readings(id, day, granted - course.asked).await?;
        }
        self.sampler.retry_at(id, course.read_again_at);
        if let Some(at) = course.refused_at {
            self.stop_until_reset(id, at).await?;
        }
        if news {
            self.write_down(&account, which, started, &course.report).await?;
        }
        if course.unwritable.is_none() {
            self.record_falls(id, &course.changes).await?;
            // One interface says little about its account.
            if !matches!(which, RoundScope::One(_)) {
                self.note_readings(id, course.report.good, course.report.failure).await;
            }
        }
        match course.unwritable {
            Some(error) => Err(error.into()),
            None => Ok(course.report),
        }
    }

    /// Stops the readings of an account until the reset after `refused_at`.
    pub(super) async fn stop_until_reset(&self, id: AccountId, refused_at: Timestamp) -> Result<(), StoreError> {
        let until = self.settings.quota_zone.next_reset(refused_at);
        self.store.set_starved_until(id, Some(until)).await
    }

    async fn due(&self, account: &Account, which: RoundScope) -> Result<Vec<DueReading>, StoreError> {
        let interfaces = self.store.interfaces_now(Some(account.id)).await?;
        let interval = self.live().values.reading_interval_hours;
        let period = plan::period_hours(interfaces.len(), plan::sampler_allowance(account), interval);
        let now_ms = self.clock.now_ms();
        let due = interfaces.into_iter().filter_map(|interface| {
            // A reading asked for answers the slot too, where that is open: no second one follows on its heels.
            let slots = Slots::new(interface.id, period, &self.settings.quota_zone);
            let open = slots.is_due(interface.slot, now_ms);
            let wanted = match which {
                RoundScope::Due => open,
                RoundScope::Everything => true,
                RoundScope::One(id) => interface.id == id,
            };
            let slot = open.then(|| slots.newest(now_ms));
            wanted.then_some(DueReading { interface, slot })
        });
        Ok(due.collect())
    }

    async fn read_all(
        &self,
        account: &Account,
        due: Vec<DueReading>,
        stop: &CancellationToken,
        course: &mut RoundProgress,
    ) -> Result<(), Internal> {
        let Some(credentials) = self.credentials(account).await? else {
            let samples: Vec<_> = due.into_iter().map(|due| self.no_secret(due)).collect();
            course.report.failed += i64::try_from(samples.len()).unwrap_or_default();
            course.report.failure = Some(Failure::NoSecret);
            course.report.error = Some("the account's AppSecret cannot be decrypted".to_owned());
            course.unwritable = self.store.add_samples(&samples).await.err();
            return Ok(());
        };
        // Refused for the day (44993), or not to be kept: what has not begun need not be tried.
        let enough = stop.child_token();
        let mut readings = stream::iter(due)
            .map(|due| self.read_one(&credentials, due, &enough))
            .buffer_unordered(AT_ONCE_PER_ACCOUNT);
        let mut unwritten = Vec::new();
        let id = account.id;
        let mut write = tokio::time::interval(WRITE_AFTER);
        write.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let full = tokio::select! {
                read = readings.next() => match read {
                    None => break,
                    Some(Some(read)) => {
                        unwritten.push(course.take_in(read));
                        unwritten.len() >= WRITE_TOGETHER
                    }
                    Some(None) => {
                        course.report.starved += i64::from(!stop.is_cancelled());
                        false
                    }
                },
                _ = write.tick() => true,
            };
            if full && course.unwritable.is_none() && !unwritten.is_empty() {
                course.unwritable = self.store.add_samples(&std::mem::take(&mut unwritten)).await.err();
                self.observe_new_readings(id, course).await;
            }
            if course.refused_at.is_some() || course.unwritable.is_some() {
                enough.cancel();
            }
        }
        if course.unwritable.is_none() {
            course.unwritable = self.store.add_samples(&unwritten).await.err();
            self.observe_new_readings(id, course).await;
        }
        Ok(())
    }

    /// Evaluates the readings just written at once, not after the whole round. Where that fails, the next reading is evaluated
    /// instead: the round goes on.
    async fn observe_new_readings(&self, account: AccountId, course: &mut RoundProgress) {
        let seen = std::mem::take(&mut course.unseen);
        if course.unwritable.is_some() {
            return;
        }
        let evaluated = async { Ok::<_, Internal>(self.want(&self.observe(account, &seen).await?).await?) }.await;
        if let Err(error) = evaluated {
            tracing::error!(%error, account = account.0, "new readings could not be evaluated");
        }
    }

    /// Reads one interface; nothing where `enough` came first.
    pub(super) async fn read_one(
        &self,
        credentials: &Credentials,
        due: DueReading,
        enough: &CancellationToken,
    ) -> Option<FinishedReading> {
        let _place = self.sampler.places.acquire().await.ok()?;
        if enough.is_cancelled() {
            return None;
        }
        let answer = self.wechat.quota_get(credentials, &due.interface.cgi_path).await;
        let zone = &self.settings.quota_zone;
        let at = self.clock.now();
        let mut read_again_at = None;
        let (reading, detail, asked) = match answer {
            Ok(reply) => {
                let reading = Reading {
                    at,
                    outcome: reply.outcome,
                    rate_limit: reply.rate_limit,
                    component_rate_limit: reply.component_rate_limit,
                };
                (reading, None, true)
            }
            Err(error) => {
                // WeChat gives a new token a little later, where another program has just forced one.
                if let Cause::TokenNotRenewed { why: why @ ForcedRefreshDenied::NotRenewed { .. }, .. } = &error.cause {
                    read_again_at = why.until();
                }
                let asked = error.endpoint == wechat::Endpoint::QuotaGet && error.reach != RequestProgress::NotSent;
                (failed(at, error.failure()), Some(error_detail(&error)), asked)
            }
        };
        let of_day_before = reading.outcome.figures().is_some_and(|figures| {
            let after = (at, figures.used);
            let seems = |(at, before): (Timestamp, Figures)| seems_of_day_before((at, before.used), after, zone);
            due.interface.good.is_some_and(seems) && !self.limit_kind_of(&due.interface).is_total()
        });
        if of_day_before {
            read_again_at = read_again_at.max(Some(zone.day_start(at) + TURNS_WITHIN));
        }
        let before = due.interface.good.map(|(at, figures)| UsedCalls::read(at, figures));
        let path = due.interface.cgi_path;
        self.observe_reading(reading.outcome);
        Some(FinishedReading {
            path,
            sample: NewSample { interface: due.interface.id, reading, detail, slot: due.slot, of_day_before },
            before,
            asked,
            read_again_at,
        })
    }

    fn no_secret(&self, due: DueReading) -> NewSample {
        let reading = failed(self.clock.now(), Failure::NoSecret);
        self.observe_reading(reading.outcome);
        NewSample { interface: due.interface.id, reading, detail: None, slot: due.slot, of_day_before: false }
    }

    fn observe_reading(&self, outcome: Outcome) {
        if let Some(observer) = &self.settings.observer {
            observer.reading_made(outcome);
        }
    }

    async fn write_down(
        &self,
        account: &Account,
        which: RoundScope,
        started: Timestamp,
        report: &RoundReport,
    ) -> Result<(), Internal> {
        let ended = self.clock.now();
        self.store
            .add_sampler_hour(SamplerHour {
                hour_ms: ended.as_millisecond().div_euclid(3_600_000) * 3_600_000,
                good: report.good,
                failed: report.failed,
                starved: report.starved,
                busy_ms: (ended.as_millisecond() - started.as_millisecond()).max(0),
                last_at_ms: ended.as_millisecond(),
            })
            .await?;
        // One reading on request is no round; the last whole one stays to be seen.
        if matches!(which, RoundScope::One(_)) {
            return Ok(());
        }
        let run = TaskRun {
            name: super::status::task_name(account.id),
            started_at: started,
            ended_at: ended.max(started),
            summary: format!("{}/{}/{}", report.good, report.failed, report.starved),
            error: report.error.clone(),
        };
        self.store.set_task_run(&run).await?;
        Ok(())
    }
}

/// A reading that was made.
pub(super) struct FinishedReading {
    pub(super) sample: NewSample,
    /// The path.
    path: CgiPath,
    /// The good reading before it.
    before: Option<UsedCalls>,
    /// Whether it used one of the day's readings.
    pub(super) asked: bool,
    /// When its account is to be read again, because no new token was given yet, or the count had not turned with the day.
    pub(super) read_again_at: Option<Timestamp>,
}

impl RoundProgress {
    fn take_in(&mut self, read: FinishedReading) -> NewSample {
        let FinishedReading { sample, path, before, asked, read_again_at } = read;
        self.read_again_at.extend(read_again_at);
        self.asked += i64::from(asked);
        let figures = sample.reading.outcome.figures();
        if let Some(figures) = figures.filter(|_| !sample.of_day_before) {
            self.unseen.push(Observed { interface: sample.interface, path, at: sample.reading.at, figures });
        }
        if let Some((before, figures)) = before.zip(figures) {
            let after = UsedCalls::read(sample.reading.at, figures);
            self.changes.push(Fall { interface: sample.interface, before, after });
        }
        match sample.reading.outcome {
            Outcome::Good(_) | Outcome::NoFigure => self.report.good += 1,
            Outcome::Failed(failure) => {
                self.report.failed += 1;
                self.report.failure = Some(failure);
                self.report.error.clone_from(&sample.detail);
                if is_daily_limit_refusal(&sample.reading) {
                    self.refused_at.get_or_insert(sample.reading.at);
                }
            }
        }
        sample
    }
}

/// Whether WeChat refused a reading because the day's readings are used up.
pub(super) fn is_daily_limit_refusal(reading: &Reading) -> bool {
    reading.outcome == Outcome::Failed(Failure::Refused(STARVED))
}

fn failed(at: Timestamp, failure: Failure) -> Reading {
    Reading { at, outcome: Outcome::Failed(failure), rate_limit: None, component_rate_limit: None }
}

/// The text of a failed call, cut to 400 characters.
fn error_detail(error: &CallError) -> String {
    error.to_string().chars().take(400).collect()
}
