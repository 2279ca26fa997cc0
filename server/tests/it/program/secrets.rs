//! Secrets planted in every shape that WeChat and people send them in show up nowhere: not in the database's files, the
//! log, a page, the API or on the command line.

use percent_encoding::percent_encode_byte;
use sandbox::{MALL_APPID, PlantedCall};
use serde_json::json;

use crate::support::program::{Program, SECRET, with_sandbox};
use crate::support::serving::{Serving, header};

/// What whoever pastes signs in with.
const PASSWORD: &str = "correct horse";

/// What is planted: a token, a secret of ours in a field of any name, what belongs to people, and a secret of others.
const PLANTED: [&str; 9] = [
    "50_PlantedTokenAAAABBBBCCCC",
    SECRET,
    "oPlantedOpenidAbCdEf01234567",
    "oPlantedUnionidGhIjKl0123456",
    "13800138000",
    "PlantedSessionKey123+/==",
    "0a1PlantedLoginCode",
    "planted_ticket_zzzzzzzz",
    "d41fa4e00b204e98b0998ecf8427e0c5",
];

/// A call that holds all of them, in URL, bodies, nested JSON, percent-encoded and as a text inside a text.
fn call() -> PlantedCall {
    let [token, secret, openid, unionid, phone, session_key, code, ticket, foreign] = PLANTED;
    let inner = json!({"openid": openid, "purePhoneNumber": phone, "deeper": json!({"unionid": unionid}).to_string()});
    let encoded = percent(token);
    let body = json!({
        "touser": openid, "anything": secret, "data": inner.to_string(), "js_code": code, "remark": bare(),
        "to": [openid, unionid, phone], "who": {openid: 1}, "number": [13_800_138_000_u64, 1], "k": session_key,
        "url": format!("https://api.weixin.qq.com/cgi-bin/x?access_token={encoded}&ticket={ticket}"),
    });
    let answer = json!({
        "errcode": 45009, "errmsg": "reach max api daily quota limit", "session_key": session_key,
        "phone_info": {"phoneNumber": phone, "purePhoneNumber": phone},
        "list": [{"openid": openid}, inner.to_string()],
        "echo": format!("access_token={token}&secret={secret}"), "said": bare(), "other": foreign,
        "again": json!({"x": [bare(), phone], "y": 13_800_138_000_u64}).to_string(),
    });
    PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: "/cgi-bin/message/subscribe/send".to_owned(),
        at_ms: None,
        query: format!(
            "access_token={token}&js_code={code}&x=%7B%22openid%22%3A%22{openid}%22%7D&y={encoded}&k={foreign}&m={}",
            percent(phone)
        ),
        request_body: body.to_string(),
        errcode: 45009,
        errmsg: None,
        response_body: Some(answer.to_string()),
        cost_in_ms: None,
        client_ip: None,
    }
}

/// What has a shape of its own, as people write it: under no name, or behind words that are no field's.
fn bare() -> String {
    let [token, secret, openid, unionid, phone, session_key, _, _, foreign] = PLANTED;
    format!(
        "AppSecret {secret} and secret is {foreign}，手机号：{phone} 或 +86{phone}，用户 {openid}（{unionid}）的 session key 是 {session_key}, {token}."
    )
}

/// Every byte as `%41`.
fn percent(text: &str) -> String {
    text.bytes().map(percent_encode_byte).collect()
}

#[track_caller]
fn clean(place: &str, text: &[u8]) {
    let encoded = PLANTED.map(percent);
    for secret in PLANTED.iter().copied().chain([PASSWORD]).chain(encoded.iter().map(String::as_str)) {
        let found = text.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!found, "{secret} in {place}:\n{}", String::from_utf8_lossy(text));
    }
}

struct Desk {
    program: Program,
    serving: Serving,
    token: String,
    /// Of a lead who is signed in.
    session: String,
}

