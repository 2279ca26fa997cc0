//! Errors of calls to WeChat.

use std::fmt;
use std::net::IpAddr;

use domain::{Failure, Lang};
use jiff::Timestamp;

use crate::endpoint::Endpoint;
use crate::errcodes::{Explanation, explain};
use crate::rid::Rid;

/// A failed call. Holds no token and no secret: URLs are left out, and WeChat's texts are already redacted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{endpoint}: {cause}")]
pub struct CallError {
    /// The endpoint. That of the token call where a call failed because fetching its token failed.
    pub endpoint: Endpoint,
    /// Whether the request can have reached WeChat.
    pub reach: RequestProgress,
    /// The reason of the failure.
    pub cause: Cause,
}

/// How far a request got. In doubt it is [`RequestProgress::SentNoAnswer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestProgress {
    /// No connection was opened (name not found, refused, also by a proxy, TLS failed, connect timeout): WeChat cannot have
    /// seen the request.
    NotSent,
    /// The request was, or may have been, sent; no whole answer came in time, or the connection broke before one began.
    SentNoAnswer,
    /// WeChat answered, whole or cut off, with success or an error.
    Answered,
}

/// The reason why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// WeChat answered with an errcode other than 0.
    #[error("{0}")]
    Refused(Refusal),
    /// WeChat refused the token, a fetch in normal mode gave the same token again, and a forced refresh was not made or gave
    /// it again too.
    #[error("{refusal}; {why}")]
    TokenNotRenewed {
        /// The refusal of the token.
        refusal: Refusal,
        /// Why there is no new token.
        why: ForcedRefreshDenied,
    },
    /// No connection could be opened. The detail holds no URL.
    #[error("no connection could be opened ({detail})")]
    ConnectFailed {
        /// The message of the operating system or of TLS.
        detail: String,
    },
    /// The call took longer than [`crate::Options::call_timeout`].
    #[error("no complete answer in time")]
    Timeout,
    /// The connection broke before an answer began.
    #[error("the connection broke before an answer arrived ({detail})")]
    Broken {
        /// The message of the HTTP library.
        detail: String,
    },
    /// The connection broke in the middle of the answer.
    #[error("the answer was truncated")]
    CutOff,
    /// The answer has this HTTP status instead of 200; WeChat sends even its errors with 200 (folklore). Redirects included.
    #[error("the answer did not come from WeChat (HTTP status {0})")]
    HttpStatus(u16),
    /// The answer is not JSON.
    #[error("{}", if *looks_like_html { "the answer did not come from WeChat (a web page)" } else { "the answer is not JSON" })]
    NotJson {
        /// Whether it looks like a web page, as proxies and captive portals send.
        looks_like_html: bool,
    },
    /// The answer is longer than 1 MB.
    #[error("the answer is longer than 1 MB")]
    TooLarge,
    /// The answer is JSON without a field that the official page documents.
    #[error("the answer contains no valid {what}")]
    WrongShape {
        /// The field that is missing or of the wrong type.
        what: &'static str,
    },
}

/// An errcode other than 0, with the fields beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// WeChat's errcode.
    pub errcode: i32,
    /// The errmsg, redacted, at most 1,000 characters.
    pub errmsg: String,
    /// The request's id, where WeChat appended one.
    pub rid: Option<Rid>,
}

/// The reason why there is no new token: a forced refresh, which ends the token for every service that shares it, was not made
/// or did not give one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForcedRefreshDenied {
    /// The 20 forced refreshes of the day are used up (official getStableAccessToken page).
    #[error("no forced refresh was made: the 20 per day are used up")]
    DailyLimit,
    /// The last one is less than 30 s ago (same page).
    #[error("no forced refresh was made: they must be 30 s apart; the next is possible at {until}")]
    TooSoon {
        /// When the next is allowed.
        until: Timestamp,
    },
    /// The last one gave a token that was refused as well, so another would only disturb other services.
    #[error("no forced refresh was made: the last one did not help; the next is possible at {until}")]
    Ineffective {
        /// When the next is allowed.
        until: Timestamp,
    },
    /// A forced refresh was made, and WeChat gave the refused token again, or answered 45011: another program forced one less
    /// than 30 s before.
    #[error("a forced refresh returned no new token; the next is possible at {until}")]
    NotRenewed {
        /// When the next is allowed.
        until: Timestamp,
    },
    /// The token book could not record it, and a forced refresh that is not counted must not be made.
    #[error("no forced refresh was made: it could not be recorded")]
    NotRecorded,
}

impl ForcedRefreshDenied {
    /// When the next forced refresh is allowed, where that is known.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::TooSoon { until } | Self::Ineffective { until } | Self::NotRenewed { until } => Some(*until),
            Self::DailyLimit | Self::NotRecorded => None,
        }
    }
}

impl CallError {
    /// The errcode, where WeChat sent one.
    pub fn errcode(&self) -> Option<i32> {
        self.refusal().map(|refusal| refusal.errcode)
    }

    /// The request's id, where WeChat appended one.
    pub fn rid(&self) -> Option<&Rid> {
        self.refusal().and_then(|refusal| refusal.rid.as_ref())
    }

