//! Incidents: what services report, and what the desk makes of it.

use std::sync::Arc;

use desk::incidents::{Incident, IncidentQuery, Report, ReportError, ReportReceipt};
use desk::policies::TypedPolicy;
use domain::incidents::ReactionReason;
use domain::policies::{BlockedReason, Verdict};
use domain::{Actor, IncidentId, IncidentState, Reaction, Role};
use futures::future::join_all;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, PlantedCall};
use sqlx::Connection;

use crate::clears::ONE;
use crate::policies::clearing;
use crate::test_desk::{SEND, TestDesk, USERS, appid, read_once, tester};

const QUOTA: &str = "/cgi-bin/openapi/quota/get";

pub(crate) fn report(errcode: i32, path: Option<&str>) -> Report {
    Report { account: appid(1), errcode, errmsg: format!("error {errcode}"), cgi_path: path.map(str::to_owned) }
}

/// A policy that is asked about incidents.
fn on_incidents() -> TypedPolicy {
    TypedPolicy { trigger: "incident".to_owned(), ..clearing(95) }
}

impl TestDesk {
    async fn reported(&self, report: Report) -> ReportReceipt {
        self.desk.report_incident(&tester(), report).await.unwrap()
    }

    /// Reports an error and lets the desk look into it.
    pub(crate) async fn looked_into(&self, report: Report) -> Incident {
        let id = self.reported(report).await.id;
        while self.desk.investigate_queued().await.unwrap() > 0 {}
        self.incident(id).await
    }

    pub(crate) async fn incident(&self, id: IncidentId) -> Incident {
        self.desk.incident_page(&tester(), id).await.unwrap().incident
    }
}

#[tokio::test]
async fn the_same_is_one_incident_with_a_count() {
    let (test, _) = read_once().await;
    let first = test.reported(report(45009, Some(SEND))).await;
    for count in 2..=5 {
        let again = test.reported(report(45009, Some(&format!("https://api.weixin.qq.com{SEND}?x=1")))).await;
        assert_eq!((again.id, again.count), (first.id, count), "a path is understood as elsewhere");
    }
    assert_ne!(test.reported(report(45009, Some(USERS))).await.id, first.id);
    assert_ne!(test.reported(report(45011, Some(SEND))).await.id, first.id);
    assert_ne!(test.reported(report(45009, None)).await.id, first.id);
    test.advance_by(SignedDuration::from_secs(601));
    assert_ne!(test.reported(report(45009, Some(SEND))).await.id, first.id, "ten minutes later it is another");
}

#[tokio::test]
async fn many_at_once_are_all_written_down() {
    let (test, _) = read_once().await;
    let reports = (0..500).map(|n| {
        let (desk, path) = (Arc::clone(&test.desk), if n % 2 == 0 { SEND } else { USERS });
        async move { desk.report_incident(&tester(), report(45009, Some(path))).await.unwrap() }
    });
    let reported = join_all(reports).await;
    let most = reported.iter().map(|one| one.count).max();
    assert_eq!(most, Some(250));
    let all = IncidentQuery { limit: 100, ..IncidentQuery::default() };
    let incidents = test.desk.incidents(&tester(), &all).await.unwrap();
    assert_eq!(incidents.iter().map(|one| one.count).collect::<Vec<_>>(), [250, 250]);
}

#[tokio::test]
async fn a_used_up_day_without_a_policy_is_said_to_be_so() {
    let (test, _) = read_once().await;
    test.uses(SEND, 1_000);
    let asked = test.asked();
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!((incident.state, incident.reaction), (IncidentState::Done, Reaction::Explained));
    assert!(matches!(incident.because, ReactionReason::NoPolicy { figures } if figures.remain == 0));
    assert_eq!(test.asked() - asked, 1, "a reading now");
    assert_eq!(test.carried_out(), 0);
}

