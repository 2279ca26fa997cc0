use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::account::InterfaceId;
use crate::cgi_path::CgiPath;
use crate::clears::{Allotment, Beginning, Budget, Limits, ResetInterval, Scope, Tally};
use crate::limit_hit::LimitHit;
use crate::limits::LimitKind;
use crate::quota_zone::QuotaZone;
use crate::usage::UsageState;

fn now() -> Timestamp {
    "2026-11-22T12:00:00+08:00".parse().unwrap()
}

fn budget(scope: Scope, limit: i64, spent: i64) -> Budget {
    let beginning = Beginning { at: Timestamp::MIN, cleared_before: None };
    let allotment = Allotment { limit, every: ResetInterval::Month };
    let month = QuotaZone::default().month(now());
    Budget::count(scope, allotment, Tally { spent, ..Tally::default() }, month, beginning)
}

fn usage(id: i64, permille: i64, lifts: ResetEffect) -> Usage {
    let state = match permille {
        1000.. => UsageState::Exhausted,
        950.. => UsageState::Critical,
        800.. => UsageState::Warning,
        _ => UsageState::Ok,
    };
    Usage { interface: InterfaceId(id), state, used_permille: Some(permille), read_at: Some(now()), lifts }
}

fn planned(usages: &[Usage], account_spent: i64, interface_spent: i64) -> Plan {
    let limits = Limits::default();
    plan(
        usages,
        &budget(Scope::Account, limits.account.limit, account_spent),
        &budget(Scope::Interface, limits.interface.limit, interface_spent),
    )
}

fn pressing(count: i64) -> Vec<Usage> {
    (1..=count).map(|id| usage(id, 1000 - id, ResetEffect::Expected)).collect()
}

#[test]
fn one_interface_before_the_whole_account() {
    let ids = |count: i64| Plan::Interfaces((1..=count).map(InterfaceId).collect());
    assert_eq!(planned(&pressing(1), 0, 0), ids(1));
    assert_eq!(planned(&pressing(5), 0, 0), ids(5), "5 of 50 are worth 1 of 10");
    assert_eq!(planned(&pressing(6), 0, 0), Plan::Account);
    assert_eq!(planned(&pressing(2), 0, 49), Plan::Account, "not enough single ones left");
    assert_eq!(planned(&pressing(2), 10, 49), ids(1), "the most urgent, where nothing else is left");
    assert_eq!(planned(&pressing(8), 10, 0), ids(8));
    assert_eq!(planned(&pressing(1), 10, 50), Plan::None(NoPlanReason::NoneLeft));
}

#[test]
fn nothing_is_advised_that_cannot_help() {
    assert_eq!(planned(&[usage(1, 500, ResetEffect::Proved)], 0, 0), Plan::None(NoPlanReason::NothingPressing));
    for lifts in [ResetEffect::Unlikely, ResetEffect::Disproved] {
        assert_eq!(planned(&[usage(1, 1000, lifts)], 0, 0), Plan::None(NoPlanReason::NotLifted));
    }
    let yesterday = Usage { used_permille: None, ..usage(1, 1000, ResetEffect::Proved) };
    let low = usage(2, 100, ResetEffect::Proved);
    for unknown in [&[][..], &[yesterday], &[yesterday, low]] {
        assert_eq!(planned(unknown, 0, 0), Plan::None(NoPlanReason::UseUnknown), "{unknown:?}");
    }
    let unread_total = Usage { lifts: ResetEffect::Total, ..yesterday };
    assert_eq!(planned(&[unread_total, low], 0, 0), Plan::None(NoPlanReason::NothingPressing), "no clear resets it");
    let mixed = [usage(1, 1000, ResetEffect::Unlikely), usage(2, 960, ResetEffect::Unknown)];
    assert_eq!(planned(&mixed, 0, 0), Plan::Interfaces(vec![InterfaceId(2)]));
}