    /// The refusal, where the cause is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.cause {
            Cause::Refused(refusal) | Cause::TokenNotRenewed { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    /// The error as readings store it.
    pub fn failure(&self) -> Failure {
        match &self.cause {
            Cause::Refused(refusal) if self.endpoint.gives_token() => Failure::TokenRefused(refusal.errcode),
            Cause::Refused(refusal) | Cause::TokenNotRenewed { refusal, .. } => Failure::Refused(refusal.errcode),
            Cause::ConnectFailed { .. } => Failure::NoConnection,
            Cause::Timeout | Cause::Broken { .. } => Failure::NoAnswer,
            Cause::CutOff
            | Cause::HttpStatus(_)
            | Cause::NotJson { .. }
            | Cause::TooLarge
            | Cause::WrongShape { .. } => Failure::BadAnswer,
        }
    }

    /// Whether the token endpoint's own quota is used up: for the day (45009) or the minute (45011).
    pub fn is_token_limit(&self) -> bool {
        self.endpoint.gives_token() && matches!(self.errcode(), Some(45009 | 45011))
    }

    /// The explanation of the errcode, where WeChat sent one.
    pub fn explanation(&self, lang: Lang) -> Option<Explanation> {
        self.errcode().map(|errcode| explain(errcode, Some(self.endpoint.path()), lang))
    }

    /// The IP address that WeChat saw the call come from; its errmsg names it with 40164, 61004 and 45035.
    pub fn seen_ip(&self) -> Option<IpAddr> {
        self.refusal()
            .filter(|refusal| matches!(refusal.errcode, 40164 | 61004 | 45035))
            .and_then(|refusal| seen_ip(&refusal.errmsg))
    }

    /// Whether a call refused its token: superseded (40001), malformed (40014) or expired (42001). SDKs fetch a new token
    /// after these codes.
    pub fn refuses_token(&self) -> bool {
        self.endpoint.takes_token()
            && matches!(&self.cause, Cause::Refused(r) if matches!(r.errcode, 40001 | 40014 | 42001))
    }
}

/// The caller's IP address in an errmsg: `invalid ip 122.224.238.125 ipv6 ::ffff:122.224.238.125, not in whitelist` (40164),
/// `access clientip is not registered requestIP: 47.107.99.226` (61004), both folklore. An IPv4 address written as
/// IPv6 is returned as IPv4.
pub fn seen_ip(errmsg: &str) -> Option<IpAddr> {
    errmsg
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']'))
        .filter(|word| word.contains(['.', ':']))
        .filter_map(|word| word.trim_end_matches(['.', ':']).parse::<IpAddr>().ok())
        .map(|ip| ip.to_canonical())
        .find(|ip| !ip.is_unspecified())
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "errcode {}", self.errcode)?;
        match self.errmsg.trim() {
            "" => Ok(()),
            errmsg => write!(f, ": {errmsg}"),
        }
    }
}

/// The message of the innermost error, which holds no URL: only reqwest's own errors, the outermost, do.
pub(crate) fn root_cause(error: &reqwest::Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |&cause| cause.source());
    causes.last().map_or_else(|| "no details".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(endpoint: Endpoint, errcode: i32, errmsg: &str) -> CallError {
        let rid = Rid::find_in_errmsg(errmsg);
        let refusal = Refusal { errcode, errmsg: errmsg.to_owned(), rid };
        CallError { endpoint, reach: RequestProgress::Answered, cause: Cause::Refused(refusal) }
    }

    #[test]
    fn the_address_wechat_saw_is_found() {
        let wire =
            "invalid ip 114.221.21.30 ipv6 ::ffff:114.221.21.30, not in whitelist rid: 658cff8e-7783352d-44cb33e5";
        let ip = |errcode, errmsg| refused(Endpoint::StableToken, errcode, errmsg).seen_ip().map(|ip| ip.to_string());
        assert_eq!(ip(40164, wire).as_deref(), Some("114.221.21.30"));
        assert_eq!(
            ip(61004, "access clientip is not registered requestIP: 47.107.99.226 rid: 658cff8e-7783352d-44cb33e5")
                .as_deref(),
            Some("47.107.99.226")
        );
        assert_eq!(ip(40164, "invalid ip  ipv6 2408:8207::1, not in whitelist").as_deref(), Some("2408:8207::1"));
        assert_eq!(ip(40164, "invalid ip, not in whitelist"), None);
        assert_eq!(ip(40013, wire), None, "other codes tell no address");
    }

    #[test]
    fn failures_tell_the_token_call_from_the_reading() {
        assert_eq!(refused(Endpoint::StableToken, 40125, "").failure(), Failure::TokenRefused(40125));
        assert_eq!(refused(Endpoint::QuotaGet, 44993, "").failure(), Failure::Refused(44993));
    }

    #[test]
    fn only_the_three_codes_of_a_call_refuse_a_token() {
        for errcode in [40001, 40014, 42001] {
            assert!(refused(Endpoint::QuotaGet, errcode, "").refuses_token());
            assert!(!refused(Endpoint::StableToken, errcode, "").refuses_token());
            assert!(!refused(Endpoint::ClearQuotaBySecret, errcode, "").refuses_token(), "it carries none");
        }
        for errcode in [40164, 45009, 45011, 42007] {
            assert!(!refused(Endpoint::QuotaGet, errcode, "").refuses_token());
        }
    }
}
