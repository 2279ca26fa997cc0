//! What people say of clears that nobody could tell: an unknown outcome is settled, a guess dismissed.

use domain::{Actor, ClearId, May};
use store::By;
use store::clears::{Clear, Settlement};

use super::ordering::TextFault;
use crate::Desk;

use_case_error! {
    /// Why nothing was settled.
    #[derive(Debug, thiserror::Error)]
    pub enum SettleError: transparent Forbidden {
        /// There is no such clear.
        #[error("there is no such clear")]
        NoSuchClear,
        /// It is not in the state that could be settled: somebody was first, or readings told.
        #[error("the clear is not in that state any more")]
        Over(Box<Clear>),
        /// The reason.
        #[error("a reason of 1 to 500 characters is needed")]
        Reason(TextFault),
    }
}

impl Desk {
    /// A person says whether an unknown clear is counted as used or given back, and why.
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
        actor.require(May::Clear, None)?;
        let why = self.kept_reason(why).map_err(SettleError::Reason)?;
        let (by, now) = (By::from(actor), self.clock.now());
        let settled = self.store.settle_clear(id, settlement, &why, &by, now, &self.counting()).await?;
        self.settled(id, settled).await
    }

    /// A person says that a guess is wrong, and why.
    ///
    /// # Errors
    /// [`SettleError`]; the guess stays as it is then.
    pub async fn dismiss_guess(&self, actor: &Actor, id: ClearId, why: &str) -> Result<Clear, SettleError> {
        actor.require(May::Clear, None)?;
        let why = self.kept_reason(why).map_err(SettleError::Reason)?;
        let (by, now) = (By::from(actor), self.clock.now());
        let dismissed = self.store.dismiss_guess(id, &why, &by, now, &self.counting()).await?;
        self.settled(id, dismissed).await
    }

    async fn settled(&self, id: ClearId, settled: Option<Clear>) -> Result<Clear, SettleError> {
        if let Some(settled) = settled {
            return Ok(settled);
        }
        let clear = self.store.clear(id).await?.ok_or(SettleError::NoSuchClear)?;
        Err(SettleError::Over(clear.into()))
    }
}
