//! Deletion by age, by the settings.

use desk::incidents::IncidentQuery;
use domain::{Actor, Role, SettingKey, UserId};
use jiff::SignedDuration;

use crate::incidents::report;
use crate::test_desk::{SEND, read_once, tester};

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[tokio::test]
async fn records_are_deleted_as_the_settings_say_and_the_ledger_stays() {
    let (test, _) = read_once().await;
    let left = async || {
        let all = IncidentQuery { limit: 10, ..IncidentQuery::default() };
        test.desk.incidents(&tester(), &all).await.unwrap().len()
    };
    test.looked_into(report(45009, Some(SEND))).await;
    let lines = test.store.audit(&store::AuditQuery { limit: 100, ..Default::default() }).await.unwrap();
    test.advance_by(DAY * 364);
    assert_eq!(test.desk.delete_old().await.unwrap(), 0);
    test.looked_into(report(45009, Some(SEND))).await;
    test.advance_by(DAY * 2);
    assert!(test.desk.delete_old().await.unwrap() >= 1, "an incident and its notice");
    assert_eq!(left().await, 1);
    let admin = Actor::User { id: UserId(1), name: "alice".to_owned(), role: Role::Admin, address: None };
    let set = async |days: &str| {
        let typed = [(SettingKey::IncidentsKeptDays, days.to_owned()).into()];
        test.desk.change_settings(&admin, &typed, None).await.unwrap()
    };
    set("0").await;
    test.advance_by(DAY * 4_000);
    test.desk.delete_old().await.unwrap();
    assert_eq!(left().await, 1, "kept without limit");
    set("30").await;
    test.desk.delete_old().await.unwrap();
    assert_eq!(left().await, 0);
    let after = test.store.audit(&store::AuditQuery { limit: 100, ..Default::default() }).await.unwrap();
    assert!(after.len() >= lines.len() && after.ends_with(&lines), "no line of the audit trail is deleted");
}

#[tokio::test]
async fn thousands_are_deleted_in_steps_that_let_others_write() {
    let (test, account) = read_once().await;
    let reports: Vec<_> = (0..450)
        .map(|n| store::incidents::NewIncident {
            account,
            errcode: 100_000 + n,
            errmsg: String::new(),
            cgi_path: None,
            rid: None,
            by: "ci".to_owned(),
            at: test.desk.clock().now(),
        })
        .collect();
    let reports: Vec<_> = reports.iter().collect();
    test.store.report_incidents(&reports, domain::incidents::MERGE_WINDOW, &mut |_| true).await.unwrap();
    while test.desk.investigate_queued().await.unwrap() > 0 {}
    test.advance_by(DAY * 400);
    let deleting = tokio::spawn({
        let desk = std::sync::Arc::clone(&test.desk);
        async move { desk.delete_old().await.unwrap() }
    });
    // Reports are taken meanwhile.
    while !deleting.is_finished() {
        test.desk.report_incident(&tester(), report(45011, None)).await.unwrap();
    }
    assert!(deleting.await.unwrap() >= 450);
}
