//! Incidents with 45009: which limit was hit, whether a clear has ended it, and what policies do about it.

use std::sync::Arc;
use std::time::Duration;

use domain::incidents::ReactionReason;
use domain::limit_hit::is_little_left;
use domain::policies::{BlockedReason, Trigger, Verdict};
use domain::{ClearId, ClearState, Figures, InterfaceId, LimitHit, Outcome, Reaction};
use jiff::Timestamp;
use store::clears::Clear;
use store::incidents::Incident;
use store::policies::{DecisionQuery, Policy, WantedAction};
use store::{Account, InterfaceNow};

use super::state::{Finding, READ_EVERY};
use crate::policies::Asked;
use crate::verdicts::RefusedCall;
use crate::{Desk, Internal};

/// The maximum number of interfaces read where a report names none.
const MOST_GUESSED: usize = 5;
/// The share of the day's quota, in thousandths, from which on such an interface is read.
const MAY_BE_MEANT_PERMILLE: i64 = 900;
/// The interval and the number of looks for what something else is about to end: a reading, or a clear's call.
const LOOKED_EVERY: Duration = Duration::from_millis(200);
const LOOKED_TIMES: usize = 75;
/// Why there are no figures where no reading was made, or WeChat has none.
const UNREAD: ReactionReason = ReactionReason::NotRead { failure: None };
/// The number of an account's newest decisions that are searched for a clear.
const DECISIONS: i64 = 50;

/// The figures of a reading, or why there are none. `of_day_before`: whether they seem to be of the day before.
fn read(outcome: Outcome, of_day_before: bool) -> Result<Figures, ReactionReason> {
    match outcome {
        Outcome::Good(_) if of_day_before => Err(ReactionReason::NotTurned),
        Outcome::Good(figures) => Ok(figures),
        Outcome::NoFigure => Err(UNREAD),
        Outcome::Failed(failure) => Err(ReactionReason::NotRead { failure: Some(failure) }),
    }
}

/// A clear of an incident's count that was made since the incident began.
#[derive(Clone)]
struct MadeClear {
    clear: Clear,
    /// The policy that ordered it, and the figures that it decided on.
    policy: Option<(String, Figures)>,
    /// It worked for other interfaces, and readings show that it did not lower the count of this one.
    stayed: bool,
}

impl MadeClear {
    /// Whether WeChat accepted it, and nothing shows that it did not work.
    fn holds(&self) -> bool {
        !self.stayed && matches!(self.clear.state, ClearState::Accepted | ClearState::Verifying | ClearState::Effective)
    }

    /// The result where this clear is the answer to the incident.
    fn answer(self) -> Finding {
        let (id, state) = (self.clear.id, self.clear.state);
        let because = match self.policy {
            Some((policy, figures)) => ReactionReason::PolicyClears { policy, figures },
            None => ReactionReason::ClearedBy { clear: id },
        };
        let finding = match (state, because) {
            (ClearState::Refused | ClearState::Failed, ReactionReason::PolicyClears { policy, .. }) => {
                let why = BlockedReason::NotAccepted { clear: id };
                Finding::of(Reaction::RefusedByPolicy, ReactionReason::PolicyWithheld { policy, why })
            }
            (ClearState::Unknown, ReactionReason::PolicyClears { policy, figures }) => {
                Finding::of(Reaction::RefusedByPolicy, ReactionReason::ClearUnknown { policy, clear: id, figures })
            }
            (_, because) => Finding::of(Reaction::Cleared, because),
        };
        finding.at(Some(LimitHit::DayQuota)).by(id)
    }
}

