//! The limits that refused calls hit: concluded from the readings and clears around them, and again when more comes.

use domain::limit_hit::{ClearNear, LimitEvidence, conclude};
use domain::{AccountId, CgiPath, ClearId, ClearState, InterfaceId, LimitHit, LimitVerdict, Reading};
use jiff::Timestamp;
use store::StoreError;
use store::rids::DueLimit;
use wechat::documented_limit;

use crate::{Desk, Internal};

/// The maximum number of requests concluded at once.
const TOGETHER: i64 = 50;

/// A refused call, as far as the conclusion goes by it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefusedCall<'a> {
    /// The account that made it.
    pub(crate) account: AccountId,
    /// Its interface, where that is known.
    pub(crate) path: Option<&'a CgiPath>,
    /// What WeChat answered.
    pub(crate) errcode: i32,
    /// When it was made.
    pub(crate) at: Timestamp,
}

impl Desk {
    /// The limit that a call hit; `None` where its errcode is not about limits.
    pub(crate) async fn limit_verdict(&self, call: RefusedCall<'_>) -> Result<Option<LimitVerdict>, StoreError> {
        let RefusedCall { account, path, errcode, at } = call;
        let Some(path) = path.filter(|_| LimitHit::is_of(errcode)) else {
            return Ok(conclude(errcode, at, &LimitEvidence::default()));
        };
        let documented = documented_limit(errcode, path.as_str());
        let interfaces = self.store.interfaces_of(account).await?;
        let interface = interfaces.into_iter().find(|interface| interface.cgi_path == *path);
        let (set, seen) = interface.as_ref().map_or((None, None), |one| (one.limit_kind_set, one.limit_kind_seen));
        let is_total = self.limit_kind(path, set, seen).is_total();
        let evidence = LimitEvidence { documented, is_total, ..LimitEvidence::default() };
        let Some(interface) = interface else { return Ok(conclude(errcode, at, &evidence)) };
        let usage = self.use_around((interface.account_id, interface.id), at).await?;
        let clears = self.clear_marks(account, Some(interface.id), (usage.from, usage.to)).await?;
        let mut near = Vec::with_capacity(clears.len());
        for mark in clears {
            let effective = self.count_result(mark.id, mark.state, interface.id).await? == Some(true);
            near.push(ClearNear { id: mark.id, at: mark.at, effective });
        }
        let figures = |reading: Option<Reading>| reading.and_then(|one| Some((one.at, one.outcome.figures()?)));
        let (before, after) = (figures(usage.before), figures(usage.after));
        Ok(conclude(errcode, at, &LimitEvidence { before, after, clears: &near, ..evidence }))
    }

    /// Whether an effective clear lowered the count of an interface; `None` where readings do not say, or not yet, and for a
    /// clear in another state.
    pub(crate) async fn count_result(
        &self,
        clear: ClearId,
        state: ClearState,
        interface: InterfaceId,
    ) -> Result<Option<bool>, StoreError> {
        if state != ClearState::Effective {
            return Ok(None);
        }
        let effects = self.store.effects(clear).await?;
        let of_interface = effects.into_iter().find(|effect| effect.interface == interface);
        Ok(of_interface
            .and_then(|effect| (effect.given_back.is_some() || effect.tells).then_some(effect.given_back.is_some())))
    }

    /// Concludes the limits of kept requests for which more has come, and of those kept before conclusions were; gives how many
    /// those were.
    ///
    /// # Errors
    /// [`Internal`] where the database fails. One request whose readings cannot be read is logged, and nothing is known of it.
    pub async fn conclude_limits(&self) -> Result<usize, Internal> {
        let due = self.store.due_limits(TOGETHER).await?;
        let mut concluded = Vec::with_capacity(due.len());
        for due in due {
            let verdict = self.conclude_limit(&due).await;
            concluded.push((due, verdict));
        }
        if !concluded.is_empty() {
            self.store.conclude_limits(&concluded).await?;
        }
        Ok(concluded.len())
    }

    async fn conclude_limit(&self, due: &DueLimit) -> Option<LimitVerdict> {
        let request = &due.request;
        let errcode = request.errcode?;
        let (account, path, at) = (request.account_id, request.cgi_path.as_ref(), request.at);
        match self.limit_verdict(RefusedCall { account, path, errcode, at }).await {
            Ok(verdict) => verdict,
            Err(error) => {
                tracing::error!(%error, rid = request.rid, "the limit that a request reached could not be determined");
                LimitHit::is_of(errcode).then_some(LimitVerdict::of(LimitHit::NotKnown))
            }
        }
    }
}