#[tokio::test]
async fn quota_left_means_a_limit_a_minute_and_no_policy_is_asked() {
    let (test, _) = read_once().await;
    test.policy(&on_incidents()).await;
    test.uses(SEND, 989);
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(incident.reaction, Reaction::PerMinute);
    assert!(matches!(incident.because, ReactionReason::QuotaLeft { figures } if figures.remain == 11));
    let by_code = test.looked_into(report(45011, Some(SEND))).await;
    assert_eq!((by_code.reaction, by_code.because), (Reaction::PerMinute, ReactionReason::MinuteLimit));
    assert!(test.decisions().await.is_empty());
    assert_eq!(test.received(ONE), 0);
}

#[tokio::test]
async fn a_policy_clears_for_an_incident_once() {
    let (test, _) = read_once().await;
    test.policy(&on_incidents()).await;
    test.uses(SEND, 990);
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!((incident.reaction, incident.state), (Reaction::Cleared, IncidentState::Done));
    let clears = test.ledger().await;
    assert_eq!(incident.clear, Some(clears[0].id));
    assert!(clears[0].reason.as_deref().unwrap().contains(&format!("incident {}", incident.id)));
    test.advance(11);
    test.watch().await;
    test.uses(SEND, 1_000);
    let again = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(again.reaction, Reaction::RefusedByPolicy);
    assert!(
        matches!(again.because, ReactionReason::PolicyWithheld { why: BlockedReason::Cooldown { .. }, .. }),
        "{again:?}"
    );
    assert_eq!(test.received(ONE), 1);
}

#[tokio::test]
async fn while_it_is_reported_it_is_looked_into_again() {
    let (test, _) = read_once().await;
    test.policy(&on_incidents()).await;
    test.uses(SEND, 980);
    let first = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(first.reaction, Reaction::PerMinute);
    test.uses(SEND, 20);
    test.advance(2);
    let soon = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!((soon.id, soon.count, soon.reaction), (first.id, 2, Reaction::PerMinute));
    test.advance(1);
    let then = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!((then.id, then.count, then.reaction), (first.id, 3, Reaction::Cleared));
    test.advance(3);
    let after = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!((after.id, after.clear), (first.id, then.clear));
    assert_eq!(test.received(ONE), 1);
}

#[tokio::test]
async fn an_incident_looked_into_again_after_a_crash_makes_no_second_clear() {
    let (test, _) = read_once().await;
    test.policy(&TypedPolicy { cooldown: "0".to_owned(), a_day: "9".to_owned(), ..on_incidents() }).await;
    test.uses(SEND, 1_000);
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(incident.reaction, Reaction::Cleared);
    // As if what was done had not been written down.
    let mut connection =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", test.database().display())).await.unwrap();
    sqlx::query("UPDATE incidents SET state = 'working', ended_at = NULL").execute(&mut connection).await.unwrap();
    drop(connection);
    let test = test.restarted().await;
    test.uses(SEND, 1_000);
    assert_eq!(test.desk.requeue_incidents().await.unwrap(), 1);
    test.desk.investigate_queued().await.unwrap();
    assert_eq!(test.received(ONE), 1);
    let again = test.incident(incident.id).await;
    assert_eq!((again.state, again.reaction), (IncidentState::Done, Reaction::Cleared));
    assert_eq!(again.clear, incident.clear, "its clear is the answer, not that quota is left after it");
}

#[tokio::test]
async fn a_reading_that_had_it_cleared_first_is_the_answer_too() {
    let (test, _) = read_once().await;
    test.policy(&clearing(95)).await;
    test.uses(SEND, 1_000);
    let reported = test.reported(report(45009, Some(SEND))).await;
    test.an_hour().await;
    assert_eq!(test.received(ONE), 1);
    test.desk.investigate_queued().await.unwrap();
    let incident = test.incident(reported.id).await;
    assert_eq!((incident.reaction, incident.clear), (Reaction::Cleared, Some(test.ledger().await[0].id)));
    assert!(test.decisions().await.iter().all(|decision| matches!(decision.verdict, Verdict::Clears { .. })));
}

