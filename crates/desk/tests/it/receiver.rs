//! A receiver of messages: it answers, hesitates or hangs up, as it is told to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What messages to it are signed with.
pub(crate) const SIGNED_WITH: &str = "whsec_0123456789abcdef";
/// What of its address only it and the desk know.
pub(crate) const HOOK: &str = "Kd93-vL82-a1b2";

/// What it does with a message.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// It answers with this status and body.
    Status(u16, &'static str),
    /// It takes it and says nothing.
    Silence,
    /// It takes it and hangs up.
    HangUp,
}

/// A message as it came.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    /// By their names in small letters.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The same each time that a message is sent.
    pub(crate) fn delivery(&self) -> &str {
        self.header("x-quota-delivery")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Whether the desk signed it with this secret, as it was sent.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let at = self.header("x-quota-timestamp").parse().unwrap();
        let signature = wechat::webhook::signature(&SecretString::from(secret), at, &self.body);
        self.header("x-quota-signature") == signature
    }
}

pub(crate) struct Receiver {
    /// Where it listens, without TLS.
    pub(crate) base: String,
    answer: Arc<Mutex<Answer>>,
    got: Arc<Mutex<Vec<Got>>>,
    arrived: Arc<Notify>,
}

impl Receiver {
    pub(crate) async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let receiver =
            Self { base, answer: Arc::new(Mutex::new(answer)), got: Arc::default(), arrived: Arc::default() };
        let (answer, got) = (Arc::clone(&receiver.answer), Arc::clone(&receiver.got));
        let arrived = Arc::clone(&receiver.arrived);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, got, arrived) = (Arc::clone(&answer), Arc::clone(&got), Arc::clone(&arrived));
                tokio::spawn(async move {
                    let Some(message) = read(&mut stream).await else { return };
                    got.lock().unwrap().push(message);
                    arrived.notify_one();
                    let answer = *answer.lock().unwrap();
                    reply(stream, answer).await;
                });
            }
        });
        receiver
    }

    /// Its whole address.
    pub(crate) fn url(&self) -> String {
        format!("{}/services/{HOOK}", self.base)
    }

    /// Its host and port, as admins allow them.
    pub(crate) fn host(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// What it does from now on.
    pub(crate) fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// What came so far, the oldest first.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// Waits until that many messages came.
    pub(crate) async fn until_got(&self, count: usize) {
        while self.got().len() < count {
            self.arrived.notified().await;
        }
    }
}

/// Reads one request; nothing where none came.
async fn read(stream: &mut TcpStream) -> Option<Got> {
    let mut read = Vec::new();
    let head = loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            break read.drain(..end + 4).collect::<Vec<_>>();
        }
        if stream.read_buf(&mut read).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(head).unwrap();
    let headers: HashMap<_, _> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    while read.len() < length {
        if stream.read_buf(&mut read).await.ok()? == 0 {
            return None;
        }
    }
    Some(Got { headers, body: read })
}

async fn reply(mut stream: TcpStream, answer: Answer) {
    match answer {
        Answer::Status(status, body) => {
            let reply = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            stream.write_all(reply.as_bytes()).await.ok();
            stream.shutdown().await.ok();
        }
        Answer::Silence => std::future::pending().await,
        Answer::HangUp => {}
    }
}
