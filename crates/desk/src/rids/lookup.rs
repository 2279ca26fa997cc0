//! The look-up of a rid: WeChat is asked as one account after the other, the likeliest first.

use std::time::Duration;

use domain::{AccountId, AccountStatus, Actor, Failure};
use jiff::Timestamp;
use store::rids::lookups::{CallTaken, NewRidCall, RequestedRid, RidLookup};
use store::{Account, StoreError};
use wechat::rid::is_sign_in;
use wechat::{Credentials, Endpoint, RidInfo};

use super::{
    DatedRid, LOOKUP_TIMEOUT, LookedUp, LookupAttempts, LookupFailure, MAX_ACCOUNTS_ASKED, RidError, Source, StoredRid,
};
use crate::Desk;
use crate::explain::Problem;
use crate::verdicts::RefusedCall;

/// The result of asking as one account, where it did not find the request.
enum AccountAnswer {
    /// 76001.
    NotFound,
    /// 76003.
    OtherAccount,
    /// 76022.
    SignIn,
    /// The account could not ask, or WeChat refused it for a reason that says nothing about the rid.
    CannotAsk(LookupFailure),
    /// It may ask no more today.
    Spent,
    /// It may ask no more today for the person who wants to know.
    OwnSpent,
    /// It may ask no more today for incidents.
    IncidentsSpent,
    /// It was retired a moment ago.
    Retired,
}

/// The results of the accounts asked so far, none of which found the request.
#[derive(Default)]
struct Answers {
    /// Which accounts were asked, and which were not.
    asked: LookupAttempts,
    /// How many accounts have answered, or could not ask.
    count: usize,
    /// WeChat says that it was a sign-in call (76022).
    sign_in: bool,
    /// WeChat says that another account made the call (76003).
    other_account: bool,
    /// How many accounts were retired meanwhile.
    retired: usize,
    /// Why the first account that could not ask could not.
    cannot_ask: Option<LookupFailure>,
}

impl Desk {
    /// Asks account after account until one knows the rid, or an answer says that no other will.
    pub(super) async fn ask_for(&self, lookup: &RidLookup, dated: &DatedRid) -> Result<LookedUp, RidError> {
        self.require_writable()?;
        let wanted = &lookup.wanted;
        let is_chosen = wanted.account.is_some() && is_persons(&lookup.wanted_by);
        if !is_chosen && wanted.cgi_path.as_deref().is_some_and(is_sign_in) {
            return Err(LookupFailure::SignIn.into());
        }
        // Whoever chooses an account may know better whose clock is wrong.
        if !is_chosen && dated.implausible {
            return Err(LookupFailure::Implausible.into());
        }
        if dated.is_long_expired(self.clock.now()) {
            return Err(LookupFailure::Expired { at: dated.at }.into());
        }
        let accounts = self.likely_accounts(wanted).await?;
        let begun = self.clock.now();
        let mut answers = Answers::default();
        for account in &accounts {
            if answers.calls() == MAX_ACCOUNTS_ASKED {
                break;
            }
            let left = LOOKUP_TIMEOUT.saturating_sub(self.clock.now().duration_since(begun));
            let left = Duration::try_from(left).unwrap_or_default();
            // Nobody asks with no time left; and what is not answered in time was, to whoever waits, not asked.
            if left.is_zero() {
                break;
            }
            match tokio::time::timeout(left, self.ask_one(account, dated, &lookup.wanted_by)).await {
                Ok(Ok(Ok(info))) => return self.keep(lookup, account, dated, info).await,
                Ok(Ok(Err(other))) => answers.add(account.name.clone(), other),
                Ok(Err(RidError::Lookup(last_word))) => return Err(answers.before(last_word).into()),
                Ok(Err(error)) => return Err(error),
                Err(_) => break,
            }
        }
        answers.asked.unasked = accounts.len() - answers.count;
        Err(answers.conclusion(dated).unwrap_or_else(|| no_answer(&accounts)).into())
    }

