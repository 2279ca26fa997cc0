//! Asking WeChat what a rid was, as one account after the other.

use std::time::Duration;

use domain::audit::What;
use domain::{Actor, Failure};
use store::{Account, Act, StoreError};
use wechat::{Credentials, Endpoint, RidInfo};

use super::{ASKED_FOR, Asked, DatedRid, LookedUp, MOST_CALLS, RidError};
use crate::Desk;
use crate::explain::Problem;

/// What one account's look-up came to, where it is not what was looked for.
enum Elsewhere {
    /// 76001.
    NotFound,
    /// 76003.
    OtherAccount,
    /// 76022.
    SignIn,
    /// The account could not ask, or WeChat refused it for a reason that says nothing about the rid.
    CannotAsk(RidError),
    /// It was retired a moment ago.
    Retired,
}

/// What came of asking, before an account knew the rid.
#[derive(Default)]
struct Told {
    /// What the accounts asked were told, by their names.
    by: Vec<(String, Elsewhere)>,
    /// How many accounts were not asked.
    unasked: usize,
}

impl Desk {
    /// Asks account after account until one knows the rid, or an answer says that no other will.
    pub(super) async fn ask_each(
        &self,
        actor: &Actor,
        accounts: &[Account],
        dated: &DatedRid,
    ) -> Result<LookedUp, RidError> {
        let begun = self.clock.now();
        self.store.note(Act::on(What::RidLookedUp, dated.rid.as_str()), &actor.into(), begun).await?;
        let mut told = Told::default();
        for account in accounts.iter().take(MOST_CALLS) {
            let left = ASKED_FOR.saturating_sub(self.clock.now().duration_since(begun));
            let left = Duration::try_from(left).unwrap_or_default();
            // Nobody asks with no time left; and what is not answered in time was, to whoever waits, not asked.
            if left.is_zero() {
                break;
            }
            match tokio::time::timeout(left, self.ask_one(account, dated)).await {
                Ok(Ok(Ok(info))) => return self.keep(actor, account, &dated.rid, info).await,
                Ok(Ok(Err(other))) => told.by.push((account.name.clone(), other)),
                Ok(Err(last_word)) => return Err(last_word),
                Err(_) => break,
            }
        }
        told.unasked = accounts.len() - told.by.len();
        Err(told.by_none(dated).unwrap_or_else(|| no_answer(accounts)))
    }

    /// Asks as one account. The outer error is the last word on the rid; the inner leaves it to the next account.
    async fn ask_one(&self, account: &Account, dated: &DatedRid) -> Result<Result<RidInfo, Elsewhere>, RidError> {
        let call = |problem| RidError::Call { account: account.name.clone(), problem };
        let secret = match self.store.secret(account.id).await {
            Ok(Some(secret)) => secret,
            Ok(None) => return Ok(Err(Elsewhere::Retired)),
            Err(error @ StoreError::Unsealable) => {
                let problem = problem(Failure::NoSecret, error.to_string());
                return Ok(Err(Elsewhere::CannotAsk(call(problem))));
            }
            Err(error) => return Err(error.into()),
        };
        let credentials = Credentials { appid: account.appid.clone(), secret };
        let error = match self.wechat.rid_get(&credentials, &dated.rid).await {
            Ok(info) => return Ok(Ok(info)),
            Err(error) => error,
        };
        let problem = Problem::of(&error);
        match problem.failure {
            Failure::Refused(76001) => Ok(Err(Elsewhere::NotFound)),
            Failure::Refused(76003) => Ok(Err(Elsewhere::OtherAccount)),
            Failure::Refused(76022) => Ok(Err(Elsewhere::SignIn)),
            Failure::Refused(76002) => Err(RidError::Malformed),
            Failure::Refused(76004) => Err(RidError::Expired { at: dated.at }),
            // Nothing was said about the rid: one account's own trouble is no reason to end here.
            Failure::TokenRefused(_) | Failure::Refused(_) | Failure::NoSecret => {
                Ok(Err(Elsewhere::CannotAsk(call(problem))))
            }
            // The way to WeChat is the same for every account.
            Failure::NoConnection | Failure::NoAnswer | Failure::BadAnswer => Err(call(problem)),
        }
    }
}

impl Told {
    /// The one answer made of those of accounts that did not know the rid; what says most about it comes first. `None`
    /// where nobody was told anything.
    fn by_none(self, dated: &DatedRid) -> Option<RidError> {
        let (mut sign_in, mut other_account, mut retired) = (false, false, false);
        let mut asked = Asked { unasked: self.unasked, ..Asked::default() };
        let mut cannot_ask = None;
        for (name, other) in self.by {
            match other {
                Elsewhere::NotFound => asked.tried.push(name),
                Elsewhere::OtherAccount => {
                    other_account = true;
                    asked.tried.push(name);
                }
                Elsewhere::SignIn => sign_in = true,
                Elsewhere::CannotAsk(error) => {
                    cannot_ask = cannot_ask.or(Some(error));
                    asked.unable.push(name);
                }
                Elsewhere::Retired => retired = true,
            }
        }
        if sign_in {
            return Some(RidError::SignIn);
        }
        if asked.tried.is_empty() {
            return cannot_ask.or((retired && asked.unasked == 0).then_some(RidError::NoAccount));
        }
        Some(if other_account {
            RidError::OtherAccount { asked }
        } else if dated.expired && asked.unable.is_empty() {
            // WeChat may call an expired rid unknown (a note on the same page).
            RidError::Expired { at: dated.at }
        } else {
            RidError::NotFound { errcode: 76001, asked }
        })
    }
}

/// The first account did not get its answer while anybody waited.
fn no_answer(accounts: &[Account]) -> RidError {
    let account = accounts.first().map(|account| account.name.clone()).unwrap_or_default();
    let detail = format!("no whole answer within {} s", ASKED_FOR.as_secs());
    RidError::Call { account, problem: problem(Failure::NoAnswer, detail) }
}

/// What kept a look-up from WeChat, or its answer from us.
fn problem(failure: Failure, detail: String) -> Problem {
    Problem { failure, endpoint: Endpoint::RidGet.path().to_owned(), detail, seen_ip: None }
}
