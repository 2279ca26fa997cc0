//! Settings that are changed while the desk runs: which value applies, who may change it, what a change needs.

use std::sync::Arc;
use std::time::Duration;

use desk::policies::ChangeOutcome;
use desk::settings::{
    GivenSetting, Layer, LinesError, Origin, REFRESH_EVERY, SeenLines, SettingsError, Source, TypedSetting,
};
use desk::users::SessionUser;
use desk::{Desk, Settings};
use domain::audit::AuditAction;
use domain::{
    AccountId, Actor, InterfaceId, LinesFrom, NoticeContent, Role, SettingFault, SettingKey, Thresholds, UsageState,
};
use sandbox::InterfaceConfig;
use secrecy::{ExposeSecret, SecretString};
use store::settings::SettingUpdate;
use store::{AuditLine, AuditQuery};
use tokio_util::sync::CancellationToken;

use crate::test_desk::{SEND, TestDesk, USERS, appid, read_once, tester};

const PASSWORD: &str = "correct horse battery";

/// A change of one setting, as someone types it.
async fn set(desk: &Desk, key: SettingKey, text: &str) -> Result<ChangeOutcome, SettingsError> {
    desk.change_settings(&tester(), &[(key, text.to_owned()).into()], None).await
}

/// A setting's value and where it comes from.
async fn shown(desk: &Desk, key: SettingKey) -> (String, Source) {
    let page = desk.system_settings(&tester()).await.unwrap();
    let found = page.changeable.into_iter().find(|setting| setting.key == key).unwrap();
    (found.value, found.source)
}

fn default_of(key: SettingKey) -> Source {
    Source::Start(Origin { layer: Layer::Default, name: key.word().to_owned() })
}

/// An admin who is signed in.
async fn admin(desk: &Desk) -> (SessionUser, Actor) {
    desk.add_user(&tester(), "alice", Role::Admin, PASSWORD.into()).await.unwrap();
    let cookie = desk.sign_in("alice", PASSWORD.into(), None, desk::users::Origin::default()).await.unwrap();
    let who = desk.visit(cookie.expose_secret(), None, false).await.unwrap().unwrap().who;
    let actor = who.actor(None);
    (who, actor)
}

async fn trail(desk: &Desk, what: AuditAction) -> Vec<AuditLine> {
    let query = AuditQuery { what: Some(what), limit: 100, ..AuditQuery::default() };
    desk.audit(&tester(), &query).await.unwrap()
}

/// A desk whose time zone was given by a variable, as on a server.
async fn with_a_variable() -> TestDesk {
    let origin = Origin { layer: Layer::Environment, name: "WXQUOTA_WARNING_PERCENT".to_owned() };
    let given = GivenSetting { name: "warning_percent".to_owned(), value: Some("60".to_owned()), origin };
    let thresholds = Thresholds { warning_percent: 60, critical_percent: 95 };
    let settings = Settings { thresholds, given: vec![given], ..Settings::default() };
    TestDesk::on(1, &[InterfaceConfig::new(SEND, 1_000)], settings).await
}

#[tokio::test]
async fn a_value_applies_at_once_survives_a_restart_and_is_reset() {
    let test = TestDesk::new().await;
    let key = SettingKey::WarningPercent;
    assert_eq!(shown(&test.desk, key).await, ("80".to_owned(), default_of(key)));
    assert_eq!(set(&test.desk, key, " 70 ").await.unwrap(), ChangeOutcome::Done);
    assert_eq!(set(&test.desk, key, "70").await.unwrap(), ChangeOutcome::Unchanged);
    assert_eq!(test.desk.live().values.thresholds.warning_percent, 70);
    let (value, source) = shown(&test.desk, key).await;
    assert_eq!(value, "70");
    assert_eq!(source, Source::Page { by: "cli:tester".to_owned(), at: test.desk.clock().now() });
    let test = test.restarted().await;
    assert_eq!(test.desk.live().lines.all.warning_percent, 70);
    assert_eq!(test.desk.reset_setting(&tester(), key, None, None).await.unwrap(), ChangeOutcome::Done);
    assert_eq!(shown(&test.desk, key).await, ("80".to_owned(), default_of(key)));
    assert_eq!(set(&test.desk, key, "80").await.unwrap(), ChangeOutcome::Unchanged, "the default is no change");
    assert_eq!(trail(&test.desk, AuditAction::SettingsChanged).await.len(), 1);
    assert_eq!(trail(&test.desk, AuditAction::SettingsReset).await.len(), 1);
}

