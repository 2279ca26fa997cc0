//! One verdict on a refused call, wherever it is asked for; and incidents that state the present.

use desk::explain::ClearHelps;
use desk::incidents::{Incident, Report, explanation};
use desk::policies::TypedPolicy;
use desk::rids::{LookedUp, Search};
use domain::incidents::ReactionReason;
use domain::policies::BlockedReason;
use domain::{ClearState, IncidentState, Lang, LimitHit, NoticeContent, Reaction};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, PlantedCall};
use store::clears::Settlement;
use store::notices::NoticeQuery;
use wechat::Rid;

use crate::clears::{ONE, order_one};
use crate::policies::clearing;
use crate::rids::call_of;
use crate::test_desk::{SEND, TestDesk, appid, read_once, tester};

const QUOTA: &str = "/cgi-bin/openapi/quota/get";

/// A policy that clears for incidents as often as they come.
fn eager() -> TypedPolicy {
    let clearing = clearing(95);
    TypedPolicy { trigger: "incident".to_owned(), cooldown: "0".to_owned(), a_day: "9".to_owned(), ..clearing }
}

/// The same, within its usual limits.
fn careful() -> TypedPolicy {
    TypedPolicy { trigger: "incident".to_owned(), ..clearing(95) }
}

impl TestDesk {
    /// A service reports 45009 of [`SEND`], and the desk looks into what is due.
    async fn fails(&self) -> Incident {
        self.fails_with(45009).await
    }

    async fn fails_with(&self, errcode: i32) -> Incident {
        let errmsg = format!("error {errcode}");
        let report = Report { account: appid(1), errcode, errmsg, cgi_path: Some(SEND.to_owned()) };
        let id = self.desk.report_incident(&tester(), report).await.unwrap().id;
        self.looks().await;
        self.desk.incident_page(&tester(), id).await.unwrap().incident
    }

    async fn looks(&self) {
        while self.desk.investigate_queued().await.unwrap() > 0 {}
    }

    async fn present(&self, incident: &Incident) -> Incident {
        self.desk.incident_page(&tester(), incident.id).await.unwrap().incident
    }

    /// The notices about incidents, the oldest first: reaction, and the clear after which it was reported again.
    async fn told_of_incidents(&self) -> Vec<(Reaction, bool)> {
        let notices = self.store.notices(&NoticeQuery { limit: 100, ..NoticeQuery::default() }).await.unwrap();
        let incident = |news| match news {
            NoticeContent::Incident { reaction, after, .. } => Some((reaction, after.is_some())),
            _ => None,
        };
        notices.into_iter().rev().filter_map(|notice| incident(notice.news)).collect()
    }

    /// Looks up a call that failed just now on [`SEND`].
    async fn refused(&self, errcode: i64) -> LookedUp {
        let rid: Rid = self.plant(PlantedCall { errcode, ..call_of(Some(1)) });
        let pasted = self.desk.parse_pasted_text(&tester(), format!("{SEND} {rid}")).await.unwrap();
        self.desk.look_up_pasted(&tester(), &pasted.rids[0], None).await.unwrap()
    }

    /// What is kept of a call, once all that came since is concluded.
    async fn concluded(&self, call: &LookedUp) -> LookedUp {
        while self.desk.conclude_limits().await.unwrap() > 0 {}
        self.desk.kept_rid(&tester(), &call.rid).await.unwrap().unwrap()
    }
}

fn helps(incident: &Incident) -> ClearHelps {
    explanation(incident, Lang::En).clear_helps
}

#[tokio::test]
async fn used_up_again_after_a_clear_is_cleared_again_within_the_limits() {
    let (test, _) = read_once().await;
    test.policy(&eager()).await;
    test.uses(SEND, 1_000);
    let first = test.fails().await;
    assert_eq!((first.reaction, first.limit), (Reaction::Cleared, Some(LimitHit::DayQuota)));
    test.advance(1);
    test.watch().await;
    assert_eq!(test.ledger().await[0].state, ClearState::Effective);

    test.uses(SEND, 1_000);
    test.advance(3);
    let second = test.fails().await;
    assert_eq!((second.id, second.count, second.reaction), (first.id, 2, Reaction::Cleared));
    assert_ne!(second.clear, first.clear, "another clear");
    assert_eq!(test.received(ONE), 2);
    assert_eq!(test.told_of_incidents().await, [(Reaction::Cleared, false), (Reaction::Cleared, true)]);
}

