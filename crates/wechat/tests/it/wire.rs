use std::time::Duration;

use domain::{CgiPath, Failure, Figures, Outcome, RateLimit};
use tokio::io::AsyncWriteExt;
use url::Url;
use wechat::calls::stable_token::StableTokenMode;
use wechat::transport::Connections;
use wechat::{CallError, Cause, Credentials, Options, QuotaReply, RequestProgress, Token, Transport};

use crate::fixtures;
use crate::logged::Log;
use crate::server::{answering, raw, saying};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const TOKEN: &str = "50_Im7xxxxThisIsAToken";

fn transport(base: Url) -> Transport {
    let options = Options { call_timeout: Duration::from_millis(300), ..Options::default() };
    Transport::new(base, options).unwrap()
}

fn credentials() -> Credentials {
    Credentials { appid: "wx448f04719cd48f69".parse().unwrap(), secret: SECRET.into() }
}

async fn quota_get(base: Url) -> Result<QuotaReply, CallError> {
    let (path, _) = CgiPath::parse("/cgi-bin/message/custom/send").unwrap();
    transport(base).quota_get(&Token::new(TOKEN), &path).await
}

/// Whatever goes wrong, neither the secret nor the token may show.
pub(crate) fn assert_silent(error: &CallError) {
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert!(!text.contains(SECRET) && !text.contains(TOKEN) && !text.contains("access_token="), "{text}");
    }
}

async fn failure(base: Url) -> (RequestProgress, Cause, Failure) {
    let error = quota_get(base).await.unwrap_err();
    assert_silent(&error);
    (error.reach, error.cause.clone(), error.failure())
}

#[tokio::test]
async fn token_requests_are_written_as_documented() {
    let (base, seen) = saying(fixtures::TOKEN).await;
    let reply = transport(base).token(&credentials()).await.unwrap();
    assert_eq!(reply.token.expose(), "ACCESS_TOKEN");
    assert_eq!(reply.expires_in.as_secs(), 7_200);
    let request = seen.lock().unwrap()[0].clone();
    let line =
        format!("GET /cgi-bin/token?grant_type=client_credential&appid=wx448f04719cd48f69&secret={SECRET} HTTP/1.1");
    assert!(request.starts_with(&line), "{request}");
    assert!(request.contains(concat!("user-agent: wxquota/", env!("CARGO_PKG_VERSION"))), "{request}");

    for (mode, forced) in [(StableTokenMode::Normal, false), (StableTokenMode::Forced, true)] {
        let (base, seen) = saying(fixtures::STABLE_TOKEN).await;
        let reply = transport(base).stable_token(&credentials(), mode).await.unwrap();
        assert_eq!(reply.expires_in.as_secs(), 345);
        let request = seen.lock().unwrap()[0].clone();
        assert!(request.starts_with("POST /cgi-bin/stable_token HTTP/1.1"), "{request}");
        let body: serde_json::Value = serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        let expected = serde_json::json!({
            "grant_type": "client_credential", "appid": "wx448f04719cd48f69", "secret": SECRET, "force_refresh": forced,
        });
        assert_eq!(body, expected);
    }
}

