//! Calls that got a rid, kept to be looked up.

use std::collections::BTreeMap;

use rand::{Rng, RngExt};
use serde::Serialize;

use super::call::Call;

const KEPT: usize = 50_000;

/// What is known of a call that got a rid.
#[derive(Debug, Clone)]
pub(super) struct Archived {
    /// Whose call it was; nobody can look up a call of an unknown account.
    pub(super) appid: Option<String>,
    pub(super) is_sns: bool,
    pub(super) at_ms: i64,
    pub(super) request: RequestInfo,
}

/// `request` of the reply.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RequestInfo {
    /// Unix seconds.
    pub(super) invoke_time: i64,
    pub(super) cost_in_ms: u32,
    /// The query, as it came.
    pub(super) request_url: String,
    pub(super) request_body: String,
    pub(super) response_body: String,
    pub(super) client_ip: String,
}

/// The calls that got a rid; as rids begin with their time, the oldest come first.
#[derive(Debug, Default)]
pub(super) struct Archive(pub(super) BTreeMap<String, Archived>);

impl Archive {
    pub(super) fn keep(&mut self, rid: String, archived: Archived) {
        self.0.insert(rid, archived);
        if self.0.len() > KEPT {
            self.0.pop_first();
        }
    }
}

impl Archived {
    pub(super) fn of(call: &Call, appid: Option<String>, reply: String, now: i64, rng: &mut impl Rng) -> Self {
        let request = RequestInfo {
            invoke_time: now.div_euclid(1000),
            cost_in_ms: rng.random_range(4..80),
            request_url: call.query.clone(),
            request_body: String::from_utf8_lossy(&call.body).into_owned(),
            response_body: reply,
            client_ip: call.client_ip.to_string(),
        };
        Self { appid, is_sns: call.is_sns(), at_ms: now, request }
    }
}

/// A rid of `now`: Unix seconds, then two numbers of 31 bits, all in hex.
pub(super) fn new_rid(now: i64, rng: &mut impl Rng) -> String {
    let (two, three) = (rng.random::<u32>() & 0x7fff_ffff, rng.random::<u32>() & 0x7fff_ffff);
    format!("{:08x}-{two:08x}-{three:08x}", now.div_euclid(1000))
}