#[tokio::test]
async fn used_up_again_and_withheld_says_why_and_tells_people() {
    let (test, _) = read_once().await;
    test.policy(&careful()).await;
    test.uses(SEND, 1_000);
    let first = test.fails().await;
    test.advance(1);
    test.watch().await;
    test.uses(SEND, 1_000);
    test.advance(3);
    let second = test.fails().await;
    assert_eq!((second.id, second.state, second.reaction), (first.id, IncidentState::Done, Reaction::RefusedByPolicy));
    let ReactionReason::PolicyWithheld { why, .. } = &second.because else { panic!("{second:?}") };
    assert!(matches!(why, BlockedReason::Cooldown { .. }), "{why:?}");
    assert_eq!(second.clear, first.clear);
    assert_eq!(test.told_of_incidents().await, [(Reaction::Cleared, false), (Reaction::RefusedByPolicy, true)]);
    for _ in 0..3 {
        test.advance(1);
        test.fails().await;
    }
    assert_eq!(test.told_of_incidents().await.len(), 2, "once");
    assert_eq!(test.received(ONE), 1);
}

#[tokio::test]
async fn a_late_report_leaves_a_good_clear_as_it_is() {
    let (test, _) = read_once().await;
    test.policy(&careful()).await;
    test.uses(SEND, 1_000);
    let first = test.fails().await;
    let open = test.fails().await;
    assert_eq!((open.state, open.reaction), (IncidentState::Working, Reaction::None), "reported again after the clear");
    assert!(matches!(open.because, ReactionReason::ReportedAgain { .. }), "{open:?}");
    test.advance_by(SignedDuration::from_secs(10));
    test.looks().await;
    let still = test.present(&open).await;
    assert_eq!((still.state, still.reaction, still.clear), (IncidentState::Done, Reaction::Cleared, first.clear));
    assert!(matches!(still.because, ReactionReason::StillCleared { figures, .. } if figures.used == 0), "{still:?}");
    assert_eq!((still.limit, helps(&still)), (Some(LimitHit::DayQuota), ClearHelps::Yes));
    assert_eq!(test.told_of_incidents().await, [(Reaction::Cleared, false)], "nothing new");
    let asked = test.asked();
    for _ in 0..20 {
        test.advance_by(SignedDuration::from_secs(2));
        test.fails().await;
    }
    assert!(test.asked() - asked <= 1, "a reading a minute at most");
}

#[tokio::test]
async fn an_unknown_clear_has_ended_nothing() {
    let (test, account) = read_once().await;
    test.policy(&careful()).await;
    test.uses(SEND, 1_000);
    test.wechat.sandbox.add_fault(Fault::on(ONE, FaultKind::Errcode { errcode: -1, errmsg: None }).times(1));
    let incident = test.fails().await;
    let [clear] = &test.ledger().await[..] else { panic!("one clear") };
    assert_eq!(clear.state, ClearState::Unknown);
    assert_eq!((incident.reaction, incident.clear), (Reaction::RefusedByPolicy, Some(clear.id)));
    assert!(matches!(incident.because, ReactionReason::ClearUnknown { .. }), "{incident:?}");
    assert_eq!(test.told_of_incidents().await, [(Reaction::RefusedByPolicy, false)]);

    test.advance(3);
    let again = test.fails().await;
    assert_eq!((again.id, again.reaction), (incident.id, Reaction::RefusedByPolicy));
    let ReactionReason::PolicyWithheld { why, .. } = &again.because else { panic!("{again:?}") };
    assert!(matches!(why, BlockedReason::Suspended { .. } | BlockedReason::Cooldown { .. }), "{why:?}");

    // A person clears, and that works.
    let mut order = order_one(account, SEND, "k");
    order.override_reason = Some("the first one is unknown".to_owned());
    test.cleared(order).await;
    test.advance(1);
    test.watch().await;
    test.looks().await;
    let ended = test.present(&incident).await;
    assert_eq!((ended.reaction, helps(&ended)), (Reaction::Cleared, ClearHelps::Yes));
    assert!(matches!(ended.because, ReactionReason::ClearedBy { .. }), "{ended:?}");
    assert_eq!(test.told_of_incidents().await.last(), Some(&(Reaction::Cleared, false)), "that is news too");
}

#[tokio::test]
async fn an_unknown_clear_that_turns_out_to_work_has_ended_it() {
    let (test, _) = read_once().await;
    test.policy(&careful()).await;
    test.uses(SEND, 1_000);
    test.wechat.sandbox.add_fault(Fault::on(ONE, FaultKind::DropAfter).times(1));
    let incident = test.fails().await;
    assert_eq!(incident.reaction, Reaction::RefusedByPolicy);
    test.advance(1);
    test.watch().await;
    assert_eq!(test.ledger().await[0].state, ClearState::Effective);
    test.looks().await;
    assert_eq!(test.present(&incident).await.reaction, Reaction::Cleared);
}