fn warned(target: Option<i64>, usages: &[Usage], failed: &[FailedCall], hours: i64) -> Vec<Warning> {
    warnings(target.map(InterfaceId), usages, failed, now() + SignedDuration::from_hours(hours), now())
}

#[test]
fn what_speaks_against_a_clear_is_said() {
    let full = usage(1, 1000, ResetEffect::Expected);
    assert_eq!(warned(Some(1), &[full], &[], 12), []);
    assert_eq!(warned(None, &[full], &[], 1), [Warning::ResetsSoon { at: now() + SignedDuration::from_hours(1) }]);
    let low = usage(2, 420, ResetEffect::Expected);
    assert_eq!(warned(Some(2), &[full, low], &[], 12), [Warning::LowUse { permille: 420 }]);
    let lifetime = usage(3, 990, ResetEffect::Unlikely);
    assert_eq!(warned(Some(3), &[full, lifetime], &[], 12), [Warning::NotLifted { proved: false }]);
    assert_eq!(warned(None, &[full, lifetime], &[], 12), [], "it helps the other");
    let proved = Usage { lifts: ResetEffect::Disproved, ..lifetime };
    assert_eq!(warned(Some(3), &[proved], &[], 12), [Warning::NotLifted { proved: true }]);
    let unread = Usage { used_permille: None, state: UsageState::Never, ..full };
    assert_eq!(warned(Some(1), &[unread], &[], 12), [Warning::NoFigures]);
    assert_eq!(warned(None, &[], &[], 12), [Warning::NoFigures]);
}

#[test]
fn a_total_has_no_say_in_what_a_clear_resets() {
    let total = usage(1, 990, ResetEffect::Proved.of_count(LimitKind::Total));
    let low = usage(2, 30, ResetEffect::Expected);
    assert!(total.is_total() && !total.lifts.may_help());
    assert_eq!(planned(&[total, low], 0, 0), Plan::None(NoPlanReason::NotLifted));
    assert_eq!(warned(None, &[total, low], &[], 12), [Warning::LowUse { permille: 30 }]);
    assert_eq!(warned(None, &[total], &[], 12), [Warning::NotLifted { proved: false }]);
}

#[test]
fn a_clear_of_what_is_hardly_used_is_pointless() {
    let pointless = |permille| vec![Warning::Pointless { permille }];
    for (permille, expected) in
        [(0, pointless(0)), (9, pointless(9)), (10, vec![Warning::LowUse { permille: 10 }]), (800, vec![])]
    {
        let (used, none) = (usage(1, permille, ResetEffect::Expected), usage(2, 0, ResetEffect::Unknown));
        assert_eq!(warned(Some(1), &[used, none], &[], 12), expected, "{permille}");
        assert_eq!(warned(None, &[used, none], &[], 12), expected, "{permille}");
        assert_eq!(warned(Some(2), &[used, none], &[], 12), pointless(0));
    }
    let full = |lifts| usage(3, 1000, lifts);
    let none = usage(2, 3, ResetEffect::Proved);
    for lifts in [ResetEffect::Unlikely, ResetEffect::Disproved, ResetEffect::Total] {
        assert_eq!(warned(None, &[full(lifts), none], &[], 12), pointless(3), "no clear gives the other one back");
        assert_eq!(warned(Some(3), &[full(lifts), none], &[], 12).len(), 1, "it is not lifted, but it is used");
        let half = usage(4, 500, ResetEffect::Proved);
        let low = [Warning::LowUse { permille: 500 }];
        assert_eq!(warned(None, &[full(lifts), half], &[], 12), low, "the other one alone counts");
    }
    let unread = Usage { used_permille: None, state: UsageState::Failed, ..full(ResetEffect::Expected) };
    assert_eq!(warned(None, &[unread, none], &[], 12), [Warning::NoFigures], "the other one may be used up");
    let unsupported = Usage { state: UsageState::Unsupported, ..unread };
    assert_eq!(warned(None, &[unsupported, none], &[], 12), pointless(3));
    let total = Usage { lifts: ResetEffect::Total, ..unread };
    assert_eq!(warned(None, &[total, none], &[], 12), pointless(3), "no clear resets it");
    assert_eq!(warned(Some(3), &[unread, none], &[], 12), [Warning::NoFigures]);
}

