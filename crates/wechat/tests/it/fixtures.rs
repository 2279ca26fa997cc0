//! Replies as the fact sheet has them, word for word.

pub(crate) const TOKEN: &str = r#"{"access_token":"ACCESS_TOKEN","expires_in":7200}"#;
pub(crate) const STABLE_TOKEN: &str = r#"{"access_token":"ACCESS_TOKEN","expires_in":345}"#;
pub(crate) const QUOTA_PLACEHOLDER: &str =
    r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":0,"used":0,"remain":0}}"#;
pub(crate) const QUOTA_FIELD: &str =
    r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":1000,"used":0,"remain":1000}}"#;
pub(crate) const QUOTA_FULL: &str = r#"{"errcode":0,"errmsg":"ok",
 "quota":{"daily_limit":500000,"used":1234,"remain":498766},
 "rate_limit":{"call_count":10000,"refresh_second":60},
 "component_rate_limit":{"call_count":20000,"refresh_second":30}}"#;
pub(crate) const QUOTA_CURLY: &str = r#"{"errcode":0,"errmsg":"ok",“quota”:{"daily_limit":0,"used":0,"remain":0}}"#;

/// Refusals seen on the wire: errcode, rid, reply.
pub(crate) const REFUSALS: [(i32, &str, &str); 12] = [
    (
        40013,
        "6aac005a-01bfdbee-79769285",
        r#"{"errcode":40013,"errmsg":"invalid appid rid: 6aac005a-01bfdbee-79769285"}"#,
    ),
    (
        41001,
        "6aac0064-355b48ab-4c5b487e",
        r#"{"errcode":41001,"errmsg":"access_token missing rid: 6aac0064-355b48ab-4c5b487e"}"#,
    ),
    (
        40001,
        "6aac0063-7ed08fb9-1250f724",
        r#"{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: 6aac0063-7ed08fb9-1250f724"}"#,
    ),
    (
        40001,
        "6aac007d-476fb159-54f0678e",
        r#"{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, rid: 6aac007d-476fb159-54f0678e"}"#,
    ),
    (
        42001,
        "5f5cafe9-456a174e-4e992ccd",
        r#"{"errcode":42001,"errmsg":"access_token expired rid: 5f5cafe9-456a174e-4e992ccd"}"#,
    ),
    (
        40125,
        "63cf14c3-1af7da21-37efbc86",
        r#"{"errcode":40125,"errmsg":"invalid appsecret rid: 63cf14c3-1af7da21-37efbc86"}"#,
    ),
    (
        40164,
        "658cff8e-7783352d-44cb33e5",
        r#"{"errcode":40164,"errmsg":"invalid ip 114.221.21.30 ipv6 ::ffff:114.221.21.30, not in whitelist rid: 658cff8e-7783352d-44cb33e5"}"#,
    ),
    (
        47001,
        "61334bd2-26ac356f-0eb9e0f6",
        r#"{"errcode":47001,"errmsg":"data format error rid: 61334bd2-26ac356f-0eb9e0f6"}"#,
    ),
    (
        48001,
        "61b15c0d-67b7e759-286e893c",
        r#"{"errcode":48001,"errmsg":"api unauthorized rid: 61b15c0d-67b7e759-286e893c"}"#,
    ),
    (
        45009,
        "66f7b959-7103abc4-4254340c",
        r#"{"errcode":45009,"errmsg":"reach max api daily quota limit rid: 66f7b959-7103abc4-4254340c"}"#,
    ),
    (
        45009,
        "65700f9e-2bfa866c-096e8bff",
        r#"{"errcode":45009,"errmsg":"reach max api daily quota limit, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: 65700f9e-2bfa866c-096e8bff"}"#,
    ),
    (
        76022,
        "65d6c577-708584e7-7ebd8c0d",
        r#"{"errcode":76022,"errmsg":"could not use this cgi_path, no permission rid: 65d6c577-708584e7-7ebd8c0d"}"#,
    ),
];

/// The official example of getRidInfo.
pub(crate) const RID_INFO: &str = r#"{"errcode":0,"errmsg":"ok","request":{"invoke_time":1635156704,"cost_in_ms":30,
 "request_url":"access_token=50_Im7xxxx","request_body":"",
 "response_body":"{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea\"}",
 "client_ip":"113.xx.70.51"}}"#;

/// What getRidInfo refuses with: errcode and errmsg as its page has them, 76022 as the page on quotas has it.
pub(crate) const RID_REFUSALS: [(i32, &str); 6] = [
    (76001, "rid not found"),
    (76001, "rid not found, please check rid: 6aac005a-01bfdbee-79769285"),
    (76002, "rid is error"),
    (76003, "could not query this rid,no permission"),
    (76004, "rid time is error"),
    (76022, "could not use this cgi_path，no permission"),
];

/// What the clears refuse with: errcode and errmsg as their pages have them.
pub(crate) const CLEAR_REFUSALS: [(i32, &str); 7] = [
    (-1, "system error"),
    (40013, "invalid appid"),
    (41002, "appid missing"),
    (41004, "appsecret missing"),
    (48006, "forbid to clear quota because of reaching the limit"),
    (76021, "cgi_path not found, please check"),
    (76022, "could not use this cgi_path，no permission"),
];
