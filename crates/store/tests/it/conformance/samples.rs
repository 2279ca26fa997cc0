use domain::{Failure, Figures, InterfaceId, Outcome, RateLimit, Reading};
use jiff::Timestamp;
use store::{InterfaceNow, NewSample, SamplerHour, Store};

use super::{account, at, by};

const RATE: RateLimit = RateLimit { call_count: 1200, refresh_second: 60 };

fn reading(minute: i64, used: i64) -> Reading {
    let figures = Figures { daily_limit: 1000, used, remain: 1000 - used };
    Reading { at: at(minute), outcome: Outcome::Good(figures), rate_limit: Some(RATE), component_rate_limit: None }
}

fn failed(minute: i64, failure: Failure) -> Reading {
    Reading { outcome: Outcome::Failed(failure), rate_limit: None, ..reading(minute, 0) }
}

fn sample(interface: InterfaceId, reading: Reading) -> NewSample {
    NewSample { interface, reading, detail: None, slot: None, of_day_before: false }
}

async fn now(store: &dyn Store, id: InterfaceId) -> InterfaceNow {
    store.interface_now(id).await.unwrap().unwrap()
}

async fn all(store: &dyn Store, id: InterfaceId) -> Vec<Reading> {
    store.readings(id, Timestamp::UNIX_EPOCH, at(1_000_000)).await.unwrap()
}

pub(crate) async fn readings_are_kept_and_the_newest_is_at_hand(store: &dyn Store) {
    let (account, [id, other]) = account(store, 1).await;
    let never = now(store, id).await;
    assert_eq!((never.newest, never.good, never.slot, never.account_id), (None, None, None, account));
    store.add_samples(&[]).await.unwrap();

    let good = NewSample { slot: Some(41), ..sample(id, reading(0, 10)) };
    store.add_samples(&[good]).await.unwrap();
    let first = now(store, id).await;
    assert_eq!(first.newest, Some((at(0), reading(0, 10).outcome)));
    assert_eq!(first.good.map(|(at, figures)| (at, figures.used)), Some((at(0), 10)));
    assert_eq!((first.rate_limit, first.component_rate_limit, first.slot), (Some(RATE), None, Some(41)));

    let detail = Some("invalid credential 🔑".to_owned());
    let failure =
        NewSample { detail: detail.clone(), slot: Some(42), ..sample(id, failed(60, Failure::Refused(40001))) };
    store.add_samples(std::slice::from_ref(&failure)).await.unwrap();
    let second = now(store, id).await;
    assert_eq!(second.newest, Some((at(60), Outcome::Failed(Failure::Refused(40001)))));
    assert_eq!((second.detail, second.slot, second.rate_limit), (detail, Some(42), Some(RATE)));
    assert_eq!(second.good, first.good, "a failure is no figure");

    let odd = Reading {
        outcome: Outcome::Good(Figures { daily_limit: 500, used: 600, remain: 7 }),
        component_rate_limit: Some(RATE),
        ..reading(120, 0)
    };
    let none = Reading { outcome: Outcome::NoFigure, rate_limit: None, ..reading(180, 0) };
    store.add_samples(&[sample(id, odd), sample(id, none)]).await.unwrap();
    let third = now(store, id).await;
    assert_eq!((third.newest, third.detail.as_deref()), (Some((at(180), Outcome::NoFigure)), None));
    assert_eq!(third.good.map(|(_, figures)| (figures.used, figures.remain)), Some((600, 7)));
    assert_eq!(third.component_rate_limit, Some(RATE));
    assert_eq!(third.slot, Some(42), "what a person asked for answers no slot");

    assert_eq!(all(store, id).await, [reading(0, 10), failure.reading, odd, none]);
    assert_eq!(store.readings(id, at(60), at(180)).await.unwrap(), [failure.reading, odd], "from is in, to is not");
    assert_eq!(all(store, other).await, []);
    assert_eq!(store.interface_now(InterfaceId(99)).await.unwrap(), None);
    assert!(store.add_samples(&[sample(InterfaceId(99), odd)]).await.is_err(), "there is no such interface");
}

