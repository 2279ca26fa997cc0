use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::account::InterfaceId;

fn at(minutes: i64) -> Timestamp {
    "2026-11-22T04:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

fn november() -> Period {
    Period { from: "2026-10-31T16:00:00Z".parse().unwrap(), to: "2026-11-30T16:00:00Z".parse().unwrap() }
}

fn long_ago() -> Beginning {
    Beginning { at: "2026-01-01T00:00:00Z".parse().unwrap(), cleared_before: Some(4) }
}

fn budget(tally: Tally, beginning: Beginning) -> Budget {
    Budget::count(Scope::Account, Limits::default().account, tally, november(), beginning)
}

fn insisting(overriding: bool, name_typed: bool) -> Confirmations {
    Confirmations { overriding, name_typed, agreed: true }
}

#[test]
fn words_round_trip() {
    for state in ClearState::ALL {
        assert_eq!(state.word().parse(), Ok(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for scope in Scope::ALL {
        assert_eq!(scope.word().parse(), Ok(scope));
        assert_eq!(serde_json::to_value(scope).unwrap(), scope.word());
    }
    for via in Via::ALL {
        assert_eq!(via.word().parse(), Ok(via));
    }
}

#[test]
fn what_was_used_before_counts_in_the_month_the_desk_began() {
    let tally = Tally { spent: 2, unknown: 1, guessed: 1, ..Tally::default() };
    let old = budget(tally, long_ago());
    assert_eq!((old.elsewhere, old.left, old.at_most, old.counted_from), (1, 6, false, november().from));
    let told = budget(tally, Beginning { at: at(0), cleared_before: Some(4) });
    assert_eq!((told.elsewhere, told.left, told.at_most, told.counted_from), (5, 2, false, at(0)));
    let untold = budget(tally, Beginning { at: at(0), cleared_before: None });
    assert_eq!((untold.elsewhere, untold.left, untold.at_most), (1, 6, true));
    let many = budget(Tally::default(), Beginning { at: at(0), cleared_before: Some(12) });
    assert_eq!((many.elsewhere, many.left), (12, 0), "never below 0");
    let single = Budget::count(
        Scope::Interface,
        Limits::default().interface,
        tally,
        november(),
        Beginning { at: at(0), cleared_before: Some(4) },
    );
    assert_eq!((single.elsewhere, single.left, single.at_most), (1, 46, true), "what was told is account-wide");
}

#[test]
fn wechats_word_corrects_the_count() {
    let corrected = budget(
        Tally { spent: 3, unknown: 1, said_spent: true, ..Tally::default() },
        Beginning { at: at(0), cleared_before: None },
    );
    assert_eq!((corrected.spent, corrected.unknown, corrected.elsewhere, corrected.left), (3, 1, 6, 0));
    assert!(corrected.is_spent_for_certain() && !corrected.at_most);
}

#[test]
fn a_month_before_the_desk_began_is_not_known() {
    let december = Period { from: november().to, to: "2026-12-31T16:00:00Z".parse().unwrap() };
    let later = Beginning { at: december.from + SignedDuration::from_hours(50), cleared_before: Some(4) };
    let earlier = budget(Tally::default(), later);
    assert_eq!((earlier.left, earlier.elsewhere, earlier.at_most), (10, 0, true));
    assert_eq!(earlier.counted_from, earlier.resets_at);
}

#[test]
fn what_a_desk_before_this_one_did_is_not_counted_twice() {
    let tally = Tally { spent: 4, spent_before: 3, ..Tally::default() };
    let told = |count| budget(tally, Beginning { at: at(0), cleared_before: Some(count) });
    assert_eq!((told(3).elsewhere, told(3).left), (0, 6));
    assert_eq!((told(5).elsewhere, told(5).left), (2, 4));
    assert_eq!((told(1).elsewhere, told(1).left), (0, 6));
}

#[test]
fn a_no_at_the_turn_of_the_month_may_be_of_the_month_before() {
    let early = budget(Tally { said_early: true, ..Tally::default() }, long_ago());
    assert_eq!((early.left, early.is_spent_for_certain()), (0, false));
    assert_eq!(admit(None, &early, &[], insisting(true, true), ConfirmationRules::default()), Ok(true));
}

#[test]
fn only_guesses_may_be_overridden() {
    let guessed = budget(Tally { spent: 3, unknown: 7, ..Tally::default() }, long_ago());
    let refused = admit(None, &guessed, &[], insisting(false, true), ConfirmationRules::default());
    assert_eq!(refused, Err(Barrier::BudgetSpent { only_guessed: true }));
    assert_eq!(admit(None, &guessed, &[], insisting(true, true), ConfirmationRules::default()), Ok(true));
    for tally in [Tally { spent: 10, ..Tally::default() }, Tally { spent: 3, said_spent: true, ..Tally::default() }] {
        let refused = admit(None, &budget(tally, long_ago()), &[], insisting(true, true), ConfirmationRules::default());
        assert_eq!(refused, Err(Barrier::BudgetSpent { only_guessed: false }));
    }
}

#[test]
fn a_clear_is_open_until_its_verification_ends_and_only_for_what_overlaps() {
    let (one, other) = (Some(InterfaceId(1)), Some(InterfaceId(2)));
    let clear = |interface, state| OpenClear { id: ClearId(7), interface, state, being_verified: true };
    let plenty = budget(Tally::default(), long_ago());
    let admitted = |interface, open: OpenClear, overriding| {
        admit(interface, &plenty, &[open], insisting(overriding, false), ConfirmationRules::default())
    };
    let barred = Err(Barrier::Open { id: ClearId(7), in_flight: false });
    for state in [ClearState::Accepted, ClearState::Verifying] {
        let verified = OpenClear { being_verified: false, ..clear(one, state) };
        assert_eq!(admitted(one, clear(one, state), false), barred);
        assert_eq!(admitted(one, clear(one, state), true), Ok(true));
        assert_eq!(admitted(one, verified, false), Ok(false));
        assert_eq!(admitted(one, verified, true), Ok(false), "no override was needed");
        assert_eq!(admitted(other, clear(one, state), false), Ok(false));
        assert_eq!(admitted(None, clear(one, state), false), barred);
        assert_eq!(admitted(other, clear(None, state), false), barred);
    }
    let settled_by_nobody = OpenClear { being_verified: false, ..clear(one, ClearState::Unknown) };
    assert_eq!(admitted(one, settled_by_nobody, false), barred, "until someone settles it");
    for settled in [ClearState::Refused, ClearState::Failed, ClearState::Effective, ClearState::Ineffective] {
        assert_eq!(admitted(one, clear(one, settled), false), Ok(false), "{settled}");
    }
    let flying = Err(Barrier::Open { id: ClearId(7), in_flight: true });
    for state in [ClearState::Intended, ClearState::Sent] {
        assert_eq!(admitted(other, clear(one, state), true), flying, "{state}: nothing else of the account starts");
    }
}

#[test]
fn the_last_one_takes_a_second_person() {
    let left = |spent| budget(Tally { spent, ..Tally::default() }, long_ago());
    let alone = |overriding| Confirmations { agreed: false, ..insisting(overriding, true) };
    let admitted = |budget: &Budget, insistence| admit(None, budget, &[], insistence, ConfirmationRules::default());
    assert_eq!(admitted(&left(8), alone(false)), Ok(false));
    assert_eq!(admitted(&left(9), alone(false)), Err(Barrier::SecondPersonNeeded { left: 1 }));
    assert_eq!(admitted(&left(9), insisting(false, true)), Ok(false));
    let guessed = budget(Tally { spent: 3, unknown: 7, ..Tally::default() }, long_ago());
    assert_eq!(admitted(&guessed, alone(true)), Err(Barrier::SecondPersonNeeded { left: 0 }), "friction only grows");
    let never = ConfirmationRules { second_from: -1, ..ConfirmationRules::default() };
    assert_eq!(admit(None, &left(9), &[], alone(false), never), Ok(false));
}

#[test]
fn days_can_be_counted_instead_of_months() {
    let zone = crate::QuotaZone::default();
    let today = ResetInterval::Day.period(&zone, at(0));
    assert_eq!(
        (today.from.to_string(), today.to.to_string()),
        ("2026-11-21T16:00:00Z".into(), "2026-11-22T16:00:00Z".into())
    );
    assert_eq!(ResetInterval::Month.period(&zone, at(0)), november());
}

#[test]
fn the_name_is_asked_for_when_few_are_left() {
    let left = |spent| budget(Tally { spent, ..Tally::default() }, long_ago());
    assert_eq!(admit(None, &left(6), &[], insisting(false, false), ConfirmationRules::default()), Ok(false));
    let needed = admit(None, &left(7), &[], insisting(false, false), ConfirmationRules::default());
    assert_eq!(needed, Err(Barrier::NameNeeded { left: 3 }));
    assert_eq!(admit(None, &left(7), &[], insisting(false, true), ConfirmationRules::default()), Ok(false));
}

proptest! {
    #[test]
    fn what_is_left_is_what_the_ledger_leaves(
        limit in 0_i64..60, spent in 0_i64..60, unknown in 0_i64..20, guessed in 0_i64..20,
        said_spent: bool, cleared_before in proptest::option::of(0_i64..20), began_minutes in -60_000_i64..1_000,
    ) {
        let tally = Tally { spent, unknown, guessed, said_spent, spent_before: spent.min(3), said_early: false };
        let beginning = Beginning { at: at(began_minutes), cleared_before };
        for scope in Scope::ALL {
            let budget = Budget::count(scope, Allotment { limit, every: ResetInterval::Month }, tally, november(), beginning);
            prop_assert_eq!(budget.left, (limit - budget.spent - budget.unknown - budget.elsewhere).max(0));
            prop_assert!(budget.elsewhere >= guessed);
            prop_assert!(!said_spent || budget.left == 0);
        }
    }
}
