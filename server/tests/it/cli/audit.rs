//! `wxquota check` on an audit trail that was changed by hand.

use sqlx::Executor;

use crate::support::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_trail_changed_by_hand_is_told() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    program.run(&["token", "create", "ci", "--role", "viewer"]).done();
    program.run(&["backup", "copy.db"]).done();
    assert_eq!(program.checked("audit"), "ok audit the audit trail is intact, 3 lines");
    let mut database = program.database().await;
    let guarded = database.execute("DELETE FROM audit WHERE id = 3").await.unwrap_err();
    assert!(guarded.to_string().contains("append-only"), "{guarded}");
    database.execute("DROP TRIGGER audit_never_shrinks; DROP TRIGGER audit_never_changes").await.unwrap();

    database.execute("UPDATE audit SET actor = 'cli:nobody' WHERE id = 2").await.unwrap();
    assert!(program.checked("audit").starts_with("wrong audit entry 2 of the audit trail was changed"));
    let ended = program.run(&["check"]).refused(1);
    assert!(ended.starts_with("not well: audit"), "{ended}");
    program.run(&["status", "--json"]).done();
    let copy = program.run(&["check", "--database-url", "sqlite://copy.db"]).out;
    assert!(copy.contains("the audit trail is intact"), "the copy is as it was: {copy}");

    database.execute("UPDATE audit SET actor = (SELECT actor FROM audit WHERE id = 3) WHERE id = 2").await.unwrap();
    assert!(program.checked("audit").starts_with("ok"));
    database.execute("DELETE FROM audit WHERE id = 3").await.unwrap();
    assert!(program.checked("audit").starts_with("wrong audit entries are missing after entry 2"));
}
