//! Clears through a proxy, and that its password shows up nowhere.

use serde_json::{Value, json};

use crate::support::far_wechat::{BASE_URL, CERTIFICATE, Connecting, FarWechat};
use crate::support::program::Program;
use crate::support::serving::Serving;

const APPID: &str = "wx00000000abcdef12";
const PASSWORD: &str = "hunter22-Pa55";
/// User name and password as they are sent.
const HEADER: &str = "YW5uOmh1bnRlcjIyLVBhNTU=";

#[track_caller]
fn clean(place: &str, text: &str) {
    assert!(!text.contains(PASSWORD) && !text.contains(HEADER), "{place}: {text}");
}

fn behind_proxy(far: &FarWechat) -> Program {
    let proxy = format!("http://ann:{PASSWORD}@{}", far.proxy);
    Program::on(BASE_URL).with("WXQUOTA_OUTBOUND_PROXY", proxy).with("SSL_CERT_FILE", CERTIFICATE)
}

/// Orders a clear of the account and gives it as it then is.
fn clear(serving: &Serving, token: &str, key: &str) -> Value {
    let headers =
        format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\nIdempotency-Key: {key}\r\n");
    let reason = "sign-ups stand still";
    let order = json!({"account": APPID, "scope": "account", "reason": reason, "override": "the last one broke off"});
    let reply = serving.send("POST", "/api/v1/clears", &headers, &order.to_string());
    assert!(reply.starts_with("HTTP/1.1 201"), "{reply}");
    clean("a clear", &reply);
    serde_json::from_str::<Value>(reply.split("\r\n\r\n").nth(1).unwrap()).unwrap()["clear"].clone()
}

#[test]
fn a_refused_tunnel_is_failed_a_break_behind_it_unknown_and_the_password_stays_secret() {
    let far = FarWechat::start();
    let program = behind_proxy(&far);
    let add = ["account", "add", "--name", "far", "--appid", APPID, "--secret-file", "-", "--cleared", "0", "--watch"];
    program.feed("0123456789abcdef0123456789abcdef", &[&add[..], &["/cgi-bin/user/info"]].concat()).done();
    let token = program.run(&["token", "create", "ci", "--role", "lead", "--json"]).json()["token"].clone();
    let token = token.as_str().unwrap();
    program.run(&["account", "check", "far"]).done();
    assert_eq!(far.reached("/cgi-bin/openapi/quota/get"), 1);
    let checked = program.run(&["check"]).out;
    assert!(checked.contains("ok     wechat") && checked.contains("WeChat sees the proxy's address"), "{checked}");
    clean("check", &checked);

    let serving = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0", "--log", "trace"]);
    let made = clear(&serving, token, "broken");
    assert_eq!(made["state"], json!("unknown"), "{made}");
    assert_eq!(far.reached("/cgi-bin/clear_quota"), 1, "sent once and not again");

    let refusals = [
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\n\r\nann:hunter22-Pa55 YW5uOmh1bnRlcjIyLVBhNTU=",
        "HTTP/1.1 502 Bad Gateway\r\n\r\n",
        "",
    ];
    for (number, refusal) in refusals.into_iter().enumerate() {
        far.set(Connecting::Answers(refusal));
        let made = clear(&serving, token, &format!("refused-{number}"));
        assert_eq!((&made["state"], &made["errcode"]), (&json!("failed"), &Value::Null), "{refusal}: {made}");
        // A failed token call would name its path.
        let why = made["errmsg"].as_str().unwrap();
        assert!(why.starts_with("no connection could be opened (the proxy http://‹masked›@"), "{why}");
    }
    assert_eq!(far.reached("/cgi-bin/clear_quota"), 1, "none of these reached WeChat");
    clean("the ledger", &program.run(&["clears", "--json"]).done());

    let (_, log) = serving.stop();
    assert!(log.contains("outgoing calls use a proxy") && log.contains("‹masked›"), "{log}");
    clean("the log", &log);
    for file in std::fs::read_dir(program.folder().join("data")).unwrap() {
        let file = file.unwrap().path();
        clean(&file.display().to_string(), &String::from_utf8_lossy(&std::fs::read(&file).unwrap()));
    }
}
