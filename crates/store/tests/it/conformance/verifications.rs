use domain::clears::verification::InconclusiveReason;
use domain::{ClearId, ClearState, Figures, InterfaceId};
use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::clears::{Check, CheckOutcome, Clear, Effect, Settlement};

use super::clears::{both, counting, ended, insisting, looked_at, made, new, november};
use super::{account, at, by, path};

const SEND: &str = "/cgi-bin/message/custom/send";
const MSG_CHECK: &str = "/wxa/msg_sec_check";

/// So many seconds after the base time.
fn after(seconds: i64) -> Timestamp {
    at(0) + SignedDuration::from_secs(seconds)
}

fn effect(interface: InterfaceId, cgi_path: &str, at: Timestamp, used: i64, given_back: Option<i64>) -> Effect {
    let figures = Figures { daily_limit: 1_000, used, remain: 1_000 - used };
    Effect { interface, cgi_path: path(cgi_path), sampled_at: at, figures, given_back, tells: false }
}

async fn due(store: &dyn Store, at: Timestamp) -> Vec<ClearId> {
    store.due_verifications(at).await.unwrap().into_iter().map(|clear| clear.id).collect()
}

async fn written(store: &dyn Store, id: ClearId, effects: Vec<Effect>, end: CheckOutcome, at: Timestamp) -> Clear {
    store.write_check(id, &Check { effects, end }, at).await.unwrap().unwrap()
}

/// How a clear has come to where it is, and what was said of each step.
async fn steps(store: &dyn Store, id: ClearId) -> Vec<(ClearState, Option<String>)> {
    let events = store.clear_events(id).await.unwrap();
    events.into_iter().map(|event| (event.state, event.detail)).collect()
}

pub(crate) async fn an_accepted_clear_is_looked_at_until_its_effect_shows(store: &dyn Store) {
    use ClearState::{Accepted, Effective, Intended, Sent, Verifying};
    let (id, [send, check]) = account(store, 1).await;
    let clear = made(store, new(id, None, "k"), 0, ended(Accepted)).await;
    assert!(clear.being_verified && clear.state == Accepted);
    assert!(due(store, after(3)).await.is_empty());
    assert_eq!(store.due_verifications(after(4)).await.unwrap(), std::slice::from_ref(&clear), "within 10 s");

    let still = effect(send, SEND, after(5), 900, None);
    let end = CheckOutcome::Again { due_at: after(30) };
    let verifying = written(store, clear.id, vec![still.clone()], end, after(5)).await;
    assert_eq!((verifying.state, verifying.being_verified, verifying.given_back), (Verifying, true, None));
    assert_eq!(verifying.ended_at, clear.ended_at, "its call ended when it ended");
    assert_eq!(store.effects(clear.id).await.unwrap(), [still]);
    assert!(due(store, after(29)).await.is_empty());
    assert_eq!(due(store, after(30)).await, [clear.id]);

    let fell = effect(send, SEND, after(31), 12, Some(888));
    let unread_before = effect(check, MSG_CHECK, after(31), 700, None);
    let end = CheckOutcome::Again { due_at: after(120) };
    let again = written(store, clear.id, vec![unread_before.clone(), fell.clone()], end, after(31)).await;
    assert_eq!((again.state, again.given_back), (Verifying, Some(888)));
    assert_eq!(store.effects(clear.id).await.unwrap(), [fell, unread_before], "the newest of each, what fell first");

    let more = effect(send, SEND, after(121), 40, Some(888));
    let tells = Effect { tells: true, ..effect(check, MSG_CHECK, after(121), 0, Some(700)) };
    let effective =
        written(store, clear.id, vec![more.clone(), tells.clone()], CheckOutcome::Effective, after(121)).await;
    assert_eq!((effective.state, effective.being_verified), (Effective, false));
    assert_eq!((effective.given_back, effective.budget_left), (Some(1_588), Some(9)));
    assert_eq!(store.effects(clear.id).await.unwrap(), [more, tells]);
    assert!(due(store, after(100_000)).await.is_empty() && store.open_clears(id).await.unwrap().is_empty());
    let events = store.clear_events(clear.id).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| (event.state, event.at)).collect();
    let expected =
        [(Intended, after(0)), (Sent, after(0)), (Accepted, after(0)), (Verifying, after(5)), (Effective, after(121))];
    assert_eq!(told, expected, "a look that changes nothing is no step");
    assert!(events.iter().all(|event| event.actor.is_none()));
}

