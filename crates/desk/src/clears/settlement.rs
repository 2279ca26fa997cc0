//! Decisions of people about clears that readings could not decide: settling an unknown outcome, dismissing a guess.

use domain::{Actor, ClearId, Permission};
use store::AuditActor;
use store::clears::{Clear, Counting, Settlement};

use super::orders::ReasonError;
use crate::Desk;

use_case_error! {
    /// An error of settling or dismissing a clear; it stays as it is then.
    #[derive(Debug, thiserror::Error)]
    pub enum SettleError: transparent Forbidden {
        /// There is no such clear.
        #[error("clear not found")]
        NoSuchClear,
        /// It is not open any more: somebody settled it first, or readings decided it.
        #[error("the clear is no longer in this state")]
        NotOpen(Box<Clear>),
        /// An error of the reason.
        #[error("a reason of 1 to 500 characters is required")]
        Reason(ReasonError),
    }
}

impl Desk {
    /// Settles an unknown clear: it counts as used, or is given back; `why` is the reason.
    ///
    /// # Errors
    /// [`SettleError`]; the clear stays as it is then.
    pub async fn settle_clear(
        &self,
        actor: &Actor,
        id: ClearId,
        settlement: Settlement,
        why: &str,
    ) -> Result<Clear, SettleError> {
        actor.require(Permission::Clear, None)?;
        let why = self.kept_reason(why).map_err(SettleError::Reason)?;
        let (by, now) = (AuditActor::from(actor), self.clock.now());
        let counting = self.counting_of(id).await?;
        let settled = self.store.settle_clear(id, settlement, &why, &by, now, &counting).await?;
        self.settled(id, settled).await
    }

    /// Dismisses a guessed clear; `why` is the reason.
    ///
    /// # Errors
    /// [`SettleError`]; the guess stays as it is then.
    pub async fn dismiss_guess(&self, actor: &Actor, id: ClearId, why: &str) -> Result<Clear, SettleError> {
        actor.require(Permission::Clear, None)?;
        let why = self.kept_reason(why).map_err(SettleError::Reason)?;
        let (by, now) = (AuditActor::from(actor), self.clock.now());
        let counting = self.counting_of(id).await?;
        let dismissed = self.store.dismiss_guess(id, &why, &by, now, &counting).await?;
        self.settled(id, dismissed).await
    }

    /// The rules by which a clear is counted.
    async fn counting_of(&self, id: ClearId) -> Result<Counting, SettleError> {
        let clear = self.store.clear(id).await?.ok_or(SettleError::NoSuchClear)?;
        Ok(self.counting_at(clear.counted_at()))
    }

    async fn settled(&self, id: ClearId, settled: Option<Clear>) -> Result<Clear, SettleError> {
        if let Some(settled) = settled {
            return Ok(settled);
        }
        let clear = self.store.clear(id).await?.ok_or(SettleError::NoSuchClear)?;
        Err(SettleError::NotOpen(clear.into()))
    }
}
