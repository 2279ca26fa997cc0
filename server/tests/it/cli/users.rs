//! `wxquota user`: adding, changing, passwords.

use crate::support::program::{PASSWORD, Program};

#[test]
fn users_are_added_changed_and_kept_out() {
    let program = Program::alone();
    assert_eq!(program.add_user(" Alice ", "admin").done(), "Alice is added with the role admin.\n");
    assert!(program.folder().join("data/master.key").exists(), "the first command makes the desk");
    program.write("password", &format!("{PASSWORD}\r\n"));
    program.run(&["user", "add", "bob", "--role", "viewer", "--password-file", "password"]).done();

    let listed = program.run(&["user", "list", "--json"]).json();
    assert_eq!(listed["next"], serde_json::Value::Null);
    let users = listed["users"].as_array().unwrap();
    let named: Vec<_> = users.iter().map(|user| (user["name"].as_str(), user["role"].as_str())).collect();
    assert_eq!(named, [(Some("Alice"), Some("admin")), (Some("bob"), Some("viewer"))]);
    let mut fields: Vec<_> = users[0].as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["created_at", "disabled_at", "last_signed_in_at", "must_change_password", "name", "role"]);

    assert!(program.run(&["user", "role", "BOB", "lead"]).done().contains("bob now has the role lead"));
    assert!(program.run(&["user", "role", "bob", "lead"]).done().contains("already has the role lead"));
    program.run(&["user", "disable", "bob"]).done();
    assert!(program.run(&["user", "disable", "bob"]).done().contains("is already disabled"));
    assert_eq!(program.checked("users"), "ok users 1 user, 1 admin; 1 disabled");
    let listed = program.run(&["user", "list"]).done();
    assert!(listed.lines().nth(2).unwrap().split_whitespace().count() > 6, "since when: {listed}");
    assert!(program.run(&["user", "enable", "bob"]).done().contains("can sign in again"));
    assert!(program.run(&["user", "enable", "bob"]).done().contains("already"));
    assert_eq!(program.checked("users"), "ok users 2 users, 1 admin");
}

#[test]
fn what_cannot_be_done_with_users_says_why() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    program.add_user("bob", "viewer").done();
    for last in [&["user", "disable", "alice"][..], &["user", "role", "alice", "lead"]] {
        assert!(program.run(last).refused(1).contains("last admin who can sign in"), "{last:?}");
    }
    for unknown in [&["passwd", "mallory"][..], &["role", "mallory", "lead"], &["disable", ""], &["enable", "a:b"]] {
        let told = program.run(&[&["user"], unknown].concat()).refused(1);
        assert_eq!(told, format!("there is no user {:?}; `wxquota user list` lists all users", unknown[1]));
    }
    let add = |name| program.run(&["user", "add", name, "--role", "viewer", "--password-file", "-"]);
    assert!(add("ALICE").refused(1).contains("a user with this name already exists"));
    assert!(add("cli:alice").refused(1).contains("without a colon"));
    assert!(add("desk").refused(1).contains("uses this name itself"));
    for reporter in [&["user", "add", "carol", "--role", "reporter"][..], &["user", "role", "bob", "reporter"]] {
        assert!(program.run(reporter).refused(2).contains("the role reporter is only for API tokens"), "{reporter:?}");
    }
    assert!(program.run(&["user", "role", "bob", "boss"]).refused(2).contains("viewer, support, lead, admin]"));
    assert_eq!(program.run(&["user", "list", "--json"]).json()["users"].as_array().unwrap().len(), 2);
}

#[test]
fn passwords_are_read_from_where_nobody_sees_them_and_held_to_the_rules() {
    let program = Program::alone();
    let add = ["user", "add", "alice", "--role", "admin"];
    assert!(program.run(&add).refused(2).contains("--password-file"), "without a terminal");
    let with = |password: &str| program.feed(password, &[&add[..], &["--password-file", "-"]].concat());
    for (password, told) in [
        ("", "at least 8 characters"),
        ("short12\n", "at least 8 characters"),
        ("passw0rd", "easy to guess"),
        ("alice2026", "easy to guess"),
        ("woaini1314", "easy to guess"),
        ("xxxxxxxxxx", "one repeated character"),
        (&"ab".repeat(101), "at most 200 characters"),
    ] {
        let refused = with(password).refused(1);
        assert!(refused.contains(told), "{refused}");
    }
    let missing = program.run(&[&add[..], &["--password-file", "none"]].concat()).refused(1);
    assert!(missing.contains("none cannot be read"), "{missing}");
    assert!(program.run(&["user", "list"]).done().contains("wxquota user add"), "nobody was added");

    with(&format!("{PASSWORD}\n")).done();
    let serving = program.serve();
    assert!(serving.sign_in("alice", &format!("{PASSWORD}\n")).is_none());
    let cookie = serving.sign_in("Alice", PASSWORD).unwrap();
    assert_eq!(serving.status("/", &cookie), 200);
    let listed = program.run(&["user", "list", "--json"]).json();
    assert!(listed["users"][0]["last_signed_in_at"].is_string(), "{listed}");

    program.feed("another horse", &["user", "passwd", "alice", "--password-file", "-"]).done();
    assert_eq!(serving.status("/", &cookie), 303, "another password ends every session");
    assert!(serving.sign_in("alice", PASSWORD).is_none());
    let cookie = serving.sign_in("alice", "another horse").unwrap();
    program.add_user("bob", "admin").done();
    program.run(&["user", "disable", "alice"]).done();
    assert_eq!(serving.status("/", &cookie), 303);
    assert!(serving.sign_in("alice", "another horse").is_none());
    program.run(&["user", "enable", "alice"]).done();
    assert!(serving.sign_in("alice", "another horse").is_some());
    let (_, log) = serving.stop();
    assert!(!log.contains("horse"), "{log}");
}

#[test]
fn a_password_has_to_be_changed_where_that_is_asked_for() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let add = ["user", "add", "bob", "--role", "viewer", "--must-change", "--password-file", "-"];
    let told = program.feed(PASSWORD, &add).done();
    assert_eq!(told, "bob is added with the role viewer. The password has to be changed at the next sign-in.\n");
    let must = || {
        let users = program.run(&["user", "list", "--json"]).json()["users"].take();
        [0, 1].map(|user| users[user]["must_change_password"].as_bool().unwrap())
    };
    assert_eq!(must(), [false, true]);
    program.feed("another horse", &["user", "passwd", "bob", "--password-file", "-"]).done();
    assert_eq!(must(), [false, false]);
    program.feed("another horse", &["user", "passwd", "alice", "--must-change", "--password-file", "-"]).done();
    assert_eq!(must(), [true, false]);
}
