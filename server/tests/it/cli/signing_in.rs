//! The setup link, which makes the first admin.

use crate::support::program::{PASSWORD, Program};
use crate::support::serving::header;

#[test]
fn the_setup_link_makes_one_admin_and_is_gone() {
    let program = Program::alone();
    let serving = program.serve();
    let line = serving.line();
    let (_, there) = line.split_once(" at http://").unwrap();
    let (address, code) = there.split_once("/setup?code=").unwrap();
    assert_eq!(address, serving.address());
    assert!(program.checked("users").ends_with(&format!("at http://{there}")), "also for whoever lost the output");
    let elsewhere = program.run(&["check", "--public-url", "https://quota.example.com", "--proxy-hops", "1"]).out;
    assert!(elsewhere.contains(&format!("https://quota.example.com/setup?code={code}")), "{elsewhere}");
    assert_eq!(serving.status(&format!("/setup?code={code}"), ""), 200);

    let set_up = |name| {
        let fields = [("code", code), ("name", name), ("password", PASSWORD), ("again", PASSWORD)];
        serving.post("/form/set-up", "", &fields)
    };
    let made = set_up("alice");
    assert_eq!(header(&made, "location"), Some("/"), "{made}");
    assert_eq!(serving.status("/", header(&made, "set-cookie").unwrap()), 200);
    assert_eq!(header(&set_up("mallory"), "location"), Some("/setup"), "it is worth nothing any more");
    let users = program.run(&["user", "list", "--json"]).json()["users"].take();
    assert_eq!(
        (users.as_array().unwrap().len(), &users[0]["name"], &users[0]["role"]),
        (1, &"alice".into(), &"admin".into())
    );
    assert_eq!(program.checked("users"), "ok users 1 user, 1 admin");
    let (_, log) = serving.stop();
    assert_eq!(log.matches("/setup?code=").count(), 1, "once, at its start: {log}");
    let (_, log) = program.serve().stop();
    assert!(!log.contains("/setup?code="), "{log}");
}