#[test]
fn what_was_refused_since_it_was_read_is_not_called_unused() {
    let (send, users) = (usage(1, 0, ResetEffect::Expected), usage(2, 0, ResetEffect::Expected));
    let path = Some(CgiPath::from_stored("/cgi-bin/message/custom/send".to_owned()));
    let later = now() + SignedDuration::from_mins(1);
    let call = |limit| FailedCall {
        cgi_path: path.clone(),
        interface: Some(send.interface),
        limit: Some(limit),
        at: later,
        ..failed(45009)
    };
    let pointless = [Warning::Pointless { permille: 0 }];
    for limit in [LimitHit::DayQuota, LimitHit::NotKnown] {
        for target in [Some(1), None] {
            assert_eq!(warned(target, &[send, users], &[call(limit)], 12), [Warning::NoFigures], "{limit}");
        }
        assert_eq!(warned(Some(2), &[send, users], &[call(limit)], 12), pointless);
        let read_again = Usage { read_at: Some(later), ..send };
        assert_eq!(warned(Some(1), &[read_again, users], &[call(limit)], 12), pointless);
    }
}

#[test]
fn a_failure_of_another_interface_says_nothing() {
    let (send, users) = (usage(1, 850, ResetEffect::Expected), usage(2, 850, ResetEffect::Expected));
    let call = |errcode, of: Option<(i64, &str)>| FailedCall {
        cgi_path: of.map(|(_, path)| CgiPath::from_stored(path.to_owned())),
        interface: of.and_then(|(id, _)| (id > 0).then_some(InterfaceId(id))),
        ..failed(errcode)
    };
    for errcode in [45011, 45009] {
        let of_send = call(errcode, Some((1, "/cgi-bin/message/custom/send")));
        let said = [Warning::PerMinute(of_send.clone())];
        assert_eq!(warned(Some(1), &[send, users], std::slice::from_ref(&of_send), 12), said);
        assert_eq!(warned(Some(2), &[send, users], std::slice::from_ref(&of_send), 12), []);
        assert_eq!(warned(None, &[send, users], std::slice::from_ref(&of_send), 12), said);
        let unknown = call(errcode, None);
        let said = [Warning::PerMinute(unknown.clone())];
        assert_eq!(warned(Some(2), &[send, users], &[of_send, unknown], 12), said, "it may have been of this one");
    }
    let unwatched = call(45011, Some((0, "/wxa/msg_sec_check")));
    assert_eq!(warned(Some(1), &[send], std::slice::from_ref(&unwatched), 12), []);
    assert_eq!(warned(None, &[send], std::slice::from_ref(&unwatched), 12), [Warning::PerMinute(unwatched)]);
    let by_day = call(45009, Some((0, "/wxa/msg_sec_check")));
    assert_eq!(warned(None, &[send], &[by_day], 12), [], "its use is not known");
    let full = usage(2, 1000, ResetEffect::Expected);
    let of_send = call(45009, Some((1, "/cgi-bin/message/custom/send")));
    let said = [Warning::PerMinute(of_send.clone())];
    assert_eq!(warned(Some(1), &[send, full], &[of_send], 12), said, "the other one is used up, not this one");
}

fn failed(errcode: i32) -> FailedCall {
    let rid = "617682e0-09059ac5-34a8e2ea".into();
    let limit = matches!(errcode, 45009 | 45011).then_some(LimitHit::PerMinute);
    FailedCall { errcode, rid, at: now(), cgi_path: None, interface: None, limit }
}

