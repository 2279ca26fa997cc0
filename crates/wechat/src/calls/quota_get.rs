//! `POST /cgi-bin/openapi/quota/get` (查询API调用额度, official getApiQuota page).

use domain::{CgiPath, Figures, Outcome, RateLimit};
use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::error::{CallError, Cause};
use crate::lenient_json;
use crate::reply::Reply;
use crate::token::Token;
use crate::transport::{Request, Transport};

/// The reply about an interface's quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaReply {
    /// The figures, or [`Outcome::NoFigure`] for 0/0/0; never [`Outcome::Failed`].
    pub outcome: Outcome,
    /// The limit on the account's own calls a period. WeChat added it after 2022 and may leave it out; a malformed one
    /// counts as none, so that the quota is still used.
    pub rate_limit: Option<RateLimit>,
    /// The same limit for calls that a third-party platform makes on the account's behalf.
    pub component_rate_limit: Option<RateLimit>,
}

impl QuotaReply {
    fn read(reply: Reply) -> Result<Self, Cause> {
        let quota = reply.get("quota").and_then(Value::as_object).ok_or(Cause::WrongShape { what: "quota" })?;
        let integer = |field, what| quota.get(field).and_then(lenient_json::integer).ok_or(Cause::WrongShape { what });
        let calls = |field, what| {
            integer(field, what).and_then(|n| if n < 0 { Err(Cause::WrongShape { what }) } else { Ok(n) })
        };
        let figures = Figures {
            daily_limit: calls("daily_limit", "quota.daily_limit")?,
            used: calls("used", "quota.used")?,
            // `remain` below 0 means that more was used than allowed. A limit or use below 0 has no meaning and is an error.
            remain: integer("remain", "quota.remain")?.max(0),
        };
        Ok(Self {
            outcome: if figures.is_no_figure() { Outcome::NoFigure } else { Outcome::Good(figures) },
            rate_limit: reply.get("rate_limit").and_then(rate_limit),
            component_rate_limit: reply.get("component_rate_limit").and_then(rate_limit),
        })
    }
}

fn rate_limit(value: &Value) -> Option<RateLimit> {
    let positive = |field| value.get(field).and_then(lenient_json::integer).filter(|n| *n > 0);
    Some(RateLimit { call_count: positive("call_count")?, refresh_second: positive("refresh_second")? })
}

impl Transport {
    /// Reads the quota of the interface at `path`. `token` must be of the account that owns the interface.
    ///
    /// # Errors
    /// [`CallError`]; 76021 for an unknown path, 76022 for one this account cannot have, 44993 when the call's own day
    /// limit is reached.
    pub async fn quota_get(&self, token: &Token, path: &CgiPath) -> Result<QuotaReply, CallError> {
        let request = Request::with_token(Endpoint::QuotaGet, token).json(&json!({ "cgi_path": path.as_str() }));
        self.send(request, QuotaReply::read).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::Redactor;

    fn read(json: &Value) -> Result<QuotaReply, Cause> {
        Reply::read(json.to_string().as_bytes(), Redactor::new).and_then(QuotaReply::read)
    }

    fn outcome(daily_limit: &Value, used: &Value, remain: &Value) -> Result<Outcome, Cause> {
        read(&json!({"quota": {"daily_limit": daily_limit, "used": used, "remain": remain}})).map(|reply| reply.outcome)
    }

    #[test]
    fn numbers_may_be_spelled_oddly_but_not_wrongly() {
        let good = |remain| Ok(Outcome::Good(Figures { daily_limit: 1000, used: 10, remain }));
        assert_eq!(outcome(&json!("1000"), &json!(10.0), &json!(990)), good(990));
        assert_eq!(outcome(&json!(1000), &json!(10), &json!(-3)), good(0), "fewer than none left is none left");
        let wrong = |what| Err(Cause::WrongShape { what });
        assert_eq!(outcome(&json!(-1), &json!(0), &json!(0)), wrong("quota.daily_limit"));
        assert_eq!(outcome(&json!(1000), &json!("many"), &json!(990)), wrong("quota.used"));
        assert_eq!(outcome(&json!(1000), &json!(10), &json!(9.5)), wrong("quota.remain"));
        assert_eq!(outcome(&json!(1000), &json!(null), &json!(9)), wrong("quota.used"));
    }

    #[test]
    fn a_missing_quota_is_an_error_and_zeros_are_no_figure() {
        assert_eq!(read(&json!({"errcode": 0, "errmsg": "ok"})), Err(Cause::WrongShape { what: "quota" }));
        assert_eq!(read(&json!({"errcode": 0, "quota": []})), Err(Cause::WrongShape { what: "quota" }));
        assert_eq!(outcome(&json!(0), &json!(0), &json!(0)), Ok(Outcome::NoFigure));
    }

    #[test]
    fn a_malformed_rate_limit_does_not_spoil_a_good_quota() {
        let limits = |rate: Value| {
            let quota = json!({"daily_limit": 5, "used": 1, "remain": 4});
            read(&json!({"quota": quota, "rate_limit": rate})).unwrap().rate_limit
        };
        let whole = Some(RateLimit { call_count: 10_000, refresh_second: 60 });
        assert_eq!(limits(json!({"call_count": 10_000, "refresh_second": "60", "new": {}})), whole);
        for malformed in [json!(null), json!([]), json!("x"), json!({}), json!({"call_count": 0, "refresh_second": 0})]
        {
            assert_eq!(limits(malformed), None);
        }
    }
}
