//! Several commands beside each other, each a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use secrecy::ExposeSecret;
use store::sqlite::SqliteStore;
use store::{Accounts, Audit, AuditChain, Samples, Store};

use crate::conformance::{at, by, new_account};

/// Tells a process that it is one of several, in which folder, and which one.
const FOLDER: &str = "WXQUOTA_TEST_FOLDER";
const NUMBER: &str = "WXQUOTA_TEST_NUMBER";
const PROCESSES: u64 = 6;

/// This very program, to run one test that is otherwise ignored.
fn command(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]).env(FOLDER, folder).stdout(Stdio::null());
    command
}

fn child(folder: &Path, number: u64) -> Child {
    command("sqlite::processes::one_of_several", folder).env(NUMBER, number.to_string()).spawn().unwrap()
}

/// Opens the database, adds an account of its own, and takes readings out of an allowance that all share.
#[tokio::test]
#[ignore = "is started by first_commands_at_once"]
async fn one_of_several() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let number = std::env::var(NUMBER).unwrap().parse().unwrap();
    let store = SqliteStore::open_in(&folder).await.unwrap();
    store.add_account(new_account(number), &by(), at(0)).await.unwrap();
    let first = store.accounts().await.unwrap().iter().map(|account| account.id).min().unwrap();
    for _ in 0..20 {
        store.take_readings(first, at(0), 1, 50).await.unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn first_commands_at_once() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let children: Vec<_> = (0..PROCESSES).map(|number| child(&data, number)).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let store = SqliteStore::open_in(&data).await.unwrap();
        let accounts = store.accounts().await.unwrap();
        assert_eq!(accounts.len() as u64, PROCESSES);
        let lines = i64::try_from(PROCESSES).unwrap();
        assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines }, "and write one trail");
        let mut taken = 0;
        for account in accounts {
            let secret = store.secret(account.id).await.unwrap().unwrap();
            assert_eq!(secret.expose_secret(), account.name.replace("account ", "secret-of-"), "all have one key");
            taken += store.readings_taken(account.id, at(0)).await.unwrap();
        }
        assert_eq!(taken, 50, "the allowance holds across processes");
    }
}

/// The user that owns nothing; root becomes it here, because permissions do not hold root back.
const NOBODY: u32 = 65534;

#[tokio::test]
#[ignore = "is started by a_database_without_write_permission_is_named"]
async fn one_without_permission() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let error = SqliteStore::open_in(&folder).await.unwrap_err();
    assert!(matches!(error, store::OpenError::ReadOnly { .. }), "{error}");
}

#[tokio::test]
async fn a_database_without_write_permission_is_named() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;

    let folder = tempfile::tempdir().unwrap();
    SqliteStore::open_in(folder.path()).await.unwrap().close().await;
    let root = std::fs::metadata(folder.path()).unwrap().uid() == 0;
    let (database, key) = (folder.path().join("wxquota.db"), folder.path().join("master.key"));
    for (of_file, of_folder) in [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)] {
        set_permissions(&database, Permissions::from_mode(of_file)).unwrap();
        set_permissions(folder.path(), Permissions::from_mode(of_folder)).unwrap();
        let mut command = command("sqlite::processes::one_without_permission", folder.path());
        if root {
            for path in [folder.path(), &database, &key] {
                chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            command.uid(NOBODY).gid(NOBODY);
        }
        match command.spawn() {
            Err(error) if root => return eprintln!("skipped: nobody may not run the tests here ({error})"),
            child => assert!(child.unwrap().wait().unwrap().success(), "{of_file:o} in {of_folder:o}"),
        }
    }
    set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
}

#[tokio::test]
#[ignore = "is started by the_files_of_another_user_are_named"]
async fn one_of_another_user() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let error = SqliteStore::open_in(&folder).await.unwrap_err();
    assert!(matches!(error, store::OpenError::Foreign(_)), "{error}");
    let line = error.to_string();
    let (first, command) = line.split_once("; run as root: chown ").unwrap();
    let database = folder.join("wxquota.db");
    assert!(first.contains(" belongs to the user ") && first.contains(", but wxquota runs as "), "{line}");
    assert!(
        command.contains(&format!("'{}'", database.display())) || first.starts_with(folder.to_str().unwrap()),
        "{line}"
    );
    assert!(!line.contains('\n'));
}

#[tokio::test]
async fn the_files_of_another_user_are_named() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let folder = tempfile::tempdir().unwrap();
    if std::fs::metadata(folder.path()).unwrap().uid() != 0 {
        return eprintln!("skipped: only root can run a program as another user");
    }
    SqliteStore::open_in(folder.path()).await.unwrap().close().await;
    for (of_folder, of_files) in [(0o755, 0o600), (0o755, 0o644), (0o700, 0o600)] {
        set_permissions(folder.path(), Permissions::from_mode(of_folder)).unwrap();
        set_permissions(folder.path().join("wxquota.db"), Permissions::from_mode(of_files)).unwrap();
        let mut command = command("sqlite::processes::one_of_another_user", folder.path());
        match command.uid(NOBODY).gid(NOBODY).spawn() {
            Err(error) => return eprintln!("skipped: nobody may not run the tests here ({error})"),
            Ok(mut child) => assert!(child.wait().unwrap().success(), "{of_folder:o} {of_files:o}"),
        }
    }
}