#[tokio::test]
async fn a_clear_without_effect_opens_the_incident_again() {
    let (test, _) = read_once().await;
    test.policy(&careful()).await;
    test.wechat.sandbox.change_settings(serde_json::json!({ "clear_lifts": false })).ok();
    test.uses(SEND, 1_000);
    let incident = test.fails().await;
    assert_eq!(incident.reaction, Reaction::Cleared);
    let clear = incident.clear.unwrap();
    // As readings that never fell would have it.
    let check = store::clears::Check { effects: Vec::new(), end: store::clears::CheckOutcome::Ineffective };
    test.advance(36);
    test.store.write_check(clear, &check, test.desk.clock().now()).await.unwrap();
    let open = test.present(&incident).await;
    assert_eq!((open.state, open.reaction), (IncidentState::Working, Reaction::None));
    test.uses(SEND, 1_000);
    test.looks().await;
    let then = test.present(&incident).await;
    assert_eq!((then.state, then.reaction), (IncidentState::Done, Reaction::RefusedByPolicy));
    assert_eq!(test.told_of_incidents().await.len(), 2);
}

#[tokio::test]
async fn what_was_settled_long_after_is_only_noted() {
    let (test, _) = read_once().await;
    test.policy(&careful()).await;
    test.uses(SEND, 1_000);
    let incident = test.fails().await;
    let clear = incident.clear.unwrap();
    test.advance(5 * 60);
    let check = store::clears::Check { effects: Vec::new(), end: store::clears::CheckOutcome::Ineffective };
    test.store.write_check(clear, &check, test.desk.clock().now()).await.unwrap();
    let asked = test.asked();
    test.looks().await;
    let noted = test.present(&incident).await;
    assert_eq!((noted.state, noted.reaction), (IncidentState::Done, Reaction::Explained));
    assert!(matches!(noted.because, ReactionReason::ClearVoid { state: ClearState::Ineffective, .. }), "{noted:?}");
    assert_eq!(test.asked(), asked);
    let settled = test.desk.settle_clear(&tester(), clear, Settlement::Counted, "why").await;
    assert!(settled.is_err(), "it is not unknown");
}

#[tokio::test]
async fn an_error_of_another_incident_within_the_hour_is_told_where_its_result_differs() {
    let (test, _) = read_once().await;
    test.policy(&careful()).await;
    test.uses(SEND, 1_000);
    let first = test.fails().await;
    test.advance(15);
    test.watch().await;
    test.uses(SEND, 1_000);
    let second = test.fails().await;
    assert_ne!(second.id, first.id);
    assert_eq!(second.reaction, Reaction::RefusedByPolicy);
    assert_eq!(test.told_of_incidents().await, [(Reaction::Cleared, false), (Reaction::RefusedByPolicy, false)]);
}

#[tokio::test]
async fn the_day_and_the_minute_are_told_apart_by_readings_before_and_after() {
    let (test, _) = read_once().await;
    test.advance(1);
    let early = test.refused(45009).await;
    assert_eq!(early.limit(), Some(LimitHit::NotKnown), "it was read before it, and not yet after");
    test.uses(SEND, 400);
    test.advance(60);
    test.beat().await;
    let minute = test.concluded(&early).await;
    assert_eq!(minute.limit(), Some(LimitHit::PerMinute), "the reading after it");
    assert_eq!(minute.kept.limit.unwrap().left_permille, Some(600));
    let told = minute.explanation(Lang::En).unwrap();
    assert_eq!((told.title.as_ref(), told.clear_helps), ("The per-minute limit was reached", ClearHelps::No));

    test.uses(SEND, 600);
    test.advance(60);
    test.beat().await;
    let day = test.refused(45009).await;
    assert_eq!(day.limit(), Some(LimitHit::DayQuota));
    assert_eq!(test.concluded(&minute).await.limit(), Some(LimitHit::PerMinute), "that stays");
    let found = async |words: &str, hit| {
        let search = Search { words: words.to_owned(), hit, limit: 10, ..Search::default() };
        let found = test.desk.search_rids(&tester(), &search).await.unwrap();
        found.requests.into_iter().map(|request| request.rid).collect::<Vec<_>>()
    };
    for words in ["per minute", "每分钟", "per-minute"] {
        assert_eq!(found(words, None).await, std::slice::from_ref(&minute.rid), "{words}");
    }
    assert_eq!(found("", Some(LimitHit::DayQuota)).await, std::slice::from_ref(&day.rid));
    assert_eq!(found("当天调用次数已用完", None).await, std::slice::from_ref(&day.rid));

    let incident = test.fails().await;
    assert_eq!(incident.limit, Some(LimitHit::DayQuota));
    assert_eq!(explanation(&incident, Lang::En), day.explanation(Lang::En).unwrap(), "the same everywhere");
}

