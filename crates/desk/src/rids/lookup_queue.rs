//! The queue of look-ups: made at once for a person who waits, else one after the other in the background.

use std::sync::Arc;
use std::time::Duration;

use domain::audit::AuditAction;
use domain::{AccountId, Actor, Permission};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use store::rids::lookups::{FailedLookup, RequestedRid, RidLookup};
use store::{AuditActor, NewAuditLine, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::Rid;

use super::{DatedRid, LOOKUP_TIMEOUT, LookedUp, LookupFailure, PastedRid, RidError, Source};
use crate::verdicts::RefusedCall;
use crate::{Desk, Internal};

/// The age up to which a rid that was not found is looked up again: WeChat knows a rid some seconds after its call.
const FRESH: SignedDuration = SignedDuration::from_mins(2);
/// The delays before each retry of such a look-up.
const AGAIN_AFTER: [SignedDuration; 3] =
    [SignedDuration::from_secs(4), SignedDuration::from_secs(10), SignedDuration::from_secs(30)];
/// The maximum number of look-ups at once.
const AT_ONCE: usize = 4;
/// The maximum number of due look-ups that one query reads.
const TOGETHER: i64 = 20;
/// The interval at which due look-ups are looked for.
const BEAT: Duration = Duration::from_secs(1);
/// The interval at which old look-ups are deleted.
const FORGETS_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// The time for which failed look-ups are kept.
const LOOKUPS_KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Desk {
    /// What the request with this rid was: from the archive, else from WeChat, asked as `account`. Where nobody says which
    /// account made the call, the active ones are asked, the likeliest first, until one knows it: at most
    /// [`super::MAX_ACCOUNTS_ASKED`] of them and for [`LOOKUP_TIMEOUT`]. What is kept of a retired account is told too. One that is too
    /// fresh to be found is looked up again by the desk itself.
    ///
    /// # Errors
    /// [`RidError`]; [`LookupFailure::Expired`] without a call where the rid's own time shows it.
    pub async fn look_up(&self, actor: &Actor, account: Option<AccountId>, rid: &Rid) -> Result<LookedUp, RidError> {
        let dated = DatedRid::of(rid.clone(), self.clock.now());
        self.look_up_pasted(actor, &PastedRid { dated, near: wechat::rid::CallDetails::default() }, account).await
    }

    /// As [`Self::look_up`], with what the text around the rid says about its call.
    ///
    /// # Errors
    /// As there.
    pub async fn look_up_pasted(
        &self,
        actor: &Actor,
        pasted: &PastedRid,
        account: Option<AccountId>,
    ) -> Result<LookedUp, RidError> {
        actor.require(Permission::LookUpRids, account)?;
        let dated = &pasted.dated;
        if let Some(kept) = self.archived(&dated.rid, account).await? {
            return Ok(self.with_path(actor, kept, pasted).await?);
        }
        let now = self.clock.now();
        if let Some(account) = account
            && !dated.is_long_expired(now)
        {
            self.live_account(account).await?.ok_or(RidError::UnknownAccount)?;
        }
        let wanted = pasted.wanted(account);
        if !dated.is_long_expired(now) {
            self.note(actor, NewAuditLine::on(AuditAction::RidLookedUp, dated.rid.as_str())).await?;
        }
        if let Some(failure) = pasted.known_failure().filter(|_| account.is_none()) {
            self.refuse_lookups(actor, &[(wanted, failure.clone())]).await?;
            return Err(failure.into());
        }
        // Should this process end meanwhile, the desk takes the look-up over.
        self.store
            .request_rid_lookups(&[wanted], &actor.to_string(), now, now + LOOKUP_TIMEOUT + LOOKUP_TIMEOUT)
            .await?;
        let Some(lookup) = self.store.rid_lookup(dated.rid.as_str()).await? else {
            // Another look-up has just found it.
            let gone = || StoreError::Inconsistent(format!("the lookup of {} is gone", dated.rid));
            return Ok(self.archived(&dated.rid, account).await?.ok_or_else(gone)?);
        };
        self.make_lookup(&lookup).await
    }

    /// Records look-ups that are not made, because the text shows that no account can answer them; nobody is asked.
    pub(crate) async fn refuse_lookups(
        &self,
        actor: &Actor,
        refused: &[(RequestedRid, LookupFailure)],
    ) -> Result<(), Internal> {
        let why = |(wanted, failure): &(RequestedRid, LookupFailure)| {
            Ok((wanted.clone(), serde_json::to_string(failure).map_err(Internal::task)?))
        };
        let refused = refused.iter().map(why).collect::<Result<Vec<_>, Internal>>()?;
        Ok(self.store.refuse_rid_lookups(&refused, &actor.to_string(), self.clock.now()).await?)
    }

    /// The archived request, with the interface that the text names where none was known.
    async fn with_path(&self, actor: &Actor, kept: LookedUp, pasted: &PastedRid) -> Result<LookedUp, StoreError> {
        let path = pasted.wanted(None).cgi_path;
        let path = path.and_then(|path| self.parse_path(&path).ok()).map(|(path, _)| path);
        let Some(path) = path.filter(|_| kept.kept.cgi_path.is_none()) else { return Ok(kept) };
        let (rid, by) = (kept.rid.as_str(), AuditActor::from(actor));
        self.store.set_rid_path(rid, kept.kept.account_id, &path, &by, self.clock.now()).await?;
        let limit = match kept.kept.errcode {
            Some(errcode) => {
                let (account, at) = (kept.kept.account_id, kept.kept.at);
                self.limit_verdict(RefusedCall { account, path: Some(&path), errcode, at }).await?
            }
            None => None,
        };
        let request = store::StoredRid { cgi_path: Some(path), limit, ..kept.kept };
        Ok(LookedUp { kept: request, ..kept })
    }

    /// Makes a look-up, and records its result.
    async fn make_lookup(&self, lookup: &RidLookup) -> Result<LookedUp, RidError> {
        let rid: Rid = lookup.wanted.rid.parse().map_err(|error: wechat::rid::RidError| {
            StoreError::Inconsistent(format!("{:?}: {error}", lookup.wanted.rid))
        })?;
        let dated = DatedRid::of(rid, self.clock.now());
        let told = self.ask_for(lookup, &dated).await;
        if let Err(RidError::Lookup(untold)) = &told {
            let now = self.clock.now();
            let due_at = again_at(untold, &dated, lookup.tries, now);
            let why = serde_json::to_string(untold).map_err(Internal::task)?;
            self.store.rid_lookup_failed(lookup, &FailedLookup { why, due_at }, now).await?;
        }
        told
    }

    /// Makes look-ups that are due, again and again, until `stop`; and forgets what is too old.
    pub async fn run_rid_desk(self: Arc<Self>, stop: CancellationToken) {
        let mut forgets_at = Timestamp::MIN;
        while !stop.is_cancelled() {
            self.wait_for_writes(&stop).await;
            // Look-ups change nothing at WeChat: one that is broken off is made again.
            let Some(made) = stop.run_until_cancelled(self.run_due_lookups()).await else { break };
            let made = made.unwrap_or_else(|error| {
                tracing::error!(%error, "due lookups could not be made");
                0
            });
            if let Err(error) = self.conclude_limits().await {
                tracing::error!(%error, "the limits that requests reached could not be determined");
            }
            let now = self.clock.now();
            if now >= forgets_at {
                forgets_at = now + FORGETS_EVERY;
                if let Err(error) = self.forget_old_lookups().await {
                    tracing::error!(%error, "old lookups could not be deleted");
                }
            }
            if made == 0 {
                stop.run_until_cancelled(tokio::time::timeout(BEAT, self.rid_bell.notified())).await;
            }
        }
    }

    /// Makes look-ups that are due, some at once; gives how many of them came to something that is written down.
    ///
    /// # Errors
    /// [`Internal`] where due look-ups cannot be read. An internal failure of one is logged.
    pub async fn run_due_lookups(&self) -> Result<usize, Internal> {
        let due = self.store.due_rid_lookups(self.clock.now(), TOGETHER).await?;
        let made = futures::stream::iter(due).map(async |lookup| match self.make_if_due(&lookup).await {
            Ok(()) | Err(RidError::Lookup(_)) => 1,
            Err(error) => {
                self.give_up(&lookup, &error).await;
                0
            }
        });
        Ok(made.buffer_unordered(AT_ONCE).fold(0, async |sum, made| sum + made).await)
    }

    /// Makes a look-up unless it was made, or wanted in another way, while others were.
    async fn make_if_due(&self, lookup: &RidLookup) -> Result<(), RidError> {
        if self.store.rid_lookup(&lookup.wanted.rid).await?.as_ref() == Some(lookup) {
            self.make_lookup(lookup).await?;
        }
        Ok(())
    }

    /// Records a look-up that failed for an internal reason as failed, so that it does not block the queue.
    async fn give_up(&self, lookup: &RidLookup, error: &RidError) {
        tracing::error!(%error, rid = lookup.wanted.rid, "a lookup failed");
        let Ok(why) = serde_json::to_string(&LookupFailure::Failed) else { return };
        let untold = FailedLookup { why, due_at: None };
        if let Err(error) = self.store.rid_lookup_failed(lookup, &untold, self.clock.now()).await {
            tracing::error!(%error, "the failure could not be saved either");
        }
    }

    /// Forgets look-ups that came to nothing long ago.
    async fn forget_old_lookups(&self) -> Result<(), StoreError> {
        self.store.forget_lookups(self.clock.now() - LOOKUPS_KEPT_FOR).await
    }

    pub(super) async fn archived(&self, rid: &Rid, account: Option<AccountId>) -> Result<Option<LookedUp>, StoreError> {
        let Some(kept) = self.store.kept_rid(rid.as_str(), account).await? else { return Ok(None) };
        let Some(account) = self.store.account(kept.account_id).await? else { return Ok(None) };
        Ok(Some(LookedUp::of(kept, &account, Source::Archive)?))
    }
}

/// The time of the next retry; `None` where a retry does not help.
fn again_at(untold: &LookupFailure, dated: &DatedRid, tries: u32, now: Timestamp) -> Option<Timestamp> {
    let is_fresh = !dated.implausible && now.duration_since(dated.at) < FRESH;
    let after = AGAIN_AFTER.get(usize::try_from(tries).ok()?)?;
    (is_fresh && matches!(untold, LookupFailure::NotFound(_))).then(|| now + *after)
}