impl Desk {
    /// 45009: whether the day's quota is really used up, and what policies make of that.
    pub(super) async fn handle_quota(
        self: &Arc<Self>,
        incident: &Incident,
        call: RefusedCall<'_>,
        account: &Account,
        interface: Option<&InterfaceNow>,
    ) -> Result<Finding, Internal> {
        if incident.cgi_path.is_none() {
            return Ok(self.guess_interface(account).await?.at(Some(LimitHit::NotKnown)));
        }
        let Some(interface) = interface else { return self.unread(call, ReactionReason::NotWatched).await };
        let made = self.made_clear(incident, interface).await?;
        if let Some(made) = made.as_ref().filter(|made| is_answer(made, incident)) {
            return Ok(made.clone().answer());
        }
        let made = made.filter(|made| !made.stayed).map(|made| made.clear);
        let cleared_at = made.as_ref().and_then(|clear| clear.ended_at);
        match self.read_for_incident(account, interface, cleared_at).await? {
            (Ok(figures), met) if is_little_left(figures) => {
                let finding = self.ask_policies(incident, account, interface, (figures, &met)).await?;
                let limit = self.limit_of(call).await?;
                Ok(finding.at(limit.filter(|limit| *limit == LimitHit::Total).or(Some(LimitHit::DayQuota))))
            }
            (Ok(figures), met) => {
                self.want(&met).await?;
                self.quota_left(call, made.as_ref(), figures).await
            }
            // Looked into again once a reading is of the new day.
            (Err(ReactionReason::NotTurned), _) => {
                Ok(Finding::of(Reaction::Explained, ReactionReason::NotTurned).at(Some(LimitHit::NotKnown)))
            }
            (Err(because), _) => self.unread(call, because).await,
        }
    }

    async fn limit_of(&self, call: RefusedCall<'_>) -> Result<Option<LimitHit>, Internal> {
        Ok(self.limit_verdict(call).await?.map(|verdict| verdict.limit))
    }

    /// The result where there are no figures of now.
    async fn unread(&self, call: RefusedCall<'_>, because: ReactionReason) -> Result<Finding, Internal> {
        let limit = self.limit_of(call).await?;
        let finding = match limit {
            Some(LimitHit::PerMinute) => Finding::of(Reaction::PerMinute, ReactionReason::MinuteLimit),
            _ => Finding::of(Reaction::Explained, because),
        };
        Ok(finding.at(limit))
    }

    /// The result where quota is left now: by a clear, or because it was the limit per minute.
    async fn quota_left(
        &self,
        call: RefusedCall<'_>,
        made: Option<&Clear>,
        figures: Figures,
    ) -> Result<Finding, Internal> {
        if let Some(Clear { id, state, .. }) = made {
            let (clear, state) = (*id, *state);
            let finding = match state {
                ClearState::Accepted | ClearState::Verifying | ClearState::Effective => {
                    Finding::of(Reaction::Cleared, ReactionReason::StillCleared { clear, figures })
                }
                ClearState::Unknown => Finding::of(Reaction::Explained, ReactionReason::ClearVoid { clear, state }),
                _ => Finding::of(Reaction::Explained, ReactionReason::QuotaBack { figures }),
            };
            return Ok(finding.at(Some(LimitHit::DayQuota)).by(clear));
        }
        let limit = self.limit_of(call).await?;
        let finding = match limit {
            Some(LimitHit::PerMinute) => Finding::of(Reaction::PerMinute, ReactionReason::QuotaLeft { figures }),
            _ => Finding::of(Reaction::Explained, ReactionReason::QuotaBack { figures }),
        };
        Ok(finding.at(limit))
    }

    /// The newest clear of an incident's count that was made since the incident began, by a policy or a person; one that WeChat
    /// did not make only where there is no other, and a policy ordered it.
    async fn made_clear(&self, incident: &Incident, interface: &InterfaceNow) -> Result<Option<MadeClear>, Internal> {
        // No clear lowers a total.
        if self.limit_kind_of(interface).is_total() {
            return Ok(None);
        }
        let mut clears = self.clears_since(incident.account, incident.first_at).await?;
        clears.retain(|clear| clear.via.is_some() && clear.as_open().overlaps(Some(interface.id)));
        let was_made =
            |clear: &Clear| !matches!(clear.state, ClearState::Intended | ClearState::Refused | ClearState::Failed);
        let newest = clears.iter().find(|clear| was_made(clear)).or(clears.first()).map(|clear| clear.id);
        let Some(mut clear) = clears.into_iter().find(|clear| Some(clear.id) == newest) else { return Ok(None) };
        if clear.state.in_flight() {
            clear = self.ended_call(clear).await?;
        }
        let policy = self.policy_of(incident, clear.id).await?;
        let stayed = self.count_result(clear.id, clear.state, interface.id).await? == Some(false);
        Ok((was_made(&clear) || policy.is_some()).then_some(MadeClear { clear, policy, stayed }))
    }