pub(crate) async fn a_first_look_that_ends_it_was_a_verification_too(store: &dyn Store) {
    for (number, end, state) in [
        (1, CheckOutcome::Effective, ClearState::Effective),
        (2, CheckOutcome::Ineffective, ClearState::Ineffective),
        (3, CheckOutcome::Unproven(InconclusiveReason::Followed), ClearState::Accepted),
    ] {
        let (id, _) = account(store, number).await;
        let clear = made(store, new(id, None, &number.to_string()), 0, ended(ClearState::Accepted)).await;
        let clear = written(store, clear.id, Vec::new(), end, after(5)).await;
        assert_eq!((clear.state, clear.being_verified), (state, false));
        assert_eq!(clear.budget_left, Some(9), "spent all the same");
        let events = store.clear_events(clear.id).await.unwrap();
        let last: Vec<_> = events[3..].iter().map(|event| (event.state, event.at)).collect();
        assert_eq!(last, [(ClearState::Verifying, after(5)), (state, after(5))]);
        assert!(store.open_clears(id).await.unwrap().is_empty());
    }
}

pub(crate) async fn what_could_not_be_proved_stays_accepted_or_unknown(store: &dyn Store) {
    use ClearState::{Accepted, Intended, Sent, Unknown, Verifying};
    for (number, why) in (0..).zip(InconclusiveReason::ALL) {
        let word = || Some(why.word().to_owned());
        let (id, [send, check]) = account(store, number).await;
        let one_of = |interface| new(id, Some(interface), &format!("{interface}"));
        let accepted = made(store, one_of(send), 0, ended(Accepted)).await;
        looked_at(store, accepted.id, CheckOutcome::Again { due_at: after(30) }, after(5)).await;
        let accepted = looked_at(store, accepted.id, CheckOutcome::Unproven(why), after(30)).await;
        assert_eq!((accepted.state, accepted.being_verified, accepted.budget_left), (Accepted, false, Some(49)));
        let told = [(Intended, None), (Sent, None), (Accepted, None), (Verifying, None), (Accepted, word())].to_vec();
        assert_eq!(steps(store, accepted.id).await, told, "{why:?}");

        let unknown = made(store, one_of(check), 0, ended(Unknown)).await;
        assert!(unknown.being_verified && due(store, after(4)).await == [unknown.id]);
        let waiting = looked_at(store, unknown.id, CheckOutcome::Again { due_at: after(30) }, after(5)).await;
        assert_eq!((waiting.state, waiting.being_verified), (Unknown, true), "nobody knows yet whether it was made");
        let unknown = looked_at(store, unknown.id, CheckOutcome::Unproven(why), after(30)).await;
        assert_eq!((unknown.state, unknown.being_verified, unknown.budget_left), (Unknown, false, Some(48)));
        let told = [(Intended, None), (Sent, None), (Unknown, None), (Unknown, word())].to_vec();
        assert_eq!(steps(store, unknown.id).await, told, "{why:?}");
        assert!(due(store, after(100_000)).await.is_empty());
        assert_eq!(store.open_clears(id).await.unwrap(), [unknown], "only that one stays open, until it is settled");
    }
}

pub(crate) async fn an_unknown_clear_whose_counts_fell_is_effective(store: &dyn Store) {
    let (id, [send, _]) = account(store, 1).await;
    let clear = made(store, new(id, Some(send), "k"), 0, ended(ClearState::Unknown)).await;
    let budget = async || store.budgets(Some(id), both(november()), counting().limits).await.unwrap()[0].interface;
    assert_eq!((budget().await.unknown, budget().await.spent), (1, 0));
    let fell = Effect { tells: true, ..effect(send, SEND, after(5), 0, Some(900)) };
    let effective = written(store, clear.id, vec![fell], CheckOutcome::Effective, after(5)).await;
    assert_eq!((effective.state, effective.given_back), (ClearState::Effective, Some(900)));
    assert_eq!((budget().await.unknown, budget().await.spent, effective.budget_left), (0, 1, Some(49)));
    assert_eq!(steps(store, clear.id).await.last(), Some(&(ClearState::Effective, None)));
    assert!(store.open_clears(id).await.unwrap().is_empty());
}

