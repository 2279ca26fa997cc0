//! The evaluation of readings: which usage levels they cross, and which policies they meet.

use std::collections::HashMap;

use domain::policies::{Mode, Trigger, Verdict};
use domain::{AccountId, CgiPath, Failure, Figures, InterfaceId, Level, NoticeContent, Thresholds};
use jiff::{SignedDuration, Timestamp};
use store::notices::{Announcement, NewDecision, NewNotice, StateChange, Subject};
use store::policies::{Policy, WantedAction};
use store::{InterfaceNow, NewSample, StoreError};

use crate::{Desk, Internal};

/// The states kept of an account whose readings all fail: since when, and, once people were told, that they do.
const FAILED_SINCE: &str = "failed-since:";
pub const FAILING: &str = "failing";
/// The time for which all readings must fail before people are told, where interfaces are read every `interval_hours`: each is
/// read within it.
pub fn fails_for(interval_hours: i64) -> SignedDuration {
    SignedDuration::from_hours(interval_hours) + SignedDuration::from_mins(15)
}
/// The states kept of a policy that is met, and of one that is suspended.
const MET: &str = "met";
const SUSPENDED: &str = "suspended";

/// A good reading that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Observed {
    /// The interface.
    pub(crate) interface: InterfaceId,
    /// Its path.
    pub(crate) path: CgiPath,
    /// When it was made.
    pub(crate) at: Timestamp,
    /// Its figures.
    pub(crate) figures: Figures,
}

impl Observed {
    /// The good readings among samples of these interfaces, left out those that seem to be of the day before.
    pub(crate) fn of(samples: &[NewSample], watched: &[InterfaceNow]) -> Vec<Self> {
        let observed = |sample: &NewSample| {
            let interface = watched.iter().find(|interface| interface.id == sample.interface)?;
            let figures = sample.reading.outcome.figures().filter(|_| !sample.of_day_before)?;
            Some(Self { interface: interface.id, path: interface.cgi_path.clone(), at: sample.reading.at, figures })
        };
        samples.iter().filter_map(observed).collect()
    }
}

/// The states kept of an account's subjects, by subject.
type Standings = HashMap<Subject, String>;

/// The news of the usage level that a reading crosses; `None` where it crosses none.
fn crossed(account: AccountId, reading: &Observed, lines: Thresholds, known: &Standings) -> Option<Announcement> {
    let subject = Subject::Usage(reading.interface);
    let from = known.get(&subject);
    let before: Level = from.and_then(|word| word.parse().ok()).unwrap_or_default();
    let now = before.after(reading.figures, lines);
    let to = (now != Level::Calm).then(|| now.word().to_owned());
    let news = NoticeContent::Usage { before, now, figures: reading.figures };
    (now != before).then(|| Announcement {
        change: Some(StateChange { subject, from: from.cloned(), to }),
        decision: None,
        notice: Some(NewNotice::of(news).on(account, Some(reading.interface))),
    })
}

impl Desk {
    /// Evaluates readings of an account: tells people which usage levels they cross, and gives the policies with clears
    /// that they meet.
    pub(crate) async fn observe(&self, account: AccountId, seen: &[Observed]) -> Result<Vec<WantedAction>, Internal> {
        if seen.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.note_levels(account, seen).await?;
        let totals = self.note_limit_kinds(account, seen).await?;
        let mut policies = self.store.policies().await?;
        policies.retain(|policy| !policy.paused);
        self.note_suspended(&policies, &known).await?;
        let (mut wanted, mut tellings) = (Vec::new(), Vec::new());
        for policy in &policies {
            let covered = seen.iter().filter(|reading| policy.rules.covers(account, &reading.path));
            let covered: Vec<_> = covered.collect();
            let out = self.run_out_times(policy, &covered).await?;
            for (reading, runs_out_at) in covered.into_iter().zip(out) {
                let is_total = totals.contains(&reading.interface);
                let applies = !is_total || policy.rules.trigger.holds_for_totals();
                if policy.rules.mode == Mode::Notify {
                    let seen = (reading, runs_out_at, applies);
                    tellings.extend(self.change_of(policy, account, seen, &known));
                } else if !is_total && self.is_met(policy, reading, runs_out_at) {
                    wanted.push(WantedAction { policy: policy.id, account, interface: reading.interface });
                }
            }
        }
        self.announce(&tellings).await?;
        Ok(wanted)
    }

    /// The forecast times at which these interfaces run out, where the policy's trigger asks for that.
    async fn run_out_times(
        &self,
        policy: &Policy,
        readings: &[&Observed],
    ) -> Result<Vec<Option<Timestamp>>, StoreError> {
        if !matches!(policy.rules.trigger, Trigger::RunsOutBefore { .. }) {
            return Ok(vec![None; readings.len()]);
        }
        let ids: Vec<_> = readings.iter().map(|reading| reading.interface).collect();
        let recent = self.store.recent(&ids).await?;
        let mut times = Vec::new();
        for (reading, (_, recent)) in readings.iter().zip(recent) {
            times.push(self.forecast_of(reading.interface, &recent, reading.at).await?.runs_out_at());
        }
        Ok(times)
    }

    fn is_met(&self, policy: &Policy, reading: &Observed, runs_out_at: Option<Timestamp>) -> bool {
        policy.rules.trigger.is_met(reading.figures, runs_out_at, reading.at, &self.settings.quota_zone)
    }

    /// Tells which lines readings cross; gives what was known before.
    pub(crate) async fn note_levels(&self, account: AccountId, seen: &[Observed]) -> Result<Standings, StoreError> {
        let known: Standings = self.store.standings(account).await?.into_iter().collect();
        let live = self.live();
        let crossed = seen.iter().filter_map(|reading| {
            let (lines, _) = live.lines.of(account, reading.interface);
            crossed(account, reading, lines, &known)
        });
        self.announce(&crossed.collect::<Vec<_>>()).await?;
        Ok(known)
    }

