//! Notices: one for each change, by real readings; none for what trembles, none twice.

use desk::notices::{MOST_UNREAD, NoticeError, NoticeQuery};
use domain::{AccountId, Actor, Event, Level, NoticeContent, NoticeId, Role, Severity, UserId};
use jiff::SignedDuration;
use sandbox::{AccountChange, Fault, FaultKind, InterfaceChange};
use store::notices::{Announcement, NewNotice};

use crate::clears::order_one;
use crate::test_desk::{SECRET, SEND, TestDesk, USERS, appid, read_once, tester};

const QUOTA: &str = "/cgi-bin/openapi/quota/get";

impl TestDesk {
    /// Calls of the first account's [`SEND`], as many as bring its use to this.
    fn used(&self, calls: u64) {
        let before = self.wechat.sandbox.consume(&appid(1), SEND, 0).unwrap().used;
        self.wechat.sandbox.consume(&appid(1), SEND, calls - before).unwrap();
    }

    /// An hour goes by, and what is due is read.
    async fn next_hour(&self) {
        self.advance(60);
        self.beat().await;
    }

    /// From which level to which, and what was read, of each notice about usage; the oldest first.
    async fn levels(&self) -> Vec<(Level, Level, i64)> {
        let usage = self.news().await.into_iter().filter_map(|news| match news {
            NoticeContent::Usage { before, now, figures } => Some((before, now, figures.used)),
            _ => None,
        });
        usage.collect()
    }

    /// Something is told that is about nothing in particular.
    async fn news_of_none(&self, on: bool) -> NoticeId {
        let news = NoticeContent::KillSwitch { on, by: "ann".to_owned(), reason: None };
        let telling = Announcement { change: None, decision: None, notice: Some(NewNotice::of(news)) };
        self.store.tell(&telling, domain::Clock::now(&*self.clock)).await.unwrap().unwrap()
    }

    async fn user(&self, name: &str, role: Role) -> Actor {
        let id = self.desk.add_user(&tester(), name, role, "three blind mice".to_owned().into()).await.unwrap();
        Actor::User { id, name: name.to_owned(), role, address: None }
    }

    async fn unread(&self, actor: &Actor) -> i64 {
        self.desk.standing(actor).await.unwrap().unread
    }
}

#[tokio::test]
async fn a_line_counts_on_its_value_and_is_told_once() {
    use Level::{Calm, Critical, Exhausted, Warning};
    let (test, account) = read_once().await;
    let mut told = Vec::new();
    for (used, change) in [
        (799, None),
        (800, Some((Calm, Warning))),
        (801, None),
        (949, None),
        (950, Some((Warning, Critical))),
        (999, None),
        (1_000, Some((Critical, Exhausted))),
        (1_000, None),
    ] {
        test.used(used);
        test.next_hour().await;
        told.extend(change.map(|(before, now)| (before, now, i64::try_from(used).unwrap())));
        assert_eq!(test.levels().await, told, "at {used}");
    }
    assert_eq!(test.events().await, [Event::Threshold; 3], "and nothing else was told");
    let notices = test.desk.notices(&tester(), &NoticeQuery { limit: 10, ..NoticeQuery::default() }).await.unwrap().0;
    let row = test.row(account, SEND).await;
    for notice in &notices {
        assert_eq!(notice.account.as_ref().map(|(id, ..)| *id), Some(account));
        assert_eq!(notice.interface.as_ref().map(|(id, path)| (*id, path.as_str())), Some((row.id, SEND)));
        assert_eq!(notice.page(), format!("/accounts/{account}/interfaces/{}", row.id));
    }
    let severities: Vec<_> = notices.iter().map(|notice| notice.severity).collect();
    assert_eq!(severities, [Severity::Critical, Severity::Critical, Severity::Warning], "the newest first");
}

#[tokio::test]
async fn a_jump_over_several_lines_is_one_notice() {
    let (test, _) = read_once().await;
    test.used(1_000);
    test.next_hour().await;
    assert_eq!(test.levels().await, [(Level::Calm, Level::Exhausted, 1_000)]);
}

#[tokio::test]
async fn a_line_is_left_only_well_below_it() {
    let (test, _) = read_once().await;
    test.used(960);
    test.next_hour().await;
    let reached = (Level::Calm, Level::Critical, 960);
    assert_eq!(test.levels().await, [reached]);
    // The day's limit grows, and so the share falls: 95 %, 90.3 %, then 89.7 %, 75.2 % and 74.9 % are used.
    let eased = (Level::Critical, Level::Warning, 960);
    let recovered = (Level::Warning, Level::Calm, 960);
    for (daily_limit, told) in [
        (1_010, vec![reached]),
        (1_063, vec![reached]),
        (1_070, vec![reached, eased]),
        (1_276, vec![reached, eased]),
        (1_281, vec![reached, eased, recovered]),
        (1_276, vec![reached, eased, recovered]),
    ] {
        let change = InterfaceChange { daily_limit: Some(daily_limit), ..InterfaceChange::default() };
        test.wechat.sandbox.change_interface(&appid(1), SEND, &change).unwrap();
        test.next_hour().await;
        assert_eq!(test.levels().await, told, "of {daily_limit}");
    }
    assert_eq!(test.events().await, [Event::Threshold, Event::Eased, Event::Recovered]);
}

