//! Verification of clears: readings after a clear that show its effect, made until they prove it or no longer can.

use std::collections::HashMap;
use std::sync::Arc;

use domain::clears::fall::UsedCalls;
use domain::clears::verification::{
    InconclusiveReason, SAMPLE_SIZE, Verdict, VerificationSample, VerifiedClear, judge, next_check,
};
use domain::{ClearState, Figures, InterfaceId, LimitKind, QuotaZone, Scope};
use jiff::Timestamp;
use store::InterfaceNow;
use store::clears::{Check, CheckOutcome, Clear, Effect, UsageBefore};

use super::state::Job;
use crate::{Desk, Internal};

/// An interface that the clear should have reset, with the readings before and after.
struct CheckedInterface {
    usage: UsageBefore,
    sample: VerificationSample,
    /// The newest reading after the clear.
    after: Option<(Timestamp, Figures)>,
    /// When another clear of it was sent, if one was.
    followed_at: Option<Timestamp>,
}

/// The clears of some of the same counts that came after one: of which interface, or of the whole account; when.
struct Followers(Vec<(Option<InterfaceId>, Timestamp)>);

impl Followers {
    /// When the next clear of an interface was sent.
    fn of(&self, interface: InterfaceId) -> Option<Timestamp> {
        self.0.iter().filter(|(only, _)| only.is_none_or(|only| only == interface)).map(|(_, at)| *at).min()
    }

    /// Whether another clear of all that this one resets was sent.
    fn cover(&self, clear: &Clear) -> bool {
        let own = clear.as_open().interface;
        self.0.iter().any(|(only, _)| only.is_none() || *only == own)
    }
}

impl CheckedInterface {
    fn is_followed_by(&mut self, followers: &Followers) {
        self.followed_at = followers.of(self.usage.interface);
        self.sample.followed = self.followed_at.is_some();
    }

    /// Takes in a reading after the clear, unless another clear may have done what it shows.
    fn take_in(&mut self, at: Timestamp, figures: Figures, zone: &QuotaZone) {
        let is_newer = self.after.is_none_or(|(newest, _)| newest < at);
        if is_newer && self.followed_at.is_none_or(|followed_at| at < followed_at) {
            self.sample.see(UsedCalls::read(at, figures), zone);
            self.after = Some((at, figures));
        }
    }
}

impl Desk {
    /// Begins the checks of clears that are due, each once at a time; gives how many began.
    pub(super) async fn begin_checks(self: &Arc<Self>) -> Result<usize, Internal> {
        let due = self.store.due_verifications(self.clock.now()).await?;
        let begun = due.into_iter().filter(|clear| {
            let (desk, clear) = (Arc::clone(self), (*clear).clone());
            self.watch.begin(Job::Check(clear.id), async move {
                if let Err(error) = desk.check(&clear).await {
                    tracing::error!(%error, clear = clear.id.0, "the effect of a clear could not be verified");
                }
            })
        });
        Ok(begun.count())
    }

    /// Makes one check: reads the interfaces that have not fallen yet, judges them with the readings before, and records the
    /// result.
    async fn check(&self, clear: &Clear) -> Result<(), Internal> {
        let Some(ended_at) = clear.ended_at else { return Ok(()) };
        let open = self.store.open_clears(clear.account_id).await?;
        if open.iter().any(|other| other.state.in_flight()) {
            // Only its outcome shows whether it affects what would be read now.
            return Ok(());
        }
        let zone = &self.settings.quota_zone;
        let mut followers = self.followers(clear).await?;
        let mut seen = self.seen_so_far(clear, ended_at, &followers).await?;
        let verified = |followers: &Followers| VerifiedClear {
            state: clear.state,
            scope: clear.scope(),
            sent_at: clear.counted_at(),
            ended_at,
            followed: followers.cover(clear),
        };
        let readable = self.active_account(clear.account_id).await?;
        if let Some(account) = readable.filter(|_| !followers.cover(clear)) {
            let of = verified(&followers);
            let first = seen.iter().all(|seen| seen.after.is_none());
            // At first also of what proves nothing, so that there are figures after it.
            let wanted = seen
                .iter()
                .filter(|seen| (first && seen.followed_at.is_none()) || seen.sample.is_waited_for(&of, zone));
            let wanted: Vec<_> = wanted.map(|seen| seen.usage.interface).collect();
            let readings = self.read_unscheduled(&account, &wanted).await?;
            // Another one may have been sent meanwhile.
            followers = self.followers(clear).await?;
            for seen in &mut seen {
                seen.is_followed_by(&followers);
                let reading = readings.iter().find(|reading| reading.interface == seen.usage.interface);
                if let Some(reading) = reading {
                    seen.take_in(reading.at, reading.figures, zone);
                }
            }
        }
        let (now, verified) = (self.clock.now(), verified(&followers));
        let samples: Vec<_> = seen.iter().map(|seen| seen.sample).collect();
        let verdict = if seen.is_empty() && self.has_totals_alone(clear).await? {
            Verdict::Unproven(InconclusiveReason::NothingUsed)
        } else {
            judge(&verified, &samples, now, zone)
        };
        let end = outcome(verdict, next_check(ended_at, now));
        let carried_out = clear.state != ClearState::Unknown || matches!(verdict, Verdict::Effective { .. });
        let effect = |seen: &CheckedInterface| {
            let (sampled_at, figures) = seen.after?;
            Some(Effect {
                interface: seen.usage.interface,
                cgi_path: seen.usage.cgi_path.clone(),
                sampled_at,
                figures,
                given_back: seen.sample.given_back,
                tells: seen.sample.tells(&verified, carried_out, zone),
            })
        };
        let effects = seen.iter().filter_map(effect).collect();
        let was = clear.state;
        let clear = self.store.write_check(clear.id, &Check { effects, end }, now).await?;
        if let Some(clear) = clear.filter(|clear| clear.state != was || !clear.being_verified) {
            tracing::info!(clear = clear.id.0, state = clear.state.word(), "the effect of a clear was checked");
            self.notify_suspensions().await;
        }
        Ok(())
    }