#[tokio::test]
async fn a_change_of_another_process_applies_within_ten_seconds() {
    assert!(REFRESH_EVERY <= Duration::from_secs(5));
    let test = TestDesk::new().await;
    let other = test.beside().await;
    set(&other, SettingKey::TimeZone, "America/New_York").await.unwrap();
    assert_eq!(test.desk.live().values.time_zone.iana_name(), Some("Asia/Shanghai"));
    test.desk.refresh_settings().await.unwrap();
    assert_eq!(test.desk.live().values.time_zone.iana_name(), Some("America/New_York"));

    // The worker does the same by itself, at its start first.
    set(&other, SettingKey::TimeZone, "Asia/Tokyo").await.unwrap();
    let stop = CancellationToken::new();
    let worker = tokio::spawn(Arc::clone(&test.desk).run_settings(stop.clone()));
    let zone = || test.desk.live().values.time_zone.iana_name().map(str::to_owned);
    while zone().as_deref() != Some("Asia/Tokyo") {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    worker.await.unwrap();
}

#[tokio::test]
async fn what_was_given_at_the_start_is_locked() {
    let test = with_a_variable().await;
    let key = SettingKey::WarningPercent;
    let refused = set(&test.desk, key, "70").await.unwrap_err();
    assert!(matches!(refused, SettingsError::Locked(SettingKey::WarningPercent, _)), "{refused}");
    assert!(refused.to_string().contains("WXQUOTA_WARNING_PERCENT"), "{refused}");
    let refused = test.desk.reset_setting(&tester(), key, None, None).await.unwrap_err();
    assert!(matches!(refused, SettingsError::Locked(..)));
    // A value that was stored before the variable was set does not apply.
    let update = SettingUpdate { key, to: Some("10".to_owned()), default: "80".to_owned(), seen: None };
    test.store.change_settings(&[update], None, &(&tester()).into(), test.desk.clock().now()).await.unwrap();
    test.desk.refresh_settings().await.unwrap();
    let (value, source) = shown(&test.desk, key).await;
    assert!(
        value == "60" && matches!(&source, Source::Start(origin) if origin.layer == Layer::Environment),
        "{source:?}"
    );
    // The lines together have to fit what was given.
    let refused = set(&test.desk, SettingKey::CriticalPercent, "60").await.unwrap_err();
    assert!(matches!(refused, SettingsError::Faults(_)), "{refused}");
    set(&test.desk, SettingKey::CriticalPercent, "61").await.unwrap();
    assert_eq!(test.desk.live().lines.all, Thresholds { warning_percent: 60, critical_percent: 61 });
}

#[tokio::test]
async fn stored_lines_that_fit_no_more_are_left_out() {
    let test = with_a_variable().await;
    let (default, seen) = (String::new(), None);
    let update =
        |key, to: &str| SettingUpdate { key, to: Some(to.to_owned()), default: default.clone(), seen: seen.clone() };
    let updates = [update(SettingKey::CriticalPercent, "50"), update(SettingKey::RidCallsADay, "nonsense")];
    test.store.change_settings(&updates, None, &(&tester()).into(), test.desk.clock().now()).await.unwrap();
    test.desk.refresh_settings().await.unwrap();
    assert_eq!(test.desk.live().lines.all, Thresholds { warning_percent: 60, critical_percent: 95 });
    let key = SettingKey::CriticalPercent;
    assert_eq!(shown(&test.desk, key).await, ("95".to_owned(), default_of(key)));
    assert_eq!(test.desk.live().rids.calls_a_day, 500);
}

#[tokio::test]
async fn values_are_refused_all_together() {
    let test = TestDesk::new().await;
    let typed = [(SettingKey::WarningPercent, "0"), (SettingKey::CriticalPercent, "90")];
    let typed = typed.map(|(key, text)| (key, text.to_owned()).into());
    let Err(SettingsError::Faults(faults)) = test.desk.change_settings(&tester(), &typed, None).await else { panic!() };
    assert_eq!(faults, [(SettingKey::WarningPercent, SettingFault::Number { least: 1, most: 100 })]);
    let typed = [(SettingKey::WarningPercent, "90"), (SettingKey::CriticalPercent, "90")];
    let typed = typed.map(|(key, text)| (key, text.to_owned()).into());
    let Err(SettingsError::Faults(faults)) = test.desk.change_settings(&tester(), &typed, None).await else { panic!() };
    assert_eq!(faults, [(SettingKey::WarningPercent, SettingFault::NotBelow)]);
    assert_eq!(test.desk.live().values.thresholds, Thresholds::default());
}

#[tokio::test]
async fn settings_are_seen_by_leads_and_changed_by_admins() {
    let test = TestDesk::new().await;
    for role in Role::FOR_USERS {
        let id = test.desk.add_user(&tester(), role.word(), role, PASSWORD.into()).await.unwrap();
        let actor = Actor::User { id, name: role.word().to_owned(), role, address: None };
        let sees = test.desk.system_settings(&actor).await.is_ok();
        assert_eq!(sees, matches!(role, Role::Lead | Role::Admin), "{role}");
        let typed = [(SettingKey::WarningPercent, "70".to_owned()).into()];
        let changed = test.desk.change_settings(&actor, &typed, None).await;
        assert_eq!(changed.is_ok(), role == Role::Admin, "{role}");
    }
}

#[tokio::test]
async fn less_protection_needs_the_password_and_is_announced() {
    let test = TestDesk::new().await;
    let (who, actor) = admin(&test.desk).await;
    test.advance(11);
    let key = SettingKey::SecondPersonFrom;
    let change = async |text: &str, password: Option<&str>| {
        let confirmation = password.map(|password| (&who, SecretString::from(password)));
        test.desk.change_settings(&actor, &[(key, text.to_owned()).into()], confirmation).await
    };
    assert!(matches!(change("0", None).await, Err(SettingsError::PasswordMissing)));
    assert!(matches!(change("0", Some("")).await, Err(SettingsError::PasswordMissing)));
    assert!(matches!(change("0", Some("wrong horse")).await, Err(SettingsError::PasswordWrong)));
    assert_eq!(test.desk.live().clears.friction.second_from, 1);
    assert!(test.news().await.is_empty());

    assert_eq!(change("0", Some(PASSWORD)).await.unwrap(), ChangeOutcome::Done);
    assert_eq!(test.desk.live().clears.friction.second_from, -1);
    let news = test.news().await;
    let [NoticeContent::SettingsLoosened { by, changes }] = &news[..] else { panic!("{news:?}") };
    assert_eq!((by.as_str(), changes.len()), ("alice", 1));
    assert_eq!((changes[0].setting, changes[0].before.as_str(), changes[0].after.as_str()), (key, "1", "0"));

    // More protection needs nothing; its reset is less again.
    assert_eq!(change("5", None).await.unwrap(), ChangeOutcome::Done);
    let refused = test.desk.reset_setting(&actor, key, None, None).await;
    assert!(matches!(refused, Err(SettingsError::PasswordMissing)));
    let confirmation = Some((&who, PASSWORD.into()));
    test.desk.reset_setting(&actor, key, None, confirmation).await.unwrap();
    assert_eq!(test.news().await.len(), 2);
}

#[tokio::test]
async fn more_addresses_need_the_password_and_are_not_in_the_notice() {
    let test = TestDesk::new().await;
    let (who, actor) = admin(&test.desk).await;
    test.advance(11);
    let key = SettingKey::OurAddresses;
    let typed = |text: &str| [(key, text.to_owned()).into()];
    let refused = test.desk.change_settings(&actor, &typed("203.0.113.0/24"), None).await;
    assert!(matches!(refused, Err(SettingsError::PasswordMissing)));
    let confirmation = Some((&who, PASSWORD.into()));
    test.desk.change_settings(&actor, &typed("203.0.113.0/24"), confirmation).await.unwrap();
    assert!(test.desk.live().rids.ours.whose("203.0.113.7").is_some());
    let news = format!("{:?}", test.news().await);
    assert!(news.contains("OurAddresses") && !news.contains("203.0.113"), "{news}");
    test.desk.change_settings(&actor, &typed("203.0.113.7"), None).await.unwrap();
}

#[tokio::test]
async fn wrong_passwords_are_throttled() {
    let test = TestDesk::new().await;
    let (who, actor) = admin(&test.desk).await;
    let typed = [(SettingKey::NameAskedFrom, "0".to_owned()).into()];
    let mut waits = 0;
    for _ in 0..8 {
        let confirmation = Some((&who, SecretString::from("wrong horse")));
        match test.desk.change_settings(&actor, &typed, confirmation).await {
            Err(SettingsError::PasswordWrong) => {}
            Err(SettingsError::Wait(_)) => waits += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(waits > 0);
    assert!(!trail(&test.desk, AuditAction::PasswordRefused).await.is_empty());
    assert!(trail(&test.desk, AuditAction::SignInFailed).await.is_empty(), "nobody tried to sign in");
}

#[tokio::test]
async fn the_more_specific_lines_decide_states_and_notices() {
    let (test, account) = read_once().await;
    let interface = async |path| test.row(account, path).await.id;
    let (send, users) = (interface(SEND).await, interface(USERS).await);
    let lines = async |of: Option<InterfaceId>, typed| {
        test.desk.set_lines(&tester(), account, of, typed, SeenLines::Any).await.unwrap();
    };
    test.wechat.sandbox.consume(&appid(1), SEND, 600).unwrap();
    test.wechat.sandbox.consume(&appid(1), USERS, 300).unwrap();
    test.advance(60);
    lines(None, Some(("50", "90"))).await;
    lines(Some(send), Some(("40", "55"))).await;
    test.beat().await;
    let row = test.row(account, SEND).await;
    assert_eq!((row.state, row.lines_from), (UsageState::Critical, LinesFrom::Interface));
    assert_eq!(row.lines, Thresholds { warning_percent: 40, critical_percent: 55 });
    let row = test.row(account, USERS).await;
    assert_eq!((row.state, row.lines_from), (UsageState::Warning, LinesFrom::Account));
    let told = test.news().await;
    let reached: Vec<_> = told
        .iter()
        .filter_map(|news| match news {
            NoticeContent::Usage { now, .. } => Some(now.word()),
            _ => None,
        })
        .collect();
    assert!(reached.contains(&"critical") && reached.contains(&"warning"), "{told:?}");

    let view = test.desk.lines_of(account, Some(send));
    assert_eq!(view.inherited, Thresholds { warning_percent: 50, critical_percent: 90 });
    assert!(view.own.is_some_and(|own| own.by == "cli:tester"));
    let page = test.desk.system_settings(&tester()).await.unwrap();
    assert_eq!(
        page.lines.iter().map(|own| own.interface.as_ref().map(|(id, _)| *id)).collect::<Vec<_>>(),
        [None, Some(send)]
    );
    lines(Some(send), None).await;
    assert_eq!(test.row(account, SEND).await.state, UsageState::Warning);
    lines(None, None).await;
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
    assert_eq!(test.desk.lines_of(account, Some(users)).from, LinesFrom::All);
}

#[tokio::test]
async fn lines_are_refused_where_they_cannot_be() {
    let (test, account) = read_once().await;
    let send = test.row(account, SEND).await.id;
    let refused = async |account, interface, typed| {
        test.desk.set_lines(&tester(), account, interface, Some(typed), SeenLines::Any).await.unwrap_err()
    };
    let both = ("40", "50");
    assert!(matches!(refused(AccountId(99), None, both).await, LinesError::NoSuchAccount));
    assert!(matches!(refused(account, Some(InterfaceId(99)), both).await, LinesError::NoSuchInterface));
    assert!(matches!(refused(AccountId(99), Some(send), both).await, LinesError::NoSuchInterface));
    for (warning, critical) in [("50", "50"), ("0", "50"), ("50", "101"), ("", ""), ("ten", "50"), ("60", "50")] {
        let error = refused(account, Some(send), (warning, critical)).await;
        assert!(matches!(error, LinesError::Faults(_)), "{warning} {critical}");
    }
    let viewer = Actor::User { id: domain::UserId(9), name: "bob".to_owned(), role: Role::Lead, address: None };
    let refused = test.desk.set_lines(&viewer, account, None, Some(both), SeenLines::Any).await;
    assert!(matches!(refused, Err(LinesError::Forbidden(_))));
}

#[tokio::test]
async fn readings_follow_the_interval() {
    let (test, account) = read_once().await;
    set(&test.desk, SettingKey::ReadingIntervalHours, "3").await.unwrap();
    let before = test.asked();
    for _ in 0..36 {
        test.advance(5);
        test.beat().await;
    }
    assert_eq!(test.asked() - before, 2, "one reading each in three hours");
    test.advance(5 * 60);
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok, "fresh for twice the interval");
    test.advance(3 * 60);
    assert_eq!(test.row(account, SEND).await.state, UsageState::Stale);
}

#[tokio::test]
async fn a_new_account_gets_the_changed_allowance() {
    let test = TestDesk::new().await;
    let allowance = async |id| test.store.account(id).await.unwrap().unwrap().daily_readings;
    let first = test.add(1).await;
    set(&test.desk, SettingKey::ReadingsADay, "1,500").await.unwrap();
    let second = test.add(2).await;
    assert_eq!((allowance(first).await, allowance(second).await), (3_000, 1_500));
}

#[tokio::test]
async fn the_number_of_clears_is_the_changed_one() {
    let (test, account) = read_once().await;
    set(&test.desk, SettingKey::AccountClears, "7").await.unwrap();
    let budgets = test.desk.budgets_of(&tester(), account).await.unwrap();
    assert_eq!((budgets.account.limit, budgets.account.left), (7, 7));
}

#[tokio::test]
async fn a_form_that_is_out_of_date_undoes_no_change() {
    let test = TestDesk::new().await;
    let (warning, critical) = (SettingKey::WarningPercent, SettingKey::CriticalPercent);
    let typed = |key, text: &str, seen: &str| TypedSetting { key, text: text.to_owned(), seen: Some(seen.to_owned()) };
    // Two admins look at 80 and 95. The first one changes the first value.
    let both = [typed(warning, "70", "80"), typed(critical, "95", "95")];
    assert_eq!(test.desk.change_settings(&tester(), &both, None).await.unwrap(), ChangeOutcome::Done);
    // The second one changes the other value: the first one's stays.
    let both = [typed(warning, " 80 % ", "80"), typed(critical, "90", "95")];
    assert_eq!(test.desk.change_settings(&tester(), &both, None).await.unwrap(), ChangeOutcome::Done);
    assert_eq!(test.desk.live().lines.all, Thresholds { warning_percent: 70, critical_percent: 90 });
    // Who types over what was changed is told what it is now.
    let late = [typed(warning, "60", "80"), typed(critical, "85", "95")];
    let refused = test.desk.change_settings(&tester(), &late, None).await;
    let Err(SettingsError::Overtaken(now)) = refused else { panic!("{refused:?}") };
    assert_eq!(now, [(warning, "70".to_owned()), (critical, "90".to_owned())]);
    let refused = test.desk.reset_setting(&tester(), warning, Some("75".to_owned()), None).await;
    assert!(matches!(refused, Err(SettingsError::Overtaken(_))), "{refused:?}");
    assert_eq!(test.desk.live().lines.all, Thresholds { warning_percent: 70, critical_percent: 90 });
    // The same value as the other's is no conflict.
    let same = [typed(warning, "70", "80")];
    assert_eq!(test.desk.change_settings(&tester(), &same, None).await.unwrap(), ChangeOutcome::Unchanged);
}

#[tokio::test]
async fn of_two_changes_at_once_the_database_takes_one() {
    let test = TestDesk::new().await;
    let other = test.beside().await;
    let change = |text: &str| {
        [TypedSetting { key: SettingKey::WarningPercent, text: text.to_owned(), seen: Some("80".to_owned()) }]
    };
    let (first, second) = (change("60"), change("70"));
    let actor = tester();
    let both =
        tokio::join!(test.desk.change_settings(&actor, &first, None), other.change_settings(&actor, &second, None));
    let overtaken = [&both.0, &both.1].into_iter().filter(|it| matches!(it, Err(SettingsError::Overtaken(_)))).count();
    assert_eq!(overtaken, 1, "{both:?}");
}
