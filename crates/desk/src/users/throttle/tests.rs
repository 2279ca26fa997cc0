use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn ip(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().unwrap().into()
}

/// Makes an attempt, and gives the seconds to wait where it was refused.
fn wait(throttle: &mut Throttle, user: &str, address: Option<IpAddr>, now: i64) -> Option<i64> {
    throttle.attempt(user, address, at(now)).err().map(|wait| wait.until.duration_since(at(now)).as_secs())
}

/// Fails `times`, at the same moment.
fn fail(throttle: &mut Throttle, user: &str, address: Option<IpAddr>, times: usize, now: i64) {
    for time in 0..times {
        assert!(throttle.attempt(user, address, at(now)).is_ok(), "failure {time}");
    }
}

#[test]
fn a_user_has_five_failures_free_and_then_waits_ever_longer() {
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
    let begun: Vec<_> = (0..1_000).filter_map(|_| throttle.attempt("li", ip("203.0.113.7"), at(0)).ok()).collect();
    assert_eq!(begun.len(), 6);
}

#[test]
fn a_success_clears_the_user_and_takes_one_off_the_address() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    fail(&mut throttle, "li", here, 6, 0);
    for user in 0..14 {
        fail(&mut throttle, &user.to_string(), here, 1, 0);
    }
    let right = throttle.attempt("li", here, at(30)).unwrap();
    assert_eq!(wait(&mut throttle, "wang", here, 30), Some(30), "the 21st of the address, as long as it is not known");
    throttle.succeeded(right);
    fail(&mut throttle, "li", None, 6, 30);
    assert_eq!(wait(&mut throttle, "li", None, 30), Some(30), "from the beginning");
    fail(&mut throttle, "wang", here, 1, 30);
    assert_eq!(wait(&mut throttle, "zhao", here, 30), Some(30), "the other twenty of the address stay");
}

#[test]
fn an_account_of_ones_own_gives_no_room_for_guessing_at_others() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    let mut guesses = 0;
    for guess in 0..1_000 {
        if let Ok(own) = throttle.attempt("mallory", here, at(0)) {
            throttle.succeeded(own);
        }
        guesses += usize::from(throttle.attempt(&guess.to_string(), here, at(0)).is_ok());
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
        let right = throttle.attempt("li", here, at(30)).unwrap();
        throttle.succeeded(right);
    }
    fail(&mut throttle, "wang", here, 1, 30);
    assert_eq!(wait(&mut throttle, "li", here, 30), Some(60), "the 22nd failure");
}

#[test]
fn a_slow_success_leaves_its_address_the_wait_of_the_failures_since() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    let slow = throttle.attempt("li", here, at(0)).unwrap();
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
    fail(&mut throttle, "li", None, 6, 0);
    fail(&mut throttle, "wang", None, 6, 10);
    for user in 0..21 {
        fail(&mut throttle, &user.to_string(), here, 1, 5);
    }
    assert_eq!(wait(&mut throttle, "li", here, 10), Some(25), "the address's");
    assert_eq!(wait(&mut throttle, "wang", here, 10), Some(30), "the user's");
}

#[test]
fn an_attempt_that_was_not_made_leaves_nothing() {
    let mut throttle = Throttle::default();
    let here = ip("203.0.113.7");
    for _ in 0..1_000 {
        let attempt = throttle.attempt("li", here, at(0)).unwrap();
        throttle.not_made(attempt);
    }
    assert!(throttle.users.by.is_empty() && throttle.addresses.by.is_empty());
    // Handed back out of turn: the oldest of six.
    let first = throttle.attempt("li", here, at(0)).unwrap();
    fail(&mut throttle, "li", here, 5, 0);
    assert_eq!(wait(&mut throttle, "li", None, 0), Some(30));
    throttle.not_made(first);
    fail(&mut throttle, "li", None, 1, 0);
    assert_eq!(wait(&mut throttle, "li", None, 0), Some(30));
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
        assert!(throttle.users.by.len() <= MOST && throttle.addresses.by.len() <= MOST);
    }
    assert_eq!(wait(&mut throttle, "admin", None, 1), Some(29));
    assert_eq!(wait(&mut throttle, "li", guessed, 1), Some(29));
    // The newest are known still, the oldest are not.
    fail(&mut throttle, "name 99999", None, 5, 1);
    assert_eq!(wait(&mut throttle, "name 99999", None, 1), Some(30));
    fail(&mut throttle, "name 0", None, 6, 1);
}

