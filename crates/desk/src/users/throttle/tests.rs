use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn ip(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().unwrap().into()
}

/// An attempt of a browser that never signed in as the user.
fn attempt(throttle: &mut Throttle, user: &str, address: Option<IpAddr>, now: i64) -> Result<Attempt, TooManyAttempts> {
    throttle.attempt(Trier::Stranger { user, address }, at(now))
}

/// Makes such an attempt, and gives the seconds to wait where it was refused.
fn wait(throttle: &mut Throttle, user: &str, address: Option<IpAddr>, now: i64) -> Option<i64> {
    attempt(throttle, user, address, now).err().map(|wait| wait.until.duration_since(at(now)).as_secs())
}

/// Fails `times`, at the same moment.
fn fail(throttle: &mut Throttle, user: &str, address: Option<IpAddr>, times: usize, now: i64) {
    for time in 0..times {
        assert!(attempt(throttle, user, address, now).is_ok(), "failure {time}");
    }
}

#[test]
fn a_browser_has_five_failures_free_and_then_waits_ever_longer() {
    let mut throttle = Throttle::default();
    fail(&mut throttle, "li", None, 6, 0);
    let mut now = 0;
    for expected in [30, 60, 120, 240, 480, 900, 900, 900] {
        // As often as it is asked: refused attempts count for nothing.
        assert_eq!(wait(&mut throttle, "li", None, now), Some(expected));
        assert_eq!(wait(&mut throttle, "li", None, now + expected - 1), Some(1));
        assert_eq!(wait(&mut throttle, &format!("another {now}"), None, now), None);
        now += expected;
        fail(&mut throttle, "li", None, 1, now);
    }
}

#[test]
fn an_address_has_twenty_failures_free() {
    let mut throttle = Throttle::default();
    let (here, there) = (ip("203.0.113.7"), ip("203.0.113.8"));
    for user in 0..21 {
        fail(&mut throttle, &user.to_string(), here, 1, 0);
    }
    assert_eq!(wait(&mut throttle, "li", here, 0), Some(30));
    assert_eq!(wait(&mut throttle, "li", ip("::ffff:203.0.113.7"), 0), Some(30), "the same, written as IPv6");
    assert_eq!(wait(&mut throttle, "li", there, 0), None);
    assert_eq!(wait(&mut throttle, "li", None, 0), None);
    fail(&mut throttle, "li", here, 1, 30);
    assert_eq!(wait(&mut throttle, "wang", here, 30), Some(60));
}

#[test]
fn of_ipv6_a_64_is_one_address() {
    let mut throttle = Throttle::default();
    for host in 0..21 {
        fail(&mut throttle, &host.to_string(), ip(&format!("2001:db8:0:1:{host}::1")), 1, 0);
    }
    assert_eq!(wait(&mut throttle, "li", ip("2001:db8:0:1:ffff::9"), 0), Some(30));
    assert_eq!(wait(&mut throttle, "li", ip("2001:db8:0:2::1"), 0), None);
}

#[test]
fn a_thousand_at_once_find_no_more_room_than_a_thousand_in_turn() {
    let mut throttle = Throttle::default();
    let begun: Vec<_> = (0..1_000).filter_map(|_| attempt(&mut throttle, "li", ip("203.0.113.7"), 0).ok()).collect();
    assert_eq!(begun.len(), 6);
}

#[test]
fn a_success_clears_the_browser_and_takes_one_off_the_address() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    fail(&mut throttle, "li", here, 6, 0);
    for user in 0..14 {
        fail(&mut throttle, &user.to_string(), here, 1, 0);
    }
    let right = attempt(&mut throttle, "li", here, 30).unwrap();
    assert_eq!(wait(&mut throttle, "wang", here, 30), Some(30), "the 21st of the address, as long as it is not known");
    throttle.succeeded(right);
    assert!(throttle.browsers.by.keys().all(|(user, _)| *user != Key::of("li")), "from the beginning");
    fail(&mut throttle, "wang", here, 1, 30);
    assert_eq!(wait(&mut throttle, "zhao", here, 30), Some(30), "the other twenty of the address stay");
}

