//! The investigation of incidents: reading the interface, trying the token, asking policies, and recording the result.

use std::sync::Arc;
use std::time::Duration;

use domain::incidents::{ErrcodeCategory, ReactionReason, is_little_left};
use domain::policies::{BlockedReason, Trigger, Verdict};
use domain::{
    AccountStatus, Actor, ClearState, Failure, Figures, IncidentState, InterfaceId, NoticeContent, Outcome, Reaction,
    UsageState,
};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use store::incidents::{Incident, IncidentEnd};
use store::notices::NewNotice;
use store::policies::{DecisionQuery, WantedAction};
use store::rids::lookups::RequestedRid;
use store::{Account, InterfaceNow, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::Credentials;
use wechat::errcodes::is_known;

use super::state::READ_EVERY;
use crate::rids::known_failure_in;
use crate::sampling::plan;
use crate::{Desk, Internal};

/// The maximum number of incidents investigated at once.
const AT_ONCE: usize = 4;
/// The maximum number of queued incidents that one query takes.
const TOGETHER: i64 = 20;
/// The interval at which the queue is looked at without being woken.
const BEAT: Duration = Duration::from_secs(5);
/// The maximum number of interfaces read where a report names none.
const MOST_GUESSED: usize = 5;
/// The share of the day's quota, in thousandths, from which on such an interface is read.
const MAY_BE_MEANT_PERMILLE: i64 = 900;
/// The delays before each try to record a result; after the last failure the next start investigates again.
const WRITTEN_AFTER: [Duration; 4] =
    [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(25)];
/// The interval and the number of looks for a reading that another incident is making.
const LOOKED_EVERY: Duration = Duration::from_millis(200);
const LOOKED_TIMES: usize = 75;
/// The minimum time between two notices about the same account and errcode.
const TOLD_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// The number of an account's newest decisions that are searched for a clear.
const DECISIONS: i64 = 50;
/// The number of token incidents within [`A_DAY`] from which on they count as repeated.
const TOKENS_AGAIN: i64 = 3;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The figures of a reading, or why there are none.
fn read(outcome: Outcome) -> Result<Figures, Option<Failure>> {
    match outcome {
        Outcome::Good(figures) => Ok(figures),
        Outcome::NoFigure => Err(None),
        Outcome::Failed(failure) => Err(Some(failure)),
    }
}

/// The result of an investigation: the reaction, its reason, and the clear that was made, if any.
type Done = (Reaction, ReactionReason, Option<domain::ClearId>);

fn done(reaction: Reaction, because: ReactionReason) -> Done {
    (reaction, because, None)
}

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
            let worked = self.investigate_queued().await.unwrap_or_else(|error| {
                tracing::error!(%error, "incidents could not be looked into");
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
        let taken = self.store.take_incidents(TOGETHER).await?;
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
            Ok((reaction, because, clear)) => IncidentEnd { state: IncidentState::Done, reaction, because, clear },
            Err(error) => {
                tracing::error!(%error, incident = incident.id.0, "an incident could not be looked into");
                let because = ReactionReason::Broken;
                IncidentEnd { state: IncidentState::Failed, reaction: Reaction::None, because, clear: None }
            }
        };
        // What a stop broke off says nothing; the next desk looks into it.
        if self.closing.is_cancelled() && end.clear.is_none() {
            return;
        }
        for wait in WRITTEN_AFTER {
            tokio::time::sleep(wait).await;
            match self.end(&incident, interface, &end).await {
                Ok(()) => return,
                Err(error) => {
                    tracing::error!(%error, incident = incident.id.0, "what was done about an incident is not written down");
                }
            }
        }
    }

    async fn end(
        &self,
        incident: &Incident,
        interface: Option<InterfaceId>,
        end: &IncidentEnd,
    ) -> Result<(), Internal> {
        let news =
            NoticeContent::Incident { errcode: incident.errcode, reaction: end.reaction, because: end.because.clone() };
        let notice = NewNotice::of(news).on(incident.account, interface);
        let notice = NewNotice { incident: Some(incident.id), clear: end.clear, ..notice };
        let notice = self.is_news(incident, end.reaction).await?.then_some(&notice);
        self.store.end_incident(incident.id, end, notice, self.clock.now()).await?;
        self.outbox.ring();
        Ok(())
    }

    /// Whether the result becomes a notice: for a known errcode once within [`TOLD_EVERY`] an account; for an incident
    /// investigated before, where the reaction changed.
    async fn is_news(&self, incident: &Incident, reaction: Reaction) -> Result<bool, Internal> {
        if incident.because != ReactionReason::Pending {
            return Ok(incident.reaction != reaction);
        }
        let since = incident.first_at - TOLD_EVERY;
        let lately = self.store.incidents_since(incident.account, &[incident.errcode], since).await?;
        Ok(is_known(incident.errcode) && lately <= 1)
    }

    async fn react(self: &Arc<Self>, incident: &Incident, interface: Option<&InterfaceNow>) -> Result<Done, Internal> {
        let Some(account) = self.store.account(incident.account).await? else {
            return Ok(done(Reaction::Explained, ReactionReason::NotActive));
        };
        self.queue_rid_lookup(incident, &account).await?;
        if account.status != AccountStatus::Active {
            return Ok(done(Reaction::Explained, ReactionReason::NotActive));
        }
        match ErrcodeCategory::from_errcode(incident.errcode) {
            ErrcodeCategory::DayQuota => self.handle_day_quota(incident, &account, interface).await,
            ErrcodeCategory::MinuteQuota => Ok(done(Reaction::PerMinute, ReactionReason::MinuteLimit)),
            ErrcodeCategory::Token => self.handle_token_error(incident, &account).await,
            ErrcodeCategory::Other if is_known(incident.errcode) => {
                Ok(done(Reaction::Explained, ReactionReason::Known))
            }
            ErrcodeCategory::Other => Ok(done(Reaction::None, ReactionReason::Unknown)),
        }
    }

    /// Queues a look-up of the incident's rid; the account of the incident is asked first.
    async fn queue_rid_lookup(&self, incident: &Incident, account: &Account) -> Result<(), Internal> {
        let Some(rid) = &incident.rid else { return Ok(()) };
        let wanted = RequestedRid {
            rid: rid.clone(),
            account: None,
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

    /// 45009: whether the day's quota is really used up, and what policies make of that.
    async fn handle_day_quota(
        self: &Arc<Self>,
        incident: &Incident,
        account: &Account,
        interface: Option<&InterfaceNow>,
    ) -> Result<Done, Internal> {
        if incident.cgi_path.is_none() {
            return self.guess_interface(account).await;
        }
        let Some(interface) = interface else { return Ok(done(Reaction::Explained, ReactionReason::NotWatched)) };
        if let Some(cleared) = self.clear_since(incident, interface).await? {
            return Ok(cleared);
        }
        match self.read_for_incident(account, interface).await? {
            (Ok(figures), met) if is_little_left(figures) => {
                self.ask_policies(incident, account, interface, (figures, &met)).await
            }
            (Ok(figures), met) => {
                self.want(&met).await?;
                Ok(done(Reaction::PerMinute, ReactionReason::QuotaLeft { figures }))
            }
            (Err(failure), _) => Ok(done(Reaction::Explained, ReactionReason::NotRead { failure })),
        }
    }

    /// The result where a policy has ordered a clear of the interface since the incident began: before a restart, or for a
    /// reading made before. It answers the incident; a reading after it would say that quota is left.
    async fn clear_since(&self, incident: &Incident, interface: &InterfaceNow) -> Result<Option<Done>, Internal> {
        let query = DecisionQuery { account: Some(incident.account), limit: DECISIONS, ..DecisionQuery::default() };
        let decisions = self.store.decisions(&query).await?.into_iter();
        let newest = decisions.filter(|decision| decision.at >= incident.first_at).find_map(|decision| {
            let Verdict::Clears { clear, whole_account } = decision.verdict else { return None };
            let cleared = whole_account || decision.interface == interface.id;
            cleared.then_some((clear, decision.policy_name, decision.figures?))
        });
        let Some((id, policy, figures)) = newest else { return Ok(None) };
        let Some(clear) = self.store.clear(id).await? else { return Ok(None) };
        Ok(Some(if matches!(clear.state, ClearState::Refused | ClearState::Failed) {
            let why = BlockedReason::NotAccepted { clear: id };
            (Reaction::RefusedByPolicy, ReactionReason::PolicyWithheld { policy, why }, Some(id))
        } else {
            (Reaction::Cleared, ReactionReason::PolicyClears { policy, figures }, Some(id))
        }))
    }

    /// Handles a 45009 without a known interface: reads those that are nearly used up, and names the first that is. No policy
    /// is asked: a clear is not spent on a guess.
    async fn guess_interface(&self, account: &Account) -> Result<Done, Internal> {
        let mut watched = self.store.interfaces_now(Some(account.id)).await?;
        let day = self.settings.quota_zone.day_start(self.clock.now());
        let may_be_meant = |interface: &InterfaceNow| {
            interface.good.filter(|(at, figures)| *at >= day && figures.used_permille() >= MAY_BE_MEANT_PERMILLE)
        };
        watched.retain(|interface| may_be_meant(interface).is_some());
        watched.sort_by_key(|interface| std::cmp::Reverse(may_be_meant(interface).map(|(_, f)| f.used_permille())));
        watched.truncate(MOST_GUESSED);
        for interface in &watched {
            let (read, met) = self.read_for_incident(account, interface).await?;
            // What a reading meets is no guess.
            self.want(&met).await?;
            if let Some(figures) = read.ok().filter(|figures| is_little_left(*figures)) {
                let because = ReactionReason::Guessed { cgi_path: interface.cgi_path.clone(), figures };
                return Ok(done(Reaction::Explained, because));
            }
        }
        Ok(done(Reaction::Explained, ReactionReason::NoInterface))
    }

    /// Reads an interface now, out of the sampler's allowance, or takes a reading of a moment ago; gives the figures, or the
    /// failure, and the policies with clears that a new reading meets.
    async fn read_for_incident(
        &self,
        account: &Account,
        interface: &InterfaceNow,
    ) -> Result<(Result<Figures, Option<Failure>>, Vec<WantedAction>), Internal> {
        let now = self.clock.now();
        let due = self.pace.take(&[interface.id], now);
        if due.is_empty() {
            return Ok((self.await_other_reading(interface.id, now).await?, Vec::new()));
        }
        let read_now = self.read_within(account, &due, plan::sampler_allowance(account)).await?;
        let Some(sample) = read_now.samples.first() else {
            self.pace.give_back(interface.id);
            return Ok((Err(None), Vec::new()));
        };
        Ok((read(sample.reading.outcome), self.observe(account.id, &read_now.good).await?))
    }

    /// Waits for the reading that another incident makes, or takes the one it made within [`READ_EVERY`].
    async fn await_other_reading(
        &self,
        interface: InterfaceId,
        now: Timestamp,
    ) -> Result<Result<Figures, Option<Failure>>, Internal> {
        for _ in 0..LOOKED_TIMES {
            let newest = self.store.interface_now(interface).await?.and_then(|interface| interface.newest);
            if let Some((_, outcome)) = newest.filter(|(at, _)| now.duration_since(*at) <= READ_EVERY) {
                return Ok(read(outcome));
            }
            if self.closing.is_cancelled() || !self.pace.has(interface) {
                break;
            }
            tokio::time::sleep(LOOKED_EVERY).await;
        }
        Ok(Err(None))
    }

    /// Asks the policies about an interface whose quota is used up. Of several answers a clear counts most, then a refusal,
    /// then a notice.
    async fn ask_policies(
        self: &Arc<Self>,
        incident: &Incident,
        account: &Account,
        interface: &InterfaceNow,
        (figures, met): (Figures, &[WantedAction]),
    ) -> Result<Done, Internal> {
        let mut told = done(Reaction::Explained, ReactionReason::NoPolicy { figures });
        for policy in self.store.policies().await? {
            let rules = &policy.rules;
            let zone = &self.settings.quota_zone;
            let asked = match rules.trigger {
                Trigger::Incident => true,
                trigger => {
                    met.iter().any(|one| one.policy == policy.id)
                        || trigger.is_met(figures, None, self.clock.now(), zone)
                }
            };
            if policy.paused || !asked || !rules.covers(account.id, &interface.cgi_path) {
                continue;
            }
            let name = rules.name.clone();
            match self.act(&policy, account.id, interface.id, Some(incident.id)).await? {
                Some(Verdict::Clears { clear, .. }) => {
                    let because = ReactionReason::PolicyClears { policy: name, figures };
                    return Ok((Reaction::Cleared, because, Some(clear)));
                }
                Some(Verdict::Blocked(why)) => {
                    // A reading may have come first, and had it clear.
                    if let Some(cleared) = self.clear_since(incident, interface).await? {
                        return Ok(cleared);
                    }
                    told = done(Reaction::RefusedByPolicy, ReactionReason::PolicyWithheld { policy: name, why });
                }
                Some(Verdict::Notified) if told.0 == Reaction::Explained => {
                    told = done(Reaction::Explained, ReactionReason::PolicyTold { policy: name, figures });
                }
                _ => {}
            }
        }
        Ok(told)
    }

    /// 40001, 40014, 42001: whether the desk's own token works. The service's own is not ours to renew.
    async fn handle_token_error(&self, incident: &Incident, account: &Account) -> Result<Done, Internal> {
        let began = self.clock.now();
        let replaced = self.wechat.keeper().replaced(&account.appid);
        let failure = self.try_token(incident, account).await?;
        if let Some(failure) = failure {
            return Ok(done(Reaction::RefetchToken, ReactionReason::NoToken { failure }));
        }
        if self.wechat.keeper().replaced(&account.appid) > replaced {
            let forced = self.store.forced_refreshes(account.id, began).await?;
            return Ok(if forced.is_empty() {
                done(Reaction::RefetchToken, ReactionReason::RenewedElsewhere)
            } else {
                done(Reaction::TokenRefreshed, ReactionReason::Forced)
            });
        }
        let codes = [40001, 40014, 42001];
        let again = self.store.incidents_since(account.id, &codes, began - A_DAY).await? >= TOKENS_AGAIN;
        Ok(done(Reaction::RefetchToken, ReactionReason::OwnTokenWorks { again }))
    }

    /// Makes a call with the account's token; why the token did not do, where it did not. A reading where one may be made, since
    /// it uses the token; else a token is fetched.
    async fn try_token(&self, incident: &Incident, account: &Account) -> Result<Option<Failure>, Internal> {
        let watched = self.store.interfaces_now(Some(account.id)).await?;
        let meant = watched.iter().find(|interface| Some(&interface.cgi_path) == incident.cgi_path.as_ref());
        let now = self.clock.now();
        let readable = |interface: &&InterfaceNow| self.state_of(interface, now) != UsageState::Unsupported;
        let chosen = meant.filter(readable).or_else(|| watched.iter().find(readable)).map(|interface| interface.id);
        let due = self.pace.take(chosen.as_slice(), now);
        let read_now = self.read_within(account, &due, plan::sampler_allowance(account)).await?;
        if let Some(sample) = read_now.samples.first() {
            self.want(&self.observe(account.id, &read_now.good).await?).await?;
            return Ok(match sample.reading.outcome {
                Outcome::Failed(
                    failure @ (Failure::TokenRefused(_) | Failure::NoSecret | Failure::Refused(40001 | 40014 | 42001)),
                ) => Some(failure),
                _ => None,
            });
        }
        let Ok(Some(secret)) = self.store.secret(account.id).await else { return Ok(Some(Failure::NoSecret)) };
        let credentials = Credentials { appid: account.appid.clone(), secret };
        Ok(self.wechat.keeper().check(&credentials).await.err().map(|error| error.failure()))
    }
}