    /// The accounts to ask, the likeliest first: the chosen one alone; else the one that the text names, those that watch the
    /// interface it names, and the others by when a look-up of theirs last succeeded.
    async fn likely_accounts(&self, wanted: &RequestedRid) -> Result<Vec<Account>, RidError> {
        if let Some(id) = wanted.account {
            return Ok(vec![self.live_account(id).await?.ok_or(LookupFailure::NoAccount)?]);
        }
        let named = |account: &Account| wanted.appid.as_deref() == Some(account.appid.as_str());
        let mut accounts = self.store.accounts().await?;
        accounts.retain(|account| match account.status {
            AccountStatus::Active => true,
            // One that is named is asked although it is not read.
            AccountStatus::Paused => named(account),
            AccountStatus::Retired => false,
        });
        if let Some(appid) = &wanted.appid
            && !accounts.iter().any(named)
        {
            return Err(LookupFailure::UnknownAppId { appid: appid.clone() }.into());
        }
        if accounts.is_empty() {
            return Err(LookupFailure::NoAccount.into());
        }
        let path = wanted.cgi_path.as_deref().and_then(|path| self.parse_path(path).ok()).map(|(path, _)| path);
        let mut watching = Vec::new();
        // With one account, or without a path, the watched interfaces make no difference.
        if let Some(path) = path.filter(|_| accounts.len() > 1) {
            let interfaces = self.store.interfaces_now(None).await?.into_iter();
            watching.extend(
                interfaces.filter(|interface| interface.cgi_path == path).map(|interface| interface.account_id),
            );
        }
        let last_told = self.store.last_rid_answers().await?;
        let told_at = |id: AccountId| last_told.iter().find(|(account, _)| *account == id).map(|(_, at)| *at);
        accounts.sort_by_cached_key(|account| {
            let told_at = std::cmp::Reverse(told_at(account.id).unwrap_or(Timestamp::MIN));
            (!named(account), !watching.contains(&account.id), told_at, account.name.clone())
        });
        Ok(accounts)
    }

    /// Asks as one account. The outer error is the last word on the rid; the inner leaves it to the next account.
    async fn ask_one(
        &self,
        account: &Account,
        dated: &DatedRid,
        by: &str,
    ) -> Result<Result<RidInfo, AccountAnswer>, RidError> {
        let untold = |problem| LookupFailure::Call { account: account.name.clone(), problem, asked: Box::default() };
        let problem = match self.call_for(account, dated, by).await? {
            CallResult::Found(info) => return Ok(Ok(info)),
            CallResult::Spent => return Ok(Err(AccountAnswer::Spent)),
            CallResult::OwnSpent if is_persons(by) => return Ok(Err(AccountAnswer::OwnSpent)),
            CallResult::OwnSpent => return Ok(Err(AccountAnswer::IncidentsSpent)),
            CallResult::Retired => return Ok(Err(AccountAnswer::Retired)),
            CallResult::Problem(problem) => problem,
        };
        match problem.failure {
            Failure::Refused(76001) => Ok(Err(AccountAnswer::NotFound)),
            Failure::Refused(76003) => Ok(Err(AccountAnswer::OtherAccount)),
            Failure::Refused(76022) => Ok(Err(AccountAnswer::SignIn)),
            Failure::Refused(76002) => Err(LookupFailure::Malformed.into()),
            Failure::Refused(76004) => Err(LookupFailure::Expired { at: dated.at }.into()),
            // Nothing was said about the rid: one account's own trouble is no reason to end here.
            Failure::TokenRefused(_) | Failure::Refused(_) | Failure::NoSecret => {
                Ok(Err(AccountAnswer::CannotAsk(untold(problem))))
            }
            // The way to WeChat is the same for every account.
            Failure::NoConnection | Failure::NoAnswer | Failure::BadAnswer => Err(untold(problem).into()),
        }
    }

    /// Makes one call as one account, for the actor with this name. It is counted before it is made.
    pub(super) async fn call_for(
        &self,
        account: &Account,
        dated: &DatedRid,
        by: &str,
    ) -> Result<CallResult, StoreError> {
        let secret = match self.store.secret(account.id).await {
            Ok(Some(secret)) => secret,
            Ok(None) => return Ok(CallResult::Retired),
            Err(error @ StoreError::Unsealable) => {
                return Ok(CallResult::Problem(problem(Failure::NoSecret, error.to_string())));
            }
            Err(error) => return Err(error),
        };
        let now = self.clock.now();
        let live = self.live();
        let settings = &live.rids;
        let share = if is_persons(by) { settings.calls_a_person() } else { settings.calls_for_incidents() };
        let call = NewRidCall {
            rid: dated.rid.as_str(),
            account: account.id,
            by,
            at: now,
            since: self.settings.quota_zone.day_start(now),
            limit: settings.calls_a_day,
            limit_of_one: Some(share),
        };
        match self.store.take_rid_call(&call).await? {
            CallTaken::Taken => {}
            CallTaken::AccountSpent => return Ok(CallResult::Spent),
            CallTaken::PersonSpent => return Ok(CallResult::OwnSpent),
        }
        let credentials = Credentials { appid: account.appid.clone(), secret };
        Ok(match self.wechat.rid_get(&credentials, &dated.rid).await {
            Ok(info) => CallResult::Found(info),
            Err(error) => CallResult::Problem(Problem::of(&error)),
        })
    }

