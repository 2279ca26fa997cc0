//! The simulated platform without HTTP: it takes requests, changes its state and returns JSON.

mod account;
mod admission;
mod archive;
mod authorizations;
mod business;
mod call;
mod clears;
mod commands;
mod counts;
mod faults;
mod interface;
mod logins;
mod network;
mod payloads;
mod quota;
mod refusal;
mod rids;
#[cfg(test)]
mod tests;
mod token_endpoints;
mod tokens;

use std::collections::BTreeMap;

use axum::http::Method;
use rand::SeedableRng;
use rand::rngs::StdRng;

pub(crate) use account::Account;
pub(crate) use call::{Call, Payload, Reply};
pub use commands::{AccountChange, AccountView, CommandError, InterfaceChange, InterfaceView, PlantedCall};
pub use counts::{ClearRecord, Counts, Received};
pub use faults::{Fault, FaultKind, FaultView};

use archive::{Archive, Archived, new_rid};
use call::{Success, Verdict, is_sns, to_json};
use counts::{ClearLog, Tally};
use faults::FaultList;
use refusal::{Refusal, ensure};
use tokens::TokenBook;

use crate::clock::{Clock, ReadClock};
use crate::config::Config;
use crate::past::PastClear;
use crate::settings::Settings;

/// The state of the simulated platform.
#[derive(Debug)]
pub(crate) struct Platform {
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) faults: FaultList,
    rng: StdRng,
    seed: u64,
    anchor_ms: i64,
    accounts: BTreeMap<String, Account>,
    tokens: TokenBook,
    archive: Archive,
    clear_log: ClearLog,
    tally: Tally,
}

impl Platform {
    /// The platform at its start; `past`: the clears made before, in the place of the numbers of the config.
    pub(crate) fn new(config: &Config, machine: ReadClock, past: Option<&[PastClear]>) -> Self {
        let start = config.start_at.map(jiff::Timestamp::as_millisecond);
        let clock = Clock::new(machine, start, config.frozen);
        let (seed, anchor_ms) = (config.seed, clock.now_ms());
        let accounts = config.accounts.iter().cloned();
        let accounts = accounts.map(|account| (account.appid.clone(), Account::new(account, seed, anchor_ms, past)));
        Self {
            settings: config.settings.clone(),
            faults: FaultList::default(),
            rng: StdRng::seed_from_u64(seed),
            seed,
            anchor_ms,
            accounts: accounts.collect(),
            tokens: TokenBook::default(),
            archive: Archive::default(),
            clear_log: ClearLog::default(),
            tally: Tally::default(),
            clock,
        }
    }

    /// The instant for which the `at_start` shares of the traffic are given, in Unix milliseconds.
    pub(crate) fn anchor_ms(&self) -> i64 {
        self.anchor_ms
    }

    /// Processes a request and returns the reply.
    pub(crate) fn answer(&mut self, call: &Call) -> Reply {
        let now = self.clock.now_ms();
        match self.dispatch(call, now) {
            Ok(Success(body)) => Reply { body, errcode: 0 },
            Err(refusal) => self.refuse(call, &refusal),
        }
    }

    /// Refuses a request, which takes no effect. The calling account can look up the rid.
    pub(crate) fn refuse(&mut self, call: &Call, refusal: &Refusal) -> Reply {
        let now = self.clock.now_ms();
        let rid = new_rid(now, &mut self.rng);
        let errmsg = refusal.errmsg(&rid, call.is_sns());
        let body = to_json(&Verdict { errcode: refusal.code, errmsg: &errmsg });
        let appid = self.caller(call);
        let archived = Archived::of(call, appid, body.clone(), now, &mut self.rng);
        self.archive.keep(rid, archived);
        Reply { body: Payload::Json(body), errcode: refusal.code }
    }

    /// Refuses a request with a code, and with its usual text unless another is given.
    pub(crate) fn refuse_as(&mut self, call: &Call, code: i64, text: Option<String>) -> Reply {
        self.refuse(call, &Refusal::with_text(code, text))
    }

    /// Counts a request, whatever its answer.
    pub(crate) fn received(&mut self, call: &Call) {
        let appid = self.caller(call);
        self.tally.received(&call.path, appid.as_deref());
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts { received: self.tally.counts(), clears: self.clear_log.clone() }
    }

    /// The account of a request, where it can be identified: by its token, valid or not, or by its appid.
    pub(crate) fn caller(&self, call: &Call) -> Option<String> {
        let token = call.param("access_token").or_else(|| call.param("component_access_token"));
        if let Some(token) = token {
            return self.tokens.owner(&token).map(str::to_owned);
        }
        let fields = call.json().unwrap_or_default();
        let in_body = || fields.owned("component_appid").or_else(|| fields.owned("appid"));
        let named = call.param("appid").or_else(in_body)?;
        self.accounts.contains_key(&named).then_some(named)
    }

    fn dispatch(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        match call.path.as_str() {
            "/cgi-bin/token" => self.token(call, now),
            "/cgi-bin/stable_token" => self.stable_token(call, now),
            "/cgi-bin/component/api_component_token" => self.component_token(call, now),
            "/cgi-bin/component/api_create_preauthcode" => self.preauth_code(call, now),
            "/cgi-bin/component/api_authorizer_token" => self.authorizer_token(call, now),
            "/cgi-bin/component/api_query_auth" => self.query_auth(call, now),
            "/cgi-bin/component/api_get_authorizer_info" => self.authorizer_info(call, now),
            "/cgi-bin/component/api_get_authorizer_list" => self.authorizer_list(call, now),
            "/cgi-bin/openapi/quota/get" => self.quota_get(call, now),
            "/cgi-bin/clear_quota" => self.clear_quota(call, now),
            "/cgi-bin/clear_quota/v2" => self.clear_quota_by_secret(call, now),
            "/cgi-bin/openapi/quota/clear" => self.clear_one_interface(call, now),
            "/cgi-bin/component/clear_quota/v2" => self.clear_component_by_secret(call, now),
            "/cgi-bin/component/clear_quota" => self.clear_component(call, now),
            "/cgi-bin/openapi/rid/get" => self.rid_get(call, now),
            "/cgi-bin/get_api_domain_ip" | "/cgi-bin/getcallbackip" => self.ip_list(call, now),
            "/cgi-bin/callback/check" => self.callback_check(call, now),
            path if is_sns(path) => self.login_call(call, now),
            _ => self.business_call(call, now),
        }
    }

    fn account_mut(&mut self, appid: &str) -> Result<&mut Account, Refusal> {
        Ok(self.account_and_settings(appid)?.0)
    }

    /// The account, and the settings that decide its defaults.
    fn account_and_settings(&mut self, appid: &str) -> Result<(&mut Account, &Settings), Refusal> {
        let account = self.accounts.get_mut(appid).ok_or_else(|| Refusal::of(40013))?;
        Ok((account, &self.settings))
    }
}

/// Refuses a request with another method than that of its endpoint: 43001 or 43002.
fn require_method(call: &Call, method: &Method) -> Result<(), Refusal> {
    ensure(call.method == *method, if *method == Method::GET { 43001 } else { 43002 })
}
