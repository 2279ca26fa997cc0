//! The stored calls that got a rid.

use std::collections::BTreeMap;

use rand::{Rng, RngExt};
use serde::Serialize;

use super::call::Call;

/// The largest number of stored calls.
const KEPT: usize = 50_000;

/// A stored call.
#[derive(Debug, Clone)]
pub(super) struct Archived {
    /// The appid of the account; a call of an unknown account cannot be looked up.
    pub(super) appid: Option<String>,
    pub(super) is_sns: bool,
    pub(super) at_ms: i64,
    pub(super) request: RequestInfo,
}

/// The `request` of the reply.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RequestInfo {
    /// The time in Unix seconds.
    pub(super) invoke_time: i64,
    pub(super) cost_in_ms: u32,
    /// The query as it was sent.
    pub(super) request_url: String,
    pub(super) request_body: String,
    pub(super) response_body: String,
    pub(super) client_ip: String,
}

/// The stored calls by rid. Rids begin with their time, so the oldest come first.
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

/// A new rid for `now`: Unix seconds, then two random numbers of 31 bits, all in hex.
pub(super) fn new_rid(now: i64, rng: &mut impl Rng) -> String {
    let (two, three) = (rng.random::<u32>() & 0x7fff_ffff, rng.random::<u32>() & 0x7fff_ffff);
    format!("{:08x}-{two:08x}-{three:08x}", now.div_euclid(1000))
}