#[test]
fn a_limit_that_is_not_counted_warns_of_its_own_interface() {
    let (send, users) = (usage(1, 850, ResetEffect::Expected), usage(2, 850, ResetEffect::Expected));
    let path = Some(CgiPath::from_stored("/cgi-bin/message/custom/send".to_owned()));
    let limit = Some(LimitHit::Uncounted);
    let call = FailedCall { cgi_path: path, interface: Some(send.interface), limit, ..failed(44993) };
    for target in [Some(1), None] {
        let said = [Warning::Uncounted(call.clone())];
        assert_eq!(warned(target, &[send, users], std::slice::from_ref(&call), 12), said, "{target:?}");
    }
    assert_eq!(warned(Some(2), &[send, users], &[call], 12), []);
}

#[test]
fn a_limit_a_minute_is_told_from_the_days() {
    let call = failed;
    let (full, half) = (usage(1, 1000, ResetEffect::Expected), usage(1, 850, ResetEffect::Expected));
    assert_eq!(warned(Some(1), &[full], &[call(45009)], 12), [], "the day's quota is used up");
    assert_eq!(warned(Some(1), &[half], &[call(45009)], 12), [Warning::PerMinute(call(45009))]);
    assert_eq!(warned(Some(1), &[full], &[call(45011)], 12), [Warning::PerMinute(call(45011))]);
    assert_eq!(warned(Some(1), &[half], &[call(40001)], 12), []);
    for limit in [LimitHit::DayQuota, LimitHit::NotKnown, LimitHit::Total] {
        let other = FailedCall { limit: Some(limit), ..call(45009) };
        assert_eq!(warned(Some(1), &[half], &[other], 12), [], "{limit}");
    }
    let other = usage(2, 1000, ResetEffect::Expected);
    assert_eq!(warned(Some(1), &[half, other], &[call(45009)], 12), [], "it may have been of the other");
}

fn any_usage() -> impl Strategy<Value = Usage> {
    let lifts = prop::sample::select(vec![
        ResetEffect::Proved,
        ResetEffect::Expected,
        ResetEffect::Unknown,
        ResetEffect::Unlikely,
        ResetEffect::Disproved,
    ]);
    (1_i64..1_000_000, 0_i64..1_200, lifts, any::<bool>()).prop_map(|(id, permille, lifts, read_today)| {
        let usage = usage(id, permille, lifts);
        Usage { used_permille: usage.used_permille.filter(|_| read_today), ..usage }
    })
}

proptest! {
    #[test]
    fn the_plan_is_valid_helps_and_none_is_cheaper(
        usages in proptest::collection::vec(any_usage(), 0..20),
        account_limit in 0_i64..20, interface_limit in 0_i64..80,
        account_spent in 0_i64..20, interface_spent in 0_i64..80,
    ) {
        let account = budget(Scope::Account, account_limit, account_spent);
        let interface = budget(Scope::Interface, interface_limit, interface_spent);
        let helped: Vec<_> = usages.iter().filter(|u| u.is_pressing() && u.lifts.may_help()).collect();
        let count = i64::try_from(helped.len()).unwrap();
        // The prices of the plans that would help all, as shares of a month's budget: count/interface_limit, 1/account_limit.
        let singles_do = count > 0 && count <= interface.left;
        let whole_does = count > 0 && account.left > 0;
        match plan(&usages, &account, &interface) {
            Plan::None(_) => prop_assert!(helped.is_empty() || (account.left == 0 && interface.left == 0)),
            Plan::Account => {
                prop_assert!(whole_does);
                prop_assert!(!singles_do || count * account_limit > interface_limit, "single ones were cheaper");
            }
            Plan::Interfaces(ids) => {
                prop_assert!(i64::try_from(ids.len()).unwrap() <= interface.left);
                prop_assert!(ids.iter().all(|id| helped.iter().any(|usage| usage.interface == *id)));
                prop_assert!(!whole_does || (singles_do && count * account_limit <= interface_limit), "the account was cheaper");
                prop_assert!(!singles_do || ids.len() == helped.len());
            }
        }
    }
}
