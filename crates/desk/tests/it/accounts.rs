//! Adding, editing and retiring accounts, and choosing interfaces.

use desk::account_page::AccountHealth;
use desk::accounts::{
    AccountError, AccountFaults, AppIdFault, NameFault, SecretFault, TypedAccount, TypedChange, TypedContact,
};
use desk::interfaces::{ContactError, WatchError};
use domain::roles::Forbidden;
use domain::{AccountId, AccountStatus, Actor, ContactFault, PathError, Repair, Role};
use store::{Change, WatchOutcome};

use crate::test_desk::{SECRET, SEND, TestDesk, tester, typed};

fn faults(error: AccountError) -> AccountFaults {
    match error {
        AccountError::Faults(faults) => *faults,
        other => panic!("{other}"),
    }
}

/// An account with a fault in every field but the paths.
fn wrong() -> TypedAccount {
    TypedAccount {
        name: "42".to_owned(),
        appid: "gh_1".to_owned(),
        kind: "robot".to_owned(),
        secret: " ".to_owned().into(),
        watch: vec![],
        cleared_before: Some(-1),
        groups: Vec::new(),
    }
}

#[tokio::test]
async fn every_fault_of_a_form_is_told_at_once() {
    let test = TestDesk::new().await;
    let all = faults(test.desk.add_account(&tester(), wrong()).await.unwrap_err());
    assert_eq!(
        (all.name, all.appid, all.kind, all.secret, all.cleared_before),
        (Some(NameFault::LooksLikeId), Some(AppIdFault::Malformed), true, Some(SecretFault::Empty), Some(10))
    );
    let with_path = TypedAccount { watch: vec!["/sns/userinfo?access_token=abc".to_owned()], ..wrong() };
    let all = faults(test.desk.add_account(&tester(), with_path).await.unwrap_err());
    assert_eq!(all.path, Some(("/sns/userinfo".to_owned(), PathError::Sns)), "a token in a query is not repeated");
    assert_eq!(all.name, Some(NameFault::LooksLikeId));
}

#[tokio::test]
async fn platforms_are_refused() {
    let test = TestDesk::new().await;
    let platform = TypedAccount { kind: " platform ".to_owned(), ..typed(1) };
    let refused = faults(test.desk.add_account(&tester(), platform).await.unwrap_err());
    assert_eq!(refused, AccountFaults { platform: true, ..AccountFaults::default() });
    assert!(refused.to_string().starts_with("third-party platforms are not supported; add the accounts"), "{refused}");
    let id = test.add(1).await;
    let change = TypedChange { kind: Some("platform".to_owned()), ..TypedChange::default() };
    assert!(faults(test.desk.edit_account(&tester(), id, change).await.unwrap_err()).platform);
}

#[tokio::test]
async fn an_appid_and_a_name_are_taken_once() {
    let test = TestDesk::new().await;
    let first = test.add(1).await;
    let again = faults(test.desk.add_account(&tester(), typed(1)).await.unwrap_err());
    assert_eq!(again.appid, Some(AppIdFault::Taken { id: first, name: "服务号 1".to_owned() }));
    let same_name = TypedAccount { name: "服务号 1".to_owned(), ..typed(2) };
    let same_name = faults(test.desk.add_account(&tester(), same_name).await.unwrap_err());
    assert_eq!(same_name.name, Some(NameFault::Taken));
}

#[tokio::test]
async fn names_with_markup_and_emoji_stay_as_they_are() {
    let test = TestDesk::new().await;
    let name = "<script>alert(1)</script> 🛒 & \"店\"";
    let id = test.desk.add_account(&tester(), TypedAccount { name: name.to_owned(), ..typed(1) }).await.unwrap().id;
    assert_eq!(test.desk.find_account(&tester(), name).await.unwrap().id, id);
}

#[tokio::test]
async fn credentials_are_tried_before_anything_is_kept() {
    let test = TestDesk::new().await;
    assert!(test.desk.try_account(&tester(), &typed(1)).await.unwrap().works());
    let wrong = TypedAccount { secret: "wrong".to_owned().into(), ..typed(1) };
    let report = test.desk.try_account(&tester(), &wrong).await.unwrap();
    assert_eq!(report.token.unwrap().failure.errcode(), Some(40125));
    let unknown = TypedAccount { appid: "wxffffffffffffffff".to_owned(), ..typed(1) };
    let report = test.desk.try_account(&tester(), &unknown).await.unwrap();
    assert_eq!(report.token.unwrap().failure.errcode(), Some(40013));
    assert_eq!(test.desk.accounts(&tester()).await.unwrap(), []);
}

