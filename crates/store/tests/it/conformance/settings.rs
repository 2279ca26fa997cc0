use domain::audit::AuditAction;
use domain::notices::SettingChange;
use domain::{AccountId, InterfaceId, LinesOf, NoticeContent, SettingKey, Thresholds};
use serde_json::json;
use store::notices::{NewNotice, NoticeQuery};
use store::settings::{ClearLimits, LinesChangeError, SeenLines, SettingUpdate, SettingsChangeError, Stored};
use store::{AuditQuery, Store};

use super::{account, at, by};

fn update(key: SettingKey, to: Option<&str>, default: &str) -> SettingUpdate {
    SettingUpdate { key, to: to.map(str::to_owned), default: default.to_owned(), seen: None }
}

async fn lines_of_the_trail(store: &dyn Store) -> Vec<store::AuditLine> {
    store.audit(&AuditQuery { limit: 100, ..AuditQuery::default() }).await.unwrap()
}

pub(crate) async fn settings_are_kept_until_they_are_reset(store: &dyn Store) {
    assert_eq!(store.stored_settings().await.unwrap(), store::StoredSettings::default());
    let warning = update(SettingKey::WarningPercent, Some("70"), "80");
    let zone = update(SettingKey::TimeZone, Some("Asia/Tokyo"), "Asia/Shanghai");
    let both = [warning.clone(), zone];
    assert!(store.change_settings(&both, None, &by(), at(1)).await.unwrap());
    assert!(!store.change_settings(&both, None, &by(), at(2)).await.unwrap(), "they are so already");
    let stored = |value: &str, minutes| Stored { value: value.to_owned(), by: "cli:alice".to_owned(), at: at(minutes) };
    let kept = store.stored_settings().await.unwrap().values;
    let expected = [(SettingKey::TimeZone, stored("Asia/Tokyo", 1)), (SettingKey::WarningPercent, stored("70", 1))];
    assert_eq!(kept, expected);
    let reset = [update(SettingKey::WarningPercent, None, "80")];
    assert!(store.change_settings(&reset, None, &by(), at(3)).await.unwrap());
    assert!(!store.change_settings(&reset, None, &by(), at(4)).await.unwrap());
    assert_eq!(store.stored_settings().await.unwrap().values, expected[..1]);

    let trail = lines_of_the_trail(store).await;
    assert_eq!(trail.len(), 2);
    assert_eq!(trail[1].what, AuditAction::SettingsChanged.word());
    assert_eq!(trail[1].before, Some(json!({ "warning_percent": "80", "time_zone": "Asia/Shanghai" })));
    assert_eq!(trail[1].after, Some(json!({ "warning_percent": "70", "time_zone": "Asia/Tokyo" })));
    assert_eq!(trail[0].what, AuditAction::SettingsReset.word());
    assert_eq!(trail[0].before, Some(json!({ "warning_percent": "70" })));
    assert_eq!(trail[0].after, Some(json!({ "warning_percent": "80" })));
}

pub(crate) async fn a_change_is_written_with_its_notice(store: &dyn Store) {
    let change = SettingChange { setting: SettingKey::SecondPersonFrom, before: "1".to_owned(), after: "0".to_owned() };
    let news = NoticeContent::SettingsLoosened { by: "alice".to_owned(), changes: vec![change] };
    let notice = NewNotice::of(news.clone());
    let updates = [update(SettingKey::SecondPersonFrom, Some("0"), "1")];
    assert!(store.change_settings(&updates, Some(&notice), &by(), at(1)).await.unwrap());
    assert!(!store.change_settings(&updates, Some(&notice), &by(), at(2)).await.unwrap());
    let notices = store.notices(&NoticeQuery { limit: 10, ..NoticeQuery::default() }).await.unwrap();
    assert_eq!(notices.into_iter().map(|notice| notice.news).collect::<Vec<_>>(), [news], "once");
}

pub(crate) async fn what_was_seen_is_still_so_where_it_is_changed(store: &dyn Store) {
    let seen = |to: Option<&str>, seen: &str| SettingUpdate {
        seen: Some(seen.to_owned()),
        ..update(SettingKey::WarningPercent, to, "80")
    };
    assert!(store.change_settings(&[seen(Some("70"), "80")], None, &by(), at(1)).await.unwrap(), "the default");
    let other = update(SettingKey::CriticalPercent, Some("90"), "95");
    for late in [seen(Some("60"), "80"), seen(None, "75")] {
        let refused = store.change_settings(&[other.clone(), late], None, &by(), at(2)).await;
        let Err(SettingsChangeError::Overtaken(now)) = refused else { panic!("{refused:?}") };
        assert_eq!(now, [(SettingKey::WarningPercent, "70".to_owned())]);
    }
    let values = store.stored_settings().await.unwrap().values;
    assert_eq!(values.len(), 1, "all of it or nothing: {values:?}");
    assert!(!store.change_settings(&[seen(Some("70"), "80")], None, &by(), at(3)).await.unwrap(), "it is so already");
    assert!(store.change_settings(&[seen(None, "70")], None, &by(), at(4)).await.unwrap());
}