#[test]
fn an_account_of_ones_own_gives_no_room_for_guessing_at_others() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    let mut guesses = 0;
    for guess in 0..1_000 {
        if let Ok(own) = attempt(&mut throttle, "mallory", here, 0) {
            throttle.succeeded(own);
        }
        guesses += usize::from(attempt(&mut throttle, &guess.to_string(), here, 0).is_ok());
    }
    assert_eq!(guesses, 21);
}

#[test]
fn a_success_does_not_have_its_address_wait() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    for user in 0..21 {
        fail(&mut throttle, &user.to_string(), here, 1, 0);
    }
    for _ in 0..3 {
        let right = attempt(&mut throttle, "li", here, 30).unwrap();
        throttle.succeeded(right);
    }
    fail(&mut throttle, "wang", here, 1, 30);
    assert_eq!(wait(&mut throttle, "li", here, 30), Some(60), "the 22nd failure");
}

#[test]
fn a_slow_success_leaves_its_address_the_wait_of_the_failures_since() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    let slow = attempt(&mut throttle, "li", here, 0).unwrap();
    for user in 0..20 {
        fail(&mut throttle, &user.to_string(), here, 1, 0);
    }
    fail(&mut throttle, "wang", here, 1, 30);
    assert_eq!(wait(&mut throttle, "zhao", here, 30), Some(60));
    throttle.succeeded(slow);
    assert_eq!(wait(&mut throttle, "zhao", here, 30), Some(30), "21 failures, not 22");
}

#[test]
fn of_two_waits_the_longer_is_told() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    fail(&mut throttle, "li", here, 6, 0);
    for user in 0..14 {
        fail(&mut throttle, &user.to_string(), here, 1, 0);
    }
    fail(&mut throttle, "li", here, 1, 30);
    assert_eq!(wait(&mut throttle, "zhao", here, 40), Some(20), "the address's");
    assert_eq!(wait(&mut throttle, "li", here, 40), Some(50), "the browser's");
    fail(&mut throttle, "zhao", here, 1, 60);
    assert_eq!(wait(&mut throttle, "li", here, 60), Some(60), "the address's");
}

#[test]
fn an_attempt_that_was_not_made_leaves_nothing() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    for _ in 0..1_000 {
        let attempt = attempt(&mut throttle, "li", here, 0).unwrap();
        throttle.not_made(attempt);
    }
    assert!(throttle.browsers.by.is_empty() && throttle.users.by.is_empty() && throttle.networks.by.is_empty());
    // Handed back out of turn: the oldest of six.
    let first = attempt(&mut throttle, "li", here, 0).unwrap();
    fail(&mut throttle, "li", here, 5, 0);
    assert_eq!(wait(&mut throttle, "li", here, 0), Some(30));
    throttle.not_made(first);
    fail(&mut throttle, "li", here, 1, 0);
    assert_eq!(wait(&mut throttle, "li", here, 0), Some(30));
}

#[test]
fn a_count_is_forgotten_a_quarter_of_an_hour_after_its_wait() {
    let forgotten = 30 + 900;
    for (after, expected) in [(forgotten - 1, Some(60)), (forgotten, None)] {
        let mut throttle = Throttle::default();
        fail(&mut throttle, "li", None, 6, 0);
        fail(&mut throttle, "li", None, 1, after);
        assert_eq!(wait(&mut throttle, "li", None, after), expected, "after {after} s");
    }
}

#[test]
fn memory_is_bounded_and_whoever_waits_is_forgotten_last() {
    let mut throttle = Throttle::default();
    let guessed = ip("2001:db8::1");
    fail(&mut throttle, "admin", None, 6, 0);
    for user in 0..21 {
        fail(&mut throttle, &user.to_string(), guessed, 1, 0);
    }
    for number in 0..100_000_u32 {
        let address = Ipv4Addr::from_bits(number).into();
        fail(&mut throttle, &format!("name {number}"), Some(address), 1, 1);
        let Throttle { browsers, users, networks, .. } = &throttle;
        assert!([browsers.by.len(), users.by.len(), networks.by.len()].iter().all(|count| *count <= MOST));
    }
    assert_eq!(wait(&mut throttle, "admin", None, 1), Some(29));
    assert_eq!(wait(&mut throttle, "li", guessed, 1), Some(29));
    // The newest are known still, the oldest are not.
    let last = Some(Ipv4Addr::from_bits(99_999).into());
    fail(&mut throttle, "name 99999", last, 5, 1);
    assert_eq!(wait(&mut throttle, "name 99999", last, 1), Some(30));
    fail(&mut throttle, "name 0", Some(Ipv4Addr::from_bits(0).into()), 6, 1);
}

