use domain::clears::verification::InconclusiveReason;
use domain::clears::{Allotment, ConfirmationRules, Limits, ResetInterval};
use domain::{ClearId, ClearState, InterfaceId, Role};
use jiff::Timestamp;
use store::clears::{Check, CheckOutcome, Clear, Counting, DETAIL_NO_ROOM, Settlement};
use store::{AuditChain, Store};

use super::clears::{
    NewClear, OrderedClear, both, counting, ended, insisting, intended, looked_at, made, new, november,
};
use super::guesses::guessed;
use super::{account, at, by, by_user, new_account, user};

pub(crate) async fn an_unknown_clear_is_settled_once_with_a_reason(store: &dyn Store) {
    let lead = user(store, "lead", Role::Lead).await;
    for (number, settlement, state, left) in
        [(1, Settlement::Counted, ClearState::Ineffective, 9), (2, Settlement::GivenBack, ClearState::Failed, 10)]
    {
        let (id, [send, _]) = account(store, number).await;
        let clear = made(store, new(id, None, &number.to_string()), 0, ended(ClearState::Unknown)).await;
        assert_eq!((clear.budget_left, clear.being_verified), (Some(9), true));
        let settle = async |minute| {
            store.settle_clear(clear.id, settlement, "问了微信", &by_user(lead), at(minute), &counting()).await.unwrap()
        };
        let settled = settle(5).await.unwrap();
        assert_eq!((settled.state, settled.budget_left, settled.being_verified), (state, Some(left), false));
        assert_eq!((settled.actor.as_deref(), settled.ended_at), (Some("cli:alice"), clear.ended_at), "who ordered it");
        let events = store.clear_events(clear.id).await.unwrap();
        let last = events.last().unwrap();
        assert_eq!((last.state, last.at, last.detail.as_deref()), (state, at(5), Some("问了微信")));
        assert_eq!(last.actor, Some(format!("user {lead}")), "who settled it");
        assert!(store.due_verifications(at(10_000)).await.unwrap().is_empty(), "and nothing more is looked for");
        let other = made(store, new(id, Some(send), &format!("free{number}")), 6, ended(ClearState::Refused)).await;
        assert_eq!(other.override_reason, None, "nor does it stand in the way any more");

        assert_eq!(settle(7).await, None, "once");
        assert_eq!(store.clear(clear.id).await.unwrap(), Some(settled));
        assert_eq!(store.clear_events(clear.id).await.unwrap().len(), events.len());
    }
    let none = store.settle_clear(ClearId(99), Settlement::Counted, "x", &by(), at(8), &counting()).await.unwrap();
    assert_eq!(none, None);
}

pub(crate) async fn an_acceptance_gives_back_what_it_leaves_no_room_for(store: &dyn Store) {
    let id = store.add_account(new_account(1), &by(), at(-60 * 24 * 60)).await.unwrap();
    let (other, _) = account(store, 2).await;
    let limits = Limits { account: Allotment { limit: 3, every: ResetInterval::Month }, ..Limits::default() };
    let counting = Counting { limits, friction: ConfirmationRules { name_from: -1, second_from: -1 }, ..counting() };
    let cleared = async |new: NewClear, state, minute| {
        let OrderedClear::New(clear) = store.order_clear(insisting(new), &by(), at(minute), &counting).await.unwrap()
        else {
            panic!("nothing stands in the way")
        };
        store.clear_sent(clear.id, at(minute)).await.unwrap();
        store.end_clear(clear.id, ended(state), at(minute), &counting).await.unwrap().unwrap()
    };
    let last_month = -30 * 24 * 60;
    let old = cleared(new(id, None, "old"), ClearState::Unknown, last_month).await;
    let single = cleared(new(id, Some(InterfaceId(1)), "single"), ClearState::Unknown, 0).await;
    let elsewhere = cleared(new(other, None, "other"), ClearState::Unknown, 0).await;
    let first = cleared(new(id, None, "1"), ClearState::Unknown, 0).await;
    let second = cleared(new(id, None, "2"), ClearState::Unknown, 1).await;
    assert_eq!(second.budget_left, Some(1));
    assert_eq!(cleared(new(id, None, "3"), ClearState::Accepted, 2).await.budget_left, Some(0));
    let state = async |clear: &Clear| store.clear(clear.id).await.unwrap().unwrap().state;
    assert_eq!(state(&first).await, ClearState::Unknown, "three may have been made");
    let lines = store.audit_chain().await.unwrap();

    // WeChat still says yes: so one of the two was not carried out, and the older is as good a guess as the other.
    assert_eq!(cleared(new(id, None, "4"), ClearState::Accepted, 3).await.budget_left, Some(0));
    let given_back = store.clear(first.id).await.unwrap().unwrap();
    assert_eq!((given_back.state, given_back.being_verified), (ClearState::Failed, false));
    let last = store.clear_events(first.id).await.unwrap().pop().unwrap();
    assert_eq!((last.state, last.at, last.detail.as_deref()), (ClearState::Failed, at(3), Some(DETAIL_NO_ROOM)));
    assert_eq!(last.actor, None, "no person did that");
    assert_eq!(state(&second).await, ClearState::Unknown);
    assert_eq!(cleared(new(id, None, "5"), ClearState::Accepted, 4).await.budget_left, Some(0));
    assert_eq!(state(&second).await, ClearState::Failed);
    for untouched in [&old, &single, &elsewhere] {
        assert_eq!(state(untouched).await, ClearState::Unknown, "of another month, scope or account");
    }
    let left = store.budgets(Some(id), both(november()), limits).await.unwrap()[0].account;
    assert_eq!((left.spent, left.unknown, left.left), (3, 0, 0));
    let AuditChain::Whole { lines: orders_before } = lines else { panic!("{lines:?}") };
    let expected = AuditChain::Whole { lines: orders_before + 2 };
    assert_eq!(store.audit_chain().await.unwrap(), expected, "two orders, and nobody gave anything back");
}