#[test]
fn memory_is_bounded_where_everybody_waits_or_is_over() {
    let mut throttle = Throttle::default();
    for number in 0..11_000 {
        fail(&mut throttle, &number.to_string(), None, 6, 0);
        assert!(throttle.users.by.len() <= MOST);
    }
    assert_eq!(wait(&mut throttle, "10999", None, 0), Some(30));
    assert!(throttle.users.by.len() > MOST - FORGOTTEN_TOGETHER);
    // Those whose time is over all make room together.
    for number in 0..1_000 {
        fail(&mut throttle, &format!("later {number}"), None, 1, 930);
    }
    assert!(throttle.users.by.len() <= 1_500, "{}", throttle.users.by.len());
}

#[test]
fn what_a_success_forgot_is_not_taken_back_again() {
    let mut throttle = Throttle::default();
    let right = throttle.attempt("ann", None, at(0)).unwrap();
    let not_made = throttle.attempt("ann", None, at(0)).unwrap();
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

    /// From a first failure on, one user can be guessed at ten times in a quarter of an hour: six times at once, and after
    /// 30, 90, 210 and 450 seconds.
    #[test]
    fn nobody_guesses_more_than_ten_times_in_a_quarter_of_an_hour(
        attempts in proptest::collection::vec((0..3_usize, 0..3_u16, steps(), fates()), 1..300),
    ) {
        let mut throttle = Throttle::default();
        let mut now = 0;
        // When each user's failures were since the last success; and how many each address may have at most.
        let mut failures: [Vec<(usize, i64)>; 3] = Default::default();
        let mut of_address = [0_usize; 3];
        let mut under_way: Vec<(usize, bool, usize, usize, Attempt)> = Vec::new();
        for (number, (user, network, step, fate)) in attempts.into_iter().enumerate() {
            now += step;
            for (_, succeeded, user, network, attempt) in under_way.extract_if(.., |(due, ..)| *due <= number) {
                of_address[network] -= 1;
                if succeeded {
                    throttle.succeeded(attempt);
                    failures[user].clear();
                } else {
                    let begun = attempt.user.1;
                    throttle.not_made(attempt);
                    failures[user].retain(|(number, _)| u64::try_from(*number).unwrap() != begun);
                }
            }
            let address = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, network, 0, 0, 0, u16::try_from(number).unwrap()));
            let network = usize::from(network);
            match throttle.attempt(&user.to_string(), Some(address), at(now)) {
                Ok(attempt) => {
                    let id = usize::try_from(attempt.user.1).unwrap();
                    failures[user].push((id, now));
                    of_address[network] += 1;
                    let lately = failures[user].iter().filter(|(_, at)| *at > now - 900).count();
                    prop_assert!(lately <= 10, "{lately} in a quarter of an hour");
                    match fate {
                        Fate::Fails => {}
                        Fate::Succeeds(after) => under_way.push((number + 1 + after, true, user, network, attempt)),
                        Fate::NotMade(after) => under_way.push((number + 1 + after, false, user, network, attempt)),
                    }
                }
                Err(TooManyAttempts { until }) => {
                    prop_assert!(until > at(now) && until <= at(now + 900));
                    prop_assert!(failures[user].len() > 5 || of_address[network] > 20, "refused without a reason");
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
            if let Err(TooManyAttempts { until }) = throttle.attempt(&user.to_string(), here, at(now)) {
                prop_assert!(until > at(now) && until <= at(now + 900));
            }
        }
        if let Err(TooManyAttempts { until }) = throttle.attempt("0", here, at(now)) {
            prop_assert!(throttle.attempt("0", here, until).is_ok());
        }
    }
}