#[test]
fn memory_is_bounded_where_everybody_waits_or_is_over() {
    let mut throttle = Throttle::default();
    for number in 0..11_000 {
        fail(&mut throttle, &number.to_string(), None, 6, 0);
        assert!(throttle.browsers.by.len() <= MOST);
    }
    assert_eq!(wait(&mut throttle, "10999", None, 0), Some(30));
    assert!(throttle.browsers.by.len() > MOST - FORGOTTEN_TOGETHER);
    // Those whose time is over all make room together.
    for number in 0..1_000 {
        fail(&mut throttle, &format!("later {number}"), None, 1, 930);
    }
    assert!(throttle.browsers.by.len() <= 1_500, "{}", throttle.browsers.by.len());
}

#[test]
fn a_stranger_keeps_nobody_from_another_network_or_from_what_is_known() {
    let mut throttle = Throttle::default();
    let (stranger, home) = (ip("203.0.113.7"), ip("198.51.100.1"));
    fail(&mut throttle, "li", stranger, 6, 0);
    assert_eq!(wait(&mut throttle, "li", stranger, 0), Some(30));
    assert_eq!(wait(&mut throttle, "li", home, 0), None, "a browser of another network");
    // With however many networks, and from the user's own network too.
    for number in 0..100_u32 {
        let _ = attempt(&mut throttle, "li", Some(Ipv4Addr::from_bits(number).into()), 0);
        let _ = attempt(&mut throttle, "li", home, 0);
    }
    assert!(wait(&mut throttle, "li", ip("192.0.2.9"), 0).is_some());
    for known in ["device:a", "session:1"] {
        let attempt = throttle.attempt(Trier::Known(known), at(0)).unwrap();
        throttle.succeeded(attempt);
    }
}

#[test]
fn a_device_counts_for_itself() {
    let mut throttle = Throttle::default();
    let known = |throttle: &mut Throttle, name| throttle.attempt(Trier::Known(name), at(0));
    for _ in 0..6 {
        assert!(known(&mut throttle, "device:a").is_ok());
    }
    assert!(known(&mut throttle, "device:a").is_err());
    let other = known(&mut throttle, "device:b").unwrap();
    throttle.not_made(other);
    assert_eq!(throttle.known.by.len(), 1);
    assert_eq!(wait(&mut throttle, "li", None, 0), None, "nor does it count as a stranger");
}

#[test]
fn a_stranger_with_many_addresses_is_bounded() {
    let mut throttle = Throttle::default();
    let mut guesses = 0;
    for second in 0..3_600_u32 {
        for number in 0..5 {
            let address = Ipv4Addr::from_bits(second * 5 + number).into();
            guesses += usize::from(attempt(&mut throttle, "li", Some(address), second.into()).is_ok());
        }
    }
    // 21 at once, then after 30, 90, 210, 450 and 930 seconds, then one a quarter of an hour.
    assert_eq!(guesses, 21 + 5 + 2);
}

#[test]
fn what_a_success_forgot_is_not_taken_back_again() {
    let mut throttle = Throttle::default();
    let right = attempt(&mut throttle, "ann", None, 0).unwrap();
    let not_made = attempt(&mut throttle, "ann", None, 0).unwrap();
    throttle.succeeded(right);
    fail(&mut throttle, "ann", None, 5, 0);
    throttle.not_made(not_made);
    fail(&mut throttle, "ann", None, 1, 0);
    assert_eq!(wait(&mut throttle, "ann", None, 0), Some(30));
}

