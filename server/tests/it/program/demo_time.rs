//! Demo time: a demo, and every command beside it, go by a clock of the demo's own.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::support::program::{Program, Ran};
use crate::support::serving::Serving;

const DEMO: [&str; 5] = ["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"];

fn at(time: &Value) -> Timestamp {
    time.as_str().unwrap().parse().unwrap()
}

/// The time that a demo's sign-in page shows.
fn shown(serving: &Serving, marked: &str, language: &str) -> String {
    let page = serving.send("GET", "/login", &format!("Accept: text/html\r\nCookie: lang={language}\r\n"), "");
    let (_, after) = page.split_once(marked).unwrap_or_else(|| panic!("{page}"));
    after.split('<').next().unwrap().to_owned()
}

#[test]
fn a_demo_and_the_commands_beside_it_go_by_its_clock() {
    let mut program = Program::alone();
    let begin: Timestamp = "2026-02-26T15:20:00+08:00".parse().unwrap();
    let a_minute = |from: Timestamp| from..from + SignedDuration::from_mins(5);
    let demo = Serving::start(&program, &DEMO);
    assert!(shown(&demo, "Demo time: ", "en").starts_with("2026-02-26 15:2"));
    assert!(shown(&demo, "演示时间：", "zh-CN").starts_with("2026-02-26 15:2"));

    program.run(&["token", "create", "beside", "--role", "viewer"]).done();
    let made_at = |program: &Program, name: &str| {
        let tokens = program.run(&["token", "list", "--json"]).json()["tokens"].take();
        let token =
            tokens.as_array().unwrap().iter().find(|token| token["name"] == name).unwrap_or_else(|| panic!("{tokens}"));
        at(&token["created_at"])
    };
    assert!(a_minute(begin).contains(&made_at(&program, "beside")));
    let status = program.run(&["status", "--json"]).json();
    let newest = status["interfaces"].as_array().unwrap().iter().filter(|row| row["sampled_at"].is_string());
    assert!(a_minute(begin).contains(&newest.map(|row| at(&row["sampled_at"])).max().unwrap()), "{status}");
    assert!(program.run(&["budget"]).done().starts_with("Clears of 2026-02"));
    // A rid of one hour before the demo's time is young, by its clock alone.
    let rid = format!("{:08x}-09059ac5-34a8e2ea", (begin - SignedDuration::from_hours(1)).as_second());
    assert!(program.run(&["rid", &rid]).out.contains("can be looked up until 2026-03-05 14:20"));
    let checked = program.run(&["check", "--wechat-base-url", &format!("http://{}", demo.address())]).done();
    assert!(checked.contains("ok     clock     demo time (2026-02-26 15:2"), "{checked}");

    // Unless it is told of another, a command asks the demo's WeChat.
    let unset = |typed: &[&str]| Ran::of(program.command(typed).env_remove("WXQUOTA_WECHAT_BASE_URL"));
    let sampled = unset(&["sample", "--account", "商城小程序", "--json"]).json();
    assert_eq!(
        (&sampled["good"].as_i64().is_some_and(|good| good > 5), &sampled["failed"]),
        (&true, &0.into()),
        "{sampled}"
    );
    assert!(unset(&["check"]).done().contains("answers"));
    program.run(&["backup", "copy.db"]).done();
    assert_eq!(demo.stop().0, Some(0));
    program.set_clock(SignedDuration::from_hours(3));
    program.run(&["token", "create", "between", "--role", "viewer"]).done();
    let between = made_at(&program, "between");
    assert!(a_minute(begin + SignedDuration::from_hours(3)).contains(&between), "the time it was stopped counts");

    program.set_clock(-SignedDuration::from_hours(24));
    let demo = Serving::start(&program, &DEMO);
    program.run(&["token", "create", "after", "--role", "viewer"]).done();
    let after = made_at(&program, "after");
    assert!((between..between + SignedDuration::from_mins(5)).contains(&after), "never back: {after}");
    assert_eq!(demo.stop().0, Some(0));

    let real = ["sample", "--wechat-base-url", "https://api.weixin.qq.com"];
    let refused = program.run(&real).refused(2);
    assert!(refused.contains("is the database of a demo, with invented accounts"), "{refused}");
    // As an older release left it: it knows no time, and no WeChat.
    std::fs::write(program.folder().join("data/wxquota.db.demo"), "This database is a demo's.\n").unwrap();
    let beside_wechat = |typed: &[&str]| {
        Ran::of(program.command(typed).env_remove("WXQUOTA_WECHAT_BASE_URL").env_remove("WXQUOTA_CLOCK_OFFSET_MS"))
    };
    for reads in [&["status"][..], &["clears"], &["budget"], &["account", "list"], &["backup", "old.db"]] {
        beside_wechat(reads).done();
    }
    for calls in [&["sample"][..], &["account", "check", "1"], &["check"], &["serve"]] {
        assert!(beside_wechat(calls).refused(2).contains("is the database of a demo"), "{calls:?}");
    }
}

#[test]
fn whoever_serves_a_demos_database_shows_its_time() {
    let mut program = Program::alone();
    assert_eq!(Serving::start(&program, &DEMO).stop().0, Some(0));
    program.set_clock(SignedDuration::from_hours(3));
    let serving = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(shown(&serving, "Demo time: ", "en").starts_with("2026-02-26 18:2"), "whoever serves it");
}

#[test]
fn other_desks_have_no_demo_time() {
    let program = Program::with_desk();
    let serving = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    let page = serving.send("GET", "/login", "Accept: text/html\r\nCookie: lang=en\r\n", "");
    assert!(page.contains("Times are in") && !page.contains("Demo time"), "{page}");
}

#[test]
fn a_test_names_the_clock_and_is_told_what_is_wrong_with_it() {
    let mut program = Program::alone();
    program.set_clock(SignedDuration::from_hours(7));
    let demo = Serving::start(&program, &[&DEMO[..], &["--start", "2028-02-29T23:58:00+08:00"]].concat());
    assert!(shown(&demo, "Demo time: ", "en").starts_with("2028-02-29 23:5"));
    for start in ["tomorrow", "2026-11-26", "1999-12-31T00:00:00Z", "2100-01-01T00:00:00Z"] {
        let refused = program.run(&[&DEMO[..], &["--start", start]].concat()).refused(2);
        assert!(refused.contains("write a time between 2020 and 2100, such as 2026-11-26T15:20:00+08:00"), "{refused}");
    }
    let odd = program.run(&["status", "--clock-offset-ms", "soon"]).refused(2);
    assert!(odd.contains("WXQUOTA_CLOCK_OFFSET_MS: \"soon\" is not a whole number of milliseconds"), "{odd}");
    let mut other = Program::alone();
    other.set_clock(SignedDuration::from_hours(7));
    let real = other.run(&["status", "--wechat-base-url", "https://api.weixin.qq.com"]).refused(2);
    assert!(real.contains("WXQUOTA_CLOCK_OFFSET_MS: only for tests"), "{real}");
    assert!(!program.run(&["demo", "--help"]).done().contains("CLOCK_OFFSET"));
}