    /// The news of a policy in mode notify: that a reading meets it, or does so no longer, also because its trigger does not
    /// apply to the interface; `None` where nothing changed.
    fn change_of(
        &self,
        policy: &Policy,
        account: AccountId,
        (reading, runs_out_at, applies): (&Observed, Option<Timestamp>, bool),
        known: &Standings,
    ) -> Option<Announcement> {
        let rules = &policy.rules;
        let Observed { interface, at, figures, .. } = *reading;
        let subject = Subject::Met(policy.id, interface);
        let was_met = known.contains_key(&subject);
        let met = Some(MET.to_owned());
        let (from, to, verdict, news) = if !was_met && applies && self.is_met(policy, reading, runs_out_at) {
            let news = NoticeContent::PolicyMet {
                policy: rules.name.clone(),
                trigger: rules.trigger,
                figures: Some(figures),
                runs_out_at,
            };
            (None, met, Verdict::Notified, news)
        } else if was_met
            && !(applies && rules.trigger.is_still_met(figures, runs_out_at, at, &self.settings.quota_zone))
        {
            (met, None, Verdict::Over, NoticeContent::PolicyOver { policy: rules.name.clone() })
        } else {
            return None;
        };
        // People are told of every change, so a change is not merged with earlier decisions.
        let folds_since = Timestamp::MAX;
        let figures = Some(figures);
        let decision = NewDecision { policy: policy.id, account, interface, verdict, figures, folds_since };
        Some(Announcement {
            change: Some(StateChange { subject, from, to }),
            decision: Some(decision),
            notice: Some(NewNotice::of(news).on(account, Some(interface)).by(policy.id)),
        })
    }

    /// The forecast time at which an interface runs out.
    pub(super) async fn runs_out_at(
        &self,
        interface: InterfaceId,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let recent = self.recent_readings(interface).await?;
        Ok(self.forecast_of(interface, &recent, now).await?.runs_out_at())
    }

    /// Tells that an account cannot be read any more, once nothing but failures came for [`fails_for`]; and that it can be again.
    /// Where that fails, the next round tells them.
    pub(crate) async fn note_readings(&self, account: AccountId, good: i64, failure: Option<Failure>) {
        if let Err(error) = self.readings_noted(account, good, failure).await {
            tracing::error!(%error, account = account.0, "the notice about an account's sampling could not be \
             written yet");
        }
    }

    async fn readings_noted(&self, account: AccountId, good: i64, failure: Option<Failure>) -> Result<(), StoreError> {
        let subject = Subject::Readings(account);
        let known: Standings = self.store.standings(account).await?.into_iter().collect();
        let from = known.get(&subject).cloned();
        let now = self.clock.now();
        let fails_for = fails_for(self.live().values.reading_interval_hours);
        let failed_for = from.as_deref().and_then(|word| word.strip_prefix(FAILED_SINCE)).map(|since| {
            let since = since.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(now);
            now.duration_since(since)
        });
        let (to, news) = match (good, failure, from.as_deref()) {
            (0, Some(_), None) => (Some(format!("{FAILED_SINCE}{}", now.as_millisecond())), None),
            (0, Some(failure), Some(_)) if failed_for.is_some_and(|time| time >= fails_for) => {
                (Some(FAILING.to_owned()), Some(NoticeContent::Readings { failing: Some(failure) }))
            }
            (1.., _, Some(FAILING)) => (None, Some(NoticeContent::Readings { failing: None })),
            (1.., _, Some(_)) => (None, None),
            _ => return Ok(()),
        };
        let telling = Announcement {
            change: Some(StateChange { subject, from, to }),
            decision: None,
            notice: news.map(|news| NewNotice::of(news).on(account, None)),
        };
        self.tell(&telling).await
    }

    /// Tells of policies that are suspended by what their clears came to, each time once.
    pub(crate) async fn note_suspensions(&self) -> Result<(), StoreError> {
        let policies = self.store.policies().await?;
        // No account has this id: what is known of policies as a whole is wanted.
        let known: Standings = self.store.standings(AccountId(0)).await?.into_iter().collect();
        self.note_suspended(&policies, &known).await
    }

    async fn note_suspended(&self, policies: &[Policy], known: &Standings) -> Result<(), StoreError> {
        for policy in policies {
            let subject = Subject::Suspended(policy.id);
            let Some(id) = policy.suspended_by.filter(|_| !known.contains_key(&subject)) else { continue };
            let Some(clear) = self.store.clear(id).await? else { continue };
            let news = NoticeContent::PolicySuspended {
                policy: policy.rules.name.clone(),
                clear: Some(id),
                state: Some(clear.state),
            };
            let interface = clear.interface.map(|(id, _)| id);
            let notice = NewNotice::of(news).by(policy.id);
            let telling = Announcement {
                change: Some(StateChange { subject, from: None, to: Some(SUSPENDED.to_owned()) }),
                decision: None,
                notice: Some(NewNotice { clear: Some(id), account: Some(clear.account_id), interface, ..notice }),
            };
            self.tell(&telling).await?;
        }
        Ok(())
    }

    /// Writes news down, and has it sent.
    pub(crate) async fn tell(&self, telling: &Announcement) -> Result<(), StoreError> {
        self.announce(std::slice::from_ref(telling)).await
    }

    pub(crate) async fn announce(&self, tellings: &[Announcement]) -> Result<(), StoreError> {
        if !self.store.announce(tellings, self.clock.now()).await?.is_empty() {
            self.outbox.ring();
        }
        Ok(())
    }
}
