//! The security log of a running program: JSON lines on standard error, whatever `WXQUOTA_LOG` says.

use serde_json::Value;

use crate::support::program::{PASSWORD, Program};
use crate::support::serving::Serving;

/// The lines of the security log in what a program logged.
fn events(log: &str) -> Vec<Value> {
    let lines = log.lines().filter(|line| line.starts_with('{'));
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn strangers_are_counted_and_known_people_named_and_a_stop_loses_nothing() {
    let program = Program::alone().with("WXQUOTA_LOG", "error");
    program.add_user("alice", "admin").done();
    program.add_user("vera", "viewer").done();
    let serving = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    for _ in 0..3 {
        let reply = serving.send("GET", "/api/v1/accounts", "Authorization: Bearer wxq_secret0123456789\r\n", "");
        assert!(reply.starts_with("HTTP/1.1 401"), "{reply}");
    }
    let foreign = serving.send("POST", "/form/sign-in", "Origin: https://evil.example\r\n", "name=x");
    assert!(foreign.starts_with("HTTP/1.1 403"), "{foreign}");
    let cookie = serving.sign_in("vera", PASSWORD).unwrap();
    let refused = serving.send("GET", "/audit?q=secret-word", &format!("Cookie: {cookie}\r\n"), "");
    assert!(refused.starts_with("HTTP/1.1 403"), "{refused}");
    let form = serving.post("/form/policies/kill-switch", &cookie, &[("stopped", "yes"), ("reason", "secret-word")]);
    assert!(form.starts_with("HTTP/1.1 302"), "{form}");

    let (status, log) = serving.stop();
    assert_eq!(status, Some(0), "{log}");
    let events = events(&log);
    let told: Vec<_> = events
        .iter()
        .map(|event| {
            let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
            (text("event"), text("kind"), text("who"), text("what"), event["count"].as_i64())
        })
        .collect();
    let refused = |what: &str| ("refused".into(), "user".into(), "vera".into(), what.to_owned(), None);
    let stranger =
        |event: &str, count| (event.to_owned(), "stranger".into(), String::new(), String::new(), Some(count));
    assert_eq!(
        told,
        [
            refused("GET /audit"),
            refused("POST /form/policies/kill-switch"),
            stranger("unauthorized", 3),
            stranger("cross-site", 1)
        ],
        "{log}"
    );
    for event in &events {
        assert_eq!(event["target"], "wxquota::security");
        assert_eq!(event["address"], "127.0.0.1");
        assert!(event["timestamp"].is_string() && event["level"] == "INFO");
    }
    assert!(!log.contains("secret"), "{log}");
}
