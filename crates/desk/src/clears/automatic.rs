//! Clears that policies order: the facts a policy decides by, and the order itself.

use std::sync::Arc;

use domain::clears::advice::{FailedCall, Usage};
use domain::policies::{BlockedReason, Rules};
use domain::{Actor, Scope, Via};
use sha2::{Digest, Sha256};
use store::clears::{Budgets, Clear, NewClear, OrderedClear};
use store::policies::{AutomaticError, AutomaticOrder};
use store::{Account, AuditActor, InterfaceNow};

use super::orders::{OrderResult, Target, clearable};
use crate::{Desk, Internal};

use_case_error! {
    /// An error of a policy's order; no clear was made then.
    #[derive(Debug, thiserror::Error)]
    pub(crate) enum AutomaticClearError: transparent {
        /// Something keeps the policy from it.
        #[error("withheld: {}", .0.word())]
        Blocked(BlockedReason),
        /// The desk is about to stop.
        #[error("wxquota is stopping")]
        Stopping,
    }
}

impl From<BlockedReason> for AutomaticClearError {
    fn from(why: BlockedReason) -> Self {
        Self::Blocked(why)
    }
}

impl From<AutomaticError> for AutomaticClearError {
    fn from(error: AutomaticError) -> Self {
        match error {
            AutomaticError::Blocked(why) => why.into(),
            AutomaticError::Store(error) => error.into(),
        }
    }
}

/// The facts about an account that a policy decides by.
#[derive(Debug)]
pub(crate) struct ClearContext {
    /// The use of its interfaces, for advice.
    pub(crate) usages: Vec<Usage>,
    /// The use of the interfaces that the policy covers.
    pub(crate) covered: Vec<Usage>,
    /// Its recent failed calls.
    pub(crate) failed: Vec<FailedCall>,
    /// Its budgets.
    pub(crate) budgets: Budgets,
    /// Its clears that have not settled, the newest first.
    pub(crate) open: Vec<Clear>,
}

impl Desk {
    /// The facts about an account where a policy with these rules may clear one of its interfaces.
    pub(crate) async fn clear_context(&self, account: &Account, rules: &Rules) -> Result<ClearContext, Internal> {
        let target = Target { account: account.clone(), interface: None, is_total: false };
        let rows = self.rows_of(account.id).await?;
        let results = self.results().await?;
        let covered = rows.iter().filter(|row| rules.covers(account.id, &row.cgi_path));
        Ok(ClearContext {
            usages: rows.iter().map(|row| self.usage_of(&results, row)).collect(),
            covered: covered.map(|row| self.usage_of(&results, row)).collect(),
            failed: self.failed_lately(account.id, &rows, self.clock.now()).await?,
            budgets: self.budgets_of_target(&target).await?,
            open: self.store.open_clears(account.id).await?,
        })
    }

    /// Whether an account can be cleared by its token at all.
    pub(crate) fn is_clearable(account: &Account) -> bool {
        clearable(&Target { account: account.clone(), interface: None, is_total: false }, Via::Token).is_ok()
    }

    /// Makes a policy's clear, once for a key, unless the desk is stopping; waits for its outcome as for an order's.
    pub(crate) async fn clear_automatically(
        self: &Arc<Self>,
        (account, interface, scope): (&Account, &InterfaceNow, Scope),
        (policy_name, reason, key): (&str, String, String),
        order: AutomaticOrder,
    ) -> Result<Clear, AutomaticClearError> {
        if self.closing.is_cancelled() {
            return Err(AutomaticClearError::Stopping);
        }
        let only = (scope == Scope::Interface).then(|| (interface.id, interface.cgi_path.clone()));
        let target = Target { account: account.clone(), interface: only, is_total: false };
        let new = NewClear {
            account: account.id,
            interface: target.interface_id(),
            via: Via::Token,
            reason: self.redacted(&reason),
            override_reason: None,
            warnings: self.warning_words(&target).await?,
            anyway_reason: None,
            name_typed: false,
            break_glass: false,
            request_hash: Sha256::digest(&key).into(),
            key,
            usage_before: self.usage_now(&target).await?,
        };
        let by = AuditActor::from(&Actor::Policy { name: policy_name.to_owned() });
        let desk = Arc::clone(self);
        let ordered = self
            .carry_out(async move {
                let (now, counting) = (desk.clock.now(), desk.counting());
                let (clear, is_new) = desk.store.order_automatic(new, &order, &by, now, &counting).await?;
                Ok::<_, AutomaticClearError>(if is_new {
                    OrderedClear::New(clear)
                } else {
                    OrderedClear::Replay(clear)
                })
            })
            .await?;
        match ordered.made {
            OrderResult::Clear(clear) => Ok(clear),
            OrderResult::Request(_) => Err(Internal::Task("a policy asked for approval".to_owned()).into()),
        }
    }
}
