//! Users on the command line, the link that makes the first admin, the demo's logins, and the self-test of the audit trail:
//! the real program in an empty folder.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Executor};

use crate::cli::{Program, Ran};
use crate::serving::{Serving, header};

const PASSWORD: &str = "correct horse";

impl Program {
    /// Adds a user with [`PASSWORD`].
    fn add_user(&self, name: &str, role: &str) -> Ran {
        self.feed(PASSWORD, &["user", "add", name, "--role", role, "--password-file", "-"])
    }

    /// What the self-test says of one thing.
    fn checked(&self, what: &str) -> String {
        let lines = self.run(&["check"]).out;
        let line = lines.lines().find(|line| line[7..].starts_with(what)).unwrap_or_else(|| panic!("{lines}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn serve(&self) -> Serving {
        Serving::start(self, &["serve", "--listen", "127.0.0.1:0"])
    }

    /// The database, as whoever holds its file can change it.
    async fn database(&self) -> SqliteConnection {
        let file = self.folder().join("data/wxquota.db");
        SqliteConnectOptions::new().filename(file).connect().await.unwrap()
    }
}

#[test]
fn users_are_added_changed_and_kept_out() {
    let program = Program::alone();
    assert_eq!(program.add_user(" Alice ", "admin").done(), "Alice is added and may sign in as admin.\n");
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
    assert_eq!(fields, ["created_at", "disabled_at", "last_signed_in_at", "name", "role"]);

    assert!(program.run(&["user", "role", "BOB", "lead"]).done().contains("bob has the role lead from now on"));
    assert!(program.run(&["user", "role", "bob", "lead"]).done().contains("lead already"));
    program.run(&["user", "disable", "bob"]).done();
    assert!(program.run(&["user", "disable", "bob"]).done().contains("was disabled already"));
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
        assert_eq!(told, format!("there is no user {:?}; `wxquota user list` lists them", unknown[1]));
    }
    let add = |name| program.run(&["user", "add", name, "--role", "viewer", "--password-file", "-"]);
    assert!(add("ALICE").refused(1).contains("a user of this name already"));
    assert!(add("cli:alice").refused(1).contains("without a colon"));
    assert!(add("desk").refused(1).contains("for the program itself"));
    for reporter in [&["user", "add", "carol", "--role", "reporter"][..], &["user", "role", "bob", "reporter"]] {
        assert!(program.run(reporter).refused(2).contains("the role reporter is for API tokens only"), "{reporter:?}");
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
        ("passw0rd", "among the commonest"),
        ("xxxxxxxxxx", "one character repeated"),
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
fn the_setup_link_makes_one_admin_and_is_gone() {
    let program = Program::alone();
    let serving = program.serve();
    let line = serving.line();
    let (_, there) = line.split_once(" at http://").unwrap();
    let (address, code) = there.split_once("/setup?code=").unwrap();
    assert_eq!(address, serving.address());
    assert!(program.checked("users").ends_with(&format!("at http://{there}")), "also for whoever lost the output");
    let elsewhere = program.run(&["check", "--public-url", "https://quota.example.com"]).out;
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

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_trail_changed_by_hand_is_told() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    program.run(&["token", "create", "ci", "--role", "viewer"]).done();
    program.run(&["backup", "copy.db"]).done();
    assert_eq!(program.checked("audit"), "ok audit the audit trail is whole, 3 lines");
    let mut database = program.database().await;
    let guarded = database.execute("DELETE FROM audit WHERE id = 3").await.unwrap_err();
    assert!(guarded.to_string().contains("append-only"), "{guarded}");
    database.execute("DROP TRIGGER audit_never_shrinks; DROP TRIGGER audit_never_changes").await.unwrap();

    database.execute("UPDATE audit SET actor = 'cli:nobody' WHERE id = 2").await.unwrap();
    assert!(program.checked("audit").starts_with("wrong audit line 2 of the audit trail is not as it was written"));
    let ended = program.run(&["check"]).refused(1);
    assert!(ended.starts_with("not well: audit"), "{ended}");
    program.run(&["status", "--json"]).done();
    let copy = program.run(&["check", "--database-url", "sqlite://copy.db"]).out;
    assert!(copy.contains("the audit trail is whole"), "the copy is as it was: {copy}");

    database.execute("UPDATE audit SET actor = (SELECT actor FROM audit WHERE id = 3) WHERE id = 2").await.unwrap();
    assert!(program.checked("audit").starts_with("ok"));
    database.execute("DELETE FROM audit WHERE id = 3").await.unwrap();
    assert!(program.checked("audit").starts_with("wrong audit lines are missing behind line 2"));
}

#[test]
fn how_people_reach_the_pages_is_told() {
    let program = Program::alone();
    let told = |settings: &[&str]| program.run(&[&["check"], settings].concat()).out;
    let here = told(&[]);
    assert!(here.contains("ok     web") && here.contains("http://127.0.0.1:8686, from this machine only"), "{here}");
    let tls = ["--public-url", "https://quota.example.com"];
    let forgotten = told(&tls);
    assert!(forgotten.contains("ok     web") && forgotten.contains("note   proxies"), "{forgotten}");
    assert!(told(&[&tls[..], &["--proxy-hops", "1"]].concat()).contains("ok     proxies   1 in front"));
    let clear = told(&["--listen", "0.0.0.0:8686", "--allow-http"]);
    assert!(clear.contains("note   web") && clear.contains("WXQUOTA_ALLOW_HTTP"), "{clear}");
}

#[test]
fn the_demo_shows_one_login_a_role_and_gives_them_back() {
    let program = Program::alone();
    let listen = ["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"];
    for run in ["first", "second"] {
        let demo = Serving::start(&program, &listen);
        assert!(demo.line().contains("name and password"));
        for role in ["admin", "lead", "support", "viewer"] {
            assert_eq!(demo.line(), format!("  {role:<8} demo-{role}"));
            assert!(demo.sign_in(role, &format!("demo-{role}")).is_some(), "{run} {role}");
        }
        let users = program.run(&["user", "list", "--json"]).json()["users"].take();
        assert!(users.as_array().unwrap().iter().all(|user| user["name"] == user["role"]), "{run}: {users}");
        let (status, log) = demo.stop();
        assert_eq!(status, Some(0));
        assert!(!log.contains("demo-admin") && !log.contains("setup"), "{log}");
        // What visitors may do to each other.
        program.run(&["user", "role", "viewer", "admin"]).done();
        program.run(&["user", "disable", "admin"]).done();
        program.feed(PASSWORD, &["user", "passwd", "support", "--password-file", "-"]).done();
    }
    let elsewhere = program.run(&["demo", "--listen", "0.0.0.0:0"]).refused(2);
    assert!(elsewhere.contains("its logins are on its page"), "{elsewhere}");
}

#[test]
fn a_demo_makes_no_other_desk_its_own() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let before = std::fs::read(program.folder().join("data/wxquota.db")).unwrap();
    let refused = program.run(&["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]).refused(1);
    assert!(refused.contains("data/wxquota.db is no demo's database") && refused.contains("--data-dir"), "{refused}");
    assert_eq!(std::fs::read(program.folder().join("data/wxquota.db")).unwrap(), before, "it is not even opened");
    let users = program.run(&["user", "list", "--json"]).json()["users"].take();
    assert_eq!((users.as_array().unwrap().len(), &users[0]["name"]), (1, &"alice".into()));
    assert!(!program.run(&["check"]).out.contains("demo"));
    assert_eq!(program.serve().stop().0, Some(0));
}

#[test]
fn what_a_demo_left_is_served_to_this_machine_only() {
    let program = Program::alone();
    let demo = Serving::start(&program, &["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]);
    assert_eq!(demo.stop().0, Some(0));
    for beyond in [
        &["--listen", "0.0.0.0:0", "--allow-http"][..],
        &["--listen", "0.0.0.0:0", "--public-url", "http://localhost:8686"],
        &["--listen", "127.0.0.1:0", "--public-url", "https://quota.example.com", "--proxy-hops", "1"],
    ] {
        let refused = program.run(&[&["serve"], beyond].concat()).refused(1);
        assert!(refused.contains("is a demo's database, whose passwords everyone knows"), "{beyond:?}: {refused}");
        assert!(program.run(&[&["check"], beyond].concat()).out.contains("wrong  demo"), "{beyond:?}");
    }
    assert!(program.checked("demo").starts_with("note demo this is a demo's database"));
    let serving = program.serve();
    assert!(serving.sign_in("viewer", "demo-viewer").is_some());
}

#[test]
fn a_demo_is_at_no_address_of_another_machine() {
    let program = Program::alone();
    for url in ["https://demo.example.com", "http://192.0.2.1"] {
        let set = ["demo", "--listen", "127.0.0.1:0", "--public-url", url, "--allow-http"];
        let refused = program.run(&set).refused(2);
        assert!(refused.contains(url) && refused.contains("can sign in as admin"), "{refused}");
    }
    let here = ["demo", "--listen", "127.0.0.1:0", "--public-url", "http://localhost:8686"];
    assert_eq!(Serving::start(&program, &here).stop().0, Some(0));
}
