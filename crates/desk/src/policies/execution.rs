//! The actions of policies: checking everything that may prevent a clear, reading the interface again, and clearing.

use std::sync::Arc;
use std::time::Duration;

use domain::policies::{BlockedReason, Facts, Mode, Trigger, Verdict, blocked_by_advice, check_limits, scope_of};
use domain::{AccountId, ClearId, ClearState, Figures, IncidentId, InterfaceId, NoticeContent, Scope, UsageState};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use store::clears::Clear;
use store::notices::{Announcement, NewDecision, NewNotice};
use store::policies::{AutomaticOrder, Policy, WantedAction};
use store::{Account, InterfaceNow, StoreError};
use tokio_util::sync::CancellationToken;

use crate::clears::AutomaticClearError;
use crate::policies::ClearReason;
use crate::{Desk, Internal};

/// The interval at which actions are looked for that another process wants, such as `wxquota sample`.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long an action is wanted: after that, the next reading decides.
const WANTED_FOR: SignedDuration = SignedDuration::from_hours(1);
/// The maximum number of accounts whose policies act at once.
const AT_ONCE: usize = 4;

/// The subjects of a policy's action.
struct ActionContext<'a> {
    policy: &'a Policy,
    account: &'a Account,
    interface: &'a InterfaceNow,
    /// The incident that it is asked about.
    asked: Option<Asked>,
}

/// An incident that a policy is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The incident.
    pub(crate) incident: IncidentId,
    /// The clear that was made about it before and did not last.
    pub(crate) after: Option<ClearId>,
}

/// A good reading made right before an action.
#[derive(Debug, Clone, Copy)]
struct FreshReading {
    at: Timestamp,
    figures: Figures,
    runs_out_at: Option<Timestamp>,
}

impl Desk {
    /// Acts on whatever policies are met, until `stop`.
    pub async fn run_policies(self: Arc<Self>, stop: CancellationToken) {
        // What a stop came before.
        if let Err(error) = self.note_suspensions().await {
            tracing::error!(%error, "the notice about suspended policies could not be written yet");
        }
        while !stop.is_cancelled() {
            self.wait_for_writes(&stop).await;
            self.run_due_policies().await;
            stop.run_until_cancelled(tokio::time::timeout(LOOK_EVERY, self.policy_bell.notified())).await;
        }
    }

    /// Acts on what policies are met by now; gives how much that was. What fails inside is logged, and looked at again with the
    /// next reading.
    pub async fn run_due_policies(self: &Arc<Self>) -> usize {
        let since = self.clock.now() - WANTED_FOR;
        let wanted = match self.store.take_wanted_actions(since).await {
            Ok(wanted) => wanted,
            Err(error) => {
                tracing::error!(%error, "the clears of policies could not be read");
                return 0;
            }
        };
        let count = wanted.len();
        // Of one account one after the other: the second clear waits for the first in any case.
        let mut by_account: Vec<Vec<WantedAction>> = Vec::new();
        for one in wanted {
            match by_account.iter_mut().find(|others| others.iter().any(|other| other.account == one.account)) {
                Some(others) => others.push(one),
                None => by_account.push(vec![one]),
            }
        }
        futures::stream::iter(by_account)
            .for_each_concurrent(AT_ONCE, async |of_account| {
                for one in of_account {
                    if self.closing.is_cancelled() {
                        return;
                    }
                    if let Err(error) = self.act_on(one).await {
                        tracing::error!(%error, policy = one.policy.0, "a policy could not act");
                    }
                }
            })
            .await;
        count
    }

    /// Leaves actions for [`Self::run_policies`], of this process or another.
    pub(crate) async fn want(&self, wanted: &[WantedAction]) -> Result<(), StoreError> {
        if !wanted.is_empty() {
            self.store.want_actions(wanted, self.clock.now()).await?;
            self.policy_bell.notify_one();
        }
        Ok(())
    }

    async fn act_on(self: &Arc<Self>, wanted: WantedAction) -> Result<(), Internal> {
        let Some(policy) = self.store.policy(wanted.policy).await? else { return Ok(()) };
        self.act(&policy, wanted.account, wanted.interface, None).await?;
        Ok(())
    }

