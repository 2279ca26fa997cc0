//! The execution of a clear: one call to WeChat, and recording its outcome.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use domain::clears::SecretForm;
use domain::{ClearState, Failure, Via};
use futures::FutureExt;
use store::clears::{Clear, ClearEnd, Counting, OrderedClear};
use tokio::sync::oneshot;
use wechat::{CallError, Cause, ClearResult, ClearTarget, Credentials, RequestProgress};

use super::orders::{OrderResult, PlacedOrder};
use crate::{Desk, Internal};

/// The delay before an outcome that could not be written is written again: the first, and the longest.
const WRITE_AGAIN_AFTER: Duration = Duration::from_secs(1);
const WRITE_AGAIN_WITHIN: Duration = Duration::from_mins(1);

impl Desk {
    /// Gives up what a desk before this one left under way: never sent, so `failed`; or perhaps sent, so `unknown`. Only
    /// for the process that holds the database alone, before it clears anything itself. Gives those given up.
    ///
    /// # Errors
    /// [`Internal`] where the ledger cannot be written.
    pub async fn end_interrupted_clears(&self) -> Result<Vec<Clear>, Internal> {
        let given_up = self.store.give_up_clears(self.clock.now(), &self.counting()).await?;
        for clear in &given_up {
            tracing::warn!(
                clear = clear.id.0,
                state = clear.state.word(),
                "a clear was in progress when wxquota stopped"
            );
        }
        Ok(given_up)
    }

    /// Writes a clear down as `intend` does, makes its call and writes down what came: all in a task of its own, so that none
    /// of it stops halfway where the caller goes away. Gives the clear after a while, however far it has come.
    pub(super) async fn carry_out<I, E>(self: &Arc<Self>, intend: I) -> Result<PlacedOrder, E>
    where
        I: Future<Output = Result<OrderedClear, E>> + Send + 'static,
        E: From<Internal> + Send + 'static,
    {
        self.require_writable()?;
        let (tell, told) = oneshot::channel();
        let desk = Arc::clone(self);
        let mut task = self.calls.spawn(async move {
            // A limit that is changed by mistake meanwhile must not decide what becomes of other clears.
            let counting = desk.counting();
            let intended = intend.await;
            let begun = if let Ok(OrderedClear::New(clear)) = &intended { Some(clear.clone()) } else { None };
            // Whoever ordered may be gone.
            let _ = tell.send(intended);
            match begun {
                Some(clear) => Some(desk.call_and_record(clear, &counting).await),
                None => None,
            }
        });
        let clear = match told.await.map_err(Internal::task)?? {
            OrderedClear::New(clear) => clear,
            OrderedClear::Replay(clear) => return Ok(PlacedOrder { made: OrderResult::Clear(clear), replayed: true }),
            OrderedClear::Requested(request) => {
                return Ok(PlacedOrder { made: OrderResult::Request(request), replayed: false });
            }
            OrderedClear::RequestedBefore(request) | OrderedClear::Joined(request) => {
                return Ok(PlacedOrder { made: OrderResult::Request(request), replayed: true });
            }
        };
        let known = match tokio::time::timeout(self.live().clears.wait, &mut task).await {
            Ok(Ok(ended)) => ended,
            Ok(Err(error)) => {
                tracing::error!(clear = clear.id.0, %error, "the task of a clear failed");
                None
            }
            Err(_) => self.store.clear(clear.id).await.ok().flatten(),
        };
        // It is written down in any case; where no more is known, that is what is told.
        Ok(PlacedOrder { made: OrderResult::Clear(known.unwrap_or(clear)), replayed: false })
    }

    /// Makes the call of a clear that was just written to the ledger, and records its outcome; gives the clear as it ended.
    /// `counting` is as it was when the clear was ordered.
    async fn call_and_record(&self, clear: Clear, counting: &Counting) -> Clear {
        let (end, learned) = match AssertUnwindSafe(self.call(&clear)).catch_unwind().await {
            Ok(called) => called,
            Err(_) => (self.end_after_panic(&clear).await, None),
        };
        let ended = self.write_end(clear, end, counting).await;
        if let Some(form) = learned
            && let Err(error) = self.store.set_secret_form(ended.account_id, form).await
        {
            tracing::warn!(%error, "the way in which WeChat accepts the AppSecret could not be saved");
        }
        self.notify_suspensions().await;
        ended
    }