pub(crate) async fn numbers_of_clears_are_recorded_where_they_change(store: &dyn Store) {
    let limits = |minutes, account| ClearLimits { at: at(minutes), account, interface: 50 };
    for recorded in [limits(1, 10), limits(2, 10), limits(3, 8), limits(4, 10)] {
        store.record_clear_limits(recorded).await.unwrap();
    }
    let kept = store.stored_settings().await.unwrap().clear_limits;
    assert_eq!(kept, [limits(1, 10), limits(3, 8), limits(4, 10)]);
}

pub(crate) async fn lines_belong_to_an_account_or_an_interface(store: &dyn Store) {
    let (id, [first, second]) = account(store, 1).await;
    let lines = |warning_percent, critical_percent| Thresholds { warning_percent, critical_percent };
    let (of_account, of_first) = (LinesOf::Account(id), LinesOf::Interface(first));
    let set = async |of, lines, minutes| store.set_lines(of, lines, SeenLines::Any, &by(), at(minutes)).await.unwrap();
    assert!(set(of_account, Some(lines(50, 60)), 1).await);
    assert!(!set(of_account, Some(lines(50, 60)), 2).await, "they are so already");
    assert!(set(of_first, Some(lines(70, 90)), 3).await);
    assert!(set(of_first, Some(lines(1, 100)), 4).await);
    assert!(!set(LinesOf::Interface(second), None, 5).await, "it has none");
    for nothing in [LinesOf::Account(AccountId(99)), LinesOf::Interface(InterfaceId(99))] {
        assert!(!set(nothing, Some(lines(50, 60)), 6).await, "there is no such thing");
    }
    let mut kept = store.stored_settings().await.unwrap().lines;
    kept.sort_by_key(|(of, _)| *of);
    let stored = |value, minutes| Stored { value, by: "cli:alice".to_owned(), at: at(minutes) };
    assert_eq!(kept, [(of_account, stored(lines(50, 60), 1)), (of_first, stored(lines(1, 100), 4))]);
    assert!(set(of_account, None, 7).await);
    assert!(!set(of_account, None, 8).await);
    let kept = store.stored_settings().await.unwrap().lines;
    assert_eq!(kept.into_iter().map(|(of, _)| of).collect::<Vec<_>>(), [of_first]);

    // Whoever saw other lines than there are by now changes nothing.
    for (seen, to) in [(None, Some(lines(2, 3))), (Some(lines(70, 90)), None)] {
        let late = store.set_lines(of_first, to, SeenLines::Own(seen), &by(), at(9)).await;
        assert!(matches!(late, Err(LinesChangeError::Overtaken(Some(now))) if now == lines(1, 100)), "{late:?}");
    }
    let same = store.set_lines(of_first, Some(lines(1, 100)), SeenLines::Own(None), &by(), at(9)).await;
    assert!(!same.unwrap(), "they are so already");
    let seen = SeenLines::Own(Some(lines(1, 100)));
    assert!(store.set_lines(of_first, Some(lines(1, 99)), seen, &by(), at(9)).await.unwrap());
    assert!(set(of_first, Some(lines(1, 100)), 10).await);

    let trail = lines_of_the_trail(store).await;
    let trail = &trail[2..];
    let acts: Vec<_> = trail.iter().map(|line| line.what.as_str()).take(4).collect();
    assert_eq!(acts, ["lines-reset", "lines-set", "lines-set", "lines-set"]);
    assert!(trail.iter().take(4).all(|line| line.subject.as_deref() == Some("account 1 (wx0000000000000001)")));
    let path = store.interface(first).await.unwrap().unwrap().cgi_path;
    let before = json!({ "path": null, "warning_percent": 70, "critical_percent": 90 });
    let after = json!({ "path": path, "warning_percent": 1, "critical_percent": 100 });
    assert_eq!((trail[1].before.as_ref(), trail[1].after.as_ref()), (Some(&before), Some(&after)));
}