#[tokio::test]
async fn a_clear_that_wechat_refuses_is_no_answer() {
    let (test, _) = read_once().await;
    test.policy(&on_incidents()).await;
    test.uses(SEND, 1_000);
    test.wechat.sandbox.add_fault(Fault::on(ONE, FaultKind::Errcode { errcode: 48006, errmsg: None }).times(1));
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(incident.reaction, Reaction::RefusedByPolicy);
    let refused = test.ledger().await[0].id;
    assert_eq!(incident.clear, Some(refused));
    let why = BlockedReason::NotAccepted { clear: refused };
    assert!(
        matches!(&incident.because, ReactionReason::PolicyWithheld { why: told, .. } if *told == why),
        "{incident:?}"
    );
}

#[tokio::test]
async fn a_desk_that_is_about_to_stop_orders_nothing() {
    let (test, _) = read_once().await;
    test.policy(&clearing(95)).await;
    test.policy(&TypedPolicy { name: "reported".to_owned(), ..on_incidents() }).await;
    test.uses(SEND, 1_000);
    let reported = test.reported(report(45009, Some(SEND))).await;
    test.desk.close();
    test.an_hour().await;
    test.desk.investigate_queued().await.unwrap();
    assert_eq!(test.received(ONE), 0);
    let left = test.incident(reported.id).await;
    assert_eq!((left.state, left.reaction), (IncidentState::Working, Reaction::None), "for the next desk");
}

#[tokio::test]
async fn where_no_interface_is_named_nothing_is_cleared_on_a_guess() {
    let (test, _) = read_once().await;
    test.policy(&on_incidents()).await;
    let unclear = test.looked_into(report(45009, None)).await;
    assert_eq!((unclear.reaction, unclear.because), (Reaction::Explained, ReactionReason::NoInterface));
    test.uses(USERS, 500);
    test.advance(60);
    test.beat().await;
    let meant = test.looked_into(report(45009, None)).await;
    assert_eq!(meant.reaction, Reaction::Explained);
    assert!(
        matches!(&meant.because, ReactionReason::Guessed { cgi_path, figures }
            if cgi_path.as_str() == USERS && figures.daily_limit == 500),
        "{meant:?}"
    );
    assert!(test.decisions().await.is_empty());
    assert_eq!(test.received(ONE), 0);
    let unwatched = test.looked_into(report(45009, Some("/wxa/other"))).await;
    assert_eq!(unwatched.because, ReactionReason::NotWatched);
}

#[tokio::test]
async fn a_services_own_token_is_for_the_service_to_fetch() {
    for errcode in [40001, 40014, 42001] {
        let (test, _) = read_once().await;
        let fetched = test.received("/cgi-bin/stable_token");
        let incident = test.looked_into(report(errcode, Some(SEND))).await;
        assert_eq!(incident.reaction, Reaction::RefetchToken);
        assert_eq!(incident.because, ReactionReason::OwnTokenWorks { again: false });
        assert_eq!(test.received("/cgi-bin/stable_token"), fetched, "ours is not renewed");
        for _ in 0..2 {
            test.advance(11);
            test.reported(report(errcode, Some(SEND))).await;
        }
        test.desk.investigate_queued().await.unwrap();
        let all = IncidentQuery { limit: 1, ..IncidentQuery::default() };
        let newest = test.desk.incidents(&tester(), &all).await.unwrap().remove(0);
        assert_eq!(newest.because, ReactionReason::OwnTokenWorks { again: true }, "the third within a day");
    }
}

#[tokio::test]
async fn where_ours_is_refused_too_somebody_else_renews_it() {
    let (test, _) = read_once().await;
    test.wechat.sandbox.revoke_tokens(&appid(1)).unwrap();
    let incident = test.looked_into(report(40001, Some(SEND))).await;
    assert_eq!((incident.reaction, incident.because), (Reaction::RefetchToken, ReactionReason::RenewedElsewhere));
}

#[tokio::test]
async fn other_errors_are_explained_and_unknown_ones_said_to_be_so() {
    let (test, _) = read_once().await;
    for errcode in [40164, 48001, 61007] {
        let incident = test.looked_into(report(errcode, None)).await;
        assert_eq!((incident.reaction, incident.because), (Reaction::Explained, ReactionReason::Known), "{errcode}");
    }
    let unknown = test.looked_into(report(123_456_789, None)).await;
    assert_eq!((unknown.reaction, unknown.because), (Reaction::None, ReactionReason::Unknown));
}

