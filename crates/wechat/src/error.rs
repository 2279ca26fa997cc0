//! How a call can end other than well.

use std::fmt;
use std::net::IpAddr;

use domain::{Failure, Lang};
use jiff::Timestamp;

use crate::endpoint::Endpoint;
use crate::errcodes::{Explanation, explain};
use crate::rid::Rid;

/// A call that brought nothing. Holds no token and no secret: URLs are left out, and texts of WeChat's are redacted
/// before they get here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{endpoint}: {cause}")]
pub struct CallError {
    /// The call. A call that failed because no token could be had names the token's endpoint.
    pub endpoint: Endpoint,
    /// Whether the call can have reached WeChat.
    pub reach: Reach,
    /// What went wrong.
    pub cause: Cause,
}

/// Whether a call can have reached WeChat. In doubt it is [`Reach::SentNoAnswer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// No connection ever stood (name not found, refused, TLS failed, connect timeout): WeChat cannot have seen it.
    NotSent,
    /// It was, or may have been, sent; no whole answer came in time, or the connection broke before one began.
    SentNoAnswer,
    /// An answer came to its end, good or bad, whole or cut off.
    Answered,
}

/// What went wrong with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// WeChat's JSON said no.
    Refused(Refusal),
    /// WeChat refused the token, its normal mode gave the same token again, and a forced refresh was held back.
    TokenNotRenewed {
        /// The refusal of the token.
        refusal: Refusal,
        /// Why no forced refresh was made.
        why: HeldBack,
    },
    /// No connection could be opened; the detail says how, without any URL.
    ConnectFailed {
        /// As the operating system or TLS says it.
        detail: String,
    },
    /// The whole call took longer than it may.
    Timeout,
    /// The connection broke before an answer began.
    Broken {
        /// As the HTTP library says it.
        detail: String,
    },
    /// The connection broke in the middle of the answer.
    CutOff,
    /// An answer with this HTTP status; WeChat gives even its errors with 200 (folklore). Redirects end here too.
    HttpStatus(u16),
    /// The answer is not JSON.
    NotJson {
        /// It looks like a web page, as proxies and captive portals send.
        looks_like_html: bool,
    },
    /// The answer is longer than 1 MB.
    TooLarge,
    /// JSON that lacks what the official page promises.
    WrongShape {
        /// The field that is missing or of the wrong type.
        what: &'static str,
    },
}

/// An errcode other than 0, with what came beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// WeChat's errcode.
    pub errcode: i32,
    /// WeChat's text, redacted, at most 1,000 characters.
    pub errmsg: String,
    /// The request's id, where WeChat appended one.
    pub rid: Option<Rid>,
}

/// Why a forced refresh, which ends the token for every service that shares it, was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldBack {
    /// The day's 20 are used up (official getStableAccessToken page).
    SpentToday,
    /// The last one is less than 30 s ago (same page).
    TooSoon {
        /// When the next is allowed.
        until: Timestamp,
    },
    /// The last one brought a token that was refused as well, so another would only disturb other services.
    DidNotHelp {
        /// When the next is tried.
        until: Timestamp,
    },
    /// It could not be recorded, and one that is not counted must not be made.
    NotRecorded,
}

impl CallError {
    /// The errcode WeChat gave, if it gave one.
    pub fn errcode(&self) -> Option<i32> {
        self.refusal().map(|refusal| refusal.errcode)
    }

    /// The request's id, if WeChat gave one.
    pub fn rid(&self) -> Option<&Rid> {
        self.refusal().and_then(|refusal| refusal.rid.as_ref())
    }

    /// WeChat's refusal, if it was one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.cause {
            Cause::Refused(refusal) | Cause::TokenNotRenewed { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    /// The error as a reading keeps it.
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

    /// The errcode in words, if WeChat gave one.
    pub fn explanation(&self, lang: Lang) -> Option<Explanation> {
        self.errcode().map(|errcode| explain(errcode, Some(self.endpoint.path()), lang))
    }

    /// The address WeChat saw us call from, which it tells with 40164, 61004 and 45035.
    pub fn seen_ip(&self) -> Option<IpAddr> {
        self.refusal()
            .filter(|refusal| matches!(refusal.errcode, 40164 | 61004 | 45035))
            .and_then(|refusal| seen_ip(&refusal.errmsg))
    }

    /// The call itself refused the token: superseded (40001), malformed (40014) or expired (42001). These are the codes
    /// after which SDKs fetch a new one.
    pub fn refuses_token(&self) -> bool {
        self.endpoint.takes_token()
            && matches!(&self.cause, Cause::Refused(r) if matches!(r.errcode, 40001 | 40014 | 42001))
    }
}

/// The caller's address in an errmsg: `invalid ip 122.224.238.125 ipv6 ::ffff:122.224.238.125, not in whitelist` (40164),
/// `access clientip is not registered requestIP: 47.107.99.226` (61004), both folklore. IPv4 written as IPv6 is given as
/// IPv4.
pub fn seen_ip(errmsg: &str) -> Option<IpAddr> {
    errmsg
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']'))
        .filter(|word| word.contains(['.', ':']))
        .filter_map(|word| word.trim_end_matches(['.', ':']).parse::<IpAddr>().ok())
        .map(|ip| ip.to_canonical())
        .find(|ip| !ip.is_unspecified())
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::TokenNotRenewed { refusal, why } => write!(f, "{refusal}; no forced refresh was made: {why}"),
            Self::ConnectFailed { detail } => write!(f, "no connection could be opened ({detail})"),
            Self::Timeout => f.write_str("no whole answer in time"),
            Self::Broken { detail } => write!(f, "the connection broke before an answer came ({detail})"),
            Self::CutOff => f.write_str("the answer was cut off"),
            Self::HttpStatus(status) => write!(f, "the answer has HTTP status {status} instead of 200"),
            Self::NotJson { looks_like_html: true } => f.write_str("the answer is a web page instead of JSON"),
            Self::NotJson { looks_like_html: false } => f.write_str("the answer is not JSON"),
            Self::TooLarge => f.write_str("the answer is longer than 1 MB"),
            Self::WrongShape { what } => write!(f, "the answer lacks a usable {what}"),
        }
    }
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

impl fmt::Display for HeldBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SpentToday => f.write_str("the 20 of the day are used up"),
            Self::TooSoon { until } => write!(f, "they must be 30 s apart, the next at {until}"),
            Self::DidNotHelp { until } => write!(f, "the last one did not help, the next at {until}"),
            Self::NotRecorded => f.write_str("it could not be recorded"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(endpoint: Endpoint, errcode: i32, errmsg: &str) -> CallError {
        let rid = Rid::find_in_errmsg(errmsg);
        let refusal = Refusal { errcode, errmsg: errmsg.to_owned(), rid };
        CallError { endpoint, reach: Reach::Answered, cause: Cause::Refused(refusal) }
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