    /// The policy that ordered a clear, with the figures that it decided on.
    async fn policy_of(&self, incident: &Incident, id: ClearId) -> Result<Option<(String, Figures)>, Internal> {
        let query = DecisionQuery { account: Some(incident.account), limit: DECISIONS, ..DecisionQuery::default() };
        let decisions = self.store.decisions(&query).await?.into_iter();
        let ordered = |verdict| matches!(verdict, Verdict::Clears { clear, .. } if clear == id);
        let mut orders = decisions.filter(|decision| ordered(decision.verdict));
        Ok(orders.find_map(|decision| Some((decision.policy_name, decision.figures?))))
    }

    /// A clear once its call has ended; as it is where that takes too long.
    async fn ended_call(&self, clear: Clear) -> Result<Clear, Internal> {
        let mut clear = clear;
        for _ in 0..LOOKED_TIMES {
            if !clear.state.in_flight() || self.closing.is_cancelled() {
                break;
            }
            tokio::time::sleep(LOOKED_EVERY).await;
            clear = self.store.clear(clear.id).await?.unwrap_or(clear);
        }
        Ok(clear)
    }

    /// Handles a 45009 without a known interface: reads those that are nearly used up, and names the first that is. No policy
    /// is asked: a clear is not spent on a guess.
    async fn guess_interface(&self, account: &Account) -> Result<Finding, Internal> {
        let mut watched = self.store.interfaces_now(Some(account.id)).await?;
        let day = self.settings.quota_zone.day_start(self.clock.now());
        let may_be_meant = |interface: &InterfaceNow| {
            interface.good.filter(|(at, figures)| *at >= day && figures.used_permille() >= MAY_BE_MEANT_PERMILLE)
        };
        watched.retain(|interface| may_be_meant(interface).is_some());
        watched.sort_by_key(|interface| std::cmp::Reverse(may_be_meant(interface).map(|(_, f)| f.used_permille())));
        watched.truncate(MOST_GUESSED);
        for interface in &watched {
            let (read, met) = self.read_for_incident(account, interface, None).await?;
            // What a reading meets is no guess.
            self.want(&met).await?;
            if let Some(figures) = read.ok().filter(|figures| is_little_left(*figures)) {
                let because = ReactionReason::Guessed { cgi_path: interface.cgi_path.clone(), figures };
                return Ok(Finding::of(Reaction::Explained, because));
            }
        }
        Ok(Finding::of(Reaction::Explained, ReactionReason::NoInterface))
    }

    /// Reads an interface now, out of the incidents' share of the readings, or takes a reading of a moment ago, but none up to `since`; gives
    /// the figures, or why there are none, and the policies with clears that a new reading meets.
    async fn read_for_incident(
        &self,
        account: &Account,
        interface: &InterfaceNow,
        since: Option<Timestamp>,
    ) -> Result<(Result<Figures, ReactionReason>, Vec<WantedAction>), Internal> {
        let now = self.clock.now();
        let due = self.pace.take(&[interface.id], now, since);
        if due.is_empty() {
            return Ok((self.await_other_reading(interface.id, now, since).await?, Vec::new()));
        }
        let read_now = self.read_for_incidents(account, &due).await?;
        let Some(sample) = read_now.samples.first() else {
            self.pace.give_back(interface.id);
            return Ok((Err(UNREAD), Vec::new()));
        };
        let figures = read(sample.reading.outcome, sample.of_day_before);
        Ok((figures, self.observe(account.id, &read_now.good).await?))
    }

