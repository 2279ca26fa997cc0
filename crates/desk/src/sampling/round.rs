//! One round of readings of one account, and the beat that starts the rounds that are due.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use domain::{Failure, Outcome, Reading};
use futures::StreamExt;
use futures::stream;
use jiff::Timestamp;
use store::{Account, InterfaceNow, NewSample, SamplerHour, StoreError, TaskRun};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wechat::{CallError, Credentials, Reach};

use super::{AT_ONCE_PER_ACCOUNT, plan};
use crate::{Desk, Internal};

/// How often the sampler looks for what is due. Interfaces are due at their own second; this only groups them.
const BEAT: Duration = Duration::from_secs(15);
/// Samples are written in groups of this many at the latest, so that little is lost to a crash.
const WRITE_EVERY: usize = 256;
/// 44993 `reach max api day frequence limit`: readings themselves are limited (fact sheet, section 2).
const STARVED: i32 = 44993;

/// An interface to read, and the slot that the reading answers.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub(crate) interface: InterfaceNow,
    pub(crate) slot: Option<i64>,
}

/// What came of a round.
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
}

impl Desk {
    /// Reads what is due, beat after beat, until `stop`; then ends the rounds under way and returns.
    pub async fn run_sampler(self: Arc<Self>, stop: CancellationToken) {
        let rounds = TaskTracker::new();
        while !stop.is_cancelled() {
            if let Err(error) = self.beat(&rounds, &stop).await {
                tracing::error!(%error, "the sampler could not look for what is due");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.sampler.woken.notified() => {}
                () = tokio::time::sleep(BEAT) => {}
            }
        }
        rounds.close();
        rounds.wait().await;
    }

    /// Starts a round for each account that has something due and no round under way; gives how many began.
    ///
    /// # Errors
    /// [`Internal`] where it cannot be told what is due.
    pub async fn beat(self: &Arc<Self>, rounds: &TaskTracker, stop: &CancellationToken) -> Result<usize, Internal> {
        let now = self.clock.now();
        let accounts = self.store.accounts().await?;
        let interfaces = self.store.interfaces_now(None).await?;
        let periods = plan::periods(&interfaces, &accounts, now);
        let retry: HashSet<_> = std::mem::take(&mut self.sampler.memory().retry);
        let mut begun = 0;
        for account in accounts {
            let Some(period) = periods.get(&account.id).copied() else { continue };
            let due: Vec<_> = interfaces
                .iter()
                .filter(|interface| interface.account_id == account.id)
                .filter(|interface| {
                    retry.contains(&account.id)
                        || plan::is_due(interface.id, period, interface.slot, now.as_millisecond())
                })
                .map(|interface| Due {
                    interface: interface.clone(),
                    slot: Some(plan::slot(interface.id, period, now.as_millisecond())),
                })
                .collect();
            if due.is_empty() || !self.sampler.memory().busy.insert(account.id) {
                continue;
            }
            begun += 1;
            let desk = Arc::clone(self);
            let stop = stop.clone();
            rounds.spawn(async move {
                let id = account.id;
                if let Err(error) = desk.round(&account, due, &stop).await {
                    tracing::error!(%error, account = id.0, "a round of readings could not be written down");
                }
                desk.sampler.memory().busy.remove(&id);
            });
        }
        Ok(begun)
    }

    /// Reads `due` interfaces of one account, within its allowance, and writes down what came.
    pub(crate) async fn round(
        &self,
        account: &Account,
        due: Vec<Due>,
        stop: &CancellationToken,
    ) -> Result<RoundReport, Internal> {
        let started = self.clock.now();
        let mut report = RoundReport::default();
        let wanted = i64::try_from(due.len()).unwrap_or(i64::MAX);
        let day = self.settings.quota_zone.day_start(started);
        let granted = self.store.take_readings(account.id, day, wanted, plan::sampler_allowance(account)).await?;
        report.starved = wanted - granted;
        let due = due.into_iter().take(usize::try_from(granted).unwrap_or_default()).collect();
        if granted > 0 {
            let unused = self.read_all(account, due, stop, &mut report).await?;
            if unused > 0 {
                self.store.return_readings(account.id, day, unused).await?;
            }
        }
        self.write_down(account, started, &report).await?;
        Ok(report)
    }

