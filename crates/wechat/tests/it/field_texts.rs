//! Pasted texts of `field-cases.md` and their kinds: codes, hints and owners beside the rid.
//!
//! Each is the text, what is found as in [`crate::corpus`], and what is said of the whole text: its errcode, its platform, and
//! what else there is to say.

use proptest::prelude::*;
use wechat::rid::{Pasted, Platform, masked_errmsg, masked_errmsgs, parse_pasted};
use wechat::{MASK, Redactor};

use crate::corpus::{filled, told};

/// A text, its findings, and what is said of the whole.
type Case = (&'static str, &'static [&'static str], &'static str);

const SPELLINGS: &[Case] = &[
    // A browser translated the page.
    (
        "微信py.exceptions.微信客户端： 错误代码： 41002， 消息： appid 丢失 rid： {a}",
        &["rid {a} [41002 no-account]"],
        "41002",
    ),
    ("错误码：41002，appid missing rid: {a}", &["rid {a} [41002 no-account]"], "41002"),
    ("微信 POST 请求发生错误！错误代码：48001，说明：api unauthorized rid: {a}", &["rid {a} [48001]"], "48001"),
    ("错误代码 ： ４０００１ ， 说明 ： invalid credential rid: {a}", &["rid {a} [40001]"], "40001"),
    ("请求失败，返回码为 45011（api minute-quota reach limit rid: {a}）", &["rid {a} [45011]"], "45011"),
    ("錯誤代碼：48001 api unauthorized rid: {a}", &["rid {a} [48001]"], "48001"),
    (
        r#"{"code":1,"data":{"errcode":50002,"errmsg":"user limited rid: {a}"},"msg":"操作成功!"}"#,
        &["rid {a} [50002]"],
        "50002",
    ),
    (
        "Error code: 40003, message: invalid openid rid: {a}\nError: Process completed with exit code 1.",
        &["rid {a} [40003]"],
        "40003",
    ),
    ("code[45009] msg[reach max api daily quota limit rid: {a}]", &["rid {a} [45009]"], "45009"),
    ("45009reach max api daily quota limit rid: {a}", &["rid {a} [45009]"], "45009"),
    ("WxErrorException: 40164: invalid ip 203.0.113.9, not in whitelist rid: {a}", &["rid {a} [40164]"], "40164"),
    ("Array\n(\n    [errcode] => 40001\n    [errmsg] => invalid credential rid: {a}\n)", &["rid {a} [40001]"], "40001"),
    (
        "array(2) {\n  [\"errcode\"]=>\n  int(45009)\n  [\"errmsg\"]=>\n  string(64) \"reach max rid: {a}\"\n}",
        &["rid {a} [45009]"],
        "45009",
    ),
    ("WxError(errorCode=48001, errorMsg=api unauthorized rid: {a}, json=null)", &["rid {a} [48001]"], "48001"),
    ("{ErrCode:45009 ErrMsg:reach max rid: {a}}", &["rid {a} [45009]"], "45009"),
    ("<errcode>45009</errcode><errmsg>reach max rid: {a}</errmsg>", &["rid {a} [45009]"], "45009"),
    (r#"msg: \"{\\\"errcode\\\":-1,\\\"errmsg\\\":\\\"system error rid: {a}\\\"}\""#, &["rid {a} [-1]"], "-1"),
    ("errcode=268488001 errmsg=system busy rid: {a}", &["rid {a} [268488001]"], "268488001"),
    ("HTTP 200 ret=45009 msg=reach max rid: {a}", &["rid {a} [45009]"], "45009"),
    (r#"{"code":40003,"message":"invalid openid rid: {a}"}"#, &["rid {a} [40003]"], "40003"),
    // Codes of others.
    (r#"{"code":500,"message":"wechat said rid: {a}"}"#, &["rid {a}"], "-"),
    (r#"{"code":-1,"message":"failed, see rid: {a}"}"#, &["rid {a}"], "-"),
    (r#"{"errno":10001,"rid":"{a}"}"#, &["rid {a}"], "-"),
    ("curl: (22) The requested URL returned error: 502, rid: {a}", &["rid {a}"], "-"),
    ("error code: 1, rid: {a}", &["rid {a}"], "-"),
];

const NEAREST: &[Case] = &[
    (
        "{\n \"errmsg\": \"x rid: {a}\",\n \"errcode\": 40001\n}\n{\n \"errmsg\": \"y rid: {b}\",\n \"errcode\": 45009\n}",
        &["rid {a} [40001]", "rid {b} [45009]"],
        "40001",
    ),
    (
        r#"[{"rid":"{a}","errcode":48001},{"rid":"{b}","errcode":45009}]"#,
        &["rid {a} [48001]", "rid {b} [45009]"],
        "48001",
    ),
    ("rid: {a}\nerrcode: 40001\n\nrid: {b}\nerrcode: 45009", &["rid {a} [40001]", "rid {b} [45009]"], "40001"),
    ("rid: {a}\nerrcode: 40001\nrid: {b}\nerrcode: 45009", &["rid {a} [40001]", "rid {b} [45009]"], "40001"),
    ("errcode: 40001\nrid: {a}\nerrcode: 45009\nrid: {b}", &["rid {a} [40001]", "rid {b} [45009]"], "40001"),
    (
        "Array ( [errcode] => 40001 [errmsg] => x rid: {a} ) Array ( [errmsg] => y rid: {b} [errcode] => 45009 )",
        &["rid {a} [40001]", "rid {b} [45009]"],
        "40001",
    ),
    (
        r#"{"error_code":10001,"detail":{"errcode":48001,"errmsg":"api unauthorized rid: {a}"},"error_code2":10002}"#,
        &["rid {a} [48001]"],
        "48001",
    ),
];

const OWNERS: &[Case] = &[
    // A token call without a right appid.
    (
        "GET https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=x {\"errcode\":40013,\"errmsg\":\"invalid appid rid: {a}\"}",
        &["rid {a} [/cgi-bin/token 40013 no-account]"],
        "40013",
    ),
    (
        "POST https://api.weixin.qq.com:443/cgi-bin/stable_token -> errcode 41002 appid missing rid: {a}",
        &["rid {a} [/cgi-bin/stable_token 41002 no-account]"],
        "41002",
    ),
    (r#"{"errcode":40013,"errmsg":"invalid appid rid: {a}"}"#, &["rid {a} [40013]"], "40013"),
    (r#"{"errcode":41001,"errmsg":"access_token missing rid: {a}"}"#, &["rid {a} [41001 no-account]"], "41001"),
    // The appid of a clear is compared with the token's account.
    ("POST /cgi-bin/clear_quota errcode 40013 rid: {a}", &["rid {a} [/cgi-bin/clear_quota 40013]"], "40013"),
    // The appid was right, the secret was not.
    ("/cgi-bin/token errcode 40125 invalid appsecret rid: {a}", &["rid {a} [/cgi-bin/token 40125]"], "40125"),
    // Sign-in calls.
    ("Error code: 40029, message: invalid code, rid: {a}", &["rid {a} [40029 sign-in]"], "40029"),
    (r#"{"errcode":40163,"errmsg":"code been used, rid: {a}"}"#, &["rid {a} [40163 sign-in]"], "40163"),
    ("jscode2session js_code=x errcode 40029 rid {a}", &["rid {a} [40029 sign-in]"], "40029"),
    ("sns/oauth2/access_token errcode=40029 rid {a}", &["rid {a} [/sns/oauth2/access_token 40029 sign-in]"], "40029"),
    // A login code of another kind, of an account.
    (
        "/wxa/business/getuserphonenumber {\"errcode\":40029,\"errmsg\":\"invalid code rid: {a}\"}",
        &["rid {a} [/wxa/business/getuserphonenumber 40029]"],
        "40029",
    ),
    // Somebody's comma.
    ("errcode: 45009, rid: {a}", &["rid {a} [45009]"], "45009"),
];

const REPLIES: &[Case] = &[
    (
        r#"{"errcode":0,"errmsg":"ok","request":{"invoke_time":1635156703,"cost_in_ms":1462,"request_url":"access_token=75_x","request_body":"{}","response_body":"{\"errcode\":268488001,\"errmsg\":\"system busy, please try later rid: {a}\"}","client_ip":"203.0.113.163"}}"#,
        &["rid {a} [268488001 pasted 1462 ms 203.0.113.163]"],
        "268488001",
    ),
    // Logged once more, and cut off.
    (
        r#"resp: "{\"errcode\":0,\"request\":{\"invoke_time\":1635156704,\"cost_in_ms\":30,\"client_ip\":\"113.xx.70.51\",\"response_body\":\"{\\\"errcode\\\":45009,\\\"errmsg\\\":\\\"limit rid: {a}"#,
        &["rid {a} [45009 pasted 30 ms 113.xx.70.51]"],
        "45009",
    ),
    // Printed by PHP.
    (
        "Array\n(\n [errcode] => 0\n [request] => Array\n  (\n   [invoke_time] => 1635156704\n   [cost_in_ms] => 30\n   [request_body] => \n   [response_body] => {\"errcode\":48001,\"errmsg\":\"api unauthorized rid: {a}\"}\n   [client_ip] => 203.0.113.9\n  )\n)",
        &["rid {a} [48001 pasted 30 ms 203.0.113.9]"],
        "48001",
    ),
    // The call was one to rid/get itself: what was asked for is not the call's own rid.
    (
        r#"{"request":{"invoke_time":1789657178,"cost_in_ms":9,"request_body":"{\"rid\":\"{a}\"}","response_body":"{\"errcode\":76001,\"errmsg\":\"rid not found rid: {b}\"}","client_ip":"2001:db8::1"}}"#,
        &["rid {a}", "rid {b} [76001 pasted 9 ms 2001:db8::1]"],
        "-",
    ),
    // A call that went well has no rid in its answer.
    (
        r#"rid {a}: {"errcode":0,"request":{"invoke_time":1635156705,"cost_in_ms":30,"response_body":"{\"errcode\":0}","client_ip":"203.0.113.9"}}"#,
        &["rid {a} [pasted 30 ms 203.0.113.9]"],
        "-",
    ),
    // What somebody sent is no field of the reply, and an address is one.
    (
        r#"{"request":{"invoke_time":1635156704,"request_body":"{\"client_ip\":\"10.0.0.1\",\"cost_in_ms\":1}","response_body":"{\"errcode\":45009,\"errmsg\":\"rid: {a}\"}","client_ip":"openid"}}"#,
        &["rid {a} [45009 pasted ? ms ?]"],
        "45009",
    ),
    (r#"{"invoke_time":1635156704,"rid":"{a}"}"#, &["rid {a}"], "-"),
];

const HINTS: &[Case] = &[
    (
        "微信原始报文:{\"errcode\":-1,\"errmsg\":\"system error hint: [hWdkq7nrc-.2m8.a] rid: {a}\"}\"}",
        &["hint hWdkq7nrc-.2m8.a", "rid {a} [-1]"],
        "-1",
    ),
    ("system error hint: [kw7p4015233-0] rid: {a}", &["hint kw7p4015233-0", "rid {a}"], "-"),
    ("errcode -1 system error [kw7p4015233-0]", &["hint kw7p4015233-0"], "-1"),
    (
        "Array ( [errcode] => 40001 [errmsg] => invalid credential, hints: \n[ req_id: M4TxQC0917s452 ] )",
        &["hint req_id: M4TxQC0917s452"],
        "40001",
    ),
    ("errcode: 40029 hints: [\n req_id: M4TxQC0917s452\n]", &["hint req_id: M4TxQC0917s452"], "40029"),
    ("invalid code, req_id: EhfcR6qNe-7wgxqa", &["hint req_id: EhfcR6qNe-7wgxqa"], "40029"),
    ("[nio-8080-exec-3] [main-1] [worker-0] ok", &[], "-"),
];

const WHOLE: &[Case] = &[
    // 企业微信.
    (
        "errcode=45009, errmsg=api freq out of limit, hint: [1636945471_206_fe166e6c04a808758e674b37a38ab2db], from ip: 203.0.113.254, more info at https://open.work.weixin.qq.com/devtool/query?e=45009",
        &["hint 1636945471_206_fe166e6c04a808758e674b37a38ab2db"],
        "45009 wecom",
    ),
    (
        r#"{"errcode":40014,"errmsg":"invalid access_token, hint: [1577777777123456789012345]"}"#,
        &["hint 1577777777123456789012345"],
        "40014 wecom",
    ),
    ("POST https://qyapi.weixin.qq.com/cgi-bin/message/send {\"errcode\":60020}", &[], "60020 wecom"),
    ("errcode 60011 hint: [abc!], from ip: 203.0.113.9", &["hint abc!"], "60011 wecom"),
    ("errcode 45009 hint: [nl1a8a02641530!]", &["hint nl1a8a02641530!"], "45009"),
    // The rid is missing.
    (
        "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid:",
        &[],
        "40001 rid-missing",
    ),
    (r#"{"errcode":48001,"errmsg":"api unauthorized rid: "}"#, &[], "48001 rid-missing"),
    ("invalid openid rid：\n", &[], "40003 rid-missing"),
    // Neither.
    (
        "cURL error 28: Operation timed out after 5001 milliseconds with 0 bytes received for https://api.weixin.qq.com/wxa/msg_sec_check?access_token=56_x {\"exception\":\"(code: 0)\"}",
        &[],
        "- unanswered",
    ),
    ("java.net.SocketTimeoutException: Read timed out", &[], "- unanswered"),
    ("请求微信接口超时", &[], "- unanswered"),
    ("Error: connect ECONNREFUSED 101.226.129.166:443", &[], "- unanswered"),
    // A code and no rid.
    ("Error code: 45009", &[], "45009"),
    ("errcode: 45011 read timed out once before", &[], "45011"),
    ("小程序报 api unauthorized", &[], "48001"),
    ("code: 1", &[], "-"),
    // Live secrets.
    (
        "'appid' => 'wx5a0d0000000000a1', 'secret' => '431148e67c431cab5e37219878746769', 'errmsg' => 'invalid credential rid: {a}'",
        &["rid {a} [wx5a0d0000000000a1]"],
        "- app-secret",
    ),
    (
        "\"-appid\"\n\"wx5a0d0000000000a1\"\n\"-secret\"\n\"431148e67c431cab5e37219878746769\"\nerrcode: 40125",
        &[],
        "40125 app-secret",
    ),
    (
        "authorization_code: queryauthcode@@@nzO3Ag-NxqMEFgOB8r\n{\"code\":1,\"data\":{\"errcode\":50002,\"errmsg\":\"user limited rid: {a}\"},\"msg\":\"操作成功!\"}",
        &["rid {a} [50002]"],
        "50002 authorization-code",
    ),
    (
        "POST /tcb/invokecloudfunction?cloudbase_access_token=50_Im7abcdefghijklmnopQRST errcode 40001",
        &[],
        "40001 access-token",
    ),
    ("md5: 431148e67c431cab5e37219878746769 errcode 40125", &[], "40125"),
];

/// What is said of the whole text, in words.
fn said(pasted: &Pasted) -> String {
    let mut said = vec![pasted.errcode.map_or_else(|| "-".to_owned(), |errcode| errcode.to_string())];
    said.extend((pasted.platform == Platform::Wecom).then(|| "wecom".to_owned()));
    said.extend(pasted.rid_missing.then(|| "rid-missing".to_owned()));
    said.extend(pasted.unanswered.then(|| "unanswered".to_owned()));
    said.extend(pasted.exposed.iter().map(|secret| secret.word().to_owned()));
    said.join(" ")
}

#[test]
fn texts_of_the_field_are_understood() {
    let mut wrong = Vec::new();
    for (text, found, whole) in [SPELLINGS, NEAREST, OWNERS, REPLIES, HINTS, WHOLE].concat() {
        let text = filled(text);
        let pasted = parse_pasted(&text);
        let found: Vec<_> = found.iter().map(|finding| filled(finding)).collect();
        if told(&pasted) != found || said(&pasted) != whole {
            wrong.push(format!("{text}\n  {:?}, {}\n  not {found:?}, {whole}", told(&pasted), said(&pasted)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The same within a chat, quoted, and escaped once more.
#[test]
fn what_stands_around_a_text_of_the_field_changes_nothing() {
    for (text, found, _) in [SPELLINGS, OWNERS].concat() {
        let (text, found) = (filled(text), found.iter().map(|finding| filled(finding)).collect::<Vec<_>>());
        let escaped = serde_json::to_string(&text).unwrap();
        for around in
            [format!("老师好\n\n{text}\n\n谢谢"), format!("```\n{text}\n```"), format!("{{\"log\":{escaped}}}")]
        {
            assert_eq!(told(&parse_pasted(&around)), found, "{around}");
        }
    }
}

#[test]
fn sixteen_equal_lines_have_one_errcode_each() {
    let line = |n: u32| format!("Error code: 40029, message: invalid code, rid: 6479b6d{}-27a2f381-{n:08x}", 5 + n / 8);
    let mut text = (0..16).map(line).collect::<Vec<_>>().join("\n");
    text.push_str("\nError code: 40029, message: invalid code, rid: 6479b6d6-12c3f");
    let pasted = parse_pasted(&text);
    assert!(pasted.rids.iter().all(|(_, near)| near.errcode == Some(40029) && near.no_lookup.is_some()));
    assert_eq!((pasted.rids.len(), pasted.found.len()), (16, 17), "and an incomplete one");
}

#[test]
fn secrets_of_the_field_are_masked_and_hints_are_not() {
    let redact = |text: &str| Redactor::new().redact(text).into_owned();
    for secret in [
        "queryauthcode@@@nzO3Ag-NxqMEFgOB8r",
        "\"-secret\"\n\"431148e67c431cab5e37219878746769\"",
        "'secret' => '431148e67c431cab5e37219878746769'",
        "component_access_token=61_W3mYhUxbizUppS8l",
        "cloudbase_access_token: 61_W3mYhUxbizUppS8l",
        "refreshtoken@@@dTo-YCXPL4llX-u1W1pPpnp8Hgm4wpJt",
        "https://x.test/cb?auth_code=queryauthcode@@@nzO3Ag-NxqMEFgOB8r&expires_in=3600",
    ] {
        let masked = redact(secret);
        assert!(masked.contains(MASK), "{masked}");
        assert!(!["nzO3Ag", "431148", "W3mY", "dTo-"].iter().any(|part| masked.contains(part)), "{masked}");
    }
    for hint in
        ["hint: [1636945471_206_fe166e6c04a808758e674b37a38ab2db]", "1636945471_206_fe166e6c04a808758e674b37a38ab2db"]
    {
        assert_eq!(redact(hint), hint);
    }
    for no_hint in ["a1636945471_206_fe166e6c04a808758e674b37a38ab2db", "206_fe166e6c04a808758e674b37a38ab2db"] {
        assert!(redact(no_hint).contains(MASK), "{no_hint}");
    }
}

#[test]
fn a_mistyped_rid_is_known_by_its_digits() {
    for (rid, mistyped) in [
        ("617682e0-09059ac5-34a8e2ea", false),
        ("617682e0-89059ac5-34a8e2ea", true),
        ("617682e0-09059ac5-f4a8e2ea", true),
    ] {
        assert_eq!(rid.parse::<wechat::Rid>().unwrap().is_probably_mistyped(), mistyped, "{rid}");
    }
}

#[test]
fn wechats_own_words_stand_before_the_rid() {
    for (text, errmsg) in [
        (r#"{"errcode":268488001,"errmsg":"system busy, please try later rid: {a}"}"#, "system busy, please try later"),
        ("Error code: 40029, message: invalid code, rid: {a}", "invalid code"),
        ("错误代码：48001，说明：api unauthorized rid: {a}", "api unauthorized"),
        ("45009reach max api daily quota limit rid: {a}", "reach max api daily quota limit"),
        (
            "errmsg=invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: {a}",
            "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist",
        ),
        ("first line\n{a}", ""),
        ("rid: {a}", ""),
        ("GET /cgi-bin/user/get?access_token=75_AbCdEfGhIjKlMnOpQrStUv rid: {a}", ""),
        ("errmsg=invalid openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o rid: {a}", "invalid openid ‹masked›"),
    ] {
        let errmsgs = masked_errmsgs(&filled(text), &Redactor::new());
        assert_eq!(errmsgs.into_values().next().unwrap_or_default(), errmsg, "{text}");
    }
}

#[test]
fn the_errmsg_of_a_text_without_a_rid_is_read_without_secrets() {
    for (text, errmsg) in [
        (
            r#"{"errcode":40164,"errmsg":"invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist"}"#,
            Some("invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist"),
        ),
        (
            r#"{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: \"}"#,
            Some("reach max api daily quota limit"),
        ),
        ("errcode=48001 errmsg=api unauthorized\nat Client.java", Some("api unauthorized")),
        ("errmsg: invalid openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", Some("invalid openid ‹masked›")),
        ("errmsg: 75_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghij", None),
        ("45009 reach max api daily quota limit", None),
        ("errmsg", None),
    ] {
        assert_eq!(masked_errmsg(text, &Redactor::new()).as_deref(), errmsg, "{text}");
    }
}

const RID: &str = "62f75e3b-42aed3d8-0d985230";

/// Whether eight characters of a secret in a row are in a text.
fn holds_part(text: &str, secret: &str) -> bool {
    secret.as_bytes().windows(8).any(|part| text.as_bytes().windows(8).any(|other| other == part))
}

proptest! {
    #[test]
    fn no_secret_stands_in_wechats_words(
        value in prop_oneof![
            "[0-9]{2}_[A-Z][a-z][A-Za-z0-9_-]{20,140}",
            "[0-9a-f]{32}",
            "[A-Za-z0-9_-]{12,40}",
            "[A-Za-z0-9+/]{22}==",
            "queryauthcode@@@[A-Za-z0-9_-]{16,60}",
            "1[3-9][0-9]{9}",
        ],
        name in prop::sample::select(vec![
            "access_token", "component_access_token", "secret", "appsecret", "js_code", "session_key", "auth_code", "ticket",
            "password", "refresh_token", "phone", "openid",
        ]),
        form in prop::sample::select(vec![
            "GET https://api.weixin.qq.com/cgi-bin/user/get?{n}={v} rid: {r}",
            "GET /cgi-bin/user/get?{n}={v}&lang=zh rid: {r}",
            "{n}: {v} rid: {r}",
            "{n}: {v}, rid: {r}",
            "{\"{n}\":\"{v}\",\"errmsg\":\"x\"} rid: {r}",
            "{\"{n}\":\"{v} rid: {r}\"}",
            "'{n}' => '{v}' rid: {r}",
            "{n}%3D{v} rid: {r}",
            "[{n}] => {v}\nrid: {r}",
            "errmsg={f} {n}={v} {f} rid: {r}",
        ]),
        filler in "[a-z ]{0,150}",
    ) {
        let text = form.replace("{n}", name).replace("{v}", &value).replace("{r}", RID).replace("{f}", &filler);
        for errmsg in masked_errmsgs(&text, &Redactor::new()).values() {
            prop_assert!(!holds_part(errmsg, &value), "{text} → {errmsg}");
        }
        for (_, near) in parse_pasted(&text).rids {
            prop_assert!(!holds_part(&serde_json::to_string(&near).unwrap(), &value), "{text} → {near:?}");
        }
    }
}
