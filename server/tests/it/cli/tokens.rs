//! `wxquota token`: API tokens.

use crate::support::program::{PASSWORD, Program};

#[test]
fn tokens_are_shown_once() {
    let program = Program::alone();
    let made = program.run(&["token", "create", "ci", "--role", "viewer", "--json"]).json();
    assert_eq!((&made["name"], &made["role"]), (&"ci".into(), &"viewer".into()));
    let token = made["token"].as_str().unwrap();
    assert!(token.len() >= 64);
    assert!(program.run(&["token", "create", "ci", "--role", "admin"]).refused(1).contains("already exists"));
    let listed = program.run(&["token", "list", "--json"]).json();
    assert!(listed["tokens"][0]["made_by"].as_str().unwrap().starts_with("cli:"));
    assert!(!listed.to_string().contains(token));
    program.run(&["token", "revoke", "ci"]).done();
    assert!(program.run(&["token", "revoke", "ci"]).refused(1).contains("no active token"));
    assert!(program.run(&["token", "list"]).done().contains("ci"));
}

#[test]
fn a_token_is_made_for_a_user() {
    let program = Program::alone();
    program.add_user("Alice", "lead").done();
    let create = ["token", "create", "deploy", "--role", "lead", "--for"];
    let made = program.run(&[&create[..], &["alice", "--json"]].concat()).json();
    assert_eq!((&made["name"], &made["owner"]), (&"deploy".into(), &"alice".into()));
    let listed = program.run(&["token", "list", "--json"]).json();
    let token = &listed["tokens"][0];
    assert_eq!((&token["owner"], &token["maker_role"]), (&"Alice".into(), &"lead".into()));
    assert!(token["made_by"].as_str().unwrap().starts_with("cli:"));
    let lines = program.run(&["token", "list"]).done();
    assert!(lines.contains("FOR") && lines.contains("Alice"), "{lines}");
    assert!(program.run(&[&create[..], &["mallory"]].concat()).refused(1).contains("no active user named"));
    program.feed(PASSWORD, &["user", "add", "boss", "--role", "admin", "--password-file", "-"]).done();
    program.run(&["user", "disable", "alice"]).done();
    let listed = program.run(&["token", "list", "--json"]).json();
    assert_eq!(listed["tokens"][0]["state"], "maker-disabled");
}
