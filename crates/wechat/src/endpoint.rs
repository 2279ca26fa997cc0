//! The calls of WeChat's that the desk makes.

use std::fmt;

/// One call of WeChat's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// 获取接口调用凭据 (official getAccessToken page). Each fetch supersedes the token before it, for every service of
    /// the account, so the desk itself does not use it.
    Token,
    /// 获取稳定版接口调用凭据 (official getStableAccessToken page): 10,000 calls a minute, 500,000 a day; forced refreshes
    /// 20 a day, 30 s apart.
    StableToken,
    /// 查询API调用额度 (official getApiQuota page). Has a day limit of its own (44993, folklore).
    QuotaGet,
}

/// The methods WeChat asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Everything in the query.
    Get,
    /// A JSON body; the token still goes into the query (official; 41001 otherwise).
    Post,
}

impl Endpoint {
    /// Every endpoint.
    pub const ALL: [Self; 3] = [Self::Token, Self::StableToken, Self::QuotaGet];

    /// The path below the base URL.
    pub fn path(self) -> &'static str {
        match self {
            Self::Token => "/cgi-bin/token",
            Self::StableToken => "/cgi-bin/stable_token",
            Self::QuotaGet => "/cgi-bin/openapi/quota/get",
        }
    }

    /// The method; the wrong one is answered with 43001 or 43002 (official global errcodes).
    pub fn method(self) -> Method {
        match self {
            Self::Token => Method::Get,
            Self::StableToken | Self::QuotaGet => Method::Post,
        }
    }

    /// Whether the call is made to get a token, so that its errcodes speak of the credentials.
    pub fn gives_token(self) -> bool {
        matches!(self, Self::Token | Self::StableToken)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}