#[tokio::test]
async fn a_retired_account_forgets_its_secret_and_goes_on_when_added_again() {
    let test = TestDesk::new().await;
    let id = test.add(1).await;
    test.beat().await;
    test.desk.retire_account(&tester(), id).await.unwrap();
    assert!(test.rows().await.is_empty());
    assert_eq!(test.desk.find_account(&tester(), "服务号 1").await.unwrap().status, AccountStatus::Retired);
    assert!(matches!(test.desk.check_account(&tester(), id).await, Err(AccountError::NoSuchAccount)));
    test.advance(60);
    assert_eq!(test.add(1).await, id);
    test.beat().await;
    assert_eq!(test.row(id, SEND).await.recent.len(), 2, "its history went on");
}

#[tokio::test]
async fn editing_checks_what_adding_checks() {
    let test = TestDesk::new().await;
    let (id, _) = (test.add(1).await, test.add(2).await);
    let edit = async |change| test.desk.edit_account(&tester(), id, change).await;
    let taken = edit(TypedChange { name: Some("服务号 2".to_owned()), ..Default::default() }).await;
    assert_eq!(faults(taken.unwrap_err()).name, Some(NameFault::Taken));
    let wrong = TypedChange {
        name: Some(" ".to_owned()),
        kind: Some("robot".to_owned()),
        daily_readings: Some(299),
        cleared_before: Change::To(Some(-1)),
        contact: Some(TypedContact { owner: "a\nb".to_owned(), note: String::new() }),
        seen: None,
    };
    let wrong = faults(edit(wrong).await.unwrap_err());
    assert_eq!(wrong.name, Some(NameFault::Empty));
    assert!(wrong.kind && wrong.daily_readings && wrong.cleared_before == Some(10), "every fault at once");
    assert_eq!(wrong.contact.owner, Some(ContactFault::Invisible));
    for cleared_before in [Some(3), None] {
        edit(TypedChange { cleared_before: Change::To(cleared_before), ..Default::default() }).await.unwrap();
        let account = test.desk.find_account(&tester(), &id.to_string()).await.unwrap();
        assert_eq!(account.cleared_before, cleared_before, "what was typed may be emptied again");
    }
    edit(TypedChange { name: Some(" 新名字 ".to_owned()), ..Default::default() }).await.unwrap();
    assert_eq!(test.desk.find_account(&tester(), "新名字").await.unwrap().id, id);
}

#[tokio::test]
async fn paths_are_repaired_and_told_and_all_or_none_is_watched() {
    let test = TestDesk::new().await;
    let id = test.add(1).await;
    let typed = [" https://api.weixin.qq.com/CGI-BIN/Menu/Get?access_token=x ", "wxa/checksession"].map(str::to_owned);
    let taken = test.desk.watch(&tester(), id, &typed).await.unwrap();
    assert_eq!(taken[0].path.as_str(), "/cgi-bin/menu/get");
    assert_eq!(taken[0].repairs, [Repair::Trimmed, Repair::HostRemoved, Repair::QueryCut, Repair::SpellingMatched]);
    assert_eq!(taken[1].repairs, [Repair::SlashAdded]);
    let again = test.desk.watch(&tester(), id, &typed[..1]).await.unwrap();
    assert!(matches!(again[0].watched, WatchOutcome::Already(_)));

    let before = test.rows().await.len();
    let one_wrong = ["/cgi-bin/tags/get", "/sns/userinfo"].map(str::to_owned);
    let refused = test.desk.watch(&tester(), id, &one_wrong).await;
    assert!(matches!(refused, Err(WatchError::Path { error: PathError::Sns, .. })));
    assert_eq!(test.rows().await.len(), before);
}

#[tokio::test]
async fn with_no_path_the_usual_ones_of_the_kind_are_watched() {
    let test = TestDesk::new().await;
    let added = test.desk.add_account(&tester(), TypedAccount { watch: vec![], ..typed(1) }).await.unwrap();
    let paths: Vec<_> = added.watching.iter().map(|(path, _)| path.as_str()).collect();
    assert!(paths.contains(&"/cgi-bin/stable_token") && paths.len() > 5, "{paths:?}");
}