    /// Waits for the reading that another incident makes, or takes the one it made within [`READ_EVERY`].
    async fn await_other_reading(
        &self,
        interface: InterfaceId,
        now: Timestamp,
        since: Option<Timestamp>,
    ) -> Result<Result<Figures, ReactionReason>, Internal> {
        let is_of_now = |at: Timestamp| now.duration_since(at) <= READ_EVERY && since.is_none_or(|since| since < at);
        for _ in 0..LOOKED_TIMES {
            let now_known = self.store.interface_now(interface).await?;
            let newest = now_known.as_ref().and_then(|interface| interface.newest).filter(|(at, _)| is_of_now(*at));
            if let Some((at, outcome)) = newest {
                let counts = now_known.and_then(|interface| interface.good).is_some_and(|(good_at, _)| good_at == at);
                return Ok(read(outcome, !counts));
            }
            if self.closing.is_cancelled() || !self.pace.has(interface) {
                break;
            }
            tokio::time::sleep(LOOKED_EVERY).await;
        }
        Ok(Err(UNREAD))
    }

    /// Asks the policies about an interface whose quota is used up. Of several answers a clear counts most, then a refusal,
    /// then a notice.
    async fn ask_policies(
        self: &Arc<Self>,
        incident: &Incident,
        account: &Account,
        interface: &InterfaceNow,
        (figures, met): (Figures, &[WantedAction]),
    ) -> Result<Finding, Internal> {
        let mut told = Finding::of(Reaction::Explained, ReactionReason::NoPolicy { figures });
        for policy in self.store.policies().await? {
            if !self.is_asked(&policy, account, interface, (figures, met)) {
                continue;
            }
            let name = policy.rules.name.clone();
            let asked = Asked { incident: incident.id, after: incident.clear };
            match self.act(&policy, account.id, interface.id, Some(asked)).await? {
                Some(Verdict::Clears { clear, .. }) => {
                    let Some(clear) = self.store.clear(clear).await? else { continue };
                    let clear = self.ended_call(clear).await?;
                    return Ok(MadeClear { clear, policy: Some((name, figures)), stayed: false }.answer());
                }
                Some(Verdict::Blocked(why)) => {
                    // A reading may have come first, and had it clear.
                    let made = self.made_clear(incident, interface).await?;
                    if let Some(made) = made.filter(|made| Some(made.clear.id) != incident.clear && !made.stayed) {
                        return Ok(made.answer());
                    }
                    told = Finding::of(Reaction::RefusedByPolicy, ReactionReason::PolicyWithheld { policy: name, why });
                }
                Some(Verdict::Notified) if told.reaction == Reaction::Explained => {
                    told = Finding::of(Reaction::Explained, ReactionReason::PolicyTold { policy: name, figures });
                }
                _ => {}
            }
        }
        Ok(told)
    }

    /// Whether a policy is asked about an incident.
    fn is_asked(
        &self,
        policy: &Policy,
        account: &Account,
        interface: &InterfaceNow,
        (figures, met): (Figures, &[WantedAction]),
    ) -> bool {
        let is_met = match policy.rules.trigger {
            Trigger::Incident => true,
            trigger => {
                met.iter().any(|one| one.policy == policy.id)
                    || trigger.is_met(figures, None, self.clock.now(), &self.settings.quota_zone)
            }
        };
        is_met && !policy.paused && policy.rules.covers(account.id, &interface.cgi_path)
    }
}

/// Whether a clear answers an incident without a reading: it was not there when the incident was looked into before, and the
/// error was not reported after it.
fn is_answer(made: &MadeClear, incident: &Incident) -> bool {
    let clear = &made.clear;
    let is_new = incident.clear != Some(clear.id);
    if !made.holds() {
        return is_new && matches!(clear.state, ClearState::Refused | ClearState::Failed);
    }
    let is_reported_after = matches!(incident.because, ReactionReason::ReportedAgain { clear: after } if after == clear.id)
        || clear.ended_at.is_some_and(|ended_at| ended_at < incident.last_at);
    !is_reported_after
}
