//! `kill -9` while incidents come in: none that was accepted is lost.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::killed_clears::{APPID, Scene, answer, path};
use crate::support::serving::Serving;

const SERVICES: i64 = 8;

impl Scene {
    fn send(&self, address: &str, request: &str, body: &str) -> Option<TcpStream> {
        let (token, length) = (&self.token, body.len());
        let mut stream = TcpStream::connect(address).ok()?;
        write!(
            stream,
            "{request} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .ok()?;
        Some(stream)
    }

    /// Whether a report was accepted; false where the program went away.
    fn reported(&self, address: &str, number: i64) -> bool {
        let interface = path(usize::try_from(number % 3).unwrap());
        let body = json!({ "account": APPID, "errcode": 45011, "errmsg": "x", "cgi_path": interface }).to_string();
        let stream = self.send(address, "POST /api/v1/incidents", &body);
        // Cut off, the answer is none.
        stream
            .and_then(|stream| std::panic::catch_unwind(|| answer(stream)).ok())
            .is_some_and(|(status, _)| status == 202)
    }

    fn incidents(&self, serving: &Serving) -> Vec<Value> {
        let (status, body) = answer(self.send(serving.address(), "GET /api/v1/incidents", "").unwrap());
        assert_eq!(status, 200, "{body}");
        body["incidents"].as_array().unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_incidents_come_in_none_that_was_accepted_is_lost() {
    let scene = Scene::new(3).await;
    let mut serving = scene.serve();
    let accepted = AtomicI64::new(0);
    std::thread::scope(|scope| {
        for service in 0..SERVICES {
            let (scene, address, accepted) = (&scene, serving.address().to_owned(), &accepted);
            scope.spawn(move || {
                let mut number = service;
                while scene.reported(&address, number) {
                    accepted.fetch_add(1, Ordering::SeqCst);
                    number += 1;
                }
            });
        }
        let enough = || accepted.load(Ordering::SeqCst) >= 200;
        while !enough() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let killed = std::process::Command::new("kill").args(["-9", &serving.child.id().to_string()]).status();
        assert!(killed.unwrap().success());
    });
    serving.kill_9();
    serving = scene.serve();
    let incidents = scene.incidents(&serving);
    let kept: i64 = incidents.iter().map(|incident| incident["count"].as_i64().unwrap()).sum();
    let accepted = accepted.load(Ordering::SeqCst);
    assert!((accepted..=accepted + SERVICES).contains(&kept), "{accepted} accepted, {kept} kept");
    let done = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        scene.incidents(&serving).iter().all(|incident| incident["state"] == "done")
    });
    assert!(done, "the next desk looks into them");
    assert_eq!(serving.stop().0, Some(0));
}
