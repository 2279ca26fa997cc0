//! Policies are typed, tried, changed and removed.

use desk::policies::{PolicyChange, PolicyError, PolicyField, TypedPolicy};
use domain::policies::{Mode, Verdict};
use domain::{Actor, Role};

use super::clearing;
use crate::test_desk::{SEND, TestDesk, read_once, tester};

#[tokio::test]
async fn a_dry_run_says_what_would_have_been() {
    let (test, account) = read_once().await;
    for _ in 0..3 {
        test.uses(SEND, 400);
        test.an_hour().await;
    }
    let tried = test.desk.dry_run_policy_form(&tester(), &clearing(95)).await.unwrap();
    assert_eq!((tried.interfaces, tried.readings), (2, 8));
    assert_eq!((tried.trial.interface_clears, tried.trial.account_clears, tried.trial.given_back), (1, 0, 1_000));
    let act = tried.trial.acts[0];
    assert_eq!((act.account, act.figures.used), (account, 1_000));
    assert!(test.decisions().await.is_empty() && test.ledger().await.is_empty(), "nothing was done");
}

#[tokio::test]
async fn what_was_typed_is_checked_all_at_once() {
    let test = TestDesk::new().await;
    let wrong = TypedPolicy {
        name: " ".to_owned(),
        whose: "these".to_owned(),
        accounts: vec!["77".to_owned()],
        paths: "/sns/userinfo".to_owned(),
        percent: "0".to_owned(),
        quiet_from: "22:00".to_owned(),
        a_day: "0".to_owned(),
        before_reset: "x".to_owned(),
        ..clearing(95)
    };
    let Err(PolicyError::Faults(faults)) = test.desk.add_policy(&tester(), &wrong).await else { panic!() };
    assert!(faults.name.is_some() && faults.paths.is_some());
    for field in
        [PolicyField::Accounts, PolicyField::Percent, PolicyField::Quiet, PolicyField::ADay, PolicyField::BeforeReset]
    {
        assert!(faults.has(field), "{field:?}: {faults:?}");
    }
    // Whoever unticks the last account has not chosen all.
    let none = TypedPolicy { whose: "these".to_owned(), ..clearing(95) };
    let Err(PolicyError::Faults(faults)) = test.desk.add_policy(&tester(), &none).await else { panic!() };
    assert!(faults.has(PolicyField::Whose));
    test.policy(&clearing(95)).await;
    let taken = test.desk.add_policy(&tester(), &clearing(95)).await;
    assert!(matches!(taken, Err(PolicyError::Faults(faults)) if faults.name.is_some()));
}

#[tokio::test]
async fn one_that_is_kept_is_tried_in_either_mode() {
    let (test, _) = read_once().await;
    let policy = test.policy(&TypedPolicy { mode: "notify".to_owned(), ..clearing(95) }).await;
    test.uses(SEND, 1_000);
    test.an_hour().await;
    let verdicts = async |mode| {
        let tried = test.desk.dry_run_policy(&tester(), policy, mode).await.unwrap();
        tried.trial.acts.iter().map(|act| act.verdict.word()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(None).await, ["notified"]);
    assert_eq!(verdicts(Some(Mode::Clear)).await, ["clears"]);
    assert_eq!(test.verdicts().await, ["notified"], "nothing was done but what it does");
}

#[tokio::test]
async fn a_removed_policy_is_read_and_changed_no_more() {
    let (test, _) = read_once().await;
    let policy = test.policy(&TypedPolicy { mode: "notify".to_owned(), ..clearing(90) }).await;
    test.uses(SEND, 1_000);
    test.an_hour().await;
    let listed = test.desk.policies_with_last(&tester()).await.unwrap();
    let last = listed[0].1.as_ref().map(|decision| decision.verdict);
    assert_eq!((listed.len(), listed[0].0.id, last), (1, policy, Some(Verdict::Notified)));
    assert_eq!(test.desk.policy_page(&tester(), policy, None).await.unwrap().covers, 2);

    test.desk.change_policy_state(&tester(), policy, PolicyChange::Removed).await.unwrap();
    assert!(test.desk.policies_with_last(&tester()).await.unwrap().is_empty());
    let page = test.desk.policy_page(&tester(), policy, None).await.unwrap();
    assert!(page.policy.removed_at.is_some() && page.decisions.len() == 1, "what it decided stays");
    assert!(matches!(test.desk.policy(&tester(), policy).await, Err(PolicyError::NoSuchPolicy)));
    assert!(matches!(test.desk.dry_run_policy(&tester(), policy, None).await, Err(PolicyError::NoSuchPolicy)));
}

#[tokio::test]
async fn as_many_paths_as_fit_into_a_form_are_taken() {
    let test = TestDesk::new().await;
    let most = "/a\n".repeat(6_666) + "/b";
    let typed = TypedPolicy { paths: most.clone(), excluded: most.clone() + "c", ..clearing(95) };
    test.desk.validate_policy(&tester(), &TypedPolicy { excluded: String::new(), ..typed.clone() }).await.unwrap();
    let Err(PolicyError::Faults(faults)) = test.desk.validate_policy(&tester(), &typed).await else { panic!() };
    assert_eq!(faults.wrong, [PolicyField::Excluded]);
    assert!(test.desk.policies(&tester()).await.unwrap().is_empty(), "nothing is kept of what is checked");
}

#[tokio::test]
async fn only_leads_and_admins_have_to_do_with_policies() {
    let test = TestDesk::new().await;
    let policy = test.policy(&clearing(95)).await;
    for role in [Role::Viewer, Role::Support] {
        let who = Actor::User { id: domain::UserId(7), name: "x".to_owned(), role, address: None };
        assert!(test.desk.policies(&who).await.is_err());
        assert!(test.desk.add_policy(&who, &clearing(80)).await.is_err());
        assert!(test.desk.change_policy_state(&who, policy, PolicyChange::Removed).await.is_err());
        assert!(test.desk.set_kill_switch(&who, true, "").await.is_err());
        assert!(test.desk.dry_run_policy(&who, policy, None).await.is_err());
        assert!(test.desk.validate_policy(&who, &clearing(80)).await.is_err());
        assert!(test.desk.policies_with_last(&who).await.is_err() && test.desk.policy(&who, policy).await.is_err());
    }
}
