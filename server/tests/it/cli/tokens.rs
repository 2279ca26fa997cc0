//! `wxquota token`: API tokens.

use crate::support::program::Program;

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
