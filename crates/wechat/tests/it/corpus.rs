//! What people paste, and what is to be found in it: texts as they come out of logs, chats, consoles, screens and tickets.
//!
//! A finding is written as `rid 617682e0-…`, `hint …` or `incomplete …`; behind a rid in brackets stands what the text tells of
//! its call: appid, path, errcode, why it cannot be looked up, and what a pasted reply of rid/get says.

use wechat::rid::{CallDetails, Found, NoLookup, Pasted, find_in_text, parse_pasted};

const A: &str = "617682e0-09059ac5-34a8e2ea";
const B: &str = "6aac005a-01bfdbee-79769285";

/// Texts in which `{a}` and `{b}` stand for two rids, each with what is found.
const CORPUS: &[(&str, &[&str])] = &[
    // Bare, and nearly so.
    ("{a}", &["rid {a}"]),
    ("  {a}\r\n", &["rid {a}"]),
    ("rid: {a}", &["rid {a}"]),
    ("rid={a}", &["rid {a}"]),
    ("RID：{a}。", &["rid {a}"]),
    ("“{a}”", &["rid {a}"]),
    ("`{a}`", &["rid {a}"]),
    ("{a},{b}", &["rid {a}", "rid {b}"]),
    ("{b}\n{a}\n{b}", &["rid {b}", "rid {a}"]),
    ("617682E0-09059AC5-34A8E2EA", &["rid {a}"]),
    ("６１７６８２ｅ０－０９０５９ａｃ５－３４ａ８ｅ２ｅａ", &["rid {a}"]),
    ("617682e0—09059ac5—34a8e2ea", &["rid {a}"]),
    ("617682e0–09059ac5−34a8e2ea", &["rid {a}"]),
    ("617682e0%2D09059ac5%2D34a8e2ea", &["rid {a}"]),
    ("617682e0&#45;09059ac5&ndash;34a8e2ea", &["rid {a}"]),
    // errmsg and whole replies.
    ("reach max api daily quota limit rid: {a}", &["rid {a}"]),
    ("invalid code, rid: {a}", &["rid {a} [sign-in]"]),
    (" rid: {a}", &["rid {a}"]),
    (r#"{"errcode":45009,"errmsg":"reach max api daily quota limit rid: {a}"}"#, &["rid {a} [45009]"]),
    (r#"{"errcode":1007,"errmsg":" rid: {a}"}"#, &["rid {a} [1007]"]),
    (r#"{"errcode":-1,"errmsg":"system error rid: {a}"}"#, &["rid {a} [-1]"]),
    (r#"{"errcode": "40001", "errmsg": "invalid credential, rid: {a}"}"#, &["rid {a} [40001]"]),
    (
        r#"{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: {a}"}"#,
        &["rid {a} [40001]"],
    ),
    (
        r#"{"errcode":40164,"errmsg":"invalid ip 114.221.21.30 ipv6 ::ffff:114.221.21.30, not in whitelist rid: {a}"}"#,
        &["rid {a} [40164]"],
    ),
    ("{\n  \"errcode\": 48001,\n  \"errmsg\": \"api unauthorized rid: {a}\"\n}", &["rid {a} [48001]"]),
    (r#"{"errcode":0,"errmsg":"ok"} after rid: {a}"#, &["rid {a}"]),
    // JSON inside JSON, inside a log line.
    (
        r#"{"errcode":0,"request":{"invoke_time":1635156704,"response_body":"{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: {a}\"}"}}"#,
        &["rid {a} [45009 pasted ? ms ?]"],
    ),
    (
        r#"{"level":"error","msg":"{\"resp\":\"{\\\"errcode\\\":45011,\\\"errmsg\\\":\\\"api minute-quota rid: {a}\\\"}\"}"}"#,
        &["rid {a} [45011]"],
    ),
    (r#"{"message":"\u0072id: \u0036\u0031\u0037682e0-09059ac5-34a8e2ea"}"#, &["rid {a}"]),
    ("errmsg%3Dreach%2520max%2520rid%253A%2520617682e0%252D09059ac5%252D34a8e2ea", &["rid {a}"]),
    // Logs.
    (
        "2026-11-22 10:11:12.345 ERROR [nio-8080-exec-3] c.e.WxClient : POST https://api.weixin.qq.com/wxa/business/getuserphonenumber?access_token=97_Im7 -> {\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: {a}\"}",
        &["rid {a} [/wxa/business/getuserphonenumber 45009]"],
    ),
    (
        "WARN wx wx5a0d0000000000a1 /cgi-bin/message/template/send errcode=45009 rid={a}",
        &["rid {a} [wx5a0d0000000000a1 /cgi-bin/message/template/send 45009]"],
    ),
    (
        "10:00 wx5a0d0000000000a1 /cgi-bin/user/get rid: {a}\n10:01 wx5a0d0000000000b2 /wxa/msg_sec_check rid: {b}",
        &["rid {a} [wx5a0d0000000000a1 /cgi-bin/user/get]", "rid {b} [wx5a0d0000000000b2 /wxa/msg_sec_check]"],
    ),
    (
        "me.chanjar.weixin.common.error.WxErrorException: {\"errcode\":40001,\"errmsg\":\"invalid credential rid: {a}\"}\n\tat me.chanjar.weixin.mp.api.impl.BaseWxMpServiceImpl.execute(BaseWxMpServiceImpl.java:352)\n\tat com.example.Send.run(Send.java:17)",
        &["rid {a} [40001]"],
    ),
    (
        "Traceback (most recent call last):\n  File \"/app/wx.py\", line 88, in send\nWeChatClientException: Error code: 45009, message: reach max api daily quota limit rid: {a}",
        &["rid {a} [45009]"],
    ),
    (
        "time=\"2026-11-22T02:11:12Z\" level=error msg=\"wechat\" path=/cgi-bin/menu/create errcode=48001 rid={a} trace_id=4bf92f3577b34da6a3ce929d0e0e4736",
        &["rid {a} [/cgi-bin/menu/create 48001]"],
    ),
    (
        "[2026-11-22 10:11:12] production.ERROR: request /cgi-bin/token failed {\"appid\":\"wx5a0d0000000000a1\",\"errcode\":40164,\"errmsg\":\"invalid ip rid: {a}\"} []",
        &["rid {a} [wx5a0d0000000000a1 /cgi-bin/token 40164]"],
    ),
    (
        "nginx: 203.0.113.9 - - [22/Nov/2026:10:11:12 +0800] \"POST /api/pay HTTP/1.1\" 500 upstream: {\"errmsg\":\"rid: {a}\"}",
        &["rid {a}"],
    ),
    (
        "$ curl -s 'https://api.weixin.qq.com/cgi-bin/clear_quota?access_token=50_Im7xxxx' -d '{}'\n* Connected to api.weixin.qq.com (101.226.129.166) port 443\n< HTTP/1.1 200 OK\n< Date: Mon, 25 Oct 2021 10:11:44 GMT\n<\n{\"errcode\":44002,\"errmsg\":\"empty post data rid: {a}\"}",
        &["rid {a} [/cgi-bin/clear_quota 44002]"],
    ),
    (
        "> POST /wxa/msg_sec_check?access_token=x HTTP/2\n> host: api.weixin.qq.com\n< HTTP/2 200\n{\"errcode\":87014,\"errmsg\":\"risky content rid: {a}\"}",
        &["rid {a} [/wxa/msg_sec_check 87014]"],
    ),
    (
        "GET /sns/jscode2session?appid=wx5a0d0000000000a1&js_code=0a1 -> {\"errcode\":40029,\"errmsg\":\"invalid code, rid: {a}\"}",
        &["rid {a} [wx5a0d0000000000a1 /sns/jscode2session 40029 sign-in]"],
    ),
    ("console.error thirdScriptError errMsg: request:ok; rid: {a} at pages/index/index", &["rid {a}"]),
    // Chats and tickets.
    ("老师帮忙看下，今天下午开始报 45009，rid：{a}，谢谢", &["rid {a}"]),
    ("@张三 这个 rid {a} 能查吗？还有 {b} 也是", &["rid {a}", "rid {b}"]),
    ("客户截图里写的是 (rid: {a})，昨天 18:11 左右", &["rid {a}"]),
    ("> 报错：invalid appid rid: {a}\n>\n> 还没好吗\n\n收到，在看", &["rid {a}"]),
    ("| 时间 | rid |\n|---|---|\n| 10:00 | {a} |\n| 10:05 | {b} |", &["rid {a}", "rid {b}"]),
    ("- [ ] {a}\n- [x] {b}", &["rid {a}", "rid {b}"]),
    ("<td>{a}</td><td>&quot;rid&quot;: &quot;{b}&quot;</td>", &["rid {a}", "rid {b}"]),
    ("rid\t{a}\t45009\nrid\t{b}\t40001", &["rid {a}", "rid {b}"]),
    // Hints of the old kind.
    ("invalid credential hint: [nl1a8a02641530!]", &["hint nl1a8a02641530!"]),
    ("invalid code hints: [xxx!]", &["hint xxx!"]),
    ("invalid code, hints: [ req_id: EhfcR6qNe-7wgxqa ]", &["hint req_id: EhfcR6qNe-7wgxqa"]),
    (
        r#"{"errcode":40029,"errmsg":"invalid code, hints: [ req_id: l7dcm04ce-KSNlbA ]"}"#,
        &["hint req_id: l7dcm04ce-KSNlbA"],
    ),
    ("old: hint: [abc!] new: rid: {a}", &["hint abc!", "rid {a}"]),
    // Truncated, hidden, retouched.
    ("rid: 617682e0-09059ac5", &["incomplete 617682e0-09059ac5"]),
    ("rid: 617682e0-09059ac5-34a8…", &["incomplete 617682e0-09059ac5-34a8..."]),
    ("rid: 6176****", &["incomplete 6176****"]),
    ("rid: 617682e0-xxxxxxxx-xxxxxxxx", &["incomplete 617682e0-xxxxxxxx-xxxxxxxx"]),
    ("rid not found, please check rid: xxxxxxxx-xxxxxxxx-xxxxxxxx", &["incomplete xxxxxxxx-xxxxxxxx-xxxxxxxx"]),
    ("523123e8-1bew2b04-412215a0f", &["incomplete 523123e8-1bew2b04-412215a0f"]),
    ("617682e0-09059ac5-34a8e2e", &["incomplete 617682e0-09059ac5-34a8e2e"]),
    ("rid: 617682e009059ac534a8e2ea", &["incomplete 617682e009059ac534a8e2ea"]),
    ("rid: 617682e0-09059ac5-34a8e2ea-1", &["incomplete 617682e0-09059ac5-34a8e2ea-1"]),
    ("whole {a}, cut 617682e1-09059ac5", &["rid {a}", "incomplete 617682e1-09059ac5"]),
    // Nothing.
    ("", &[]),
    ("今天又不行了", &[]),
    ("rid not found", &[]),
    ("550e8400-e29b-41d4-a716-446655440000", &[]),
    ("trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", &[]),
    ("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", &[]),
    ("access_token=50_Im7xxxxThisIsAToken-AbCdEfGh-12345678", &[]),
    ("wx5a0d0000000000a1", &[]),
    ("order 20261122-10111200-34567890123", &[]),
    ("13800138000-13900139000", &[]),
    ("617682e0-09059ac5-34a8e2ea-00000000", &[]),
    ("https://example.com/a/617682e0/09059ac5/34a8e2ea", &[]),
];

pub(crate) fn filled(text: &str) -> String {
    text.replace("{a}", A).replace("{b}", B)
}

/// What is found, in the words of the corpus.
pub(crate) fn told(Pasted { found, rids, .. }: &Pasted) -> Vec<String> {
    let near = |rid: &wechat::Rid| {
        let CallDetails { appid, path, errcode, no_lookup, pasted, .. } =
            rids.iter().find(|(known, _)| known == rid).map(|(_, near)| near.clone())?;
        let no_lookup = no_lookup.map(|no_lookup| match no_lookup {
            NoLookup::SignIn => "sign-in".to_owned(),
            NoLookup::NoAccount => "no-account".to_owned(),
        });
        let pasted = pasted.map(|reply| {
            let ms = reply.cost_in_ms.map_or_else(|| "?".to_owned(), |ms| ms.to_string());
            format!("pasted {ms} ms {}", reply.client_ip.as_deref().unwrap_or("?"))
        });
        let parts = [appid, path, errcode.map(|errcode| errcode.to_string()), no_lookup, pasted];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!(" [{}]", parts.join(" ")))
    };
    let word = |found: &Found| match found {
        Found::Rid(rid) => format!("rid {rid}{}", near(rid).unwrap_or_default()),
        Found::Hint(text) => format!("hint {text}"),
        Found::Incomplete(text) => format!("incomplete {text}"),
    };
    found.iter().map(word).collect()
}

#[test]
fn what_people_paste_is_understood() {
    assert!(CORPUS.len() >= 60, "{}", CORPUS.len());
    for (text, expected) in CORPUS {
        let (text, expected) = (filled(text), expected.iter().map(|finding| filled(finding)).collect::<Vec<_>>());
        assert_eq!(told(&parse_pasted(&text)), expected, "{text}");
    }
}

/// The same amid other text, and all of it at once.
#[test]
fn what_stands_around_a_text_changes_nothing() {
    for (text, _) in CORPUS {
        let text = filled(text);
        let alone = find_in_text(&text);
        for around in [format!("\n{text}\n"), format!("第一行 it broke\n{text}\n----\n")] {
            assert_eq!(find_in_text(&around), alone, "{around}");
        }
    }
    let all = CORPUS.iter().map(|(text, _)| filled(text)).collect::<Vec<_>>().join("\n\n");
    let rids = parse_pasted(&all).rids.into_iter().map(|(rid, _)| rid.to_string()).collect::<Vec<_>>();
    assert_eq!(rids, [A, B]);
}