#[tokio::test]
async fn the_rid_is_looked_up_and_secrets_are_masked() {
    let (test, account) = read_once().await;
    let call = PlantedCall {
        appid: Some(appid(1)),
        path: SEND.to_owned(),
        at_ms: None,
        query: String::new(),
        request_body: String::new(),
        errcode: 45009,
        errmsg: None,
        response_body: None,
        cost_in_ms: None,
        client_ip: None,
    };
    let rid = test.wechat.sandbox.plant(call).unwrap();
    let errmsg = format!(
        "reach max api daily quota limit rid: {rid} access_token=80_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    );
    let incident = test.looked_into(Report { errmsg, ..report(45009, Some(SEND)) }).await;
    assert_eq!(incident.rid.as_deref(), Some(rid.as_str()));
    assert!(!incident.errmsg.contains("abcdefghijklmnopqrstuvwxyz"), "{}", incident.errmsg);
    test.desk.run_due_lookups().await.unwrap();
    let kept = test.store.kept_rid(&rid, Some(account)).await.unwrap().unwrap();
    assert_eq!((kept.looked_up_by.as_str(), kept.cgi_path.as_ref().map(domain::CgiPath::as_str)), ("desk", Some(SEND)));
    assert!(!String::from_utf8_lossy(&test.bytes_on_disk()).contains("abcdefghijklmnopqrstuvwxyz0123456789"));
}

#[tokio::test]
async fn a_rid_that_no_account_can_answer_is_not_looked_up() {
    let (test, _) = read_once().await;
    for (errcode, path, errmsg) in [
        (40029, None, "invalid code, rid: 617682e0-09059ac5-34a8e2ea"),
        (41002, Some("/cgi-bin/token"), "appid missing rid: 617682e1-09059ac5-34a8e2ea"),
    ] {
        let incident = test.looked_into(Report { errmsg: errmsg.to_owned(), ..report(errcode, path) }).await;
        let rid = incident.rid.unwrap();
        assert_eq!(test.desk.run_due_lookups().await.unwrap(), 0);
        let lookup = test.store.rid_lookup(&rid).await.unwrap().unwrap();
        assert!(lookup.due_at.is_none() && lookup.untold.is_some(), "{lookup:?}");
    }
    assert_eq!(test.received("/cgi-bin/openapi/rid/get"), 0);
}

#[tokio::test]
async fn a_flood_of_incidents_makes_few_calls() {
    let (test, _) = read_once().await;
    test.uses(SEND, 1_000);
    let asked = test.asked();
    for round in 0..30 {
        for n in 0..10 {
            test.reported(report(45009, Some(SEND))).await;
            test.reported(report(40001, Some(&format!("/cgi-bin/made/up/{n}")))).await;
        }
        test.desk.investigate_queued().await.unwrap();
        test.advance_by(SignedDuration::from_secs(2));
        assert!(test.asked() - asked <= 4, "round {round}: {}", test.asked() - asked);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_no_per_minute_limit() {
    let (test, _) = read_once().await;
    test.advance(10);
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Html));
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(incident.reaction, Reaction::Explained);
    assert!(matches!(incident.because, ReactionReason::NotRead { failure: Some(_) }), "{incident:?}");
}

#[tokio::test]
async fn whoever_may_report_may_and_reads_only_what_the_role_allows() {
    let (test, _) = read_once().await;
    let who =
        |role| Actor::Token { name: "t".to_owned(), made_by: "alice".to_owned(), role, maker: None, address: None };
    let reporter = who(Role::Reporter);
    test.desk.report_incident(&reporter, report(45009, None)).await.unwrap();
    assert!(test.desk.incidents(&reporter, &IncidentQuery::default()).await.is_err());
    let refused = test.desk.report_incident(&who(Role::Viewer), report(45009, None)).await;
    assert!(matches!(refused, Err(ReportError::Forbidden(_))));
    let nobody = Report { account: "nothing".to_owned(), ..report(45009, None) };
    assert!(matches!(test.desk.report_incident(&reporter, nobody).await, Err(ReportError::NoSuchAccount)));
}
