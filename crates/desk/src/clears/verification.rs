//! Verification of clears: readings after a clear that show its effect, made until they prove it or no longer can.

use std::collections::HashMap;
use std::sync::Arc;

use domain::clears::fall::UsedCalls;
use domain::clears::verification::{
    InconclusiveReason, SAMPLE_SIZE, SHOWS_WITHIN, Verdict, VerificationSample, VerifiedClear, ends_at, judge,
    next_check,
};
use domain::{ClearState, Figures, InterfaceId, Scope};
use jiff::{SignedDuration, Timestamp};
use store::clears::{Check, CheckOutcome, Clear, Effect, UsageBefore};

use super::state::Job;
use crate::{Desk, Internal};

/// The time after the window within which a check may still prove that nothing fell: the distance of the last two checks. Where
/// wxquota was not running for longer, counts may have risen again.
const LATE: SignedDuration = SignedDuration::from_mins(10);

/// An interface that the clear should have reset, with the readings before and after.
struct CheckedInterface {
    usage: UsageBefore,
    witness: VerificationSample,
    /// The newest reading after the clear.
    after: Option<(Timestamp, Figures)>,
    given_back: Option<i64>,
}

impl CheckedInterface {
    fn before(&self) -> UsedCalls {
        self.witness.before
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
                    tracing::error!(%error, clear = clear.id.0, "what a clear did could not be looked at");
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
        let mut followed_at = self.followed_at(clear).await?;
        let mut seen = self.seen_so_far(clear, ended_at, followed_at).await?;
        let first = seen.iter().all(|seen| seen.after.is_none());
        let readable = self.active_account(clear.account_id).await?.filter(|_| followed_at.is_none());
        if let Some(account) = &readable {
            // At first also of what proves nothing, so that there are figures after it.
            let wanted: Vec<_> = seen
                .iter()
                .filter(|seen| first || (!seen.witness.fell && seen.before().can_fall(&self.settings.quota_zone)))
                .map(|seen| seen.usage.interface)
                .collect();
            let readings = self.read_unscheduled(account, &wanted).await?;
            // Another one may have been sent meanwhile.
            followed_at = self.followed_at(clear).await?;
            for reading in readings.into_iter().filter(|reading| is_before(reading.at, followed_at)) {
                if let Some(seen) = seen.iter_mut().find(|seen| seen.usage.interface == reading.interface) {
                    self.take_in(seen, reading.at, reading.figures);
                }
            }
        }
        let now = self.clock.now();
        let verified = VerifiedClear {
            state: clear.state,
            scope: clear.scope(),
            sent_at: clear.counted_at(),
            ended_at,
            followed: followed_at.is_some(),
        };
        let witnesses: Vec<_> = seen.iter().map(|seen| seen.witness).collect();
        let verdict = match judge(&verified, &witnesses, now, &self.settings.quota_zone) {
            Verdict::Ineffective | Verdict::Unproven(InconclusiveReason::NotSeen)
                if now > ends_at(ended_at) + LATE || ended_at > clear.counted_at() + SHOWS_WITHIN =>
            {
                Verdict::Unproven(InconclusiveReason::Unread)
            }
            verdict => verdict,
        };
        let end = match verdict {
            Verdict::Wait => match next_check(ended_at, now) {
                Some(due_at) => CheckOutcome::Again { due_at },
                None => CheckOutcome::Unproven(InconclusiveReason::Unread),
            },
            Verdict::Effective => CheckOutcome::Effective,
            Verdict::Ineffective => CheckOutcome::Ineffective,
            Verdict::Unproven(why) => CheckOutcome::Unproven(why),
        };
        let effects = seen.iter().filter_map(|seen| self.effect(seen, clear, ended_at, verdict)).collect();
        let clear = self.store.write_check(clear.id, &Check { effects, end }, now).await?;
        if let Some(clear) = clear.filter(|clear| !clear.being_verified) {
            tracing::info!(clear = clear.id.0, state = clear.state.word(), "what a clear did was looked at");
            self.notify_suspensions().await;
        }
        Ok(())
    }

