//! Revealing the personal data of a request, once: for an admin, with a reason, by asking WeChat again.

use domain::audit::AuditAction;
use domain::{AccountId, Actor, Permission};
use store::NewAuditLine;

use super::lookup::CallResult;
use super::revealed::Revealed;
use super::{DatedRid, Rid};
use crate::Desk;
use crate::clears::ReasonError;
use crate::explain::Problem;
use crate::security_log;

use_case_error! {
    /// An error of revealing a request; nothing was revealed then.
    #[derive(Debug, thiserror::Error)]
    pub enum RevealError: transparent Forbidden {
        /// The reason.
        #[error("a reason of 1 to 500 characters is required")]
        Reason(ReasonError),
        /// Nothing is kept of this rid and account, or the account is retired.
        #[error("this rid has not been looked up, or its account is retired")]
        NotFound,
        /// WeChat has forgotten it.
        #[error("WeChat shows requests of the last 7 days only")]
        Expired,
        /// The account may look up no more rids today.
        #[error("today's lookups are used up")]
        QuotaUsedUp,
        /// The look-up failed.
        #[error("{}", .0.detail)]
        Call(Problem),
    }
}

impl Desk {
    /// Asks WeChat again what a kept request was, and gives it with openids, phone numbers and names. The audit trail says
    /// so before WeChat is asked.
    ///
    /// # Errors
    /// [`RevealError`]; nothing is revealed then.
    pub async fn reveal(
        &self,
        actor: &Actor,
        rid: &Rid,
        account: AccountId,
        why: &str,
    ) -> Result<Revealed, RevealError> {
        actor.require(Permission::Administer, Some(account))?;
        let why = self.kept_reason(why).map_err(RevealError::Reason)?;
        self.archived(rid, Some(account)).await?.ok_or(RevealError::NotFound)?;
        let account = self.live_account(account).await?.ok_or(RevealError::NotFound)?;
        let dated = DatedRid::of(rid.clone(), self.clock.now());
        if dated.expired {
            return Err(RevealError::Expired);
        }
        let act =
            NewAuditLine { reason: Some(why.clone()), ..NewAuditLine::on(AuditAction::RidRevealed, rid.as_str()) };
        self.note(actor, act).await?;
        let info = match self.call_for(&account, &dated, &actor.to_string()).await? {
            CallResult::Found(info) => info,
            CallResult::Retired => return Err(RevealError::NotFound),
            CallResult::Spent | CallResult::OwnSpent => return Err(RevealError::QuotaUsedUp),
            CallResult::Problem(problem) => return Err(RevealError::Call(problem)),
        };
        security_log::revealed(actor, rid.as_str());
        let redactor = self.redactor().showing_personal_data();
        let shown = |text: &str| redactor.redact(text).into_owned();
        Ok(Revealed {
            rid: rid.to_string(),
            reason: why,
            request_url: shown(&info.request_url),
            request_body: shown(&info.request_body),
            response_body: shown(&info.response_body),
        })
    }
}