pub(crate) async fn what_is_no_longer_looked_at_stays_as_it_is(store: &dyn Store) {
    let (id, [send, check]) = account(store, 1).await;
    let late = Check { effects: vec![effect(send, SEND, after(9), 0, Some(900))], end: CheckOutcome::Effective };
    let settled = made(store, new(id, Some(send), "1"), 0, ended(ClearState::Unknown)).await;
    store.settle_clear(settled.id, Settlement::GivenBack, "控制台", &by(), after(8), &counting()).await.unwrap();
    let refused = made(store, new(id, Some(check), "2"), 0, ended(ClearState::Refused)).await;
    let over = made(store, insisting(new(id, None, "3")), 0, ended(ClearState::Accepted)).await;
    looked_at(store, over.id, CheckOutcome::Ineffective, after(8)).await;
    for clear in [settled, refused, over] {
        let before = (store.clear(clear.id).await.unwrap(), store.clear_events(clear.id).await.unwrap());
        assert!(!before.0.as_ref().unwrap().being_verified);
        let given = store.write_check(clear.id, &late, after(9)).await.unwrap();
        assert_eq!(given, before.0);
        let again = Check { end: CheckOutcome::Again { due_at: after(30) }, ..late.clone() };
        store.write_check(clear.id, &again, after(9)).await.unwrap();
        assert_eq!((store.clear(clear.id).await.unwrap(), store.clear_events(clear.id).await.unwrap()), before);
        assert!(store.effects(clear.id).await.unwrap().is_empty());
    }
    assert!(due(store, after(100_000)).await.is_empty());
    assert_eq!(store.write_check(ClearId(99), &late, after(9)).await.unwrap(), None);
    assert!(store.effects(ClearId(99)).await.unwrap().is_empty());
}

pub(crate) async fn the_longest_due_are_looked_at_first(store: &dyn Store) {
    let mut clears = Vec::new();
    for (number, state) in [(1, ClearState::Accepted), (2, ClearState::Unknown), (3, ClearState::Accepted)] {
        let (id, _) = account(store, number).await;
        clears.push(made(store, new(id, None, &number.to_string()), 0, ended(state)).await.id);
    }
    for (number, state) in [(4, ClearState::Refused), (5, ClearState::Failed)] {
        let (id, _) = account(store, number).await;
        made(store, new(id, None, &number.to_string()), 0, ended(state)).await;
    }
    assert_eq!(due(store, after(4)).await, clears, "at one time in the order in which they were made");
    looked_at(store, clears[0], CheckOutcome::Again { due_at: after(40) }, after(5)).await;
    looked_at(store, clears[1], CheckOutcome::Again { due_at: after(30) }, after(5)).await;
    assert_eq!(due(store, after(40)).await, [clears[2], clears[1], clears[0]]);
}

pub(crate) async fn what_was_given_up_is_looked_at_where_it_may_have_been_sent(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    super::clears::intended(store, new(one, None, "1"), at(0)).await;
    let sent = super::clears::intended(store, new(two, None, "2"), at(0)).await;
    store.clear_sent(sent.id, at(0)).await.unwrap();
    let given_up = store.give_up_clears(at(9), &counting()).await.unwrap();
    assert_eq!(given_up.iter().map(|clear| clear.being_verified).collect::<Vec<_>>(), [false, true]);
    assert!(due(store, at(9)).await.is_empty());
    assert_eq!(due(store, at(9) + SignedDuration::from_secs(4)).await, [sent.id]);
}