    /// The interfaces that the clear should have reset, the most used first, with the readings after it: up to now, or up to
    /// the next clear of the same counts.
    async fn seen_so_far(
        &self,
        clear: &Clear,
        ended_at: Timestamp,
        followed_at: Option<Timestamp>,
    ) -> Result<Vec<CheckedInterface>, Internal> {
        let results = self.results().await?;
        let kept = self.store.effects(clear.id).await?;
        let mut kept: HashMap<InterfaceId, Effect> =
            kept.into_iter().map(|effect| (effect.interface, effect)).collect();
        let sampled = self.store.interfaces_now(Some(clear.account_id)).await?;
        let sampled: HashMap<_, _> = sampled.iter().filter_map(|now| Some((now.id, now.good?))).collect();
        let used = self.store.usage_before(clear.id).await?.into_iter().filter(|usage| usage.figures.used > 0);
        let seen = used.take(SAMPLE_SIZE).map(|usage| {
            let effect = kept.remove(&usage.interface);
            let before = UsedCalls { at: usage.sampled_at, calls: usage.figures.used };
            let expected = self.lifts(&results, usage.interface, &usage.cgi_path).may_help();
            let given_back = effect.as_ref().and_then(|effect| effect.given_back);
            let after = effect.map(|effect| (effect.sampled_at, effect.figures));
            let mut witness = VerificationSample {
                interface: usage.interface,
                before,
                after: None,
                fell: given_back.is_some(),
                expected: expected || clear.scope() == Scope::Interface,
            };
            if let Some((at, figures)) = after {
                witness.see(UsedCalls { at, calls: figures.used }, &self.settings.quota_zone);
            }
            let mut seen = CheckedInterface { usage, witness, after, given_back };
            // The hourly readings count too.
            let told = sampled.get(&seen.usage.interface);
            if let Some((at, figures)) = told.filter(|(at, _)| *at > ended_at && is_before(*at, followed_at)) {
                self.take_in(&mut seen, *at, *figures);
            }
            seen
        });
        Ok(seen.collect())
    }

    fn take_in(&self, seen: &mut CheckedInterface, at: Timestamp, figures: Figures) {
        if seen.after.is_some_and(|(newest, _)| newest >= at) {
            return;
        }
        let fallen_before = seen.witness.fell;
        seen.witness.see(UsedCalls { at, calls: figures.used }, &self.settings.quota_zone);
        seen.after = Some((at, figures));
        if seen.witness.fell && !fallen_before {
            seen.given_back = Some(seen.before().calls - figures.used);
        }
    }

    /// The time of the next clear of some of the same counts; what falls from then on may be its effect.
    async fn followed_at(&self, clear: &Clear) -> Result<Option<Timestamp>, Internal> {
        let later = self.clears_since(clear.account_id, clear.counted_at()).await?;
        let this = clear.as_open();
        let follows = |other: &&Clear| {
            let acted = !matches!(other.state, ClearState::Intended | ClearState::Refused | ClearState::Failed);
            other.id > clear.id && other.via.is_some() && acted && this.overlaps(other.as_open().interface)
        };
        Ok(later.iter().filter(follows).map(Clear::counted_at).min())
    }

    /// The effect to record of an interface; `None` where it was not read after the clear.
    fn effect(&self, seen: &CheckedInterface, clear: &Clear, ended_at: Timestamp, verdict: Verdict) -> Option<Effect> {
        let (sampled_at, figures) = seen.after?;
        let tells = match verdict {
            Verdict::Wait | Verdict::Unproven(_) => false,
            Verdict::Effective => {
                seen.witness.fell || self.would_have_shown(seen.before(), sampled_at, clear, ended_at)
            }
            // Where nothing of an account fell, the clear did nothing, and its interfaces are not to blame.
            Verdict::Ineffective => {
                clear.scope() == Scope::Interface && self.would_have_shown(seen.before(), sampled_at, clear, ended_at)
            }
        };
        Some(Effect {
            interface: seen.usage.interface,
            cgi_path: seen.usage.cgi_path.clone(),
            sampled_at,
            figures,
            given_back: seen.given_back,
            tells,
        })
    }

    /// Whether a reading would have shown a fall: it was made when the effect shows, of a count whose fall is visible.
    fn would_have_shown(&self, before: UsedCalls, read_at: Timestamp, clear: &Clear, ended_at: Timestamp) -> bool {
        let zone = &self.settings.quota_zone;
        let day = zone.day(clear.counted_at());
        before.can_fall(zone)
            && zone.day(before.at) == day
            && zone.day(read_at) == day
            && read_at >= ended_at + SHOWS_WITHIN
            && read_at <= ends_at(ended_at) + LATE
    }
}

fn is_before(at: Timestamp, followed_at: Option<Timestamp>) -> bool {
    followed_at.is_none_or(|followed_at| at < followed_at)
}
