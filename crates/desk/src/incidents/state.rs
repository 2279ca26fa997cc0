//! The state of incidents in memory: reports that wait to be written, and the times of readings.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};

use domain::incidents::ReactionReason;
use domain::{ClearId, IncidentId, InterfaceId, LimitHit, Reaction};
use jiff::{SignedDuration, Timestamp};
use store::incidents::NewIncident;
use tokio::sync::{Mutex as AsyncMutex, oneshot};

use crate::Internal;
use crate::background::lock;

/// The maximum number of reports waiting to be written; further ones are refused for the moment.
const MOST_WAITING: usize = 5_000;
/// The maximum number of them of one token or person, so that others find room.
const MOST_OF_ONE: usize = MOST_WAITING / 2;
/// The maximum number of reports in one transaction.
const TOGETHER: usize = 1_000;
/// The maximum number of incidents waiting to be investigated. Reports that would begin another one are refused for the moment;
/// those of an incident that there is still count.
const MOST_QUEUED: i64 = 2_000;
/// The maximum number of them that one token or person reported, so that others find room.
const MOST_QUEUED_OF_ONE: i64 = MOST_QUEUED / 2;
/// The seconds after which a report may be sent again that was refused because too many incidents wait.
pub(super) const QUEUE_WAIT_S: u64 = 60;

/// The minimum time between two readings of an interface for incidents; incidents in between use the last one.
pub(super) const READ_EVERY: SignedDuration = SignedDuration::from_secs(60);

use_case_error! {
    /// An error of reporting an incident; nothing was written then.
    #[derive(Debug, thiserror::Error)]
    pub enum ReportError: transparent Forbidden {
        /// There is no such account, or it is retired.
        #[error("account not found")]
        NoSuchAccount,
        /// Too many wait; the same report may be sent again after so many seconds.
        #[error("too many reports; send it again in {retry_after} s")]
        Busy {
            /// Seconds to wait.
            retry_after: u64,
        },
    }
}

/// The result of an investigation.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) reaction: Reaction,
    pub(super) because: ReactionReason,
    /// The limit that the calls hit, where the errcode is about limits.
    pub(super) limit: Option<LimitHit>,
    /// The clear that it is about.
    pub(super) clear: Option<ClearId>,
}

impl Finding {
    pub(super) fn of(reaction: Reaction, because: ReactionReason) -> Self {
        Self { reaction, because, limit: None, clear: None }
    }

    /// The same, of calls that hit this limit.
    pub(super) fn at(self, limit: Option<LimitHit>) -> Self {
        Self { limit, ..self }
    }

    /// The same, about this clear.
    pub(super) fn by(self, clear: ClearId) -> Self {
        Self { clear: Some(clear), ..self }
    }
}

/// The result of writing a report: the incident and how often it was reported, or why it was not written.
pub(super) type WriteResult = Result<(IncidentId, i64), NotWritten>;

/// The reason why a report was not written.
#[derive(Debug)]
pub(super) enum NotWritten {
    /// It would have begun an incident, which may be done so many seconds from now.
    TooMany(u64),
    /// The error's text.
    Failed(String),
}

impl From<NotWritten> for ReportError {
    fn from(why: NotWritten) -> Self {
        match why {
            NotWritten::TooMany(retry_after) => Self::Busy { retry_after },
            NotWritten::Failed(text) => Self::Internal(Internal::Task(text)),
        }
    }
}

/// A report waiting to be written.
#[derive(Debug)]
pub(super) struct WaitingReport {
    pub(super) report: NewIncident,
    /// The token through which it came.
    pub(super) token: Option<String>,
    pub(super) tell: oneshot::Sender<WriteResult>,
}

/// The reports waiting to be written.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    waiting: Mutex<Waiting>,
    /// Whoever has it writes for all that wait.
    pub(super) turn: AsyncMutex<()>,
    /// The incidents that wait to be looked into, as last seen.
    queued: Mutex<Queued>,
    pub(super) bell: tokio::sync::Notify,
}

