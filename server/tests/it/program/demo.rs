//! `wxquota demo`: its logins, its data, and to whom it is served.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;

use crate::support::pages::words;
use crate::support::program::{PASSWORD, Program};
use crate::support::serving::Serving;

#[test]
fn the_demo_shows_one_login_a_role_and_gives_them_back() {
    let program = Program::alone();
    let listen = ["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"];
    for run in ["first", "second"] {
        let demo = Serving::start(&program, &listen);
        assert!(demo.line().contains("names and passwords"));
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
    assert!(elsewhere.contains("its page shows the passwords"), "{elsewhere}");
}

#[test]
fn the_settings_that_the_demo_brings_are_named_as_its_own() {
    let program = Program::alone();
    let demo = Serving::start(&program, &["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]);
    let cookie = demo.sign_in("admin", "demo-admin").unwrap();
    let headers = format!("Accept: text/html\r\nAccept-Language: en\r\nCookie: {cookie}\r\n");
    let page = demo.send("GET", "/settings/system", &headers, "");
    let [simulated, _] = fixed(&page, "WXQUOTA_WECHAT_BASE_URL");
    assert!(simulated.starts_with("http://127.0.0.1:") && !simulated.contains(demo.address()), "{simulated}");
    for (variable, value, source) in [
        ("WXQUOTA_DATABASE_URL", "sqlite://data/wxquota.db", "The demo"),
        ("WXQUOTA_MASTER_KEY_FILE", "data/master.key", "The demo"),
        ("WXQUOTA_WECHAT_BASE_URL", &simulated, "The demo"),
        ("WXQUOTA_PUBLIC_URL", "not set", "Default"),
        ("WXQUOTA_PROXY_HOPS", "0", "Default"),
    ] {
        assert_eq!(fixed(&page, variable), [value, source], "{variable}");
    }
    assert_eq!(fixed(&page, "WXQUOTA_LISTEN")[1], "Command-line flag --listen");
    assert_eq!(page.matches(">The demo<").count(), 3, "and no other");
    // The addresses that its calls come from.
    let ours = changeable(&page, "our_addresses");
    assert!(ours.contains("203.0.113.") && ours.contains("Set by the demo."), "{ours}");
    assert_eq!(words(&page).matches("Set by the demo.").count(), 1, "and no other");
    for default in ["warning_percent", "readings_a_day", "rid_calls_a_day", "rids_kept_days"] {
        let told = changeable(&page, default);
        assert!(told.contains("Default value."), "{default}: {told}");
    }
    assert_eq!(demo.stop().0, Some(0));
    // Served by `serve`, whose environment names a WeChat, nothing is the demo's.
    let served = program.serve();
    let cookie = served.sign_in("admin", "demo-admin").unwrap();
    let headers = format!("Accept: text/html\r\nAccept-Language: en\r\nCookie: {cookie}\r\n");
    let page = served.send("GET", "/settings/system", &headers, "");
    let source = |variable| fixed(&page, variable)[1].clone();
    assert_eq!(source("WXQUOTA_WECHAT_BASE_URL"), "Environment variable WXQUOTA_WECHAT_BASE_URL");
    assert!(changeable(&page, "our_addresses").contains("Default value."), "{page}");
    assert!(!page.contains(">The demo<") && !page.contains("Set by the demo."), "{page}");
}

/// The value and the source of a setting that only the start decides, as its page shows them.
fn fixed(page: &str, variable: &str) -> [String; 2] {
    let row = page.split_once(&format!(">{variable}<")).unwrap_or_else(|| panic!("{variable} is not in {page}")).1;
    let mut cells = row.split("</td>").map(words);
    [cells.nth(1).unwrap(), cells.next().unwrap()]
}

/// What a page shows with the field of a setting: its value, what it means and where it comes from.
fn changeable(page: &str, setting: &str) -> String {
    let field = page.split_once(&format!("name=\"{setting}\"")).unwrap_or_else(|| panic!("no {setting} in {page}")).1;
    // The next one has a label.
    field.split("<label").next().unwrap_or_default().split("</form>").next().unwrap_or_default().to_owned()
}

#[test]
fn a_demo_makes_no_other_desk_its_own() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let before = std::fs::read(program.folder().join("data/wxquota.db")).unwrap();
    let refused = program.run(&["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]).refused(1);
    assert!(
        refused.contains("data/wxquota.db is not the database of a demo") && refused.contains("--data-dir"),
        "{refused}"
    );
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
        assert!(refused.contains("is the database of a demo, whose passwords are public"), "{beyond:?}: {refused}");
        assert!(program.run(&[&["check"], beyond].concat()).out.contains("wrong  demo"), "{beyond:?}");
    }
    assert!(program.checked("demo").starts_with("note demo this is the database of a demo"));
    let serving = program.serve();
    assert!(serving.sign_in("viewer", "demo-viewer").is_some());
}

#[test]
fn a_check_beside_a_demo_names_the_demos_own_addresses() {
    let program = Program::alone();
    let demo = Serving::start(&program, &["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]);
    let at = format!("the dashboard is at http://{},", demo.address);
    assert!(program.checked("web").contains(&at), "{} {at}", program.checked("web"));
    assert!(program.checked("wechat").contains("http://127.0.0.1:"), "{}", program.checked("wechat"));
    demo.stop();
    assert!(program.checked("web").contains("the dashboard is at http://127.0.0.1:8686,"));
}

#[test]
fn a_demo_is_at_no_address_of_another_machine() {
    let program = Program::alone();
    for url in ["https://demo.example.com", "http://192.0.2.1"] {
        let set = ["demo", "--listen", "127.0.0.1:0", "--public-url", url, "--allow-http", "--proxy-hops", "1"];
        let refused = program.run(&set).refused(2);
        assert!(refused.contains(url) && refused.contains("can sign in as admin"), "{refused}");
    }
    let here = ["demo", "--listen", "127.0.0.1:0", "--public-url", "http://localhost:8686"];
    assert_eq!(Serving::start(&program, &here).stop().0, Some(0));
}

#[test]
fn the_demo_has_a_month_behind_it_and_goes_on_where_it_was() {
    let program = Program::alone();
    let listen = ["demo", "--listen", "127.0.0.1:0", "--data-dir", "kept"];
    for run in ["first", "second"] {
        let demo = Serving::start(&program, &listen);
        assert!(demo.get("/readyz").starts_with("HTTP/1.1 200"), "{run}");
        let kept = ["--database-url", "sqlite://kept/wxquota.db", "--master-key-file", "kept/master.key"];
        let status = program.run(&[&["status", "--json"][..], &kept].concat()).json();
        let rows = status["interfaces"].as_array().unwrap();
        assert_eq!(rows.len(), 29, "{run}");
        let count = |state: &str| rows.iter().filter(|row| row["state"] == state).count();
        assert_eq!((count("exhausted"), count("failed"), count("unsupported")), (1, 5, 1), "{run}");
        assert!(count("critical") >= 1 && count("warning") >= 1 && count("never") == 0, "{run}");
        let made = program.run(&[&["token", "create", run, "--role", "viewer", "--json"][..], &kept].concat()).json();
        let samples = samples(&demo, made["token"].as_str().unwrap());
        assert!(samples >= 719, "{run}: {samples} readings in 30 days");
        assert_eq!(demo.stop().0, Some(0), "{run}");
    }
}

/// How many readings of the last month the first interface has.
fn samples(demo: &Serving, token: &str) -> usize {
    let mut stream = TcpStream::connect(&demo.address).unwrap();
    let path = "/api/v1/interfaces/1/samples?limit=1000&from=2000-01-01T00:00:00Z";
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply.matches("\"at\":").count()
}

#[test]
fn a_demo_of_its_own_leaves_nothing_behind() {
    let program = Program::alone();
    let mut command = program.command(&["demo", "--listen", "127.0.0.1:0"]);
    let mut child = command.env("TMPDIR", program.folder()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in lines {
        if line.unwrap().contains(" is at http://") {
            assert_eq!(program.entries(), 1);
            Command::new("kill").arg(child.id().to_string()).status().unwrap();
            break;
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(program.entries(), 0);
}