#[tokio::test]
async fn a_clear_is_followed_by_one_recovery_that_matters_as_much() {
    let (test, account) = read_once().await;
    test.used(1_000);
    test.next_hour().await;
    test.cleared(order_one(account, SEND, "one")).await;
    for _ in 0..60 {
        test.advance(1);
        test.watch().await;
        test.beat().await;
    }
    assert_eq!(
        test.levels().await,
        [(Level::Calm, Level::Exhausted, 1_000), (Level::Exhausted, Level::Calm, 0)],
        "however often it was read"
    );
    let query = NoticeQuery { event: Some(Event::Recovered), limit: 10, ..NoticeQuery::default() };
    let (recovered, _) = test.desk.notices(&tester(), &query).await.unwrap();
    assert_eq!(recovered[0].severity, Severity::Critical);
}

#[tokio::test]
async fn at_midnight_everything_recovers_and_is_told_anew_the_next_day() {
    let (test, _) = read_once().await;
    test.used(850);
    test.wechat.sandbox.consume(&appid(1), USERS, 500).unwrap();
    test.next_hour().await;
    // From one in the afternoon to half past midnight.
    test.advance(11 * 60 + 30);
    test.beat().await;
    let mut events = test.events().await;
    assert_eq!(events.split_off(2), [Event::Recovered; 2]);
    assert_eq!(events, [Event::Threshold; 2]);
    test.used(850);
    // The day's first round was made soon after midnight, the second one is spread over the second hour.
    test.next_hour().await;
    test.next_hour().await;
    assert_eq!(test.levels().await.last(), Some(&(Level::Calm, Level::Warning, 850)));
}

#[tokio::test]
async fn what_was_told_is_known_after_a_restart() {
    let (mut test, _) = read_once().await;
    test.used(960);
    test.next_hour().await;
    for _ in 0..3 {
        test = test.restarted().await;
        test.next_hour().await;
    }
    assert_eq!(test.levels().await.len(), 1);
    // While the desk was away the day turned.
    test.advance(12 * 60);
    test = test.restarted().await;
    test.beat().await;
    assert_eq!(test.events().await, [Event::Threshold, Event::Recovered]);
}

#[tokio::test]
async fn an_account_fails_once_nothing_but_failures_came_for_over_an_hour() {
    let (mut test, account) = read_once().await;
    let all_fail = Fault::on(QUOTA, FaultKind::DropBefore).account(&appid(1));
    // An hour without a reading is no news.
    test.wechat.sandbox.add_fault(all_fail.clone());
    test.next_hour().await;
    test.next_hour().await;
    test.wechat.sandbox.clear_faults();
    test.next_hour().await;
    assert_eq!(test.events().await, []);
    // A good reading lets it begin anew, a restart does not.
    test.wechat.sandbox.add_fault(all_fail);
    test.next_hour().await;
    test.next_hour().await;
    assert_eq!(test.events().await, []);
    test = test.restarted().await;
    for _ in 0..3 {
        test.next_hour().await;
        assert_eq!(test.events().await, [Event::AccountFailing], "once, however long it lasts");
    }
    test.wechat.sandbox.clear_faults();
    test.next_hour().await;
    test.next_hour().await;
    assert_eq!(test.events().await, [Event::AccountFailing, Event::AccountRecovered]);
    let all = NoticeQuery { account: Some(account), limit: 10, ..NoticeQuery::default() };
    let (notices, _) = test.desk.notices(&tester(), &all).await.unwrap();
    for notice in notices {
        assert_eq!((notice.severity, notice.page()), (Severity::Critical, format!("/accounts/{account}")));
    }
}

#[tokio::test]
async fn the_reason_of_failing_readings_is_told_and_no_secret() {
    let (test, _) = read_once().await;
    let change = AccountChange { secret: Some("another".to_owned()), ..AccountChange::default() };
    test.wechat.sandbox.change_account(&appid(1), change).unwrap();
    test.wechat.sandbox.revoke_tokens(&appid(1)).unwrap();
    for _ in 0..3 {
        test.next_hour().await;
    }
    let news = test.news().await;
    let [NoticeContent::Readings { failing: Some(failure) }] = &news[..] else { panic!("{news:?}") };
    assert_eq!(failure.errcode(), Some(40125));
    assert!(!serde_json::to_string(&news).unwrap().contains(SECRET));
}