#[tokio::test]
async fn only_admins_touch_accounts() {
    let test = TestDesk::new().await;
    let id = test.add(1).await;
    for role in [Role::Viewer, Role::Support, Role::Lead, Role::Reporter] {
        let actor =
            Actor::Token { name: "t".to_owned(), made_by: "cli:alice".to_owned(), role, maker: None, address: None };
        let refused = Forbidden { role: Some(role) };
        let desk = &test.desk;
        let secret = SECRET.to_owned().into();
        assert!(matches!(desk.add_account(&actor, typed(2)).await, Err(AccountError::Forbidden(f)) if f == refused));
        assert!(matches!(desk.try_account(&actor, &typed(2)).await, Err(AccountError::Forbidden(_))));
        assert!(matches!(desk.check_account(&actor, id).await, Err(AccountError::Forbidden(_))));
        assert!(matches!(desk.retire_account(&actor, id).await, Err(AccountError::Forbidden(_))));
        assert!(matches!(desk.pause_account(&actor, id, true).await, Err(AccountError::Forbidden(_))));
        assert!(matches!(desk.replace_secret(&actor, id, &secret).await, Err(AccountError::Forbidden(_))));
        assert!(matches!(desk.edit_account(&actor, id, TypedChange::default()).await, Err(AccountError::Forbidden(_))));
        assert!(matches!(desk.watch(&actor, id, &[]).await, Err(WatchError::Forbidden(_))));
        let row = test.rows().await[0].id;
        assert!(matches!(desk.unwatch(&actor, id, row).await, Err(WatchError::Forbidden(_))));
        assert_eq!(desk.accounts(&actor).await.is_ok(), role != Role::Reporter);
    }
}

#[tokio::test]
async fn neither_secret_nor_token_ever_lies_in_clear_on_the_disk() {
    let test = TestDesk::new().await;
    test.add(1).await;
    test.beat().await;
    let token = test.wechat.sandbox.counts();
    assert!(token.received("/cgi-bin/stable_token") > 0);
    let bytes = test.bytes_on_disk();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(SECRET));
    assert!(holds("服务号 1"), "the search finds what is there");
}

#[tokio::test]
async fn an_owner_and_a_note_are_kept_without_secrets() {
    let test = TestDesk::new().await;
    let id = test.add(1).await;
    let interface = test.row(id, SEND).await.id;
    let note = format!("call 13800138000, {SECRET} access_token=50_abcdefghijklmnop");
    let typed = || TypedContact { owner: " 支付组 ".to_owned(), note: note.clone() };
    let change = TypedChange { contact: Some(typed()), ..TypedChange::default() };
    test.desk.edit_account(&tester(), id, change).await.unwrap();
    test.desk.set_interface_contact(&tester(), id, interface, &typed()).await.unwrap();
    let kept = test.store.interface(interface).await.unwrap().unwrap().contact;
    assert_eq!(kept, test.store.account(id).await.unwrap().unwrap().contact);
    assert_eq!(kept.owner.as_deref(), Some("支付组"));
    let kept = kept.note.unwrap();
    assert!(kept.contains("13800138000") && !kept.contains(SECRET) && !kept.contains("50_abcd"), "{kept}");
    let confirmation = test.desk.confirmation(&tester(), &id.to_string(), Some(&interface.to_string())).await.unwrap();
    assert_eq!(confirmation.interface_contact.owner.as_deref(), Some("支付组"));

    let elsewhere = test.desk.set_interface_contact(&tester(), AccountId(99), interface, &typed()).await;
    assert!(matches!(elsewhere, Err(ContactError::NoSuchInterface)));
    let long = TypedContact { note: "x".repeat(501), ..TypedContact::default() };
    let refused = test.desk.set_interface_contact(&tester(), id, interface, &long).await;
    assert!(matches!(refused, Err(ContactError::Faults(faults)) if faults.note == Some(ContactFault::TooLong(501))));
}

#[tokio::test]
async fn the_list_tells_each_accounts_health() {
    let test = TestDesk::new().await;
    let card = async || test.desk.account_cards(&tester()).await.unwrap().remove(0);
    let id = test.add(1).await;
    assert_eq!(card().await.health, AccountHealth::NotRead);
    assert_eq!((card().await.last_read_at, card().await.nearest), (None, None));
    test.beat().await;
    let read = card().await;
    assert_eq!(read.health, AccountHealth::Working);
    assert!(read.last_read_at.is_some() && read.nearest.is_some() && read.budgets.is_some());
    test.desk.pause_account(&tester(), id, true).await.unwrap();
    let paused = card().await;
    assert_eq!((paused.health, paused.nearest), (AccountHealth::Paused, None));
    test.desk.pause_account(&tester(), id, false).await.unwrap();
    for interface in test.store.interfaces_of(id).await.unwrap() {
        test.desk.unwatch(&tester(), id, interface.id).await.unwrap();
    }
    assert_eq!(card().await.health, AccountHealth::NothingWatched);
    test.desk.retire_account(&tester(), id).await.unwrap();
    let retired = card().await;
    assert_eq!((retired.health, retired.budgets), (AccountHealth::Retired, None));
}
