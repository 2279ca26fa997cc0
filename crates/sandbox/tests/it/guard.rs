//! Requests that a browser sends for a page elsewhere.

use axum::http::header::{HOST, ORIGIN};
use reqwest::{RequestBuilder, StatusCode};
use sandbox::{Config, Sandbox};

use crate::world::World;

const PATHS: [&str; 3] = ["/sandbox/accounts", "/cgi-bin/token", "/sandbox/nothing"];

async fn status(request: RequestBuilder) -> StatusCode {
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn a_foreign_host_is_refused_everywhere() {
    let world = World::new().await;
    for path in PATHS {
        let ask = |host: &str| status(world.client.get(world.url(path)).header(HOST, host));
        for host in ["evil.example", "localhost.evil.example", "192.0.2.1:8690", "a@localhost"] {
            assert_eq!(ask(host).await, 403, "{path} {host}");
        }
        for host in ["localhost", "LOCALHOST:99", "[::1]:8690", "127.0.0.1"] {
            assert_ne!(ask(host).await, 403, "{path} {host}");
        }
    }
    let counted = world.sandbox().counts().received("/cgi-bin/token");
    assert_eq!(counted, 4, "what was refused is no call");
}

#[tokio::test]
async fn a_page_is_refused_and_an_address_typed_into_a_browser_is_not() {
    let world = World::new().await;
    for path in PATHS {
        for origin in ["https://evil.example", "null", &world.running.base_url] {
            let request = world.client.get(world.url(path)).header(ORIGIN, origin);
            assert_eq!(status(request).await, 403, "{path} {origin}");
        }
        for (site, is_refused) in [("cross-site", true), ("same-site", true), ("none", false)] {
            let request = world.client.get(world.url(path)).header("sec-fetch-site", site);
            assert_eq!(status(request).await == 403, is_refused, "{path} {site}");
        }
    }
    let form = world.client.post(world.url("/sandbox/reset")).header(ORIGIN, "null");
    assert_eq!(status(form).await, 403);
}

#[tokio::test]
async fn a_configured_host_is_answered() {
    let world = World::new().await;
    let config = Config { hosts: vec!["wechat.internal".to_owned()], ..Config::demo() };
    let running = Sandbox::start_local(config).await.unwrap();
    let ask = |host: &str| status(world.client.get(format!("{}/sandbox", running.base_url)).header(HOST, host));
    assert_eq!(ask("WeChat.internal:8690").await, 200);
    assert_eq!(ask("other.internal").await, 403);
}