    /// The interfaces that the clear should have reset, the most used first, with the readings after it: up to now, or up to
    /// the next clear of the same count.
    async fn seen_so_far(
        &self,
        clear: &Clear,
        ended_at: Timestamp,
        followers: &Followers,
    ) -> Result<Vec<CheckedInterface>, Internal> {
        let zone = &self.settings.quota_zone;
        let results = self.results().await?;
        let kept = self.store.effects(clear.id).await?;
        let mut kept: HashMap<InterfaceId, Effect> =
            kept.into_iter().map(|effect| (effect.interface, effect)).collect();
        let sampled = self.store.interfaces_now(Some(clear.account_id)).await?;
        let is_total = |now: &&InterfaceNow| self.limit_kind_of(now).kind == LimitKind::Total;
        let totals: Vec<_> = sampled.iter().filter(is_total).map(|now| now.id).collect();
        let sampled: HashMap<_, _> = sampled.iter().filter_map(|now| Some((now.id, now.good?))).collect();
        let used = self.store.usage_before(clear.id).await?.into_iter();
        // A count that turned out to be a total since says nothing of a clear of the account.
        let used = used.filter(|usage| clear.interface.is_some() || !totals.contains(&usage.interface));
        let seen = used.take(SAMPLE_SIZE).map(|usage| {
            let effect = kept.remove(&usage.interface);
            let expected = self.lifts(&results, usage.interface, &usage.cgi_path).may_help();
            let sample = VerificationSample {
                interface: usage.interface,
                before: UsedCalls::read(usage.sampled_at, usage.figures),
                after: None,
                given_back: effect.as_ref().and_then(|effect| effect.given_back),
                expected: expected || clear.scope() == Scope::Interface,
                followed: false,
            };
            let told = sampled.get(&usage.interface).filter(|(at, _)| *at > ended_at).copied();
            let mut seen = CheckedInterface { usage, sample, after: None, followed_at: None };
            seen.is_followed_by(followers);
            // The hourly readings count too.
            for (at, figures) in effect.map(|effect| (effect.sampled_at, effect.figures)).into_iter().chain(told) {
                seen.take_in(at, figures, zone);
            }
            seen
        });
        Ok(seen.collect())
    }

    /// Whether all counts that the clear could have reset are totals, which no clear lowers.
    async fn has_totals_alone(&self, clear: &Clear) -> Result<bool, Internal> {
        let watched = self.store.interfaces_now(Some(clear.account_id)).await?;
        let is_total = |now: &InterfaceNow| self.limit_kind_of(now).is_total();
        Ok(clear.interface.is_none() && !watched.is_empty() && watched.iter().all(is_total))
    }

    /// The clears of some of the same counts since; what falls after one of them may be its effect.
    async fn followers(&self, clear: &Clear) -> Result<Followers, Internal> {
        let later = self.clears_since(clear.account_id, clear.counted_at()).await?;
        let this = clear.as_open();
        let follows = |other: &&Clear| {
            let acted = !matches!(other.state, ClearState::Intended | ClearState::Refused | ClearState::Failed);
            other.id > clear.id && other.via.is_some() && acted && this.overlaps(other.as_open().interface)
        };
        let followers = later.iter().filter(follows);
        Ok(Followers(followers.map(|other| (other.as_open().interface, other.counted_at())).collect()))
    }
}

/// What a verdict does to the clear; `due_at`: the next check, while there is one.
fn outcome(verdict: Verdict, due_at: Option<Timestamp>) -> CheckOutcome {
    match (verdict, due_at) {
        (Verdict::Wait, Some(due_at)) => CheckOutcome::Again { due_at },
        (Verdict::Wait, None) => CheckOutcome::Unproven(InconclusiveReason::Unread),
        (Verdict::Effective { over: false }, Some(due_at)) => CheckOutcome::EffectiveSoFar { due_at },
        (Verdict::Effective { .. }, _) => CheckOutcome::Effective,
        (Verdict::Ineffective, _) => CheckOutcome::Ineffective,
        (Verdict::Unproven(why), _) => CheckOutcome::Unproven(why),
    }
}
