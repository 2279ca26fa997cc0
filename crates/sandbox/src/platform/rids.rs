//! Request ids: created for each error, stored, looked up by `openapi/rid/get`.

use axum::http::Method;
use serde::Serialize;

use super::Platform;
use super::archive::{Archived, RequestInfo};
use super::call::{Call, Success};
use super::refusal::{Refusal, ensure};

#[derive(Serialize)]
struct RidReply {
    errcode: i64,
    errmsg: &'static str,
    request: RequestInfo,
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

    use super::super::archive::new_rid;
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
