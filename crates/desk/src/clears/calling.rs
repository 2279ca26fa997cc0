//! The call of a clear: made once, and what came of it written down.

use std::sync::Arc;
use std::time::Duration;

use domain::clears::SecretForm;
use domain::{ClearState, Failure, Via};
use store::StoreError;
use store::clears::{Clear, ClearEnd};
use wechat::{CallError, Cause, ClearCall, Clearing, Credentials, Reach};

use crate::{Desk, Internal};

/// How often an outcome that could not be written down is tried again, and how long to wait in between.
const WRITE_TRIES: u32 = 12;
const WRITE_AGAIN_AFTER: Duration = Duration::from_secs(5);

impl Desk {
    /// Gives up what a desk before this one left under way: never sent, so `failed`; or perhaps sent, so `unknown`. Only
    /// for the process that holds the database alone, before it clears anything itself. Gives those given up.
    ///
    /// # Errors
    /// [`Internal`] where the ledger cannot be written.
    pub async fn give_up_interrupted_clears(&self) -> Result<Vec<Clear>, Internal> {
        let given_up = self.store.give_up_clears(self.clock.now(), self.counting()).await?;
        for clear in &given_up {
            tracing::warn!(
                clear = clear.id.0,
                state = clear.state.word(),
                "a clear was under way when the desk stopped"
            );
        }
        Ok(given_up)
    }

    /// Begins the call of a clear just written down, as a task of its own, and waits for it for a while.
    pub(super) async fn begin_call(self: &Arc<Self>, clear: Clear) -> Result<Clear, Internal> {
        let (desk, id) = (Arc::clone(self), clear.id);
        let task = self.calls.0.spawn(async move {
            let end = desk.call(&clear).await;
            desk.write_end(&clear, end).await
        });
        if let Ok(ended) = tokio::time::timeout(self.settings.clears.wait, task).await {
            return ended.map_err(|error| Internal::Task(error.to_string()))?;
        }
        let so_far = self.store.clear(id).await?;
        so_far.ok_or_else(|| StoreError::Inconsistent(format!("clear {id} is gone")).into())
    }

    /// Makes the call, at most once as far as WeChat acts on it.
    async fn call(&self, clear: &Clear) -> ClearEnd {
        let secret = match self.store.secret(clear.account_id).await {
            Ok(secret) => secret,
            Err(error) => {
                tracing::warn!(clear = clear.id.0, %error, "the account's secret cannot be opened");
                None
            }
        };
        let account = self.store.account(clear.account_id).await.ok().flatten();
        let Some((account, secret)) = account.zip(secret) else { return failed(Some(Failure::NoSecret), None) };
        let credentials = Credentials { appid: account.appid, secret };
        let known_form = self.store.secret_form(account.id).await.unwrap_or(SecretForm::Body);
        let what = match (clear.via, &clear.interface) {
            (Some(Via::Secret), _) => Clearing::BySecret(known_form),
            (_, Some((_, path))) => Clearing::Interface(path),
            (_, None) => Clearing::Account,
        };
        let about_to_send = async || match self.store.clear_sent(clear.id, self.clock.now()).await {
            Ok(sent) => sent,
            Err(error) => {
                tracing::error!(clear = clear.id.0, %error, "a clear was not sent, since that could not be written down");
                false
            }
        };
        match self.wechat.clear(&credentials, what, about_to_send).await {
            ClearCall::NotMade(error) => failed(error.as_ref().map(CallError::failure), error.as_ref()),
            ClearCall::Made { answer, secret_form } => {
                if let Some(form) = secret_form.filter(|form| *form != known_form)
                    && let Err(error) = self.store.set_secret_form(account.id, form).await
                {
                    tracing::warn!(%error, "how WeChat takes the AppSecret could not be remembered");
                }
                end_of(answer)
            }
        }
    }

    /// Writes down how a call ended. Where the disk is full or the database busy, it is tried for a minute: until then the
    /// outcome is in memory alone, and after a restart it would be `unknown`.
    async fn write_end(&self, clear: &Clear, end: ClearEnd) -> Result<Clear, Internal> {
        let mut tries = 1;
        loop {
            let written = self.store.end_clear(clear.id, end.clone(), self.clock.now(), self.counting()).await;
            match written {
                Ok(ended) => {
                    let gone = || StoreError::Inconsistent(format!("clear {} is gone", clear.id));
                    return Ok(ended.ok_or_else(gone)?);
                }
                Err(error) => {
                    let (clear, state) = (clear.id.0, end.state.word());
                    tracing::error!(clear, state, errcode = end.errcode, %error, "a clear's outcome is not written down");
                    if tries == WRITE_TRIES {
                        return Err(error.into());
                    }
                    tries += 1;
                    tokio::time::sleep(WRITE_AGAIN_AFTER).await;
                }
            }
        }
    }
}

/// A clear of which nothing was sent.
fn failed(failure: Option<Failure>, error: Option<&CallError>) -> ClearEnd {
    ClearEnd {
        state: ClearState::Failed,
        failure,
        errcode: error.and_then(CallError::errcode),
        errmsg: error.map(ToString::to_string),
        rid: error.and_then(CallError::rid).map(ToString::to_string),
    }
}

/// What WeChat's answer, or its absence, says of a clear.
fn end_of(answer: Result<(), CallError>) -> ClearEnd {
    let Err(error) = answer else {
        let errmsg = Some("ok".to_owned());
        return ClearEnd { state: ClearState::Accepted, failure: None, errcode: Some(0), errmsg, rid: None };
    };
    let state = match (&error.cause, error.reach) {
        // -1 is "busy, try again" and says nothing of what was done (official global errcodes).
        (Cause::Refused(refusal), _) if refusal.errcode != -1 => ClearState::Refused,
        (_, Reach::NotSent) => ClearState::Failed,
        _ => ClearState::Unknown,
    };
    ClearEnd {
        state,
        failure: Some(error.failure()),
        errcode: error.errcode(),
        errmsg: Some(error.refusal().map_or_else(|| error.cause.to_string(), |refusal| refusal.errmsg.clone())),
        rid: error.rid().map(ToString::to_string),
    }
}