pub(crate) async fn the_newest_result_of_an_interface_counts(store: &dyn Store) {
    let (one, [send, check]) = account(store, 1).await;
    let (two, [send_of_two, _]) = account(store, 2).await;
    let results = async || {
        let results = store.results().await.unwrap();
        results.into_iter().map(|(id, path, fell)| (id, path.to_string(), fell)).collect::<Vec<_>>()
    };
    assert!(results().await.is_empty());
    let told = |interface, fell: bool, tells| {
        let given_back = fell.then_some(900);
        Effect { tells, ..effect(interface, SEND, after(9), 10, given_back) }
    };
    for (minute, account, effects) in [
        (0, one, vec![told(send, true, true), told(check, true, true)]),
        (1, two, vec![told(send_of_two, false, true)]),
        (2, one, vec![told(send, false, true)]),
        // This one tells nothing, so it does not count.
        (3, one, vec![told(send, true, false), told(check, false, false)]),
    ] {
        let order = insisting(new(account, None, &minute.to_string()));
        let clear = made(store, order, minute, ended(ClearState::Accepted)).await;
        written(store, clear.id, effects, CheckOutcome::Effective, at(minute)).await;
    }
    let [of_check, of_two, of_send] = [(check, MSG_CHECK, true), (send_of_two, SEND, false), (send, SEND, false)]
        .map(|(id, path, fell)| (id, path.to_owned(), fell));
    assert_eq!(results().await, [of_check, of_two, of_send], "in the order of the clears that tell it");
}

pub(crate) async fn an_effective_clear_is_read_on_and_stands_in_nobodys_way(store: &dyn Store) {
    use ClearState::{Accepted, Effective, Intended, Sent, Verifying};
    let (id, [send, check]) = account(store, 1).await;
    let clear = made(store, new(id, None, "k"), 0, ended(Accepted)).await;
    let fell = Effect { tells: true, ..effect(send, SEND, after(5), 0, Some(900)) };
    let still = effect(check, MSG_CHECK, after(5), 300, None);
    let so_far = CheckOutcome::EffectiveSoFar { due_at: after(30) };
    let effective = written(store, clear.id, vec![fell.clone(), still.clone()], so_far, after(5)).await;
    assert_eq!((effective.state, effective.being_verified, effective.given_back), (Effective, true, Some(900)));
    assert!(store.open_clears(id).await.unwrap().is_empty(), "another may begin");
    assert_eq!((due(store, after(29)).await, due(store, after(30)).await), (vec![], vec![clear.id]));
    let next = made(store, new(id, Some(check), "next"), 0, ended(ClearState::Refused)).await;
    assert_eq!(next.override_reason, None);

    written(store, clear.id, vec![still], CheckOutcome::EffectiveSoFar { due_at: after(2_161) }, after(30)).await;
    let stayed = Effect { tells: true, ..effect(check, MSG_CHECK, after(2_161), 300, None) };
    let ended = written(store, clear.id, vec![stayed.clone()], CheckOutcome::Effective, after(2_161)).await;
    assert_eq!((ended.state, ended.being_verified), (Effective, false));
    assert_eq!(store.effects(clear.id).await.unwrap(), [fell, stayed]);
    let told = [Intended, Sent, Accepted, Verifying, Effective].map(|state| (state, None)).to_vec();
    assert_eq!(steps(store, clear.id).await, told, "it is said once");
    let results = store.results().await.unwrap();
    let mut results: Vec<_> = results.iter().map(|(id, _, fell)| (*id, *fell)).collect();
    results.sort_by_key(|(_, fell)| !fell);
    assert_eq!(results, [(send, true), (check, false)]);
}

pub(crate) async fn a_clear_with_nothing_to_reset_is_known_as_such(store: &dyn Store) {
    for (number, why) in (0..).zip(InconclusiveReason::ALL) {
        let (id, _) = account(store, number).await;
        let clear = made(store, new(id, None, &number.to_string()), 0, ended(ClearState::Accepted)).await;
        assert!(!clear.nothing_to_reset);
        let ended = looked_at(store, clear.id, CheckOutcome::Unproven(why), after(5)).await;
        assert_eq!(ended.nothing_to_reset, why == InconclusiveReason::NothingUsed, "{why:?}");
        assert!(store.open_clears(id).await.unwrap().is_empty());
    }
}