pub(crate) async fn late_and_doubled_readings_find_their_place(store: &dyn Store) {
    let (_, [id, _]) = account(store, 1).await;
    let late = NewSample { detail: Some("late".to_owned()), ..sample(id, failed(30, Failure::NoAnswer)) };
    store.add_samples(&[sample(id, reading(60, 20)), sample(id, reading(0, 10))]).await.unwrap();
    store.add_samples(&[late.clone(), sample(id, reading(60, 20))]).await.unwrap();
    store.add_samples(std::slice::from_ref(&late)).await.unwrap();
    let expected = [reading(0, 10), late.reading, reading(60, 20)];
    assert_eq!(all(store, id).await, expected);
    assert_eq!(store.recent(&[id]).await.unwrap(), [(id, expected.to_vec())]);
    let now = now(store, id).await;
    assert_eq!((now.newest, now.detail), (Some((at(60), reading(60, 20).outcome)), None));

    // Two different answers at one instant are two readings.
    store.add_samples(&[sample(id, reading(60, 21))]).await.unwrap();
    assert_eq!(all(store, id).await.len(), 4);
}

pub(crate) async fn many_interfaces_and_days_at_once(store: &dyn Store) {
    let (_, [first, second]) = account(store, 1).await;
    let expected: Vec<_> = (0..30 * 24).map(|hour| reading(hour * 60, hour % 24 * 7)).collect();
    let samples: Vec<_> =
        expected.iter().flat_map(|reading| [sample(first, *reading), sample(second, *reading)]).collect();
    for batch in samples.chunks(500) {
        store.add_samples(batch).await.unwrap();
    }
    assert_eq!(all(store, first).await, expected);
    assert_eq!(all(store, second).await, expected);
    let day = store.readings(first, at(24 * 60), at(48 * 60)).await.unwrap();
    assert_eq!(day, expected[24..48]);
    let newest = async |from, to, days| store.newest_readings(first, at(from), at(to), days).await.unwrap();
    let mut newest_first = expected.clone();
    newest_first.reverse();
    // They end at 08:00 UTC: 8 hours of the last day, and two whole ones.
    assert_eq!(newest(0, 30 * 1440, 3).await, newest_first[..8 + 2 * 24]);
    assert_eq!(newest(28 * 1440 + 60, 29 * 1440 + 60, 3).await, newest_first[23..47], "from is in, to is not");
    assert_eq!(newest(31 * 1440, 40 * 1440, 3).await, []);
    let before_1970 = Reading { at: "1969-12-31T23:00:00Z".parse().unwrap(), ..reading(0, 1) };
    store.add_samples(&[sample(first, before_1970)]).await.unwrap();
    let read = store.readings(first, Timestamp::MIN, Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(read, [before_1970], "a clock that was never set");
}

pub(crate) async fn only_what_is_watched_is_listed(store: &dyn Store) {
    let (active, [kept, removed]) = account(store, 1).await;
    let (paused, of_paused) = account(store, 2).await;
    let (retired, of_retired) = account(store, 3).await;
    store.add_samples(&[sample(kept, reading(0, 1)), sample(of_retired[0], reading(0, 2))]).await.unwrap();
    store.unwatch(removed, &by(), at(1)).await.unwrap();
    store.pause_account(paused, true, &by(), at(0)).await.unwrap();
    store.retire_account(retired, &by(), at(0)).await.unwrap();

    let ids = |list: Vec<InterfaceNow>| list.into_iter().map(|now| now.id).collect::<Vec<_>>();
    let mut expected = vec![kept, of_paused[0], of_paused[1]];
    expected.sort();
    let listed = store.interfaces_now(None).await.unwrap();
    assert_eq!(listed.iter().find(|now| now.id == kept), Some(&now(store, kept).await));
    assert_eq!(ids(listed), expected);
    assert_eq!(ids(store.interfaces_now(Some(active)).await.unwrap()), [kept]);
    assert_eq!(ids(store.interfaces_now(Some(retired)).await.unwrap()), []);
    assert_eq!(now(store, of_retired[0]).await.good.map(|(_, figures)| figures.used), Some(2), "watched or not");
}

pub(crate) async fn recent_readings_reach_back_a_day(store: &dyn Store) {
    let (_, [busy, never]) = account(store, 1).await;
    let samples: Vec<_> = (0..100).map(|hour| sample(busy, reading(hour * 60, hour))).collect();
    store.add_samples(&samples[..50]).await.unwrap();
    store.add_samples(&samples[50..]).await.unwrap();
    let recent = store.recent(&[never, busy]).await.unwrap();
    assert_eq!((recent[0].0, recent[1].0), (never, busy), "in the order asked for");
    assert_eq!(recent[0].1, []);
    let kept = &recent[1].1;
    assert_eq!(kept.last().unwrap().at, at(99 * 60));
    assert!(kept[0].at <= at(75 * 60) && kept.len() < 30, "a day and not much more: {}", kept.len());
    assert!(kept.is_sorted_by_key(|reading| reading.at));
    assert_eq!(store.recent(&[]).await.unwrap(), []);
}

pub(crate) async fn allowances_are_never_overdrawn(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    assert_eq!(store.take_readings(account, at(0), 30, 100).await.unwrap(), 30);
    assert_eq!(store.take_readings(account, at(0), 60, 100).await.unwrap(), 60);
    assert_eq!(store.take_readings(account, at(0), 60, 100).await.unwrap(), 10);
    assert_eq!(store.take_readings(account, at(0), 1, 100).await.unwrap(), 0);
    assert_eq!(store.take_readings(account, at(0), 1, 50).await.unwrap(), 0, "the allowance was lowered");
    assert_eq!(store.take_readings(account, at(0), 5, 120).await.unwrap(), 5, "and raised");
    assert_eq!(store.take_readings(account, at(0), 0, 120).await.unwrap(), 0);
    store.return_readings(account, at(0), 4).await.unwrap();
    assert_eq!(store.readings_taken(account, at(0)).await.unwrap(), 101);
    store.return_readings(account, at(0), 1_000).await.unwrap();
    assert_eq!(store.readings_taken(account, at(0)).await.unwrap(), 0, "never below nothing");
    store.return_readings(account, at(86_400), 5).await.unwrap();
    assert_eq!(store.take_readings(account, at(0), 105, 120).await.unwrap(), 105);
    assert_eq!(store.readings_taken(account, at(0)).await.unwrap(), 105);
    assert_eq!(store.readings_taken(account, at(1440)).await.unwrap(), 0, "another day");
}

pub(crate) async fn incidents_take_no_more_than_their_share(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let take = async |wanted| store.take_readings_for_incidents(account, at(0), wanted, 100, 50).await.unwrap();
    assert_eq!((take(30).await, take(30).await, take(1).await), (30, 20, 0));
    assert_eq!(store.take_readings(account, at(0), 45, 100).await.unwrap(), 45, "the rest is others'");
    store.return_readings_for_incidents(account, at(0), 10).await.unwrap();
    assert_eq!(store.readings_taken(account, at(0)).await.unwrap(), 85);
    store.return_readings(account, at(0), 5).await.unwrap();
    assert_eq!((take(30).await, take(1).await), (10, 0), "what others returned is not theirs");
    assert_eq!(store.take_readings(account, at(0), 10, 100).await.unwrap(), 10);
    store.return_readings_for_incidents(account, at(0), 20).await.unwrap();
    assert_eq!(store.take_readings(account, at(0), 20, 100).await.unwrap(), 20);
    assert_eq!(take(10).await, 0, "nothing is left, whosever it was");
}

pub(crate) async fn sampler_hours_add_up(store: &dyn Store) {
    let hour =
        |hour_ms| SamplerHour { hour_ms, good: 10, failed: 2, starved: 1, busy_ms: 900, last_at_ms: hour_ms + 5 };
    store.add_sampler_hour(hour(0)).await.unwrap();
    store.add_sampler_hour(hour(3_600_000)).await.unwrap();
    store.add_sampler_hour(SamplerHour { last_at_ms: 3, ..hour(0) }).await.unwrap();
    let twice = SamplerHour { hour_ms: 0, good: 20, failed: 4, starved: 2, busy_ms: 1800, last_at_ms: 5 };
    assert_eq!(store.sampler_hours(10).await.unwrap(), [hour(3_600_000), twice]);
    assert_eq!(store.sampler_hours(1).await.unwrap(), [hour(3_600_000)]);
}
