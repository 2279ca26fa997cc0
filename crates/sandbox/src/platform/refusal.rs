//! The errors WeChat answers with: code and text, as seen on the wire where a sample exists.

use std::borrow::Cow;

/// A refusal, before its rid is appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    pub(crate) text: Cow<'static, str>,
}

/// What WeChat appends since May 2023 to some texts, whether it helps or not.
const HINT: &str = ", could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r";

impl Refusal {
    /// The refusal of `code`, in its usual words.
    pub(crate) fn of(code: i64) -> Self {
        Self { code, text: Cow::Borrowed(text_of(code)) }
    }

    pub(crate) fn with_text(code: i64, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, text: text.into() }
    }

    /// The same, with the hint at `getStableAccessToken`.
    pub(crate) fn hinted(self) -> Self {
        Self { text: Cow::Owned(format!("{}{HINT}", self.text)), ..self }
    }

    /// `errmsg` as it goes out: `/sns/` puts a comma before the rid, all else does not.
    pub(crate) fn errmsg(&self, rid: &str, sns: bool) -> String {
        let comma = if sns { "," } else { "" };
        format!("{}{comma} rid: {rid}", self.text)
    }
}

/// The text of an error, without rid; empty where WeChat's is, or where none is known.
pub(crate) fn text_of(code: i64) -> &'static str {
    match code {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40002 => "invalid grant_type",
        40013 => "invalid appid",
        40014 => "invalid access_token",
        40029 => "invalid code",
        40066 | 40201 => "invalid url",
        40125 => "invalid appsecret",
        40164 => "invalid ip, not in whitelist",
        40202 => "invalid action",
        40203 => "invalid check_operator",
        40243 => "AppSecret已被冻结，请解冻后再次调用。",
        41001 => "access_token missing",
        41002 => "appid missing",
        41004 => "appsecret missing",
        41018 => "missing component_appid",
        42001 => "access_token expired",
        42007 => "access_token and refresh_token exception",
        43001 => "require GET method",
        43002 => "require POST method",
        43003 => "require https",
        44002 => "empty post data",
        44993 => "reach max api day frequence limit",
        45002 => "content size out of limit",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reach limit, must slower, retry next minute",
        45035 => "access clientip is not registered, not in ip-white-list",
        47001 => "data format error",
        48001 => "api unauthorized",
        48004 => "api forbidden for irregularities, view detail on mp.weixin.qq.com",
        48006 => "forbid to clear quota because of reaching the limit",
        50001 => "api unauthorized or user unauthorized",
        50002 => "user limited",
        50004 => "user not allow to use accesstoken, maybe for punishment",
        50007 => "账号已冻结",
        61003 => "component is not authorized by this account",
        61004 => "access clientip is not registered",
        61005 => "component ticket is expired",
        61006 => "component ticket is invalid",
        61007 => "api is unauthorized to component",
        61011 => "invalid component",
        61014 => "must use component token for component api",
        61015 => "must use biz account token for not component api",
        61024 => "must use api(api_component_token) to get token for component acct",
        76001 => "rid not found, please check",
        76002 => "rid is error",
        76003 => "could not query this rid,no permission",
        76004 => "rid time is error",
        76021 => "cgi_path not found, please check",
        76022 => "could not use this cgi_path, no permission",
        89501 => "公众号有未处理的确认请求，请稍候重试",
        89502 => "请耐心等待管理员确认",
        89503 => "此次调用需要管理员确认，请耐心等候",
        89504 => "正在等管理员确认，请耐心等待",
        89505 => "正在等管理员确认，请稍候重试",
        89506 => "该IP调用求请求已被公众号管理员拒绝，请24小时后再试，建议调用前与管理员沟通确认",
        89507 => "该IP调用求请求已被公众号管理员拒绝，请1小时后再试，建议调用前与管理员沟通确认",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RID: &str = "6aac0063-7ed08fb9-1250f724";

    #[test]
    fn the_texts_seen_on_the_wire_are_made_exactly() {
        let wire = |refusal: Refusal| refusal.errmsg(RID, false);
        assert_eq!(wire(Refusal::of(40013)), format!("invalid appid rid: {RID}"));
        assert_eq!(
            wire(Refusal::of(40001).hinted()),
            format!(
                "invalid credential, access_token is invalid or not latest, could get access_token by \
                 getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: {RID}"
            )
        );
        assert_eq!(
            wire(Refusal::of(45009).hinted()),
            format!(
                "reach max api daily quota limit, could get access_token by getStableAccessToken, more details at \
                 https://mmbizurl.cn/s/JtxxFh33r rid: {RID}"
            )
        );
        assert_eq!(wire(Refusal::of(76022)), format!("could not use this cgi_path, no permission rid: {RID}"));
        assert_eq!(wire(Refusal::of(76001)), format!("rid not found, please check rid: {RID}"));
        assert_eq!(wire(Refusal::of(1007)), format!(" rid: {RID}"), "a text can be empty");
        assert_eq!(
            Refusal::of(40001).errmsg(RID, true),
            format!("invalid credential, access_token is invalid or not latest, rid: {RID}")
        );
    }
}
