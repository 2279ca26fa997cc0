use domain::{AccountId, ClearId, ClearState, Scope};
use jiff::Timestamp;
use store::Store;
use store::clears::{Clear, ClearEvent, SuspectedClear, UsedBefore};

use super::clears::{both, counting, ended, insisting, intended, made, new, november};
use super::{account, at, by, by_user, user};

fn suspicion(account: AccountId, seen_at: Timestamp, due_at: Timestamp) -> SuspectedClear {
    SuspectedClear { account, seen_at, due_at, before: Vec::new() }
}

/// A guess that all of an account was cleared elsewhere.
pub(super) async fn guessed(store: &dyn Store, account: AccountId, at: Timestamp) -> Clear {
    let suspicion = suspicion(account, at, at);
    store.add_suspected_clear(&suspicion).await.unwrap();
    store.resolve_suspected_clear(&suspicion, &[None], at, &counting()).await.unwrap().remove(0)
}

pub(crate) async fn an_account_is_suspected_once_until_that_is_over(store: &dyn Store) {
    let (one, [send, check]) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    let before = |interface, used, fell| UsedBefore { interface, at: at(-60), used, limit: 10, fell };
    let first = SuspectedClear {
        before: vec![before(send, 900, true), before(check, i64::MAX, false)],
        ..suspicion(one, at(0), at(2))
    };
    store.add_suspected_clear(&first).await.unwrap();
    store.add_suspected_clear(&suspicion(one, at(1), at(1))).await.unwrap();
    store.add_suspected_clear(&suspicion(two, at(0), at(1))).await.unwrap();
    assert!(store.due_suspected_clears(at(0)).await.unwrap().is_empty());
    assert_eq!(store.due_suspected_clears(at(1)).await.unwrap(), [suspicion(two, at(0), at(1))]);
    let both = store.due_suspected_clears(at(2)).await.unwrap();
    assert_eq!(both, [suspicion(two, at(0), at(1)), first.clone()], "the longest due first, the second of one ignored");

    store.postpone_suspicion(two, at(7)).await.unwrap();
    store.postpone_suspicion(AccountId(99), at(7)).await.unwrap();
    assert_eq!(store.due_suspected_clears(at(6)).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(store.due_suspected_clears(at(7)).await.unwrap(), [first.clone(), suspicion(two, at(0), at(7))]);

    let nothing = store.resolve_suspected_clear(&first, &[], at(3), &counting()).await.unwrap();
    assert!(nothing.is_empty() && store.due_suspected_clears(at(6)).await.unwrap().is_empty(), "it was nothing");
    store.add_suspected_clear(&suspicion(one, at(8), at(9))).await.unwrap();
    assert_eq!(store.due_suspected_clears(at(9)).await.unwrap().last(), Some(&suspicion(one, at(8), at(9))));
}

pub(crate) async fn a_suspicion_ends_in_its_guesses_once(store: &dyn Store) {
    let (id, [send, check]) = account(store, 1).await;
    let seen = suspicion(id, at(0), at(1));
    store.add_suspected_clear(&seen).await.unwrap();
    let guesses = store.resolve_suspected_clear(&seen, &[Some(check), Some(send)], at(1), &counting()).await.unwrap();
    let kept: Vec<_> =
        guesses.iter().map(|guess| (guess.interface.as_ref().map(|(id, _)| *id), guess.budget_left)).collect();
    assert_eq!(kept, [(Some(check), Some(49)), (Some(send), Some(48))]);
    for guess in &guesses {
        assert_eq!((guess.state, guess.account_id, guess.at), (ClearState::Elsewhere, id, at(0)));
        assert_eq!((guess.sent_at, guess.ended_at, guess.via, guess.being_verified), (None, None, None, false));
        assert_eq!((&guess.actor, &guess.reason), (&None, &None));
        let event = ClearEvent { at: at(1), state: ClearState::Elsewhere, detail: None, actor: None };
        assert_eq!(store.clear_events(guess.id).await.unwrap(), [event]);
        assert_eq!(store.clear(guess.id).await.unwrap().as_ref().map(Clear::counted_at), Some(at(0)));
        assert!(store.usage_before(guess.id).await.unwrap().is_empty());
    }
    assert!(
        store.resolve_suspected_clear(&seen, &[None], at(2), &counting()).await.unwrap().is_empty(),
        "it has ended"
    );

    let whole = guessed(store, id, at(5)).await;
    assert_eq!((whole.scope(), whole.budget_left), (Scope::Account, Some(9)));
    store.add_suspected_clear(&suspicion(id, at(6), at(7))).await.unwrap();
    let of_before = store.resolve_suspected_clear(&seen, &[None], at(7), &counting()).await.unwrap();
    assert!(of_before.is_empty(), "whoever looked at the one before does not end this one");
    assert_eq!(store.due_suspected_clears(at(7)).await.unwrap().len(), 1);

    let left = store.budgets(Some(id), both(november()), counting().limits).await.unwrap()[0];
    assert_eq!((left.account.elsewhere, left.account.spent, left.account.left), (1, 0, 9));
    assert_eq!((left.interface.elsewhere, left.interface.left), (2, 48));
    assert!(store.open_clears(id).await.unwrap().is_empty(), "a guess stands in nobody's way");
}

pub(crate) async fn a_guess_is_dismissed_once_with_a_reason(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let lead = user(store, "lead", domain::Role::Lead).await;
    let (first, second) = (guessed(store, id, at(0)).await, guessed(store, id, at(1)).await);
    assert_eq!(second.budget_left, Some(8));
    let dismissed = store.dismiss_guess(first.id, "测试", &by_user(lead), at(2), &counting()).await.unwrap().unwrap();
    assert_eq!((dismissed.id, dismissed.state, dismissed.budget_left), (first.id, ClearState::Dismissed, Some(9)));
    assert_eq!(dismissed.actor, None, "nobody made it");
    let event = store.clear_events(first.id).await.unwrap().remove(1);
    assert_eq!((event.at, event.state), (at(2), ClearState::Dismissed));
    assert_eq!((event.detail.as_deref(), event.actor), (Some("测试"), Some(format!("user {lead}"))));
    let left = store.budgets(Some(id), both(november()), counting().limits).await.unwrap()[0].account;
    assert_eq!((left.elsewhere, left.left), (1, 9));

    assert_eq!(store.dismiss_guess(first.id, "again", &by(), at(3), &counting()).await.unwrap(), None);
    assert_eq!(store.clear(first.id).await.unwrap(), Some(dismissed));
    assert_eq!(store.clear_events(first.id).await.unwrap().len(), 2);
    let ours = made(store, insisting(new(id, None, "k")), 3, ended(ClearState::Unknown)).await;
    assert_eq!(store.dismiss_guess(ours.id, "x", &by(), at(4), &counting()).await.unwrap(), None, "no guess");
    assert_eq!(store.dismiss_guess(ClearId(99), "x", &by(), at(4), &counting()).await.unwrap(), None);
}

pub(crate) async fn guesses_alone_may_be_overridden(store: &dyn Store) {
    use domain::clears::Barrier;
    let (id, _) = account(store, 1).await;
    for minute in 0..10 {
        guessed(store, id, at(minute)).await;
    }
    let barrier = super::clears::barred(store, new(id, None, "k"), at(20)).await;
    assert_eq!(barrier, Barrier::BudgetSpent { only_guessed: true });
    let going_on = super::clears::NewClear { break_glass: true, ..insisting(new(id, None, "k")) };
    let clear = intended(store, going_on, at(20)).await;
    assert_eq!((clear.override_reason.as_deref(), clear.budget_left), (Some("必须"), Some(0)));
    assert!(clear.glass_broken, "with none left a second person is needed all the more");
}
