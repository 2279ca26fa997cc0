//! `/metrics`: every name of the contract, what counts, and who may read it.

use std::collections::HashSet;

use desk::clears::ClearSettings;
use domain::Role;
use http::{StatusCode, header};
use sandbox::{Fault, FaultKind};
use serde_json::json;
use server::{MetricsSettings, Settings};

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::clears::{CLEAR, mall_with_token, whole, with, word};

/// Every name and its type.
const NAMES: [(&str, &str); 18] = [
    ("wxquota_interface_used", "gauge"),
    ("wxquota_interface_limit", "gauge"),
    ("wxquota_interface_remaining", "gauge"),
    ("wxquota_interfaces", "gauge"),
    ("wxquota_clears_left", "gauge"),
    ("wxquota_sample_age_seconds", "gauge"),
    ("wxquota_readings_total", "counter"),
    ("wxquota_wechat_requests_total", "counter"),
    ("wxquota_wechat_request_duration_seconds", "histogram"),
    ("wxquota_token_expires_seconds", "gauge"),
    ("wxquota_deliveries_total", "counter"),
    ("wxquota_delivery_queue", "gauge"),
    ("wxquota_incidents_total", "counter"),
    ("wxquota_http_requests_total", "counter"),
    ("wxquota_http_request_duration_seconds", "histogram"),
    ("wxquota_database_bytes", "gauge"),
    ("wxquota_leader", "gauge"),
    ("wxquota_build_info", "gauge"),
];
const HERE: &str = "127.0.0.1";
const PROMETHEUS: &str = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

fn local() -> Ask {
    Ask::get("/metrics").nobody().from(HERE)
}