/// What becomes of an attempt, so many steps after it began.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Fails,
    Succeeds(usize),
    NotMade(usize),
}

fn fates() -> impl Strategy<Value = Fate> {
    prop_oneof![
        12 => Just(Fate::Fails),
        1 => (0..8_usize).prop_map(Fate::Succeeds),
        1 => (0..8_usize).prop_map(Fate::NotMade),
    ]
}

/// Moments between two attempts: most come at once.
fn steps() -> impl Strategy<Value = i64> {
    prop_oneof![4 => Just(0), 2 => 0..60_i64, 2 => 0..1_000_i64]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// From a first failure on, one user can be guessed at from one network ten times in a quarter of an hour: six times at
    /// once, and after 30, 90, 210 and 450 seconds. From all networks together it is 25 times.
    #[test]
    fn nobody_guesses_more_than_ten_times_in_a_quarter_of_an_hour(
        attempts in proptest::collection::vec((0..3_usize, 0..3_u16, steps(), fates()), 1..300),
    ) {
        let mut throttle = Throttle::default();
        let mut now = 0;
        // The failures by user and network since the last success there; by user; and how many each address may have at most.
        let mut failures: [[Vec<(usize, i64)>; 3]; 3] = Default::default();
        let mut of_user: [Vec<(usize, i64)>; 3] = Default::default();
        let mut of_address = [0_usize; 3];
        let mut under_way: Vec<(usize, bool, usize, usize, usize, Attempt)> = Vec::new();
        for (number, (user, network, step, fate)) in attempts.into_iter().enumerate() {
            now += step;
            for (_, succeeded, id, user, network, attempt) in under_way.extract_if(.., |(due, ..)| *due <= number) {
                of_address[network] -= 1;
                of_user[user].retain(|(other, _)| *other != id);
                if succeeded {
                    throttle.succeeded(attempt);
                    failures[user][network].clear();
                } else {
                    throttle.not_made(attempt);
                    failures[user][network].retain(|(other, _)| *other != id);
                }
            }
            let address = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, network, 0, 0, 0, u16::try_from(number).unwrap()));
            let network = usize::from(network);
            let lately = |failures: &[(usize, i64)]| failures.iter().filter(|(_, at)| *at > now - 900).count();
            match attempt(&mut throttle, &user.to_string(), Some(address), now) {
                Ok(attempt) => {
                    failures[user][network].push((number, now));
                    of_user[user].push((number, now));
                    of_address[network] += 1;
                    let (here, everywhere) = (lately(&failures[user][network]), lately(&of_user[user]));
                    prop_assert!(here <= 10 && everywhere <= 25, "{here}, {everywhere} in a quarter of an hour");
                    match fate {
                        Fate::Fails => {}
                        Fate::Succeeds(after) => {
                            under_way.push((number + 1 + after, true, number, user, network, attempt));
                        }
                        Fate::NotMade(after) => {
                            under_way.push((number + 1 + after, false, number, user, network, attempt));
                        }
                    }
                }
                Err(TooManyAttempts { until }) => {
                    prop_assert!(until > at(now) && until <= at(now + 900));
                    let is_due = failures[user][network].len() > 5 || of_user[user].len() > 20 || of_address[network] > 20;
                    prop_assert!(is_due, "refused without a reason");
                }
            }
        }
    }

    #[test]
    fn a_clock_set_back_has_nobody_wait_longer_than_the_longest_wait(
        attempts in proptest::collection::vec((0..2_usize, prop_oneof![Just(0), -100_000..100_000_i64]), 1..100),
    ) {
        let mut throttle = Throttle::default();
        let here = ip("203.0.113.7");
        let mut now = 0;
        for (user, step) in attempts {
            now += step;
            if let Err(TooManyAttempts { until }) = attempt(&mut throttle, &user.to_string(), here, now) {
                prop_assert!(until > at(now) && until <= at(now + 900));
            }
        }
        if let Err(TooManyAttempts { until }) = attempt(&mut throttle, "0", here, now) {
            let later = throttle.attempt(Trier::Stranger { user: "0", address: here }, until);
            prop_assert!(later.is_ok());
        }
    }
}