    /// Has a policy act on an interface, and writes down what it came to. `None` where it is not its business any more.
    pub(crate) async fn act(
        self: &Arc<Self>,
        policy: &Policy,
        account: AccountId,
        interface: InterfaceId,
        asked: Option<Asked>,
    ) -> Result<Option<Verdict>, Internal> {
        let Some(account) = self.active_account(account).await? else { return Ok(None) };
        let watched = self.store.interfaces_now(Some(account.id)).await?;
        let Some(interface) = watched.into_iter().find(|one| one.id == interface) else { return Ok(None) };
        let live = policy.removed_at.is_none() && !policy.paused;
        if !live || !policy.rules.covers(account.id, &interface.cgi_path) {
            return Ok(None);
        }
        let matter = ActionContext { policy, account: &account, interface: &interface, asked };
        if policy.rules.mode == Mode::Notify {
            let figures = interface.good.map(|(_, figures)| figures);
            self.notify_once(&matter, figures).await?;
            return Ok(Some(Verdict::Notified));
        }
        let mut read = None;
        match self.clear_if_it_helps(&matter, &mut read).await {
            Ok(clear) if matches!(clear.state, ClearState::Refused | ClearState::Failed) => {
                // What it came to is on the clear, whose decision and notice are written with it.
                Ok(Some(Verdict::Blocked(BlockedReason::NotAccepted { clear: clear.id })))
            }
            Ok(clear) => Ok(Some(Verdict::Clears { clear: clear.id, whole_account: clear.scope() == Scope::Account })),
            Err(AutomaticClearError::Blocked(why)) => {
                let figures =
                    read.map(|fresh: FreshReading| fresh.figures).or(interface.good.map(|(_, figures)| figures));
                self.withhold(&matter, why, figures).await?;
                Ok(Some(Verdict::Blocked(why)))
            }
            Err(AutomaticClearError::Stopping) => Ok(None),
            Err(AutomaticClearError::Internal(error)) => Err(error),
        }
    }

    /// Makes the clear, unless something keeps the policy from it. What a reading would not change is looked at before one is
    /// spent.
    async fn clear_if_it_helps(
        self: &Arc<Self>,
        matter: &ActionContext<'_>,
        read: &mut Option<FreshReading>,
    ) -> Result<Clear, AutomaticClearError> {
        let ActionContext { policy, account, interface, asked } = *matter;
        let incident = asked.map(|asked| asked.incident);
        if !Self::is_clearable(account) {
            return Err(BlockedReason::NotClearable.into());
        }
        let (clear_context, _) = self.may_clear(matter).await?;
        let known = clear_context.usages.iter().find(|usage| usage.interface == interface.id);
        if known.is_some_and(|usage| usage.state == UsageState::Unsupported) {
            return Err(BlockedReason::NotClearable.into());
        }
        if known.is_some_and(|usage| !usage.lifts.may_help()) {
            return Err(BlockedReason::NotLifted.into());
        }
        let fresh = self.read_right_before(matter).await?;
        *read = Some(fresh);
        let zone = &self.settings.quota_zone;
        let now = self.clock.now();
        if zone.day_start(fresh.at) != zone.day_start(now) {
            // The day has turned meanwhile: its counts say nothing of the new one.
            return Err(BlockedReason::Unread.into());
        }
        // Again, since the reading says more, and took its time.
        let (clear_context, scope) = self.may_clear(matter).await?;
        let now = (self.clock.now(), &self.settings.quota_zone);
        let target = (interface.id, fresh.figures);
        blocked_by_advice(&policy.rules, target, fresh.runs_out_at, &clear_context.usages, &clear_context.failed, now)?;
        let order = AutomaticOrder {
            policy: policy.id,
            version: policy.version,
            interface: interface.id,
            figures: fresh.figures,
            incident,
        };
        let name = policy.rules.name.as_str();
        let key = match asked {
            // Looked into again after a crash, it is the same clear; after a clear that did not last, it is another one.
            Some(Asked { incident, after: None }) => format!("incident:{incident}:{}:{}", policy.id, interface.id),
            Some(Asked { incident, after: Some(clear) }) => {
                format!("incident:{incident}:{}:{}:after:{clear}", policy.id, interface.id)
            }
            None => format!("{}:{}:{}", policy.id, interface.id, now.0.as_millisecond()),
        };
        let said = (name, reason(policy, fresh.figures, incident), key);
        self.clear_automatically((account, interface, scope), said, order).await
    }

