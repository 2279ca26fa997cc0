//! The headers of every answer.

use domain::Role;
use http::Method;
use insta::assert_snapshot;
use server::{Way, Web, every_route};

use crate::support::app::{Ask, Reply, TestApp};

/// Status and headers, what differs each time left out.
fn head(reply: &Reply) -> String {
    let headers = reply.headers.iter().filter(|(name, _)| *name != "content-length");
    let mut lines: Vec<_> = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    lines.sort();
    let text = format!("{}\n{}", reply.status.as_u16(), lines.join("\n"));
    let text = masked(text, "'nonce-", "'");
    masked(text, "x-request-id: ", "\n")
}

fn masked(text: String, before: &str, after: &str) -> String {
    let Some((start, rest)) = text.split_once(before) else { return text };
    let end = rest.find(after).unwrap_or(rest.len());
    format!("{start}{before}…{}", &rest[end..])
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_with_their_headers() {
    let app = TestApp::new().await;
    let page = app.ask(Ask::get("/accounts")).await;
    assert_snapshot!(head(&page), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    vary: accept-encoding
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    let other = app.ask(Ask::get("/accounts")).await;
    let policy = |reply: &Reply| reply.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert_ne!(policy(&page), policy(&other), "a nonce is for once");
    assert!(!policy(&page).contains("unsafe-inline"));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_answers_come_with_the_same_headers() {
    let app = TestApp::new().await;
    let call = app.get("/api/v1/accounts", &app.token(Role::Viewer).await).await;
    assert_snapshot!(head(&call), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: application/json
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    vary: accept
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    assert_snapshot!(head(&app.ask(Ask::get("/pkg/wxquota.js")).await), @r"
    404
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/plain; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    assert_snapshot!(head(&app.ask(Ask::get("/healthz")).await), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/plain; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    let refused = app.ask(Ask::get("/").header("host", "evil.example")).await;
    assert_snapshot!(head(&refused), @r"
    421
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_are_held_to_tls_only_where_people_come_by_it() {
    let ways = [(Way::Tls, Some("max-age=63072000")), (Way::Loopback, None), (Way::Clear, None)];
    for (way, told) in ways {
        let app = TestApp::new().await.reached(Web { way, ..Web::default() });
        for path in ["/healthz", "/accounts"] {
            let reply = app.ask(Ask::get(path)).await;
            let held = reply.headers.get("strict-transport-security").map(|value| value.to_str().unwrap());
            assert_eq!(held, told, "{way:?} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_figures_are_kept_nowhere() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Admin).await;
    let mut seen = 0;
    for (method, path) in every_route(&app.state) {
        let some = |part| if str::contains(part, [':', '{']) { "1" } else { part };
        let path = path.split('/').map(some).collect::<Vec<_>>().join("/");
        let ask = if method == Method::GET { Ask::get(&path) } else { Ask::post(&path) };
        let reply = app.ask(if path.starts_with("/api/") { ask.token(&token) } else { ask }).await;
        let kind = reply.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap());
        if kind.contains("html") || kind.contains("json") {
            assert_eq!(reply.headers["cache-control"], "no-store", "{method} {path}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_machines_are_ours_where_plain_http_is_allowed() {
    let web = Web { way: Way::Clear, beyond_loopback: true, ..Web::default() };
    let app = TestApp::new().await.reached(web);
    for (host, status) in [("192.0.2.7:8686", 302), ("[2001:db8::7]:8686", 302), ("evil.example", 421)] {
        // As browsers send forms to an address without TLS: with an origin, without fetch metadata.
        let form = Ask::post("/preferences").header("host", host).header("origin", format!("http://{host}"));
        let form = form.header("accept", "text/html").header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(app.ask(form).await.status, status, "{host}");
    }
    let foreign = Ask::post("/preferences").header("host", "192.0.2.7:8686").header("origin", "http://192.0.2.8:8686");
    assert_eq!(app.ask(foreign).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_headers_and_too_long_addresses_are_refused_in_words() {
    let app = TestApp::new().await;
    let english = |ask: Ask| ask.header("accept-language", "en");
    let many = (0..90).fold(english(Ask::get("/")), |ask, number| ask.header(format!("x-{number}"), "x"));
    let large = english(Ask::get("/")).header("cookie", "a".repeat(40 << 10));
    for ask in [many, large] {
        let page = app.ask(ask).await;
        assert_eq!(page.status, 431);
        assert!(
            page.body.contains("The request has more than 32 KiB of headers, or more than 80 headers."),
            "{}",
            page.body
        );
    }
    let long = app.ask(english(Ask::get(&format!("/?q={}", "a".repeat(9 << 10))))).await;
    assert_eq!(long.status, 414);
    assert!(long.body.contains("Address too long"), "{}", long.body);
    let call = app.ask(Ask::get("/api/v1/accounts").header("x-long", "a".repeat(40 << 10))).await;
    assert_snapshot!(call.told(), @r#"
    431 application/problem+json
    {
      "detail": "The request has more than 32 KiB of headers, or more than 80 headers. Nothing was changed. Send fewer headers. In a browser, delete the cookies of this site.",
      "status": 431,
      "title": "Request Header Fields Too Large",
      "type": "urn:wxquota:problem:headers-too-large"
    }
    "#);
}