/// Everything that can be done to a clear that is written down.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Deed {
    Send,
    End(ClearState),
    GiveUp,
    Look(CheckOutcome),
    Settle(Settlement),
    Dismiss,
    /// Another one is accepted that leaves no room.
    LeaveNoRoom,
}

/// Brings a new clear, or a guess, to a state. Accepted and unknown ones are looked at still, where `looking` says so.
async fn brought_to(store: &dyn Store, state: ClearState, looking: bool, key: &str) -> ClearId {
    use ClearState::{
        Accepted, Dismissed, Effective, Elsewhere, Failed, Ineffective, Intended, Refused, Sent, Unknown, Verifying,
    };
    // An account of its own, so that none stands in another's way.
    let accounts = store.accounts().await.unwrap().len() as u64;
    let (id, _) = account(store, accounts + 1).await;
    let order = || new(id, None, key);
    match state {
        Intended => intended(store, order(), at(0)).await.id,
        Sent => {
            let clear = intended(store, order(), at(0)).await;
            store.clear_sent(clear.id, at(0)).await.unwrap();
            clear.id
        }
        Accepted | Unknown if !looking => {
            let clear = made(store, order(), 0, ended(state)).await;
            looked_at(store, clear.id, CheckOutcome::Unproven(InconclusiveReason::NotSeen), at(0)).await.id
        }
        Effective if looking => {
            let clear = made(store, order(), 0, ended(Accepted)).await;
            looked_at(store, clear.id, SO_FAR, at(0)).await.id
        }
        Accepted | Unknown | Refused | Failed => made(store, order(), 0, ended(state)).await.id,
        Verifying | Effective | Ineffective => {
            let clear = made(store, order(), 0, ended(Accepted)).await;
            let end = match state {
                Effective => CheckOutcome::Effective,
                Ineffective => CheckOutcome::Ineffective,
                _ => AGAIN,
            };
            looked_at(store, clear.id, end, at(0)).await.id
        }
        Elsewhere => guessed(store, id, at(0)).await.id,
        Dismissed => {
            let guess = guessed(store, id, at(0)).await;
            store.dismiss_guess(guess.id, "x", &by(), at(0), &counting()).await.unwrap();
            guess.id
        }
    }
}

async fn do_it(store: &dyn Store, deed: Deed, id: ClearId, key: &str) {
    let (by, counting) = (by(), counting());
    match deed {
        Deed::Send => drop(store.clear_sent(id, at(1)).await.unwrap()),
        Deed::End(state) => drop(store.end_clear(id, ended(state), at(1), &counting).await.unwrap()),
        Deed::GiveUp => drop(store.give_up_clears(at(1), &counting).await.unwrap()),
        Deed::Look(end) => {
            let check = Check { effects: Vec::new(), end };
            store.write_check(id, &check, at(1)).await.unwrap();
        }
        Deed::Settle(settlement) => {
            drop(store.settle_clear(id, settlement, "x", &by, at(1), &counting).await.unwrap());
        }
        Deed::Dismiss => drop(store.dismiss_guess(id, "x", &by, at(1), &counting).await.unwrap()),
        Deed::LeaveNoRoom => {
            let account = store.clear(id).await.unwrap().unwrap().account_id;
            let limits = Limits { account: Allotment { limit: 1, every: ResetInterval::Month }, ..Limits::default() };
            let tight = Counting { limits, ..counting.clone() };
            // What is in flight stays alone; all else is overridden.
            let order = insisting(new(account, None, &format!("{key} more")));
            if let Ok(OrderedClear::New(more)) = store.order_clear(order, &by, at(1), &counting).await {
                store.clear_sent(more.id, at(1)).await.unwrap();
                store.end_clear(more.id, ended(ClearState::Accepted), at(1), &tight).await.unwrap();
            }
        }
    }
}

