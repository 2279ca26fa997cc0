//! Where the desk lies: who makes it, what is told of one that is missing, damaged or locked, and copies of it.

use crate::support::program::{Program, SECRET, with_sandbox};

#[test]
fn only_what_begins_a_desk_makes_one() {
    let program = Program::alone();
    for typed in [
        &["account", "list", "--json"][..],
        &["account", "check", "1"],
        &["account", "secret", "1", "--secret-file", "-"],
        &["account", "pause", "1"],
        &["account", "retire", "1"],
        &["interface", "add", "1", "/a/b"],
        &["interface", "remove", "1", "/a/b"],
        &["sample"],
        &["status"],
        &["rid", "hello"],
        &["user", "list"],
        &["user", "passwd", "alice"],
        &["user", "role", "alice", "lead"],
        &["user", "disable", "alice"],
        &["token", "list"],
        &["token", "revoke", "first"],
        &["backup", "copy.db"],
        &["rekey"],
    ] {
        assert_eq!(
            program.run(typed).refused(1),
            "there is no database at data/wxquota.db; run `wxquota account add` or `wxquota serve` there, or set the \
             database with --database-url",
            "{typed:?}"
        );
        assert_eq!(program.entries(), 0, "{typed:?}");
    }
    let program = Program::with_desk();
    assert!(program.folder().join("data/master.key").exists());
    for (typed, next) in [(["account", "list"], "account add"), (["token", "list"], "first")] {
        assert!(program.run(&typed).done().contains(next), "{typed:?}");
    }
    assert!(program.run(&["status"]).done().contains("account add"), "an empty list says what to do");
}

#[test]
fn a_key_that_is_gone_or_another_is_told() {
    let program = Program::alone();
    program.add_mall(SECRET).done();
    let key = program.folder().join("data/master.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    assert!(program.run(&["status"]).refused(1).contains("is missing"));
    assert!(!key.exists(), "no other key is made in its place");
    std::fs::write(&key, "0f".repeat(32)).unwrap();
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let other = program.run(&["status"]).refused(1);
    assert!(other.contains("is not the master key with which the secrets"), "{other}");
    std::fs::write(&key, kept).unwrap();
    program.run(&["status"]).done();
}

#[test]
fn a_database_that_cannot_be_used_is_told() {
    let program = Program::alone();
    let file = program.folder().join("data/wxquota.db");
    std::fs::create_dir(program.folder().join("data")).unwrap();
    std::fs::write(&file, "this is no database, but long enough to look like something".repeat(100)).unwrap();
    assert!(program.run(&["status"]).refused(1).contains("damaged or not a database"));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    program.run(&["status"]).refused(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_self_test_reads_the_whole_database_and_names_a_newer_one() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let deep = program.run(&["check", "--deep"]).done();
    assert!(deep.contains("ok     damage    the whole database was read and is not damaged"), "{deep}");
    assert!(program.checked("disk").contains("MB free on the disk with data"));
    assert!(program.checked("sampler").starts_with("ok sampler rounds are on time for 1 account"));
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (99999, 'later', 1, x'00', 0)";
    sqlx::query(later).execute(&mut program.database().await).await.unwrap();
    let newer = program.checked("database");
    assert!(newer.starts_with("wrong database the database data/wxquota.db was written by a newer wxquota"), "{newer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_self_test_tells_of_missed_rounds() {
    let (_sandbox, mut program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    program.set_clock(jiff::SignedDuration::from_hours(3));
    let missed = program.checked("sampler");
    assert_eq!(missed, "note sampler rounds were missed for 商城, because no `serve` runs on this database");
}

#[test]
fn a_copy_is_whole_and_never_overwrites() {
    let program = Program::alone();
    program.add_mall(SECRET).done();
    program.run(&["backup", "copy.db"]).done();
    assert!(program.run(&["backup", "copy.db"]).refused(1).contains("already exists"));
    let restored = program.run(&["account", "list", "--json", "--database-url", "sqlite://copy.db"]).json();
    assert_eq!(restored["accounts"][0]["name"], "商城");
}

#[test]
fn a_copy_goes_to_standard_output() {
    let program = Program::alone();
    program.add_mall(SECRET).done();
    let ran = program.command(&["backup", "-"]).output().unwrap();
    assert!(ran.status.success() && ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
    std::fs::write(program.folder().join("copy.db"), ran.stdout).unwrap();
    let restored = program.run(&["account", "list", "--json", "--database-url", "sqlite://copy.db"]).json();
    assert_eq!(restored["accounts"][0]["name"], "商城");
    let left = std::fs::read_dir(program.folder().join("data")).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| !name.to_string_lossy().starts_with("wxquota.db")).collect();
    assert_eq!(left, ["master.key"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_self_test_tells_what_is_wrong() {
    let (_sandbox, program) = with_sandbox().await;
    let database = |detail: &str, people: &[&str]| {
        let well = program.run(&["check", "--json"]).json();
        assert_eq!(well["ok"], true, "{well}");
        let checks = well["checks"].as_array().unwrap();
        let names: Vec<_> = checks.iter().map(|check| check["name"].as_str().unwrap()).collect();
        assert_eq!(
            names,
            [&["settings", "web", "proxies", "outbound", "database", "key"], people, &["clock", "wechat"]].concat()
        );
        assert!(checks[4]["detail"].as_str().unwrap().contains(detail), "{well}");
    };
    database("it does not exist yet; `wxquota account add` or `wxquota serve` creates it", &[]);
    assert_eq!(program.entries(), 0, "looking makes nothing");
    program.run(&["token", "create", "first", "--role", "viewer"]).done();
    database("is readable and writable", &["files", "disk", "users", "audit", "sampler"]);

    for program in [Program::alone(), Program::with_desk()] {
        let ran = program.run(&["check"]);
        assert!(ran.out.contains("wrong  wechat"), "{}", ran.out);
        assert_eq!(ran.refused(1), "not well: wechat");
    }
    let data = program.folder().join("data");
    assert!(program.checked("files").starts_with("ok files other users of this machine cannot"));
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    mode(&data, 0o755);
    mode(&data.join("wxquota.db"), 0o644);
    let open = program.checked("files");
    assert!(open.starts_with("note files other users can access data (mode 0755); run: chmod 700 'data'; "), "{open}");
    assert!(open.ends_with("data/wxquota.db (mode 0644); run: chmod 600 'data/wxquota.db'"), "{open}");
    assert!(program.run(&["check", "--json"]).json()["ok"].as_bool().unwrap(), "it is a note");

    let unwritable = program.run(&["check", "--database-url", "sqlite:///proc/wxquota/wxquota.db"]);
    assert!(unwritable.out.contains("/proc cannot be written"), "{}", unwritable.out);
    assert_eq!(unwritable.refused(1), "not well: database");
}
