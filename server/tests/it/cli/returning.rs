//! A backup put back, and another master key.

use std::fs;
use std::path::PathBuf;

use crate::support::program::{Program, SECRET};

/// The files in the data folder whose names begin like this, by name.
fn files(program: &Program, start: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(program.folder().join("data")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> =
        entries.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start)).collect();
    found.sort();
    found
}

fn names(program: &Program, more: &[&str]) -> Vec<String> {
    let listed = program.run(&[&["account", "list", "--json"], more].concat()).json();
    let accounts = listed["accounts"].as_array().unwrap();
    accounts.iter().map(|account| account["name"].as_str().unwrap().to_owned()).collect()
}

fn with_backup() -> Program {
    let program = Program::alone();
    program.add_mall(SECRET).done();
    program.run(&["backup", "copy.db"]).done();
    let add = ["account", "add", "--name", "later", "--appid", "wx00000000000000f1", "--secret-file", "-"];
    program.feed(SECRET, &add).done();
    program
}

#[test]
fn a_backup_is_tried_and_then_put_back() {
    let program = with_backup();
    let tried = program.run(&["restore", "copy.db", "--dry-run"]).done();
    assert!(tried.starts_with("copy.db is intact: version "), "{tried}");
    let lost =
        "Restoring it would lose what is newer: 0 clears, 0 incidents, 0 readings and 1 entry of the audit trail.";
    assert!(tried.contains(lost) && tried.ends_with("Nothing was changed.\n"), "{tried}");
    assert_eq!(names(&program, &[]).len(), 2);

    let done = program.run(&["restore", "copy.db"]).done();
    assert!(
        done.contains("Restoring it loses what is newer: 0 clears") && done.contains("is restored from copy.db."),
        "{done}"
    );
    assert_eq!(names(&program, &[]), ["商城"]);
    let kept = files(&program, "wxquota.db.before-");
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(done.contains(&format!("kept as {}", kept[0].strip_prefix(program.folder()).unwrap().display())), "{done}");
    assert_eq!(names(&program, &["--database-url", &format!("sqlite://{}", kept[0].display())]).len(), 2);
    assert!(program.checked("audit").starts_with("ok audit the audit trail is intact"));
}

#[test]
fn beside_a_server_a_backup_is_only_tried() {
    let program = with_backup();
    let serving = program.serve();
    let refused = program.run(&["restore", "copy.db"]).refused(1);
    assert!(refused.contains("already served by process") && refused.contains("stop it first"), "{refused}");
    program.run(&["restore", "copy.db", "--dry-run"]).done();
    assert!(program.run(&["rekey"]).refused(1).contains("already served by process"));
    serving.stop();
    assert_eq!(names(&program, &[]).len(), 2);
}

#[test]
fn what_cannot_be_put_back_is_told() {
    let program = with_backup();
    program.write("text.db", &"this is no database".repeat(500));
    for (file, told) in [
        ("none.db", "none.db cannot be restored: there is no database none.db"),
        ("text.db", "text.db cannot be restored: text.db is damaged or not a database"),
    ] {
        let refused = program.run(&["restore", file]).refused(1);
        assert!(refused.starts_with(told), "{refused}");
    }
    assert!(program.run(&["restore", "data/wxquota.db"]).refused(2).contains("is the database itself"));
    assert_eq!(names(&program, &[]).len(), 2);
}

#[test]
fn on_a_new_machine_nothing_is_lost() {
    let (old, new) = (with_backup(), Program::alone());
    fs::copy(old.folder().join("copy.db"), new.folder().join("copy.db")).unwrap();
    let refused = new.run(&["restore", "copy.db"]).refused(1);
    assert!(refused.contains("master key") && refused.contains("is missing"), "{refused}");
    assert!(!new.folder().join("data/wxquota.db").exists());
    fs::create_dir_all(new.folder().join("data")).unwrap();
    fs::copy(old.folder().join("data/master.key"), new.folder().join("data/master.key")).unwrap();
    let done = new.run(&["restore", "copy.db"]).done();
    assert!(done.contains("nothing is lost") && !done.contains("from before"), "{done}");
    assert_eq!(names(&new, &[]), ["商城"]);
}

#[test]
fn another_key_opens_everything_and_the_old_one_the_backups() {
    let program = with_backup();
    let old = fs::read(program.folder().join("data/master.key")).unwrap();
    let done = program.run(&["rekey"]).done();
    assert!(done.starts_with("2 secrets are encrypted with the new master key."), "{done}");
    let kept = files(&program, "master.key.old-");
    assert_eq!(fs::read(&kept[0]).unwrap(), old);
    assert_ne!(fs::read(program.folder().join("data/master.key")).unwrap(), old);
    let last = done.lines().last().unwrap();
    assert!(
        last.starts_with("Backups made before now need the old key, which is kept as data/master.key.old-"),
        "{done}"
    );
    assert_eq!(names(&program, &[]).len(), 2);
    assert!(program.checked("audit").starts_with("ok audit the audit trail is intact"));

    let refused = program.run(&["restore", "copy.db"]).refused(1);
    assert!(refused.contains("is not the master key"), "{refused}");
    let with_old = ["--database-url", "sqlite://copy.db", "--master-key-file", kept[0].to_str().unwrap()];
    assert_eq!(names(&program, &with_old), ["商城"]);
}

#[test]
fn a_key_of_ones_own_is_taken_and_a_credential_left_alone() {
    let program = with_backup();
    let key = |byte: &str| format!("{}\n", byte.repeat(32));
    for (name, byte) in [("own.key", "0a"), ("next.key", "0b")] {
        program.write(name, &key(byte));
        fs::set_permissions(program.folder().join(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    assert!(program.run(&["rekey", "--new-key-file", "none.key"]).refused(1).starts_with("none.key cannot be read"));
    program.run(&["rekey", "--new-key-file", "own.key"]).done();
    assert_eq!(fs::read_to_string(program.folder().join("data/master.key")).unwrap(), key("0a"));
    assert!(program.run(&["rekey", "--new-key-file", "own.key"]).refused(1).contains("is the one that is in use"));

    let folder = program.folder().join("data").display().to_string();
    let program = program.with("CREDENTIALS_DIRECTORY", folder.clone());
    let with_key = ["--master-key-file", &format!("{folder}/master.key")];
    let refused = program.run(&[&["rekey"], &with_key[..]].concat()).refused(1);
    assert!(refused.contains("is a systemd credential") && refused.contains("--new-key-file"), "{refused}");
    let done = program.run(&[&["rekey", "--new-key-file", "next.key"], &with_key[..]].concat()).done();
    assert!(done.contains("put the key in next.key in the place of the credential"), "{done}");
    assert_eq!(fs::read_to_string(program.folder().join("data/master.key")).unwrap(), key("0a"), "it is systemd's");
    assert_eq!(names(&program, &["--master-key-file", "next.key"]).len(), 2);
}