    async fn keep(
        &self,
        lookup: &RidLookup,
        account: &Account,
        dated: &DatedRid,
        info: RidInfo,
    ) -> Result<LookedUp, RidError> {
        let redactor = self.redactor();
        let masked = |text: &str| redactor.redact(text).into_owned();
        let path = lookup.wanted.cgi_path.as_deref().and_then(|path| self.parse_path(path).ok());
        let path = path.map(|(path, _)| path);
        let errcode = info.errcode();
        let limit = match errcode {
            Some(errcode) => {
                let call = RefusedCall { account: account.id, path: path.as_ref(), errcode, at: info.at };
                self.limit_verdict(call).await?
            }
            None => None,
        };
        let kept = StoredRid {
            rid: dated.rid.to_string(),
            account_id: account.id,
            at: info.at,
            cost_in_ms: info.cost_in_ms,
            request_url: masked(&info.request_url),
            request_body: masked(&info.request_body),
            response_body: masked(&info.response_body),
            client_ip: info.client_ip.as_deref().map(masked),
            errcode,
            looked_up_at: self.clock.now(),
            looked_up_by: lookup.wanted_by.clone(),
            cgi_path: path,
            limit,
            ticket: None,
            details_set: None,
            newest_note: None,
        };
        self.store.save_rid(&kept).await?;
        Ok(LookedUp::of(kept, account, Source::Wechat)?)
    }
}

/// The result of one call.
pub(super) enum CallResult {
    /// WeChat gave the request.
    Found(RidInfo),
    /// The call failed.
    Problem(Problem),
    /// The account has no secret any more.
    Retired,
    /// It may make no more such calls today.
    Spent,
    /// It may make no more such calls today for this person, or for incidents.
    OwnSpent,
}

impl Answers {
    /// Adds the result of asking as the account with this name.
    fn add(&mut self, name: String, answer: AccountAnswer) {
        self.count += 1;
        match answer {
            AccountAnswer::NotFound => self.asked.tried.push(name),
            AccountAnswer::OtherAccount => {
                self.other_account = true;
                self.asked.tried.push(name);
            }
            AccountAnswer::SignIn => self.sign_in = true,
            AccountAnswer::CannotAsk(untold) => {
                self.cannot_ask.get_or_insert(untold);
                self.asked.unable.push(name);
            }
            AccountAnswer::Spent => self.asked.spent.push(name),
            AccountAnswer::OwnSpent => self.asked.own_spent.push(name),
            AccountAnswer::IncidentsSpent => self.asked.incidents_spent.push(name),
            AccountAnswer::Retired => self.retired += 1,
        }
    }

    /// How many accounts made a call, or tried to.
    fn calls(&self) -> usize {
        self.count - self.asked.without_calls() - self.retired
    }

    /// An answer that ends the look-up, with the accounts that were asked before it came.
    fn before(self, answer: LookupFailure) -> LookupFailure {
        match answer {
            LookupFailure::Call { account, problem, .. } => {
                LookupFailure::Call { account, problem, asked: Box::new(self.asked) }
            }
            other => other,
        }
    }

    /// The reason of the whole look-up: of all accounts' results the one that says most about the rid. `None` where there
    /// are none.
    fn conclusion(self, dated: &DatedRid) -> Option<LookupFailure> {
        let asked = self.asked;
        if self.sign_in {
            return Some(LookupFailure::SignIn);
        }
        if asked.tried.is_empty() {
            let retired = (self.retired > 0 && asked.unasked == 0).then_some(LookupFailure::NoAccount);
            let spent = (asked.without_calls() > 0).then_some(LookupFailure::QuotaUsedUp(asked));
            return self.cannot_ask.or(spent).or(retired);
        }
        Some(if self.other_account {
            LookupFailure::OtherAccount(asked)
        } else if dated.expired && asked.unable.is_empty() && asked.without_calls() == 0 {
            // WeChat may call an expired rid unknown (a note on the same page).
            LookupFailure::Expired { at: dated.at }
        } else {
            LookupFailure::NotFound(asked)
        })
    }
}

/// Whether a person asked for a look-up, by the name of who did; otherwise an incident caused it.
fn is_persons(by: &str) -> bool {
    by != Actor::Desk.to_string()
}

/// The failure where the first account got no answer within [`LOOKUP_TIMEOUT`].
fn no_answer(accounts: &[Account]) -> LookupFailure {
    let account = accounts.first().map(|account| account.name.clone()).unwrap_or_default();
    let detail = format!("no complete answer within {} s", LOOKUP_TIMEOUT.as_secs());
    LookupFailure::Call { account, problem: problem(Failure::NoAnswer, detail), asked: Box::default() }
}

/// A failed call of the look-up's endpoint.
fn problem(failure: Failure, detail: String) -> Problem {
    Problem { failure, endpoint: Endpoint::RidGet.path().to_owned(), detail, seen_ip: None }
}
