//! Looking at readings: which lines they cross, which policies they meet.

use std::collections::HashMap;

use domain::forecast::exhausts_at;
use domain::policies::{Mode, Trigger, Verdict};
use domain::{AccountId, CgiPath, Failure, Figures, InterfaceId, Level, News};
use jiff::Timestamp;
use store::notices::{NewDecision, NewNotice, StandingChange, Subject, Telling};
use store::policies::Policy;
use store::{InterfaceNow, NewSample, StoreError};

use super::Wanted;
use crate::{Desk, Internal};

/// What is known of an account whose readings failed once, and of one whose readings failed twice: only that is news.
const FAILED_ONCE: &str = "failed-once";
const FAILING: &str = "failing";
/// What is known where a policy is met, and where one is suspended.
const MET: &str = "met";
const SUSPENDED: &str = "suspended";

/// A good reading that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Observed {
    /// Of which interface.
    pub(crate) interface: InterfaceId,
    /// Its path.
    pub(crate) path: CgiPath,
    /// When.
    pub(crate) at: Timestamp,
    /// What it said.
    pub(crate) figures: Figures,
}

impl Observed {
    /// The good ones among readings of these interfaces.
    pub(crate) fn of(samples: &[NewSample], watched: &[InterfaceNow]) -> Vec<Self> {
        let observed = |sample: &NewSample| {
            let interface = watched.iter().find(|interface| interface.id == sample.interface)?;
            let figures = sample.reading.outcome.figures()?;
            Some(Self { interface: interface.id, path: interface.cgi_path.clone(), at: sample.reading.at, figures })
        };
        samples.iter().filter_map(observed).collect()
    }
}

/// What is known of the things of an account.
type Known = HashMap<Subject, String>;

impl Desk {
    /// Looks at readings of an account: tells which lines they cross, and has the policies act that they meet.
    pub(crate) async fn observe(&self, account: AccountId, seen: &[Observed]) -> Result<(), Internal> {
        if seen.is_empty() {
            return Ok(());
        }
        let known = self.note_levels(account, seen).await?;
        let mut policies = self.store.policies().await?;
        policies.retain(|policy| !policy.paused);
        self.note_suspended(&policies, &known).await?;
        let mut wanted = Vec::new();
        for policy in &policies {
            for reading in seen.iter().filter(|reading| policy.rules.covers(account, &reading.path)) {
                if self.meets(policy, account, reading, &known).await? {
                    wanted.push(Wanted { policy: policy.id, account, interface: reading.interface });
                }
            }
        }
        self.agenda.add(wanted);
        Ok(())
    }

    /// Tells which lines readings cross; gives what was known before.
    pub(crate) async fn note_levels(&self, account: AccountId, seen: &[Observed]) -> Result<Known, StoreError> {
        let known: Known = self.store.standings(account).await?.into_iter().collect();
        let crossed = seen.iter().filter_map(|reading| self.crossed(account, reading, &known));
        self.tell_all(&crossed.collect::<Vec<_>>()).await?;
        Ok(known)
    }

    /// The line that a reading crosses, as news; `None` where it crosses none.
    fn crossed(&self, account: AccountId, reading: &Observed, known: &Known) -> Option<Telling> {
        let subject = Subject::Usage(reading.interface);
        let from = known.get(&subject);
        let before: Level = from.and_then(|word| word.parse().ok()).unwrap_or_default();
        let now = before.after(reading.figures, self.settings.thresholds);
        let to = (now != Level::Calm).then(|| now.word().to_owned());
        let news = News::Usage { before, now, figures: reading.figures };
        (now != before).then(|| Telling {
            change: Some(StandingChange { subject, from: from.cloned(), to }),
            decision: None,
            notice: Some(NewNotice::of(news).on(account, Some(reading.interface))),
        })
    }

