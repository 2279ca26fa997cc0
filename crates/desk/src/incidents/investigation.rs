//! The investigation of incidents: taking them from the queue, finding the reaction, and recording the result.

use std::sync::Arc;
use std::time::Duration;

use domain::incidents::{CLEAR_SETTLES, ErrcodeCategory, RECHECK_INTERVAL, ReactionReason};
use domain::{AccountStatus, Actor, IncidentState, InterfaceId, LimitHit, NoticeContent, Reaction};
use futures::StreamExt;
use jiff::SignedDuration;
use store::incidents::{Incident, IncidentEnd};
use store::notices::NewNotice;
use store::rids::lookups::RequestedRid;
use store::{Account, InterfaceNow, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::errcodes::is_known;

use super::state::{Finding, READ_EVERY};
use crate::rids::known_failure_in;
use crate::verdicts::RefusedCall;
use crate::{Desk, Internal};

/// The maximum number of incidents investigated at once.
const AT_ONCE: usize = 4;
/// The maximum number of queued incidents that one query takes.
const TOGETHER: i64 = 20;
/// The interval at which the queue is looked at without being woken.
const BEAT: Duration = Duration::from_secs(5);
/// The delays before each try to record a result; after the last failure the next start investigates again.
const WRITTEN_AFTER: [Duration; 4] =
    [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(25)];
/// The minimum time between two notices about the same account and errcode.
const TOLD_EVERY: SignedDuration = SignedDuration::from_hours(1);

impl Desk {
    /// Lets incidents wait again that a desk before this one was looking into. Only for the process that holds the database
    /// alone.
    ///
    /// # Errors
    /// [`Internal`] where the database fails.
    pub async fn requeue_incidents(&self) -> Result<u64, Internal> {
        Ok(self.store.requeue_incidents().await?)
    }

    /// Looks into incidents, until `stop`. One that is broken off is looked into again by the next desk; a clear that came of it
    /// is not made twice.
    pub async fn run_incidents(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.wait_for_writes(&stop).await;
            let worked = self.investigate_queued().await.unwrap_or_else(|error| {
                tracing::error!(%error, "incidents could not be investigated");
                0
            });
            if worked == 0 {
                stop.run_until_cancelled(tokio::time::timeout(BEAT, self.reports.bell.notified())).await;
            }
        }
    }

    /// Looks into incidents that wait, some at once; gives how many those were.
    ///
    /// # Errors
    /// [`Internal`] where the queue cannot be read.
    pub async fn investigate_queued(self: &Arc<Self>) -> Result<usize, Internal> {
        self.reports.set_queued(self.store.queued_incidents().await?);
        let taken = self.store.take_incidents(TOGETHER, self.clock.now()).await?;
        let count = taken.len();
        futures::stream::iter(taken)
            .for_each_concurrent(AT_ONCE, async |incident| self.investigate(incident).await)
            .await;
        Ok(count)
    }

    async fn investigate(self: &Arc<Self>, incident: Incident) {
        if self.closing.is_cancelled() {
            return;
        }
        let (interface, reacted) = match self.interface_of_incident(&incident).await {
            Ok(interface) => (interface.as_ref().map(|one| one.id), self.react(&incident, interface.as_ref()).await),
            Err(error) => (None, Err(error.into())),
        };
        let end = match reacted {
            Ok(finding) => self.ending(&incident, finding),
            Err(error) => {
                tracing::error!(%error, incident = incident.id.0, "an incident could not be investigated");
                let failed = self.ending(&incident, Finding::of(Reaction::None, ReactionReason::Broken));
                IncidentEnd { state: IncidentState::Failed, again_at: None, ..failed }
            }
        };
        // What a stop broke off says nothing; the next desk looks into it.
        if self.closing.is_cancelled() && end.clear == incident.clear {
            return;
        }
        for wait in WRITTEN_AFTER {
            tokio::time::sleep(wait).await;
            match self.end(&incident, interface, &end).await {
                Ok(()) => return,
                Err(error) => {
                    tracing::error!(%error, incident = incident.id.0, "the result of an incident could not be saved");
                }
            }
        }
    }

    /// The result to record. What was concluded before of the limit stays where nothing more is known.
    fn ending(&self, incident: &Incident, finding: Finding) -> IncidentEnd {
        let Finding { reaction, because, limit, clear } = finding;
        let now = self.clock.now();
        let again_at = match (ErrcodeCategory::from_errcode(incident.errcode), reaction, &because) {
            (ErrcodeCategory::Quota, _, ReactionReason::StillCleared { .. }) => Some(now + READ_EVERY),
            (ErrcodeCategory::Quota, Reaction::Cleared, _) => Some(now + CLEAR_SETTLES),
            (ErrcodeCategory::Quota, ..) => Some(now + RECHECK_INTERVAL),
            _ => None,
        };
        let limit = match (limit, incident.limit) {
            (None | Some(LimitHit::NotKnown), Some(before)) => Some(before),
            (limit, _) => limit,
        };
        let clear = clear.or(incident.clear);
        IncidentEnd { state: IncidentState::Done, reaction, because, limit, clear, again_at }
    }

    async fn end(
        &self,
        incident: &Incident,
        interface: Option<InterfaceId>,
        end: &IncidentEnd,
    ) -> Result<(), Internal> {
        let after = match incident.because {
            ReactionReason::ReportedAgain { clear } => Some(clear),
            _ => None,
        };
        let (errcode, reaction) = (incident.errcode, end.reaction);
        let news = NoticeContent::Incident { errcode, reaction, because: end.because.clone(), after };
        let notice = NewNotice::of(news).on(incident.account, interface);
        let notice = NewNotice { incident: Some(incident.id), clear: end.clear, ..notice };
        let notice = self.is_news(incident, end).await?.then_some(&notice);
        self.store.end_incident(incident.id, end, notice, self.clock.now()).await?;
        self.outbox.ring();
        Ok(())
    }

    /// Whether the result becomes a notice: of an incident looked into before, where it changed; else for a known errcode once
    /// within [`TOLD_EVERY`] an account, or where the same error had another result the last time.
    async fn is_news(&self, incident: &Incident, end: &IncidentEnd) -> Result<bool, Internal> {
        match incident.because {
            ReactionReason::Pending => {}
            // The clear still holds.
            ReactionReason::ReportedAgain { .. } => return Ok(!is_same_clear(incident, end)),
            _ if end.reaction == Reaction::Cleared => {
                return Ok(incident.reaction != Reaction::Cleared || !is_same_clear(incident, end));
            }
            _ => return Ok(incident.reaction != end.reaction),
        }
        let since = incident.first_at - TOLD_EVERY;
        let lately = self.store.incidents_since(incident.account, &[incident.errcode], since).await?;
        if !is_known(incident.errcode) || lately <= 1 {
            return Ok(is_known(incident.errcode));
        }
        let before = self.store.incident_before(incident.id).await?;
        Ok(before.is_some_and(|before| {
            before.reaction != end.reaction || (end.reaction == Reaction::Cleared && !is_same_clear(&before, end))
        }))
    }

    async fn react(
        self: &Arc<Self>,
        incident: &Incident,
        interface: Option<&InterfaceNow>,
    ) -> Result<Finding, Internal> {
        let (errcode, path) = (incident.errcode, incident.cgi_path.as_ref());
        let call = RefusedCall { account: incident.account, path, errcode, at: incident.last_at };
        let account = self.store.account(incident.account).await?;
        if let Some(account) = &account {
            self.queue_rid_lookup(incident, account).await?;
        }
        let Some(account) = account.filter(|account| account.status == AccountStatus::Active) else {
            let limit = self.limit_verdict(call).await?.map(|verdict| verdict.limit);
            return Ok(Finding::of(Reaction::Explained, ReactionReason::NotActive).at(limit));
        };
        let finding = match ErrcodeCategory::from_errcode(errcode) {
            ErrcodeCategory::Quota => return self.handle_quota(incident, call, &account, interface).await,
            ErrcodeCategory::Minute => Finding::of(Reaction::PerMinute, ReactionReason::MinuteLimit),
            ErrcodeCategory::Uncounted => Finding::of(Reaction::Explained, ReactionReason::UncountedLimit),
            ErrcodeCategory::Token => return self.handle_token_error(incident, &account).await,
            ErrcodeCategory::Other if is_known(errcode) => Finding::of(Reaction::Explained, ReactionReason::Known),
            ErrcodeCategory::Other => Finding::of(Reaction::None, ReactionReason::Unknown),
        };
        Ok(finding.at(self.limit_verdict(call).await?.map(|verdict| verdict.limit)))
    }

    /// Queues a look-up of the incident's rid. Only the account of the incident is asked: a service that reports for one must
    /// not use up the look-ups of the others.
    async fn queue_rid_lookup(&self, incident: &Incident, account: &Account) -> Result<(), Internal> {
        let Some(rid) = &incident.rid else { return Ok(()) };
        let wanted = RequestedRid {
            rid: rid.clone(),
            account: Some(account.id),
            appid: Some(account.appid.to_string()),
            cgi_path: incident.cgi_path.as_ref().map(ToString::to_string),
            errcode: Some(incident.errcode),
        };
        // A sign-in call, or one of no account, is known by its errcode and words.
        let path = incident.cgi_path.as_ref().map(ToString::to_string).unwrap_or_default();
        match known_failure_in(&format!("{path} errcode: {} {}", incident.errcode, incident.errmsg)) {
            Some(failure) => self.refuse_lookups(&Actor::Desk, &[(wanted, failure)]).await,
            None => Ok(self.queue_lookups(&Actor::Desk, &[wanted]).await?),
        }
    }

    /// The interface that an incident is about, where it is watched.
    async fn interface_of_incident(&self, incident: &Incident) -> Result<Option<InterfaceNow>, StoreError> {
        let Some(path) = &incident.cgi_path else { return Ok(None) };
        let watched = self.store.interfaces_now(Some(incident.account)).await?;
        Ok(watched.into_iter().find(|interface| interface.cgi_path == *path))
    }
}

/// Whether a result is about the clear that an incident was ended by.
fn is_same_clear(incident: &Incident, end: &IncidentEnd) -> bool {
    end.reaction == Reaction::Cleared && end.clear == incident.clear
}