/// The lines as this machine reads them.
async fn scrape(app: &TestApp) -> String {
    let reply = app.ask(local()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.body
}

/// The value of a series, which is there once.
fn value(text: &str, series: &str) -> f64 {
    let mut lines = text.lines().filter_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    let found = lines.next().unwrap_or_else(|| panic!("no {series} in {text}"));
    assert!(lines.next().is_none(), "{series} twice");
    found.parse().unwrap()
}

fn kind(reply: &Reply) -> &str {
    reply.headers[header::CONTENT_TYPE].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_is_there_from_the_start_in_both_formats() {
    let app = TestApp::new().await;
    let plain = app.ask(local()).await;
    assert_eq!(kind(&plain), "text/plain; version=0.0.4; charset=utf-8");
    let open = app.ask(local().header("accept", PROMETHEUS)).await;
    assert_eq!(kind(&open), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    for (name, kind) in NAMES {
        assert!(plain.body.contains(&format!("# TYPE {name} {kind}\n")), "{name}: {}", plain.body);
        assert!(plain.body.contains(&format!("# HELP {name} ")), "{name}");
        let family = name.strip_suffix("_total").unwrap_or(name);
        assert!(open.body.contains(&format!("# TYPE {family} {kind}\n")), "{family}: {}", open.body);
    }
    assert_eq!(plain.body.matches("# TYPE ").count(), NAMES.len());
    assert!(open.body.ends_with("\n# EOF\n") && !plain.body.contains("# EOF"));
    for series in [
        "wxquota_readings_total{result=\"good\"}",
        "wxquota_readings_total{result=\"failed\"}",
        "wxquota_wechat_requests_total{endpoint=\"/cgi-bin/openapi/quota/get\",errcode=\"0\"}",
        "wxquota_wechat_requests_total{endpoint=\"/cgi-bin/openapi/quota/get\",errcode=\"44993\"}",
        "wxquota_wechat_request_duration_seconds_count",
        "wxquota_deliveries_total{kind=\"wecom\",result=\"dead\"}",
        "wxquota_delivery_queue",
        "wxquota_incidents_total{errcode=\"45009\"}",
        "wxquota_incidents_total{errcode=\"other\"}",
        "wxquota_interfaces{state=\"exhausted\"}",
        "wxquota_http_requests_total{route=\"/accounts/{account}\",status=\"200\"}",
    ] {
        assert!(value(&plain.body, series).abs() < f64::EPSILON, "{series}");
    }
    let version = format!("wxquota_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"));
    assert!(value(&plain.body, &version) > 0.0 && value(&plain.body, "wxquota_leader") > 0.0);
    assert!(value(&plain.body, "wxquota_database_bytes") > 100_000.0);
    let own = "wxquota_http_requests_total{route=\"/metrics\",status=\"200\"}";
    assert!((value(&open.body, own) - 1.0).abs() < f64::EPSILON);
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_clears_and_incidents_are_counted() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let account = "account=\"商城小程序\"";
    let path = "cgi_path=\"/wxa/business/getuserphonenumber\"";
    let left = format!("wxquota_clears_left{{{account},scope=\"account\"}}");
    let before = scrape(&app).await;
    assert!((value(&before, &left) - 10.0).abs() < f64::EPSILON);
    assert!(!before.contains("wxquota_interface_used{") && !before.contains("wxquota_sample_age_seconds{"), "{before}");
    assert!(value(&before, "wxquota_interfaces{state=\"never\"}") > 0.0);

    app.desk.sample_all(&tester(), None).await.unwrap();
    app.sandbox.sandbox.add_fault(Fault { times: Some(1), ..Fault::on(CLEAR, FaultKind::DropBefore) });
    let body = with(whole("订阅消息发完"), &[("confirm", "商城小程序".into())]);
    assert_eq!(word(&app.order(&token, "k1", &body).await), "201 unknown");
    let reporter = app.token(Role::Reporter).await;
    for (errcode, times) in [(45009, 3), (-77_777, 1)] {
        for _ in 0..times {
            app.report(&reporter, &json!({ "account": "1", "errcode": errcode })).await;
        }
    }
    app.clock.advance(jiff::SignedDuration::from_secs(90));
    let after = scrape(&app).await;
    let count = |series: &str| value(&after, series);
    assert!(count("wxquota_readings_total{result=\"good\"}") > 0.0);
    let limit = count(&format!("wxquota_interface_limit{{{account},{path}}}"));
    let sum = count(&format!("wxquota_interface_used{{{account},{path}}}"))
        + count(&format!("wxquota_interface_remaining{{{account},{path}}}"));
    assert!(limit > 0.0 && (sum - limit).abs() < f64::EPSILON, "{sum} of {limit}");
    let unanswered = "wxquota_wechat_requests_total{endpoint=\"/cgi-bin/clear_quota\",errcode=\"none\"}";
    let readings = "wxquota_wechat_requests_total{endpoint=\"/cgi-bin/openapi/quota/get\",errcode=\"0\"}";
    assert!((count(unanswered) - 1.0).abs() < f64::EPSILON && count(readings) > 0.0);
    assert!(count("wxquota_wechat_request_duration_seconds_count") > 2.0);
    assert!((count("wxquota_incidents_total{errcode=\"45009\"}") - 1.0).abs() < f64::EPSILON, "repeats are one");
    assert!((count("wxquota_incidents_total{errcode=\"other\"}") - 1.0).abs() < f64::EPSILON);
    assert!((count(&left) - 9.0).abs() < f64::EPSILON, "an unknown outcome counts as used");
    assert!((count(&format!("wxquota_sample_age_seconds{{{account}}}")) - 90.0).abs() < f64::EPSILON);
    let expires = count(&format!("wxquota_token_expires_seconds{{{account}}}"));
    assert!(expires > 6_000.0 && expires < 7_200.0, "{expires}");
    let reports = "wxquota_http_requests_total{route=\"/api/v1/incidents\",status=\"202\"}";
    assert!((count(reports) - 4.0).abs() < f64::EPSILON);
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_paths_make_no_series() {
    let app = TestApp::new().await;
    let series = |text: &str| -> HashSet<String> {
        let lines = text.lines().filter(|line| line.starts_with("wxquota_http_requests_total"));
        lines.map(|line| line.rsplit_once(' ').unwrap().0.to_owned()).collect()
    };
    app.ask(Ask::get("/nothing").nobody()).await;
    app.ask(Ask::get("/api/v1/nothing").nobody()).await;
    app.ask(Ask::get("/pkg/nothing.js").nobody()).await;
    app.ask(Ask::get("/accounts/0").nobody()).await;
    scrape(&app).await;
    let before = series(&scrape(&app).await);
    for number in 0..20 {
        for path in ["/nothing", "/api/v1/nothing", "/pkg/nothing", "/accounts/"] {
            app.ask(Ask::get(&format!("{path}{number}")).nobody()).await;
        }
    }
    let after = series(&scrape(&app).await);
    assert_eq!(before.difference(&after).count() + after.difference(&before).count(), 0, "{after:?}");
    assert!(after.contains("wxquota_http_requests_total{route=\"other\",status=\"404\"}"), "{after:?}");
    assert!(after.iter().all(|series| !series.contains("nothing") && !series.contains("__")), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_have_no_series_where_that_is_set() {
    let app = TestApp::with_settings(|settings| Settings {
        metrics: MetricsSettings { interfaces: false, ..MetricsSettings::default() },
        ..settings
    })
    .await;
    let account = app.sandbox.sandbox.seeded_accounts().remove(0);
    app.add(&account.name, &account.appid, account.kind, &account.secret, &account.interfaces).await;
    app.desk.sample_all(&tester(), None).await.unwrap();
    let text = scrape(&app).await;
    assert!(text.contains("# TYPE wxquota_interface_used gauge") && !text.contains("cgi_path="), "{text}");
    assert!(value(&text, "wxquota_interfaces{state=\"ok\"}") > 0.0, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_only_this_machine_reads_them() {
    let app = TestApp::new().await;
    for here in [HERE, "::1", "::ffff:127.0.0.1"] {
        assert_eq!(app.ask(Ask::get("/metrics").nobody().from(here)).await.status, StatusCode::OK, "{here}");
    }
    let refused = [
        Ask::get("/metrics"),
        Ask::get("/metrics").nobody(),
        Ask::get("/metrics").nobody().from("192.0.2.7"),
        local().header("x-forwarded-for", "127.0.0.1"),
        local().header("via", "1.1 proxy"),
        local().header("authorization", "Bearer x").header("x-real-ip", "127.0.0.1"),
    ];
    for ask in refused {
        let reply = app.ask(ask).await;
        assert_eq!((reply.status, kind(&reply)), (StatusCode::NOT_FOUND, "application/problem+json"));
        assert!(reply.json()["detail"].as_str().unwrap().contains("WXQUOTA_METRICS_TOKEN"), "{}", reply.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_machines_read_them_with_the_token() {
    let app = TestApp::with_settings(|settings| Settings {
        metrics: MetricsSettings { token: Some("a-long-token".into()), ..MetricsSettings::default() },
        ..settings
    })
    .await;
    let elsewhere = || Ask::get("/metrics").nobody().from("192.0.2.7");
    assert_eq!(app.ask(elsewhere().token("a-long-token")).await.status, StatusCode::OK);
    assert_eq!(app.ask(local()).await.status, StatusCode::OK, "this machine needs none");
    let api_token = app.token(Role::Admin).await;
    for wrong in [
        elsewhere(),
        elsewhere().token("a-long-toke"),
        elsewhere().token("a-long-token2"),
        elsewhere().token(&api_token),
    ] {
        let reply = app.ask(wrong).await;
        assert_eq!((reply.status, kind(&reply)), (StatusCode::UNAUTHORIZED, "application/problem+json"));
        assert!(reply.headers.contains_key(header::WWW_AUTHENTICATE) && !reply.body.contains("a-long-token"));
    }
    let mut statuses = HashSet::new();
    for _ in 0..600 {
        statuses.insert(app.ask(elsewhere().token("guessed")).await.status);
    }
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    assert_eq!(app.ask(elsewhere().token("a-long-token")).await.status, StatusCode::OK);
}