/// Every way there is: from a state, while its effect is looked for or not, by a deed, to a state.
fn ways() -> Vec<(ClearState, bool, Deed, ClearState)> {
    use ClearState::{
        Accepted, Dismissed, Effective, Elsewhere, Failed, Ineffective, Intended, Refused, Sent, Unknown, Verifying,
    };
    use Deed::{Dismiss, End, GiveUp, LeaveNoRoom, Look, Send, Settle};
    let mut ways = vec![
        (Intended, false, Send, Sent),
        (Intended, false, GiveUp, Failed),
        (Sent, false, GiveUp, Unknown),
        (Accepted, true, Look(AGAIN), Verifying),
        (Accepted, true, Look(CheckOutcome::Effective), Effective),
        (Accepted, true, Look(SO_FAR), Effective),
        (Verifying, true, Look(SO_FAR), Effective),
        (Unknown, true, Look(SO_FAR), Effective),
        (Accepted, true, Look(CheckOutcome::Ineffective), Ineffective),
        (Verifying, true, Look(CheckOutcome::Effective), Effective),
        (Verifying, true, Look(CheckOutcome::Ineffective), Ineffective),
        (Verifying, true, Look(UNPROVEN), Accepted),
        // That counts did not fall does not tell whether it was carried out: a person does.
        (Unknown, true, Look(CheckOutcome::Effective), Effective),
        (Elsewhere, false, Dismiss, Dismissed),
    ];
    for looking in [true, false] {
        ways.extend([
            (Unknown, looking, Settle(Settlement::Counted), Ineffective),
            (Unknown, looking, Settle(Settlement::GivenBack), Failed),
            (Unknown, looking, LeaveNoRoom, Failed),
        ]);
    }
    for end in [Accepted, Refused, Failed, Unknown] {
        ways.extend([(Intended, false, End(end), end), (Sent, false, End(end), end)]);
    }
    ways
}

const AGAIN: CheckOutcome = CheckOutcome::Again { due_at: Timestamp::UNIX_EPOCH };
const SO_FAR: CheckOutcome = CheckOutcome::EffectiveSoFar { due_at: Timestamp::UNIX_EPOCH };
const UNPROVEN: CheckOutcome = CheckOutcome::Unproven(InconclusiveReason::NothingUsed);
const DEEDS: [Deed; 15] = [
    Deed::Send,
    Deed::End(ClearState::Accepted),
    Deed::End(ClearState::Refused),
    Deed::End(ClearState::Failed),
    Deed::End(ClearState::Unknown),
    Deed::GiveUp,
    Deed::Look(AGAIN),
    Deed::Look(SO_FAR),
    Deed::Look(CheckOutcome::Effective),
    Deed::Look(CheckOutcome::Ineffective),
    Deed::Look(UNPROVEN),
    Deed::Settle(Settlement::Counted),
    Deed::Settle(Settlement::GivenBack),
    Deed::Dismiss,
    Deed::LeaveNoRoom,
];

pub(crate) async fn no_other_ways_lead_from_state_to_state(store: &dyn Store) {
    let ways = ways();
    let looked_for = |state| -> &[bool] {
        match state {
            ClearState::Accepted | ClearState::Unknown | ClearState::Effective => &[true, false],
            ClearState::Verifying => &[true],
            _ => &[false],
        }
    };
    let starts =
        ClearState::ALL.into_iter().flat_map(|state| looked_for(state).iter().map(move |looking| (state, *looking)));
    let mut taken = 0;
    for ((from, looking), deed) in starts.flat_map(|start| DEEDS.map(|deed| (start, deed))) {
        let key = format!("{from}, {looking}: {deed:?}");
        let id = brought_to(store, from, looking, &key).await;
        let before = store.clear(id).await.unwrap().unwrap();
        assert_eq!((before.state, before.being_verified), (from, looking), "{key}");
        do_it(store, deed, id, &key).await;
        let way = ways.iter().find(|way| (way.0, way.1, way.2) == (from, looking, deed));
        let to = way.map_or(from, |way| way.3);
        taken += usize::from(way.is_some());
        assert_eq!(store.clear(id).await.unwrap().unwrap().state, to, "{key}");
        assert_eq!(store.clear_events(id).await.unwrap().last().map(|event| event.state), Some(to), "{key}");
        // What is under way still would be given up together with the next one.
        store.give_up_clears(at(2), &counting()).await.unwrap();
    }
    assert_eq!(taken, ways.len(), "every way was taken");
}