#[tokio::test]
async fn a_clear_that_gave_the_quota_back_is_part_of_the_verdict() {
    let (test, account) = read_once().await;
    test.uses(SEND, 1_000);
    test.advance(60);
    test.beat().await;
    let call = test.refused(45009).await;
    let told = call.explanation(Lang::En).unwrap();
    assert_eq!((told.title.as_ref(), told.clear_helps), ("The daily quota is used up", ClearHelps::Yes));
    test.advance(1);
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.advance(1);
    test.watch().await;
    let ended = test.concluded(&call).await;
    assert_eq!(ended.kept.limit.unwrap().ended_by, Some(clear.id));
    let told = ended.explanation(Lang::En).unwrap();
    assert_eq!(told.clear_helps, ClearHelps::Yes);
    assert!(told.next_step.contains("restored the day's calls"), "{told:?}");
}

#[tokio::test]
async fn a_limit_that_no_reading_counts_is_none_of_the_sampler() {
    let (test, _) = read_once().await;
    test.policy(&eager()).await;
    let incident = test.fails_with(44993).await;
    assert_eq!((incident.reaction, incident.limit), (Reaction::Explained, Some(LimitHit::Uncounted)));
    assert_eq!(incident.because, ReactionReason::UncountedLimit);
    assert!(explanation(&incident, Lang::En).cause.contains("quota/get does not report"));
    assert_eq!(helps(&incident), ClearHelps::No);
    assert_eq!(test.refused(44993).await.limit(), Some(LimitHit::Uncounted));
    let asked = test.asked();
    test.advance(60);
    test.beat().await;
    assert!(test.asked() > asked, "the sampler goes on");
    assert_eq!(test.received(ONE), 0);
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Errcode { errcode: 44993, errmsg: None }).times(1));
    test.advance(60);
    test.beat().await;
    let asked = test.asked();
    test.advance(60);
    test.beat().await;
    assert_eq!(test.asked(), asked, "its own limit stops it");
}

#[tokio::test]
async fn what_could_not_be_read_is_concluded_once_it_is() {
    let (test, _) = read_once().await;
    test.advance(10);
    test.uses(SEND, 1_000);
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Html).times(1));
    let incident = test.fails().await;
    assert_eq!((incident.reaction, incident.limit), (Reaction::Explained, Some(LimitHit::NotKnown)));
    test.advance(50);
    test.beat().await;
    test.looks().await;
    let then = test.present(&incident).await;
    assert_eq!(then.limit, Some(LimitHit::DayQuota));
    assert!(matches!(then.because, ReactionReason::NoPolicy { .. }), "{then:?}");
}

#[tokio::test]
async fn a_report_from_before_midnight_says_nothing_of_the_new_day() {
    let (test, _) = read_once().await;
    test.advance(11 * 60);
    test.uses(SEND, 1_000);
    test.beat().await;
    test.advance(59);
    let report = Report { account: appid(1), errcode: 45009, errmsg: String::new(), cgi_path: Some(SEND.to_owned()) };
    let id = test.desk.report_incident(&tester(), report).await.unwrap().id;
    test.advance(2);
    test.looks().await;
    let incident = test.desk.incident_page(&tester(), id).await.unwrap().incident;
    assert_eq!((incident.limit, incident.reaction), (Some(LimitHit::DayQuota), Reaction::Explained));
    assert!(matches!(incident.because, ReactionReason::QuotaBack { .. }), "{incident:?}");
}

#[tokio::test]
async fn what_was_kept_before_there_were_verdicts_is_concluded() {
    use sqlx::Connection;
    let (test, _) = read_once().await;
    test.uses(SEND, 1_000);
    test.advance(60);
    test.beat().await;
    let call = test.refused(45009).await;
    let url = format!("sqlite://{}", test.database().display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let old = "UPDATE rids SET limit_hit = NULL, limit_due = 1";
    sqlx::query(old).execute(&mut connection).await.unwrap();
    drop(connection);
    let bare = test.desk.kept_rid(&tester(), &call.rid).await.unwrap().unwrap();
    assert_eq!(bare.limit(), None);
    assert!(bare.explanation(Lang::En).unwrap().title.contains("the daily quota or the per-minute limit"));
    assert_eq!(test.concluded(&call).await.limit(), Some(LimitHit::DayQuota));
}