    /// Tells people about policies that the outcome of a clear suspends. A failure is logged; the next clear or start tells it
    /// then.
    pub(super) async fn notify_suspensions(&self) {
        if let Err(error) = self.note_suspensions().await {
            tracing::error!(%error, "the notice that a policy is suspended could not be written yet");
        }
    }

    /// Makes the call, at most once as far as WeChat acts on it. Also gives how it took the AppSecret, where that is news.
    async fn call(&self, clear: &Clear) -> (ClearEnd, Option<SecretForm>) {
        let secret = self.store.secret(clear.account_id).await.unwrap_or_else(|error| {
            tracing::warn!(clear = clear.id.0, %error, "the account's AppSecret cannot be decrypted");
            None
        });
        let account = self.store.account(clear.account_id).await.ok().flatten();
        let Some((account, secret)) = account.zip(secret) else {
            return (failed(Some(Failure::NoSecret), None), None);
        };
        let credentials = Credentials { appid: account.appid, secret };
        let known_form = self.store.secret_form(account.id).await.unwrap_or_default();
        let what = match (clear.via, &clear.interface) {
            (Some(Via::Secret), _) => ClearTarget::BySecret(known_form),
            (_, Some((_, path))) => ClearTarget::Interface(path.clone()),
            (_, None) => ClearTarget::Account,
        };
        let (store, clock, id) = (Arc::clone(&self.store), Arc::clone(&self.clock), clear.id);
        let about_to_send = move || {
            let (store, clock) = (Arc::clone(&store), Arc::clone(&clock));
            async move {
                let sent = store.clear_sent(id, clock.now()).await;
                sent.unwrap_or_else(|error| {
                    tracing::error!(clear = id.0, %error, "a clear was not sent, because it could not be recorded");
                    false
                })
            }
        };
        match self.wechat.clear(&credentials, what, about_to_send).await {
            ClearResult::NotSent(error) => (failed(error.as_ref().map(CallError::failure), error.as_ref()), None),
            ClearResult::Sent { answer, secret_form } => {
                (end_of(answer), secret_form.filter(|form| *form != known_form))
            }
        }
    }

    /// The outcome of a clear whose call panicked: failed where nothing was sent, else unknown.
    async fn end_after_panic(&self, clear: &Clear) -> ClearEnd {
        let so_far = self.store.clear(clear.id).await.ok().flatten().map(|clear| clear.state);
        match so_far {
            Some(ClearState::Intended) => failed(None, None),
            _ => ClearEnd { state: ClearState::Unknown, failure: None, errcode: None, errmsg: None, rid: None },
        }
    }

    /// Writes down how a call ended, and tries until that is done: where the disk is full, the outcome is in memory alone,
    /// and after a restart it would be `unknown`.
    async fn write_end(&self, clear: Clear, end: ClearEnd, counting: &Counting) -> Clear {
        let mut wait = WRITE_AGAIN_AFTER;
        loop {
            match self.store.end_clear(clear.id, end.clone(), self.clock.now(), counting).await {
                Ok(ended) => return ended.unwrap_or(clear),
                Err(error) => {
                    let (clear, state) = (clear.id.0, end.state.word());
                    tracing::error!(clear, state, errcode = end.errcode, %error, "the outcome of a clear could not \
                     be saved yet");
                }
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(WRITE_AGAIN_WITHIN);
        }
    }
}

/// The outcome of a clear that was not sent.
fn failed(failure: Option<Failure>, error: Option<&CallError>) -> ClearEnd {
    ClearEnd {
        state: ClearState::Failed,
        failure,
        errcode: error.and_then(CallError::errcode),
        errmsg: error.map(ToString::to_string),
        rid: error.and_then(CallError::rid).map(ToString::to_string),
    }
}

/// The outcome that WeChat's answer, or its absence, means.
fn end_of(answer: Result<(), CallError>) -> ClearEnd {
    let Err(error) = answer else {
        let errmsg = Some("ok".to_owned());
        return ClearEnd { state: ClearState::Accepted, failure: None, errcode: Some(0), errmsg, rid: None };
    };
    let state = match (&error.cause, error.reach) {
        // -1 is "busy, try again" and says nothing of what was done (official global errcodes).
        (Cause::Refused(refusal), _) if refusal.errcode != -1 => ClearState::Refused,
        (_, RequestProgress::NotSent) => ClearState::Failed,
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