    /// The facts to decide by, and the scope of the clear that the policy may make as far as its limits, the budgets and other
    /// clears allow.
    async fn may_clear(
        &self,
        matter: &ActionContext<'_>,
    ) -> Result<(crate::clears::ClearContext, Scope), AutomaticClearError> {
        let ActionContext { policy, account, interface, .. } = *matter;
        let restraint = &policy.rules.restraint;
        let now = self.clock.now();
        let standing = self.store.policy_status(policy.id, account.id, now).await?;
        let clear_context = self.clear_context(account, &policy.rules).await?;
        // What the policy is not about is no reason to clear the whole account.
        let scope = scope_of(
            restraint,
            &clear_context.covered,
            &clear_context.budgets.account,
            &clear_context.budgets.interface,
        );
        let facts = Facts {
            now,
            zone: &self.settings.quota_zone,
            kill_switch: standing.kill_switch,
            suspended_by: standing.suspended_by,
            attempts: &standing.attempts,
            second_from: self.live().clears.friction.second_from,
        };
        check_limits(restraint, &facts, scope, clear_context.budgets.of(scope))?;
        let only = (scope == Scope::Interface).then_some(interface.id);
        let in_the_way = |clear: &&Clear| clear.state.in_flight() || clear.as_open().overlaps(only);
        if let Some(open) = clear_context.open.iter().find(in_the_way) {
            return Err(BlockedReason::Open { clear: open.id }.into());
        }
        Ok((clear_context, scope))
    }

    async fn read_right_before(&self, matter: &ActionContext<'_>) -> Result<FreshReading, AutomaticClearError> {
        let id = matter.interface.id;
        let reading = self.read_unscheduled(matter.account, &[id]).await?.pop();
        let reading = reading.ok_or(BlockedReason::Unread)?;
        let runs_out_at = match matter.policy.rules.trigger {
            Trigger::RunsOutBefore { .. } => self.runs_out_at(id, reading.at).await?,
            _ => None,
        };
        Ok(FreshReading { at: reading.at, figures: reading.figures, runs_out_at })
    }

    /// Records that a policy did not clear, and tells people once a day for each reason.
    async fn withhold(
        &self,
        matter: &ActionContext<'_>,
        why: BlockedReason,
        figures: Option<Figures>,
    ) -> Result<(), Internal> {
        let news = NoticeContent::PolicyWithheld { policy: matter.policy.rules.name.clone(), why };
        self.decided(matter, Verdict::Blocked(why), figures, news).await
    }

    /// Tells people that a policy in mode notify is met by an incident, once a day for each interface.
    async fn notify_once(&self, matter: &ActionContext<'_>, figures: Option<Figures>) -> Result<(), Internal> {
        let rules = &matter.policy.rules;
        let news =
            NoticeContent::PolicyMet { policy: rules.name.clone(), trigger: rules.trigger, figures, runs_out_at: None };
        self.decided(matter, Verdict::Notified, figures, news).await
    }

    async fn decided(
        &self,
        matter: &ActionContext<'_>,
        verdict: Verdict,
        figures: Option<Figures>,
        news: NoticeContent,
    ) -> Result<(), Internal> {
        let (policy, account, interface) = (matter.policy.id, matter.account.id, matter.interface.id);
        let folds_since = self.settings.quota_zone.day_start(self.clock.now());
        let decision = NewDecision { policy, account, interface, verdict, figures, folds_since };
        let notice = NewNotice::of(news).on(account, Some(interface)).by(policy);
        let notice = NewNotice { incident: matter.asked.map(|asked| asked.incident), ..notice };
        let telling = Announcement { change: None, decision: Some(decision), notice: Some(notice) };
        Ok(self.tell(&telling).await?)
    }
}

/// The reason of a policy's clear, for the ledger.
fn reason(policy: &Policy, figures: Figures, incident: Option<IncidentId>) -> String {
    let Figures { daily_limit, used, .. } = figures;
    ClearReason { policy: &policy.rules.name, used, daily_limit, incident }.to_string()
}
