//! `POST /cgi-bin/openapi/rid/get` (查询rid信息, official getRidInfo page).

use std::fmt;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::error::{CallError, Cause};
use crate::lenient_json;
use crate::reply::Reply;
use crate::rid::Rid;
use crate::token::Token;
use crate::transport::{Request, Transport};

/// A request as WeChat recorded it. The texts hold whatever was sent, tokens and personal data included: callers redact them
/// before use, and `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq)]
pub struct RidInfo {
    /// The time of the call, in whole seconds. The rid's own time where the reply has none.
    pub at: Timestamp,
    /// The duration of the call, in milliseconds.
    pub cost_in_ms: Option<i64>,
    /// The query of the URL, without host and path (official example: `access_token=50_Im7xxxx`).
    pub request_url: String,
    /// The body of the request; empty where there was none.
    pub request_body: String,
    /// The body of the answer, as text.
    pub response_body: String,
    /// The caller's IP address, parts of which WeChat may have masked (official example: `113.xx.70.51`).
    pub client_ip: Option<String>,
}

impl RidInfo {
    /// Reads the reply about `rid`. Only the object `request` is required; a field of the wrong type or range counts as
    /// absent.
    fn read(reply: &Reply, rid: &Rid) -> Result<Self, Cause> {
        let request = reply.get("request").and_then(Value::as_object).ok_or(Cause::WrongShape { what: "request" })?;
        let text = |field| request.get(field).map(as_text).unwrap_or_default();
        let integer = |field| request.get(field).and_then(lenient_json::integer);
        let at = integer("invoke_time").filter(|seconds| (1..=i64::from(u32::MAX)).contains(seconds));
        Ok(Self {
            at: at.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or_else(|| rid.time()),
            cost_in_ms: integer("cost_in_ms").filter(|ms| *ms >= 0),
            request_url: text("request_url"),
            request_body: text("request_body"),
            response_body: text("response_body"),
            client_ip: Some(text("client_ip")).filter(|ip| !ip.trim().is_empty()),
        })
    }

    /// The errcode of the call's answer; `None` for 0, and where the answer is not JSON with an errcode.
    pub fn errcode(&self) -> Option<i32> {
        let answer = serde_json::from_str::<Value>(&self.response_body).ok()?;
        let errcode = lenient_json::integer(answer.get("errcode")?)?;
        i32::try_from(errcode).ok().filter(|errcode| *errcode != 0)
    }
}

/// A string field as it is; an object or array as JSON; anything else as the empty text.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) | Value::Array(_) => value.to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

impl fmt::Debug for RidInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RidInfo").field("at", &self.at).field("cost_in_ms", &self.cost_in_ms).finish_non_exhaustive()
    }
}

impl Transport {
    /// Looks up the request with this rid. `token` must be of the account that made the request.
    ///
    /// # Errors
    /// [`CallError`]; 76001 for an unknown rid, 76002 for a malformed one, 76003 for another account's, 76004 after 7 days
    /// (a note on the same page says 76001), 76022 for `/sns/` calls (76001 by reports of users).
    pub async fn rid_get(&self, token: &Token, rid: &Rid) -> Result<RidInfo, CallError> {
        let request = Request::with_token(Endpoint::RidGet, token).json(&json!({ "rid": rid.as_str() }));
        self.send(request, |reply| RidInfo::read(&reply, rid)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::Redactor;

    fn read(json: &Value) -> Result<RidInfo, Cause> {
        let rid: Rid = "617682e0-09059ac5-34a8e2ea".parse().unwrap();
        Reply::read(json.to_string().as_bytes(), Redactor::new).and_then(|reply| RidInfo::read(&reply, &rid))
    }

    #[test]
    fn only_the_request_as_such_is_needed() {
        for wrong in [json!({"errcode": 0}), json!({"request": null}), json!({"request": []}), json!({"request": "x"})]
        {
            assert_eq!(read(&wrong), Err(Cause::WrongShape { what: "request" }), "{wrong}");
        }
        let info = read(&json!({"request": {}})).unwrap();
        assert_eq!(info.at.as_second(), 0x6176_82e0, "the rid's own time");
        assert_eq!((info.cost_in_ms, info.client_ip), (None, None));
        assert_eq!([info.request_url, info.request_body, info.response_body], ["", "", ""]);
    }

    #[test]
    fn odd_fields_count_as_not_told() {
        for odd in
            [json!(null), json!(true), json!(0), json!(-5), json!("soon"), json!(1_635_156_704_000_i64), json!({})]
        {
            let info = read(&json!({"request": {"invoke_time": odd, "request_url": 5, "client_ip": " "}})).unwrap();
            assert_eq!(info.at.as_second(), 0x6176_82e0, "{odd}");
            assert_eq!((info.request_url.as_str(), info.client_ip), ("", None));
        }
        assert_eq!(read(&json!({"request": {"cost_in_ms": -1}})).unwrap().cost_in_ms, None);
        assert_eq!(read(&json!({"request": {"cost_in_ms": "30"}})).unwrap().cost_in_ms, Some(30));
        assert_eq!(read(&json!({"request": {"invoke_time": "1635156700"}})).unwrap().at.as_second(), 1_635_156_700);
    }

    #[test]
    fn a_body_given_as_json_is_its_text() {
        let info = read(&json!({"request": {"response_body": {"errcode": 45009}}})).unwrap();
        assert_eq!(info.response_body, r#"{"errcode":45009}"#);
    }

    #[test]
    fn the_answers_errcode_is_read_where_it_has_one() {
        let errcode = |body: &str| read(&json!({"request": {"response_body": body}})).unwrap().errcode();
        assert_eq!(errcode(r#"{"errcode":45009,"errmsg":"x"}"#), Some(45009));
        assert_eq!(errcode(r#"{"errcode":"-1"}"#), Some(-1));
        for none in ["", "{}", r#"{"errcode":0}"#, r#"{"errcode":45009"#, "<html>", "[]", r#"{"errcode":99999999999}"#]
        {
            assert_eq!(errcode(none), None, "{none}");
        }
    }

    #[test]
    fn what_was_sent_does_not_print_itself() {
        let texts = json!({"request_url": "access_token=50_x", "request_body": "openid", "response_body": "phone"});
        let printed = format!("{:?}", read(&json!({"request": texts})).unwrap());
        assert!(!["50_x", "openid", "phone"].iter().any(|secret| printed.contains(secret)), "{printed}");
    }
}