#[tokio::test]
async fn a_token_reply_without_a_token_is_a_clear_error() {
    for (body, missing) in [
        (r#"{"expires_in":7200}"#, "access_token"),
        (r#"{"access_token":"","expires_in":7200}"#, "access_token"),
        (r#"{"access_token":5,"expires_in":7200}"#, "access_token"),
        (r#"{"access_token":"50_x"}"#, "expires_in"),
        (r#"{"access_token":"50_x","expires_in":"soon"}"#, "expires_in"),
        (r#"{"access_token":"50_x","expires_in":-5}"#, "expires_in"),
    ] {
        let (base, _) = saying(body).await;
        let error = transport(base).stable_token(&credentials(), StableTokenMode::Normal).await.unwrap_err();
        assert_eq!(error.cause, Cause::WrongShape { what: missing }, "{body}");
    }
}

#[tokio::test]
async fn quota_replies_of_the_fact_sheet_are_read() {
    let (base, seen) = saying(fixtures::QUOTA_FULL).await;
    let reply = quota_get(base).await.unwrap();
    assert_eq!(reply.outcome, Outcome::Good(Figures { daily_limit: 500_000, used: 1_234, remain: 498_766 }));
    assert_eq!(reply.rate_limit, Some(RateLimit { call_count: 10_000, refresh_second: 60 }));
    assert_eq!(reply.component_rate_limit, Some(RateLimit { call_count: 20_000, refresh_second: 30 }));
    let request = seen.lock().unwrap()[0].clone();
    assert!(
        request.starts_with(&format!("POST /cgi-bin/openapi/quota/get?access_token={TOKEN} HTTP/1.1")),
        "{request}"
    );
    assert!(request.contains("content-type: application/json"), "{request}");
    assert!(request.ends_with(r#"{"cgi_path":"/cgi-bin/message/custom/send"}"#), "{request}");

    let (base, _) = saying(fixtures::QUOTA_FIELD).await;
    let reply = quota_get(base).await.unwrap();
    assert_eq!(reply.outcome, Outcome::Good(Figures { daily_limit: 1_000, used: 0, remain: 1_000 }));
    assert_eq!((reply.rate_limit, reply.component_rate_limit), (None, None));

    let (base, _) = saying(fixtures::QUOTA_PLACEHOLDER).await;
    assert_eq!(quota_get(base).await.unwrap().outcome, Outcome::NoFigure);
}

#[tokio::test]
async fn refusals_of_the_fact_sheet_keep_errcode_and_rid() {
    for (errcode, rid, body) in fixtures::REFUSALS {
        let (base, _) = saying(body).await;
        let error = quota_get(base).await.unwrap_err();
        assert_eq!(error.errcode(), Some(errcode));
        assert_eq!(error.rid().map(ToString::to_string).as_deref(), Some(rid));
        assert_eq!(error.reach, RequestProgress::Answered);
        assert_eq!(error.failure(), Failure::Refused(errcode));
        assert!(error.to_string().starts_with(&format!("/cgi-bin/openapi/quota/get: errcode {errcode}: ")), "{error}");
    }
}

#[tokio::test]
async fn what_wechat_echoes_is_masked() {
    let (base, _) = saying(&format!(r#"{{"errcode":40014,"errmsg":"invalid access_token {TOKEN} rid: x"}}"#)).await;
    let error = quota_get(base).await.unwrap_err();
    assert_silent(&error);
    assert_eq!(error.refusal().unwrap().errmsg, "invalid access_token ‹masked› rid: x");

    let (base, _) = saying(&format!(r#"{{"errcode":40125,"errmsg":"invalid appsecret [{SECRET}]"}}"#)).await;
    assert_silent(&transport(base).token(&credentials()).await.unwrap_err());
}

#[tokio::test]
async fn answers_that_are_not_wechats_are_named() {
    let bad = |cause| (RequestProgress::Answered, cause, Failure::BadAnswer);
    let (base, _) = saying("<!DOCTYPE html><html><body>Please sign in</body></html>").await;
    assert_eq!(failure(base).await, bad(Cause::NotJson { looks_like_html: true }));
    for body in [fixtures::QUOTA_CURLY, "", r#"{"errcode":0,"quo"#, "\u{0}\u{1}"] {
        let (base, _) = saying(body).await;
        assert_eq!(failure(base).await, bad(Cause::NotJson { looks_like_html: false }), "{body}");
    }
    for (body, what) in [
        (r#"["errcode"]"#, "JSON object"),
        (r#"{"errcode":0,"errmsg":"ok"}"#, "quota"),
        (r#"{"errcode":0,"quota":{"daily_limit":true,"used":0,"remain":0}}"#, "quota.daily_limit"),
        (r#"{"errcode":{},"quota":{}}"#, "errcode"),
    ] {
        let (base, _) = saying(body).await;
        assert_eq!(failure(base).await, bad(Cause::WrongShape { what }), "{body}");
    }
    let (base, _) = answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\n{}").await;
    assert_eq!(failure(base).await, bad(Cause::HttpStatus(502)));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (elsewhere, seen) = saying(fixtures::QUOTA_FIELD).await;
    let (base, _) = answering(format!("HTTP/1.1 307 x\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n")).await;
    assert_eq!(failure(base).await, (RequestProgress::Answered, Cause::HttpStatus(307), Failure::BadAnswer));
    assert!(seen.lock().unwrap().is_empty(), "the token was carried elsewhere");
}

#[tokio::test]
async fn long_answers_end_at_a_megabyte_whatever_their_head_says() {
    let megabytes = "x".repeat(3 << 20);
    let (base, _) = saying(&megabytes).await;
    assert_eq!(failure(base).await.1, Cause::TooLarge);
    let (base, _) = answering(format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{megabytes}")).await;
    assert_eq!(failure(base).await.1, Cause::TooLarge);
    let padded = format!("{}{}", fixtures::QUOTA_FIELD, " ".repeat((1 << 20) - fixtures::QUOTA_FIELD.len()));
    let (base, _) = saying(&padded).await;
    assert!(quota_get(base).await.is_ok(), "exactly 1 MB is read");
}

#[tokio::test]
async fn an_answer_cut_off_is_named() {
    let (base, _) = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errcode\":0,").await;
    assert_eq!(failure(base).await, (RequestProgress::Answered, Cause::CutOff, Failure::BadAnswer));
}

#[tokio::test]
async fn slow_answers_end_with_the_calls_time() {
    let no_answer = (RequestProgress::SentNoAnswer, Cause::Timeout, Failure::NoAnswer);
    let (base, _) = raw(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    })
    .await;
    assert_eq!(failure(base).await, no_answer, "no head");
    let (base, _) = raw(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n").await.unwrap();
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if stream.write_all(b" ").await.is_err() {
                return;
            }
        }
    })
    .await;
    assert_eq!(failure(base).await, no_answer, "a body that drips");
}

#[tokio::test]
async fn a_connection_dropped_before_the_answer_may_have_carried_the_call() {
    let (base, seen) = raw(|stream| async move { drop(stream) }).await;
    let (reach, cause, failure) = failure(base).await;
    assert_eq!((reach, failure), (RequestProgress::SentNoAnswer, Failure::NoAnswer));
    assert!(matches!(cause, Cause::Broken { .. }), "{cause:?}");
    assert_eq!(seen.lock().unwrap().len(), 1, "sent once and not again");
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed: Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let no_tls: Url = format!("https://{}", plain.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            stream.write_all(b"HTTP/1.1 400 this is not TLS\r\n\r\n").await.ok();
        }
    });
    let no_name: Url = "https://no-such-host.invalid".parse().unwrap();
    for base in [closed, no_tls, no_name] {
        let (reach, cause, failure) = failure(base.clone()).await;
        assert_eq!((reach, failure), (RequestProgress::NotSent, Failure::NoConnection), "{base} {cause:?}");
        assert!(matches!(&cause, Cause::ConnectFailed { detail } if !detail.is_empty()), "{cause:?}");
    }
}

#[tokio::test]
async fn a_tls_handshake_that_hangs_was_not_a_call() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base: Url = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    let options = Options {
        connect_timeout: Duration::from_millis(100),
        call_timeout: Duration::from_secs(5),
        connections: Connections::PerCall,
        ..Options::default()
    };
    let transport = Transport::new(base, options).unwrap();
    let error = transport.stable_token(&credentials(), StableTokenMode::Normal).await.unwrap_err();
    assert_eq!((error.reach, error.failure()), (RequestProgress::NotSent, Failure::NoConnection), "{error}");
}

#[tokio::test]
async fn connections_of_their_own_are_not_kept() {
    let (base, seen) = saying(fixtures::QUOTA_FIELD).await;
    let options = Options { connections: Connections::PerCall, ..Options::default() };
    let transport = Transport::new(base, options).unwrap();
    let (path, _) = CgiPath::parse("/cgi-bin/token").unwrap();
    for _ in 0..2 {
        transport.quota_get(&Token::new(TOKEN), &path).await.unwrap();
    }
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn reaching_tells_the_time_there_and_sends_no_credentials() {
    let (base, seen) =
        answering("HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Length: 2\r\n\r\n{}").await;
    let time = transport(base).reach().await.unwrap().unwrap();
    assert_eq!(time.to_string(), "2026-11-22T10:00:00Z");
    assert!(seen.lock().unwrap()[0].starts_with("GET /cgi-bin/token HTTP/1.1"));
}

#[tokio::test]
async fn nothing_secret_is_logged_at_any_level() {
    let log = Log::of_everything();
    let (base, _) = saying(&format!(r#"{{"errcode":40001,"errmsg":"no {TOKEN}"}}"#)).await;
    quota_get(base).await.unwrap_err();
    let (base, _) = saying(&format!(r#"{{"errcode":40001,"errmsg":"no {SECRET}"}}"#)).await;
    transport(base.clone()).token(&credentials()).await.unwrap_err();
    transport(base).stable_token(&credentials(), StableTokenMode::Forced).await.unwrap_err();
    let (base, _) = raw(|stream| async move { drop(stream) }).await;
    transport(base).token(&credentials()).await.unwrap_err();
    let text = log.text();
    assert!(text.contains("/cgi-bin/stable_token: errcode 40001"), "{text}");
    assert!(text.contains("/cgi-bin/token: the connection broke"), "{text}");
    assert!(!text.contains(SECRET) && !text.contains(TOKEN), "{text}");
}

#[test]
fn secrets_do_not_print_themselves() {
    let texts = [format!("{:?}", credentials()), format!("{:?}", Token::new(TOKEN))];
    assert!(texts.iter().all(|text| !text.contains(SECRET) && !text.contains(TOKEN)), "{texts:?}");
}