#[tokio::test]
async fn one_failing_interface_does_not_make_its_account_fail() {
    let (test, _) = read_once().await;
    for _ in 0..3 {
        test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::DropBefore).times(1));
        test.next_hour().await;
        assert!(test.rows().await.iter().any(|row| row.failure.is_some()));
    }
    assert_eq!(test.events().await, []);
}

#[tokio::test]
async fn of_two_readings_at_once_one_tells() {
    let (test, account) = read_once().await;
    let other = test.beside().await;
    test.used(960);
    test.advance(60);
    let held = Fault::on(QUOTA, FaultKind::Hold);
    test.wechat.sandbox.add_fault(held);
    let readings = [&test.desk, &other].map(|desk| {
        let desk = std::sync::Arc::clone(desk);
        tokio::spawn(async move { desk.sample_all(&tester(), None).await.unwrap() })
    });
    // Both have asked before either hears, so neither knows of the other's notice.
    test.wechat.sandbox.wait_until_held(4).await;
    test.wechat.sandbox.clear_faults();
    test.wechat.sandbox.release();
    for reading in readings {
        assert_eq!(reading.await.unwrap().readings.good, 2);
    }
    assert_eq!(test.levels().await, [(Level::Calm, Level::Critical, 960)]);
    assert_eq!(test.row(account, SEND).await.figures.map(|figures| figures.used), Some(960));
}

#[tokio::test]
async fn each_reader_has_their_own_unread() {
    let test = TestDesk::new().await;
    let (ann, bob) = (test.user("ann", Role::Lead).await, test.user("bob", Role::Viewer).await);
    assert_eq!((test.unread(&ann).await, test.unread(&bob).await), (0, 0));
    let first = test.news_of_none(true).await;
    let second = test.news_of_none(false).await;
    assert_eq!((test.unread(&ann).await, test.unread(&bob).await), (2, 2));
    test.desk.read_notices(&ann, first).await.unwrap();
    assert_eq!((test.unread(&ann).await, test.unread(&bob).await), (1, 2));
    test.desk.read_notices(&bob, second).await.unwrap();
    // A page that was left open knows less than was read elsewhere.
    test.desk.read_notices(&bob, first).await.unwrap();
    assert_eq!((test.unread(&ann).await, test.unread(&bob).await), (1, 0));
    let (_, up_to) = test.desk.notices(&bob, &NoticeQuery::default()).await.unwrap();
    assert_eq!(up_to, second);
    for _ in 0..=MOST_UNREAD {
        test.news_of_none(true).await;
    }
    assert_eq!(test.unread(&bob).await, MOST_UNREAD, "counted no further");
    assert_eq!(test.unread(&tester()).await, 0, "a command line reads none");
}

#[tokio::test]
async fn notices_are_found_by_what_they_are_about() {
    let (test, account) = read_once().await;
    test.add(2).await;
    let switched = test.news_of_none(true).await;
    test.used(850);
    test.next_hour().await;
    let found = async |query: NoticeQuery| {
        let (notices, _) = test.desk.notices(&tester(), &NoticeQuery { limit: 10, ..query }).await.unwrap();
        notices.into_iter().map(|notice| notice.news.event()).collect::<Vec<_>>()
    };
    let any = NoticeQuery::default;
    assert_eq!(found(any()).await, [Event::Threshold, Event::Stopped]);
    assert_eq!(found(NoticeQuery { account: Some(account), ..any() }).await, [Event::Threshold]);
    assert_eq!(found(NoticeQuery { account: Some(AccountId(account.0 + 1)), ..any() }).await, []);
    assert_eq!(found(NoticeQuery { severity: Some(Severity::Critical), ..any() }).await, [Event::Stopped]);
    assert_eq!(found(NoticeQuery { after: Some(switched), ..any() }).await, [Event::Threshold]);
    assert_eq!(found(NoticeQuery { before: Some(NoticeId(switched.0 + 1)), ..any() }).await, [Event::Stopped]);
    let (send, users) = (test.row(account, SEND).await.id, test.row(account, USERS).await.id);
    let now = domain::Clock::now(&*test.clock);
    let of = async |id, since| test.desk.interface_notices(&tester(), id, since, 10).await.unwrap().len();
    assert_eq!((of(send, now).await, of(users, now).await), (1, 0));
    assert_eq!(of(send, now + SignedDuration::from_secs(1)).await, 0);
}

#[tokio::test]
async fn whoever_may_not_see_usage_is_told_nothing() {
    let test = TestDesk::new().await;
    let newest = test.news_of_none(true).await;
    let program = Actor::User { id: UserId(7), name: "ci".to_owned(), role: Role::Reporter, address: None };
    for actor in [program, Actor::Anonymous { address: None }] {
        let query = NoticeQuery { limit: 10, ..NoticeQuery::default() };
        assert!(matches!(test.desk.notices(&actor, &query).await, Err(NoticeError::Forbidden(_))));
        assert!(matches!(test.desk.read_notices(&actor, newest).await, Err(NoticeError::Forbidden(_))));
    }
}
