//! Servers to call: one that writes raw bytes, one that answers as WeChat does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use url::Url;

fn address(listener: &TcpListener) -> Url {
    format!("http://{}", listener.local_addr().unwrap()).parse().unwrap()
}

/// Reads one request, hands its text to `seen`, then lets `answer` do with the connection what it likes.
pub(crate) async fn raw<F, Fut>(answer: F) -> (Url, Arc<Mutex<Vec<String>>>)
where
    F: Fn(TcpStream) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = address(&listener);
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let request = read_request(&mut stream).await;
            log.lock().unwrap().push(request);
            answer(stream).await;
        }
    });
    (url, seen)
}

/// Head and body of one request.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4_096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            if read == 0 {
                return text;
            }
            continue;
        };
        let length = head
            .to_ascii_lowercase()
            .split("content-length: ")
            .nth(1)
            .map_or(0, |rest| rest.split("\r\n").next().unwrap().parse::<usize>().unwrap());
        if body.len() >= length || read == 0 {
            return text;
        }
    }
}

/// Answers every request with these bytes and closes.
pub(crate) async fn answering(bytes: impl Into<Vec<u8>>) -> (Url, Arc<Mutex<Vec<String>>>) {
    let bytes: Arc<[u8]> = bytes.into().into();
    raw(move |mut stream| {
        let bytes = Arc::clone(&bytes);
        async move {
            stream.write_all(&bytes).await.ok();
            stream.shutdown().await.ok();
        }
    })
    .await
}

/// Answers every request with 200 and this body.
pub(crate) async fn saying(body: &str) -> (Url, Arc<Mutex<Vec<String>>>) {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json; encoding=utf-8\r\n";
    answering(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len())).await
}

/// WeChat's tokens as the keeper meets them.
#[derive(Default)]
pub(crate) struct Platform {
    pub(crate) state: Mutex<PlatformState>,
    /// Where set, a token call waits for it before it answers.
    pub(crate) gate: Option<Notify>,
    pub(crate) arrived: Notify,
}

#[derive(Default)]
pub(crate) struct PlatformState {
    /// The token that normal mode gives.
    pub(crate) stable: u32,
    /// The token that calls accept; differs from `stable` while something is wrong.
    pub(crate) accepted: u32,
    /// Whether a forced refresh gives a token that is accepted.
    pub(crate) force_helps: bool,
    /// Whether a forced refresh gives the same token again, as less than 30 s after another's.
    pub(crate) force_repeats: bool,
    /// Replies of a forced refresh in place of a token.
    pub(crate) force_errors: VecDeque<Value>,
    /// Replies of the token call in place of a token.
    pub(crate) token_errors: VecDeque<Value>,
    /// Replies of the quota call in place of a quota.
    pub(crate) quota_errors: VecDeque<Value>,
    pub(crate) normal: u32,
    pub(crate) forced: u32,
    pub(crate) readings: u32,
}

impl Platform {
    pub(crate) async fn start(self) -> (Url, Arc<Self>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = address(&listener);
        let platform = Arc::new(self);
        let router = Router::new()
            .route("/cgi-bin/stable_token", post(stable_token))
            .route("/cgi-bin/openapi/quota/get", post(quota_get))
            .with_state(Arc::clone(&platform));
        tokio::spawn(async move { axum::serve(listener, router).await });
        (url, platform)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut PlatformState)) {
        change(&mut self.state.lock().unwrap());
    }

    /// Normal token calls, forced ones, readings.
    pub(crate) fn calls(&self) -> (u32, u32, u32) {
        let state = self.state.lock().unwrap();
        (state.normal, state.forced, state.readings)
    }
}

async fn stable_token(State(platform): State<Arc<Platform>>, body: axum::Json<Value>) -> axum::Json<Value> {
    platform.arrived.notify_one();
    if let Some(gate) = &platform.gate {
        gate.notified().await;
    }
    let mut state = platform.state.lock().unwrap();
    if body["force_refresh"] == json!(true) {
        state.forced += 1;
        if let Some(error) = state.force_errors.pop_front() {
            return axum::Json(error);
        }
        if !state.force_repeats {
            state.stable += 1;
            if state.force_helps {
                state.accepted = state.stable;
            }
        }
    } else {
        state.normal += 1;
    }
    axum::Json(
        state
            .token_errors
            .pop_front()
            .unwrap_or_else(|| json!({"access_token": format!("50_token{}", state.stable), "expires_in": 7_200})),
    )
}

#[derive(serde::Deserialize)]
struct Access {
    access_token: String,
}

async fn quota_get(State(platform): State<Arc<Platform>>, Query(access): Query<Access>) -> axum::Json<Value> {
    let mut state = platform.state.lock().unwrap();
    state.readings += 1;
    if access.access_token != format!("50_token{}", state.accepted) {
        let errmsg = "invalid credential, access_token is invalid or not latest rid: 6aac0063-7ed08fb9-1250f724";
        return axum::Json(json!({"errcode": 40001, "errmsg": errmsg}));
    }
    let quota = json!({"errcode": 0, "errmsg": "ok", "quota": {"daily_limit": 10, "used": 1, "remain": 9}});
    axum::Json(state.quota_errors.pop_front().unwrap_or(quota))
}