    /// Whether a policy that clears is met by a reading; one that notifies tells so, and tells when that is over.
    async fn meets(
        &self,
        policy: &Policy,
        account: AccountId,
        reading: &Observed,
        known: &Known,
    ) -> Result<bool, StoreError> {
        let rules = &policy.rules;
        let Observed { interface, at, figures, .. } = *reading;
        let runs_out_at = match rules.trigger {
            Trigger::RunsOutBefore { .. } => self.runs_out_at(interface, at).await?,
            _ => None,
        };
        let zone = &self.settings.quota_zone;
        let is_met = rules.trigger.is_met(figures, runs_out_at, at, zone);
        if rules.mode == Mode::Clear {
            return Ok(is_met);
        }
        let subject = Subject::Met(policy.id, interface);
        let was_met = known.contains_key(&subject);
        let (from, to, verdict, news) = if is_met && !was_met {
            let news = News::PolicyMet {
                policy: rules.name.clone(),
                trigger: rules.trigger,
                figures: Some(figures),
                runs_out_at,
            };
            (None, Some(MET.to_owned()), Verdict::Notified, news)
        } else if was_met && !rules.trigger.is_still_met(figures, runs_out_at, at, zone) {
            (Some(MET.to_owned()), None, Verdict::Over, News::PolicyOver { policy: rules.name.clone() })
        } else {
            return Ok(false);
        };
        // A change is told each time, so it folds with none before.
        let decision = NewDecision {
            policy: policy.id,
            account,
            interface,
            verdict,
            figures: Some(figures),
            folds_since: Timestamp::MAX,
        };
        let telling = Telling {
            change: Some(StandingChange { subject, from, to }),
            decision: Some(decision),
            notice: Some(NewNotice::of(news).on(account, Some(interface)).by(policy.id)),
        };
        self.tell(&telling).await?;
        Ok(false)
    }

    /// When an interface runs out, by the readings that are kept.
    pub(super) async fn runs_out_at(
        &self,
        interface: InterfaceId,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let recent = self.store.recent(&[interface]).await?.pop().map(|(_, readings)| readings).unwrap_or_default();
        let good: Vec<_> = recent.iter().filter_map(|reading| Some((reading.at, reading.outcome.figures()?))).collect();
        Ok(exhausts_at(&good, now, &self.settings.quota_zone))
    }

    /// Tells that an account cannot be read any more, once two rounds had nothing but failures; and that it can be again.
    pub(crate) async fn note_readings(
        &self,
        account: AccountId,
        good: i64,
        failure: Option<Failure>,
    ) -> Result<(), StoreError> {
        let subject = Subject::Readings(account);
        let known: Known = self.store.standings(account).await?.into_iter().collect();
        let from = known.get(&subject).cloned();
        let (to, news) = match (good, failure, from.as_deref()) {
            (0, Some(_), None) => (Some(FAILED_ONCE), None),
            (0, Some(failure), Some(FAILED_ONCE)) => (Some(FAILING), Some(News::Readings { failing: Some(failure) })),
            (1.., _, Some(FAILED_ONCE)) => (None, None),
            (1.., _, Some(FAILING)) => (None, Some(News::Readings { failing: None })),
            _ => return Ok(()),
        };
        let telling = Telling {
            change: Some(StandingChange { subject, from, to: to.map(str::to_owned) }),
            decision: None,
            notice: news.map(|news| NewNotice::of(news).on(account, None)),
        };
        self.tell(&telling).await
    }

    /// Tells of policies that are suspended by what their clears came to, each time once.
    pub(crate) async fn note_suspensions(&self) -> Result<(), StoreError> {
        let policies = self.store.policies().await?;
        // No account has this id: what is known of policies as a whole is wanted.
        let known: Known = self.store.standings(AccountId(0)).await?.into_iter().collect();
        self.note_suspended(&policies, &known).await
    }

    async fn note_suspended(&self, policies: &[Policy], known: &Known) -> Result<(), StoreError> {
        for policy in policies {
            let subject = Subject::Suspended(policy.id);
            let Some(id) = policy.suspended_by.filter(|_| !known.contains_key(&subject)) else { continue };
            let Some(clear) = self.store.clear(id).await? else { continue };
            let news = News::PolicySuspended { policy: policy.rules.name.clone(), clear: id, state: clear.state };
            let interface = clear.interface.map(|(id, _)| id);
            let notice = NewNotice::of(news).by(policy.id);
            let telling = Telling {
                change: Some(StandingChange { subject, from: None, to: Some(SUSPENDED.to_owned()) }),
                decision: None,
                notice: Some(NewNotice { clear: Some(id), account: Some(clear.account_id), interface, ..notice }),
            };
            self.tell(&telling).await?;
        }
        Ok(())
    }

    /// Writes news down, and has it sent.
    pub(crate) async fn tell(&self, telling: &Telling) -> Result<(), StoreError> {
        self.tell_all(std::slice::from_ref(telling)).await
    }

    async fn tell_all(&self, tellings: &[Telling]) -> Result<(), StoreError> {
        if !self.store.tell_all(tellings, self.clock.now()).await?.is_empty() {
            self.outbox.ring();
        }
        Ok(())
    }
}
