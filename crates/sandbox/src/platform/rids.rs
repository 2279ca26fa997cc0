//! Request ids: created for each error, stored, looked up by `openapi/rid/get`.

use std::collections::BTreeMap;

use axum::http::Method;
use rand::{Rng, RngExt};
use serde::Serialize;

use super::Platform;
use super::call::{Call, Success};
use super::refusal::{Refusal, ensure};

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

#[derive(Serialize)]
struct RidReply {
    errcode: i64,
    errmsg: &'static str,
    request: RequestInfo,
}

/// The stored calls by rid. Rids begin with their time, so the oldest come first.
#[derive(Debug, Default)]
pub(super) struct Archive(BTreeMap<String, Archived>);

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

/// The Unix seconds of a rid; `None` where the text does not have the form of one.
fn time_of(rid: &str) -> Option<i64> {
    let is_group = |group: &str| group.len() == 8 && group.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let groups: Vec<&str> = rid.split('-').collect();
    (groups.len() == 3 && groups.iter().all(|group| is_group(group)))
        .then(|| i64::from_str_radix(groups.first().copied().unwrap_or_default(), 16).ok())
        .flatten()
}

impl Platform {
    pub(super) fn rid_get(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let rid = admitted.fields.text("rid").unwrap_or_default();
        let invoked = time_of(rid).ok_or_else(|| Refusal::of(76002))?;
        let settings = &self.settings;
        let is_kept = now - invoked * 1000 <= i64::from(settings.rid_days) * crate::calendar::DAY_MS;
        ensure(is_kept, if settings.expired_rid_is_76001 { 76001 } else { 76004 })?;
        let is_ready = |found: &&Archived| now >= found.at_ms + i64::from(settings.rid_shows_after_s) * 1000;
        let found = self.archive.0.get(rid).filter(is_ready).ok_or_else(|| Refusal::of(76001))?;
        ensure(!found.is_sns, if settings.sns_rid_is_76022 { 76022 } else { 76001 })?;
        let owner = found.appid.as_deref().ok_or_else(|| Refusal::of(76001))?;
        ensure(owner == admitted.appid, 76003)?;
        Ok(Success::of(&RidReply { errcode: 0, errmsg: "ok", request: found.request.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_rid_tells_its_time_and_is_31_bits_wide() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..200 {
            let rid = new_rid(1_635_156_704_999, &mut rng);
            assert!(rid.starts_with("617682e0-"), "{rid}");
            assert_eq!(time_of(&rid), Some(1_635_156_704));
            assert!(rid.split('-').skip(1).all(|group| group.as_bytes()[0] < b'8'), "{rid}");
        }
    }

    #[test]
    fn retouched_rids_are_errors() {
        for bad in [
            "",
            "523123e8-1bew2b04-412215a0f",
            "617682E0-09059ac5-34a8e2ea",
            "617682e0-09059ac5",
            "617682e0-09059ac5-34a8e2ea-00000000",
        ] {
            assert_eq!(time_of(bad), None, "{bad}");
        }
    }
}
