//! What every route refuses, whatever is asked of it; files and health.

use domain::Role;
use http::Method;
use insta::assert_snapshot;
use server::{Limits, every_route};

use super::connections::{Listening, begun};
use crate::support::app::{Ask, Reply, TestApp};

const MEBIBYTE: usize = 1 << 20;

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_page_says_so_in_the_readers_language() {
    let app = TestApp::new().await;
    for (language, html) in [("en", "<html lang=\"en\""), ("zh-CN", "<html lang=\"zh-CN\"")] {
        let page = app.ask(Ask::get("/no-such-page").header("accept-language", language)).await;
        assert_eq!(page.status, 404);
        assert!(page.body.contains(html) && page.body.contains("href=\"/\""), "{}", page.body);
    }
    let chosen = app
        .ask(Ask::get("/no-such-page").header("accept-language", "en").header("cookie", "lang=zh-CN; theme=dark"))
        .await;
    assert!(chosen.body.contains("lang=\"zh-CN\"") && chosen.body.contains("data-theme=\"dark\""), "{}", chosen.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_hosts_are_refused() {
    let app = TestApp::new().await;
    for host in ["evil.example", "127.0.0.1.evil.example:8686", "192.0.2.7:8686"] {
        for path in ["/", "/healthz", "/pkg/x.js"] {
            let page = app.ask(Ask::get(path).header("host", host).header("accept-language", "en")).await;
            assert_eq!(page.status, 421, "{host} {path}");
            assert!(page.body.contains("WXQUOTA_PUBLIC_URL"), "{}", page.body);
        }
        let call = app.ask(Ask::get("/api/v1/accounts").header("host", host)).await;
        assert_eq!(call.json()["type"], "urn:wxquota:problem:foreign-host");
    }
    for host in ["localhost", "127.0.0.1:1", "[::1]:8686"] {
        assert_eq!(app.ask(Ask::get("/healthz").header("host", host)).await.status, 200, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_from_other_sites_are_refused() {
    let app = TestApp::new().await;
    let foreign = [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site"), ("origin", "http://localhost:3000")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
    ];
    for headers in foreign {
        let ask = headers.iter().fold(Ask::post("/anything").header("accept-language", "en"), |ask, (name, value)| {
            ask.header(*name, *value)
        });
        let page = app.ask(ask).await;
        assert_eq!(page.status, 403, "{headers:?}");
        assert!(
            page.body.contains("Another site caused your browser to send this request. Nothing was changed."),
            "{}",
            page.body
        );
    }
    for headers in [vec![("sec-fetch-site", "same-origin")], vec![("origin", "http://localhost:8686")], vec![]] {
        let ask = headers.iter().fold(Ask::post("/anything"), |ask, (name, value)| ask.header(*name, *value));
        assert_eq!(app.ask(ask).await.status, 404, "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_as_large_as_their_sender_may_send() {
    let app = TestApp::new().await;
    let (user, token) = (app.sign_in(Role::Support).await, app.token(Role::Support).await);
    let of = |path: &str, bytes: usize| Ask::post(path).header("accept-language", "zh").body(vec![b'a'; bytes]);
    for (path, kib) in [("/preferences", 16), ("/form/sign-in", 16), ("/form/set-up", 16)] {
        let page = app.ask(of(path, (kib << 10) + 1).nobody()).await;
        assert_eq!(page.status, 413, "{path}");
        assert!(page.body.contains(&format!("提交的内容超过 {kib} KiB。没有任何改动。")), "{}", page.body);
        assert_ne!(app.ask(of(path, kib << 10).nobody()).await.status, 413, "{path}");
    }
    for (path, most, told) in
        [("/form/rids/look-up", MEBIBYTE * 3 + (64 << 10), "3 MiB"), ("/form/rids/note", 640 << 10, "640 KiB")]
    {
        let page = app.ask(of(path, most + 1).session(&user)).await;
        assert_eq!(page.status, 413, "{path}");
        assert!(page.body.contains(&format!("提交的内容超过 {told}。")), "{}", page.body);
        assert_ne!(app.ask(of(path, most).session(&user)).await.status, 413, "{path}");
    }
    for path in ["/api/v1/clears", "/api/v1/rids"] {
        let stranger = app.ask(Ask::post(path).body(vec![b'a'; 20 << 20])).await;
        assert_eq!(stranger.status, 401, "{path}: it is not read");
    }
    let call = app.ask(Ask::post("/api/v1/rids").token(&token).body(vec![b'a'; 7 << 20])).await;
    assert_snapshot!(call.told(), @r#"
    413 application/problem+json
    {
      "detail": "The request is larger than 6 MiB. Nothing was changed. Send less data.",
      "status": 413,
      "title": "Payload Too Large",
      "type": "urn:wxquota:problem:too-large"
    }
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_read_is_answered_with_a_page() {
    let app = TestApp::new().await;
    let forms = every_route(&app.state).into_iter().filter(|(method, _)| *method == Method::POST);
    let forms: Vec<_> = forms.map(|(_, path)| path).filter(|path| path.starts_with("/form/")).collect();
    assert!(forms.len() > 20, "{forms:?}");
    for path in forms {
        for accept in ["text/html", "*/*"] {
            let ask = Ask::post(&path).header("content-type", "application/x-www-form-urlencoded");
            let ask = ask.header("accept", accept).header("origin", "http://localhost:8686");
            let ask = ask.header("referer", "https://evil.example/page").header("accept-language", "en");
            let reply = app.ask(ask.body(vec![b'a', b'=', 0xff, 0xfe])).await;
            assert_eq!(reply.status, 400, "{path} {accept}: {}", reply.body);
            assert!(!reply.headers.contains_key("location"), "{path}");
            assert!(reply.body.contains("<h1>Form could not be read</h1>"), "{path}: {}", reply.body);
            assert!(!reply.headers.contains_key("serverfnerror"), "{path}");
        }
    }
    let nested = Ask::post("/form/settings/system").header("content-type", "application/x-www-form-urlencoded");
    let nested = nested.header("accept", "text/html").header("accept-language", "zh-CN");
    let reply = app.ask(nested.header("origin", "http://localhost:8686").body("group[x][y]=1")).await;
    assert_eq!(reply.status, 400, "a field of another form");
    assert!(reply.body.contains("<h1>无法读取提交的内容</h1>"), "{}", reply.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_nothing_secret() {
    let app = TestApp::new().await;
    assert_snapshot!(app.ask(Ask::get("/healthz")).await.told(), @r#"
    200 text/plain; charset=utf-8
    ok
    "#);
    assert_snapshot!(app.ask(Ask::get("/readyz")).await.told(), @r#"
    200 text/plain; charset=utf-8
    ready
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_front_its_files_say_how_to_build_it() {
    let app = TestApp::new().await;
    assert_snapshot!(app.ask(Ask::get("/pkg/wxquota.js")).await.told(), @r#"
    404 text/plain; charset=utf-8
    The browser's files are not built. Pages work without them. To build them: cargo xtask build
    "#);
    assert_snapshot!(app.ask(Ask::get("/robots.txt")).await.told(), @r#"
    200 text/plain; charset=utf-8
    User-agent: *
    Disallow: /
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_numbered_by_us_alone() {
    let app = TestApp::new().await;
    let id = |reply: &Reply| reply.headers["x-request-id"].to_str().unwrap().to_owned();
    let first = app.ask(Ask::get("/healthz").header("x-request-id", "theirs")).await;
    let second = app.ask(Ask::get("/healthz")).await;
    assert!(id(&first) != "theirs" && id(&first) != id(&second), "{} {}", id(&first), id(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_the_files_that_are_served() {
    let app = TestApp::new().await;
    let cookie = app.sign_in(Role::Admin).await;
    let listening = Listening::with(&app, Limits::default()).await;
    for path in [
        "/../Cargo.toml",
        "/../../../../etc/passwd",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/pkg/../manifest.json",
        "/pkg/..%2fmanifest.json",
        "/pkg/..%2f..%2f..%2fCargo.toml",
        "/pkg/%2fetc%2fpasswd",
        "/pkg//etc/passwd",
        "/..\\Cargo.toml",
        "//etc/passwd",
        "/%00",
    ] {
        let signed_in = format!("{}Cookie: {cookie}\r\n\r\n", begun(&format!("GET {path}")));
        let answer = listening.answered(signed_in).await;
        let refused = ["HTTP/1.1 404 ", "HTTP/1.1 400 "].iter().any(|start| answer.starts_with(start));
        assert!(refused, "{path}: {answer}");
        assert!(
            !answer.contains("root:") && !answer.contains("[package]") && !answer.contains("output_name"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_is_refused_however_it_is_named() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits::default()).await;
    for request in [
        "GET / HTTP/1.1\r\nHost: evil.example\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
        "GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n",
        "GET / HTTP/1.0\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n",
    ] {
        let answer = listening.answered(format!("{request}Connection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 421 ") || answer.starts_with("HTTP/1.0 421 "), "{request}: {answer}");
    }
    let trusted =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n";
    assert!(listening.answered(trusted).await.ends_with("ok\n"));
}
