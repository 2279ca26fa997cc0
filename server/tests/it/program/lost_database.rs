//! A database that is removed, replaced, linked or copied while, or before, a program serves it.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::support::program::{PASSWORD, Program};
use crate::support::serving::Serving;

/// Asks until the answer begins so; a minute is what a program may take to notice.
fn wait_for(serving: &Serving, path: &str, begins: &str) -> String {
    let began = Instant::now();
    loop {
        let reply = serving.get(path);
        if reply.starts_with(begins) {
            return reply;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "{path}: {reply}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_database_that_is_moved_away_is_noticed_and_no_second_one_is_made() {
    let program = Program::with_desk();
    program.add_user("alice", "admin").done();
    let serving = program.serve();
    let cookie = serving.sign_in("alice", PASSWORD).unwrap();
    let (data, holder) = (program.folder().join("data"), format!("process {} at http://", serving.child.id()));
    wait_for(&serving, "/readyz", "HTTP/1.1 200");
    fs::rename(data.join("wxquota.db"), data.join("away.db")).unwrap();

    let ready = wait_for(&serving, "/readyz", "HTTP/1.1 503");
    assert!(ready.ends_with("not ready: database-removed\n"), "{ready}");
    assert!(serving.get("/healthz").starts_with("HTTP/1.1 200"));
    let form = serving.post("/form/sign-in", "lang=en", &[("name", "alice"), ("password", PASSWORD)]);
    assert!(form.starts_with("HTTP/1.1 503") && form.contains("the database file was removed or moved"), "{form}");
    assert_eq!(serving.status("/settings/users", &cookie), 200, "who is signed in can read");
    // Nobody begins another database in its place.
    let adding = program.add_user("bob", "viewer").refused(1);
    assert!(adding.contains("was removed while ") && adding.contains(&holder), "{adding}");
    let checked = program.run(&["check"]);
    assert!(checked.out.contains("wrong  database  data/wxquota.db was removed while process"), "{}", checked.out);
    for typed in [&["status"][..], &["token", "create", "x", "--role", "viewer"], &["serve", "--listen", "127.0.0.1:0"]]
    {
        let refused = program.run(typed).refused(1);
        assert!(refused.contains(&holder), "{typed:?}: {refused}");
    }
    assert!(!data.join("wxquota.db").exists());
    // Nor does anybody use one that was put there.
    fs::copy(data.join("away.db"), data.join("wxquota.db")).unwrap();
    let adding = program.add_user("bob", "viewer").refused(1);
    assert!(adding.contains("was replaced while ") && adding.contains(&holder), "{adding}");

    fs::rename(data.join("away.db"), data.join("wxquota.db")).unwrap();
    wait_for(&serving, "/readyz", "HTTP/1.1 200");
    program.add_user("bob", "viewer").done();
    assert!(serving.sign_in("bob", PASSWORD).is_some());
    let (status, log) = serving.stop();
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("move the files back, or stop wxquota, restore a backup"), "{log}");
    assert!(log.contains("the database can be written again"), "{log}");
}

#[test]
fn one_database_is_served_once_by_whatever_name() {
    let program = Program::with_desk();
    let (data, links) = (program.folder().join("data"), program.folder().join("links"));
    fs::create_dir(&links).unwrap();
    symlink("../data/wxquota.db", links.join("soft.db")).unwrap();
    fs::hard_link(data.join("wxquota.db"), links.join("hard.db")).unwrap();
    let serving = program.serve();
    let holder = format!("already served by process {}", serving.child.id());
    for link in ["soft", "hard"] {
        let url = format!("sqlite://links/{link}.db");
        let refused = program.run(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]).refused(1);
        assert!(refused.contains(&holder), "{link}: {refused}");
    }
    let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(data.join("wxquota.db.serving")).unwrap());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(serving.stop().0, Some(0));
}

#[test]
fn an_empty_database_beside_its_key_is_not_begun_anew() {
    let program = Program::with_desk();
    let database = program.folder().join("data/wxquota.db");
    fs::write(&database, "").unwrap();
    for typed in [&["status"][..], &["user", "list"], &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = program.run(typed).refused(1);
        assert!(
            refused.contains("data/wxquota.db is empty, but there is already a master key data/master.key"),
            "{refused}"
        );
    }
    assert!(program.checked("database").starts_with("wrong database the database data/wxquota.db is empty"));
    assert_eq!(fs::metadata(&database).unwrap().len(), 0);
}

#[test]
fn a_copy_of_a_demo_is_a_demo_wherever_it_is() {
    let program = Program::alone();
    let demo = Serving::start(&program, &["demo", "--listen", "127.0.0.1:0", "--data-dir", "demo"]);
    let [from, to] = ["demo", "data"].map(|name| program.folder().join(name));
    fs::create_dir(&to).unwrap();
    // While it runs, by hand: the file alone, without its log.
    fs::copy(from.join("wxquota.db"), to.join("wxquota.db")).unwrap();
    demo.stop();
    fs::copy(from.join("master.key"), to.join("master.key")).unwrap();
    for beyond in [
        &["--listen", "0.0.0.0:0", "--allow-http"][..],
        &["--listen", "127.0.0.1:0", "--public-url", "https://x.example", "--proxy-hops", "1"],
    ] {
        let refused = program.run(&[&["serve"], beyond].concat()).refused(1);
        assert!(refused.contains("is the database of a demo, whose passwords are public"), "{beyond:?}: {refused}");
    }
    let again = program.run(&["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]).refused(1);
    assert!(again.contains("data/wxquota.db.demo, which keeps demo time, is missing"), "{again}");
}