/// Reports in the order in which they came, and how many there are of each token or person.
#[derive(Debug, Default)]
struct Waiting {
    reports: VecDeque<WaitingReport>,
    of: HashMap<String, usize>,
}

impl Reports {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        lock(&self.waiting)
    }

    /// The incidents that wait to be looked into, as last seen.
    pub(super) fn queued(&self) -> Queued {
        lock(&self.queued).clone()
    }

    /// Notes how many incidents of each token or person wait.
    pub(super) fn set_queued(&self, queued: Vec<(String, i64)>) {
        *lock(&self.queued) = Queued(queued.into_iter().collect());
    }

    /// Notes one more incident that waits.
    pub(super) fn add_queued(&self, by: &str) {
        lock(&self.queued).add(by);
    }

    /// Queues a report, which came through this token.
    pub(super) fn put(
        &self,
        report: NewIncident,
        token: Option<String>,
    ) -> Result<oneshot::Receiver<WriteResult>, ReportError> {
        let mut waiting = self.waiting();
        let of_one = waiting.of.get(&report.by).copied().unwrap_or_default();
        if waiting.reports.len() >= MOST_WAITING || of_one >= MOST_OF_ONE {
            return Err(ReportError::Busy { retry_after: 1 });
        }
        let (tell, told) = oneshot::channel();
        waiting.of.insert(report.by.clone(), of_one + 1);
        waiting.reports.push_back(WaitingReport { report, token, tell });
        Ok(told)
    }

    /// Takes the reports that have waited longest, [`TOGETHER`] at most.
    pub(super) fn take(&self) -> Vec<WaitingReport> {
        let mut waiting = self.waiting();
        let count = waiting.reports.len().min(TOGETHER);
        let taken: Vec<_> = waiting.reports.drain(..count).collect();
        if waiting.reports.is_empty() {
            waiting.of.clear();
        }
        for WaitingReport { report, .. } in &taken {
            if let Some(count) = waiting.of.get_mut(&report.by) {
                *count = count.saturating_sub(1);
            }
        }
        taken
    }
}

/// How many incidents of each token or person wait to be looked into.
#[derive(Debug, Clone, Default)]
pub(super) struct Queued(HashMap<String, i64>);

impl Queued {
    /// Whether one more finds room.
    pub(super) fn has_room(&self, by: &str) -> bool {
        let of_one = self.0.get(by).copied().unwrap_or_default();
        of_one < MOST_QUEUED_OF_ONE && self.0.values().sum::<i64>() < MOST_QUEUED
    }

    pub(super) fn add(&mut self, by: &str) {
        match self.0.get_mut(by) {
            Some(count) => *count += 1,
            None => drop(self.0.insert(by.to_owned(), 1)),
        }
    }
}

/// The times of the last readings for incidents, by interface, so that many incidents cause few readings.
#[derive(Debug, Default)]
pub(crate) struct ReadingPace(Mutex<HashMap<InterfaceId, Timestamp>>);

impl ReadingPace {
    /// Which of these may be read again; they count as read now. What was read up to `since` says nothing.
    pub(super) fn take(&self, wanted: &[InterfaceId], now: Timestamp, since: Option<Timestamp>) -> Vec<InterfaceId> {
        let mut read = lock(&self.0);
        read.retain(|id, at| {
            let is_outdated = wanted.contains(id) && since.is_some_and(|since| *at <= since);
            now.duration_since(*at).abs() < READ_EVERY && !is_outdated
        });
        let due: Vec<_> = wanted.iter().copied().filter(|id| !read.contains_key(id)).collect();
        read.extend(due.iter().map(|id| (*id, now)));
        due
    }

    /// Takes back that it was read: no reading was made.
    pub(super) fn give_back(&self, interface: InterfaceId) {
        lock(&self.0).remove(&interface);
    }

    /// Whether the interface is being read, or was within [`READ_EVERY`].
    pub(super) fn has(&self, interface: InterfaceId) -> bool {
        lock(&self.0).contains_key(&interface)
    }
}
