//! The endpoints of WeChat's API that this program calls.

use std::fmt;

/// An endpoint of WeChat's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// 获取接口调用凭据 (official getAccessToken page). Each fetch supersedes the token before it, for every service of
    /// the account, so the desk itself does not use it.
    Token,
    /// 获取稳定版接口调用凭据 (official getStableAccessToken page): 10,000 calls a minute, 500,000 a day; forced refreshes
    /// 20 a day, 30 s apart.
    StableToken,
    /// 查询API调用额度 (official getApiQuota page): the quota of an interface. Has a daily limit of its own (44993, folklore).
    QuotaGet,
    /// 重置API调用次数 (official clearQuota page): every interface of the account. 10 a natural month, shared with WeChat's
    /// own pages and with [`Endpoint::ClearQuotaBySecret`]; a refused clear does not count.
    ClearQuota,
    /// 使用 AppSecret 重置 API 调用次数 (official clearQuotaByAppSecret page): the same without a token, for accounts that cannot
    /// fetch one. The page's table has the fields in the body, its example in the query; SDKs exist for both.
    ClearQuotaBySecret,
    /// 重置指定API调用次数 (official clearApiQuota page): one interface alone. 50 a month by the newest page, 50 a day by the
    /// older ones of 微信小店; counted separately from the 10.
    ClearInterface,
    /// 查询rid信息 (official getRidInfo page): the record of a request, for 7 days, for the account that made it. Requests of
    /// `/sns/` cannot be looked up (76022 by the page, 76001 by reports of users).
    RidGet,
}

/// The HTTP method of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET, with all fields in the query.
    Get,
    /// POST with a JSON body; the token goes into the query all the same (official; 41001 otherwise).
    Post,
}

impl Endpoint {
    /// Every endpoint.
    pub const ALL: [Self; 7] = [
        Self::Token,
        Self::StableToken,
        Self::QuotaGet,
        Self::ClearQuota,
        Self::ClearQuotaBySecret,
        Self::ClearInterface,
        Self::RidGet,
    ];

    /// The path below the base URL.
    pub fn path(self) -> &'static str {
        match self {
            Self::Token => "/cgi-bin/token",
            Self::StableToken => "/cgi-bin/stable_token",
            Self::QuotaGet => "/cgi-bin/openapi/quota/get",
            Self::ClearQuota => "/cgi-bin/clear_quota",
            Self::ClearQuotaBySecret => "/cgi-bin/clear_quota/v2",
            Self::ClearInterface => "/cgi-bin/openapi/quota/clear",
            Self::RidGet => "/cgi-bin/openapi/rid/get",
        }
    }

    /// The method; the wrong one is answered with 43001 or 43002 (official global errcodes).
    pub fn method(self) -> Method {
        match self {
            Self::Token => Method::Get,
            Self::StableToken
            | Self::QuotaGet
            | Self::ClearQuota
            | Self::ClearQuotaBySecret
            | Self::ClearInterface
            | Self::RidGet => Method::Post,
        }
    }

    /// Whether the call fetches a token, so that its errcodes are about the credentials.
    pub fn gives_token(self) -> bool {
        matches!(self, Self::Token | Self::StableToken)
    }

    /// Whether the call sends a token, so that WeChat can refuse it for that.
    pub fn takes_token(self) -> bool {
        !self.gives_token() && self != Self::ClearQuotaBySecret
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}