impl Desk {
    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let reply = self.serving.send(method, path, headers, body);
        clean(path, reply.as_bytes());
        reply
    }

    fn page(&self, path: &str) -> String {
        let reply = self.send("GET", path, &format!("Accept: text/html\r\nCookie: lang=en; {}\r\n", self.session), "");
        assert!(reply.starts_with("HTTP/1.1 200"), "{path}: {reply}");
        reply
    }

    /// Posts a form, and gives where it leads.
    fn post(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let reply = self.serving.post(path, &self.session, fields);
        clean(path, reply.as_bytes());
        header(&reply, "location").unwrap_or_else(|| panic!("{reply}")).to_owned()
    }

    /// The page once it says so.
    fn until(&self, path: &str, said: &str) -> String {
        for _ in 0..200 {
            let page = self.page(path);
            if page.contains(said) {
                return page;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{path} never says {said}: {}", self.page(path))
    }

    /// An admin has personal data shown: on that page, once, and kept nowhere.
    fn reveal(&self, rid: &str) {
        self.program.feed(PASSWORD, &["user", "add", "boss", "--role", "admin", "--password-file", "-"]).done();
        let session = self.serving.sign_in("boss", PASSWORD).unwrap();
        let reason = format!("they asked for it, {}", bare());
        let fields = [("rid", rid), ("account", "1"), ("reason", reason.as_str())];
        let reply = self.serving.post("/form/rids/reveal", &session, &fields);
        clean("the way to what is revealed", reply.as_bytes());
        let to = header(&reply, "location").unwrap().to_owned();
        assert_eq!(to, format!("/rid/{rid}/revealed"));
        let ask = || self.serving.send("GET", &to, &format!("Accept: text/html\r\nCookie: lang=en; {session}\r\n"), "");
        let shown = ask();
        let [token, secret, openid, _, phone, session_key, code, ticket, _] = PLANTED;
        assert!(shown.contains(openid) && shown.contains(phone), "{shown}");
        for never in [token, secret, session_key, code, ticket] {
            assert!(!shown.contains(never), "{never} in {shown}");
        }
        clean("the same page once more", ask().as_bytes());
    }

    fn api(&self, method: &str, path: &str, more: &str, body: &str) -> String {
        let headers = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n{more}", self.token);
        self.send(method, path, &headers, body)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_planted_shows_up_nowhere() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let token = program.run(&["token", "create", "ci", "--role", "lead", "--json"]).json()["token"].clone();
    let listen = ["serve", "--listen", "127.0.0.1:0", "--log", "debug"];
    let serving = Serving::start(&program, &listen);
    program.feed(PASSWORD, &["user", "add", "lead", "--role", "lead", "--password-file", "-"]).done();
    let session = serving.sign_in("lead", PASSWORD).unwrap();
    let desk = Desk { program, serving, token: token.as_str().unwrap().to_owned(), session };
    let rids: Vec<_> = (0..5).map(|_| sandbox.sandbox.plant(call()).unwrap()).collect();

    // Support pastes what they were sent, twice with everything in it and more than one rid.
    let planted = call();
    let pasted = format!(
        "{} {} {} {} rid: {}",
        planted.query,
        planted.request_body,
        planted.response_body.unwrap(),
        bare(),
        rids[0]
    );
    let to = desk.post("/form/rids/look-up", &[("text", &pasted), ("account", "")]);
    assert_eq!(to, format!("/rid/{}", rids[0]));
    let page = desk.page(&to);
    assert!(page.contains("‹masked›") && page.contains("45009"), "{page}");
    let to = desk.post("/form/rids/look-up", &[("text", &format!("{pasted} rid: {}", rids[1])), ("account", "")]);
    assert_eq!(to, "/rid/lists/1");
    let several = desk.until(&to, "2 of 2 found at WeChat");
    assert!(several.contains(&rids[0]) && several.contains(&rids[1]), "{several}");
    desk.page("/rid");
    // They write down what they were sent.
    let ticket = format!("https://tickets.example/?access_token={}&to={}", PLANTED[0], PLANTED[4]);
    let own_page = desk.page(&format!("/rid/{}", rids[0]));
    let version = own_page.split("name=\"instead_of\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let details = |instead_of: &str| {
        let fields = [("rid", rids[0].as_str()), ("account", "1"), ("ticket", &ticket), ("instead_of", instead_of)];
        desk.page(desk.post("/form/rids/details", &fields).split('#').next().unwrap())
    };
    let refused = details(&pasted);
    assert!(!refused.contains("were saved") && refused.contains("‹masked›"), "it comes back: {refused}");
    let page = details(version);
    assert!(page.contains("Interface and ticket were saved") && page.contains("https://tickets.example/"), "{page}");
    let note = |note: &str| {
        let fields = [("rid", rids[0].as_str()), ("account", "1"), ("note", note)];
        desk.page(desk.post("/form/rids/note", &fields).split('#').next().unwrap())
    };
    let refused = note(&format!("{}{pasted}", "x".repeat(2_001)));
    assert!(!refused.contains("The note was added") && refused.contains("‹masked›"), "it comes back: {refused}");
    assert!(note(&bare()).contains("The note was added"));
    desk.page("/rid?q=promotion");
    // A path out of a text may hold a secret too.
    let path = format!("POST /cgi-bin/{} rid: {}", PLANTED[0], rids[4]);
    desk.page(&desk.post("/form/rids/look-up", &[("text", &path), ("account", "")]));
    desk.reveal(&rids[0]);

    // Programs ask; the shell asks.
    let found = desk.api("POST", "/api/v1/rids", "", &json!({ "text": pasted }).to_string());
    assert!(found.contains(&rids[0]), "{found}");
    for (rid, source) in [(&rids[2], "wechat"), (&rids[2], "archive")] {
        let told = desk.api("GET", &format!("/api/v1/rids/{rid}"), "", "");
        assert!(told.contains(&format!("\"source\":\"{source}\"")) && told.contains("‹masked›"), "{told}");
    }
    let json = desk.program.run(&["rid", "--json", &format!("{pasted} {}", rids[3])]).done();
    clean("rid --json", json.as_bytes());
    clean("rid", desk.program.run(&["rid", &rids[3]]).done().as_bytes());

    // A clear whose reason was pasted too.
    let order = json!({"account": MALL_APPID, "scope": "account", "reason": format!("access_token={} secret={SECRET} {}", PLANTED[0], bare())});
    let made = desk.api("POST", "/api/v1/clears", "Idempotency-Key: k\r\n", &order.to_string());
    assert!(made.starts_with("HTTP/1.1 201"), "{made}");
    desk.page("/clears");
    desk.page("/clears/1");
    desk.api("GET", "/api/v1/clears/1", "", "");
    desk.page("/audit");
    clean("clears --json", desk.program.run(&["clears", "--json"]).done().as_bytes());

    for file in std::fs::read_dir(desk.program.folder().join("data")).unwrap() {
        let file = file.unwrap().path();
        clean(&file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    let (status, log) = desk.serving.stop();
    assert_eq!(status, Some(0));
    assert!(log.contains("/rid/"), "the log tells what was asked for: {log}");
    clean("the log", log.as_bytes());
}