    /// Reads and writes; gives how many of the granted readings never asked WeChat for a quota.
    async fn read_all(
        &self,
        account: &Account,
        due: Vec<Due>,
        stop: &CancellationToken,
        report: &mut RoundReport,
    ) -> Result<i64, Internal> {
        let mut unused = i64::try_from(due.len()).unwrap_or(i64::MAX);
        let secret = match self.store.secret(account.id).await {
            Ok(secret) => secret,
            Err(StoreError::Unsealable) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(secret) = secret else {
            let samples: Vec<_> = due.into_iter().map(|due| self.no_secret(due)).collect();
            report.failed += i64::try_from(samples.len()).unwrap_or_default();
            report.error = Some("the account's secret cannot be opened".to_owned());
            self.store.add_samples(&samples).await?;
            return Ok(unused);
        };
        let credentials = Credentials { appid: account.appid.clone(), secret };
        // Refused for the day (44993): what has not begun need not be tried.
        let enough = stop.child_token();
        let mut readings = stream::iter(due)
            .map(|due| self.read_one(&credentials, due, &enough))
            .buffer_unordered(AT_ONCE_PER_ACCOUNT);
        let mut unwritten = Vec::new();
        while let Some(read) = readings.next().await {
            let Some((sample, answer)) = read else {
                report.starved += 1;
                continue;
            };
            if answer.asked {
                unused -= 1;
            }
            match sample.reading.outcome {
                Outcome::Failed(failure) => {
                    report.failed += 1;
                    report.error.clone_from(&sample.detail);
                    if failure == Failure::Refused(STARVED) {
                        enough.cancel();
                    }
                }
                Outcome::Good(_) | Outcome::NoFigure => report.good += 1,
            }
            unwritten.push(sample);
            if unwritten.len() >= WRITE_EVERY {
                self.store.add_samples(&std::mem::take(&mut unwritten)).await?;
            }
        }
        self.store.add_samples(&unwritten).await?;
        if enough.is_cancelled() && !stop.is_cancelled() {
            let until = self.settings.quota_zone.next_reset(self.clock.now());
            self.store.set_starved_until(account.id, Some(until)).await?;
        }
        Ok(unused)
    }

    async fn read_one(
        &self,
        credentials: &Credentials,
        due: Due,
        enough: &CancellationToken,
    ) -> Option<(NewSample, Answer)> {
        let _place = self.sampler.places.acquire().await.ok()?;
        if enough.is_cancelled() {
            return None;
        }
        let answer = self.wechat.quota_get(credentials, &due.interface.cgi_path).await;
        let at = self.clock.now();
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
                let asked = error.endpoint == wechat::Endpoint::QuotaGet && error.reach != Reach::NotSent;
                (failed(at, error.failure()), Some(told(&error)), asked)
            }
        };
        Some((NewSample { interface: due.interface.id, reading, detail, slot: due.slot }, Answer { asked }))
    }

    fn no_secret(&self, due: Due) -> NewSample {
        let reading = failed(self.clock.now(), Failure::NoSecret);
        NewSample { interface: due.interface.id, reading, detail: None, slot: due.slot }
    }

    async fn write_down(&self, account: &Account, started: Timestamp, report: &RoundReport) -> Result<(), Internal> {
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

/// Whether a reading used one of the day's readings.
struct Answer {
    asked: bool,
}

fn failed(at: Timestamp, failure: Failure) -> Reading {
    Reading { at, outcome: Outcome::Failed(failure), rate_limit: None, component_rate_limit: None }
}

/// What is kept of a failed call for people, at most a few lines long.
fn told(error: &CallError) -> String {
    error.to_string().chars().take(400).collect()
}
