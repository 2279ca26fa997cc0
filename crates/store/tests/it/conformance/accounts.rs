use std::net::IpAddr;

use domain::{AccountStatus, Contact, Failure, ForcedRefreshOutcome, Kind};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::{
    AccountChange, AccountField, AddAccountError, Change, ForcedRefreshClaim, ForcedRefreshLimits, MOST_SEEN_ADDRESSES,
    SeenAccount, SeenAddress, Store, TokenRecord, TokenWriter,
};

use super::{account, appid, at, by, new_account, path};

async fn secrets(store: &dyn Store) -> Vec<String> {
    let all = store.all_secrets().await.unwrap();
    all.iter().map(|(_, secret)| secret.expose_secret().to_owned()).collect()
}

pub(crate) async fn added_accounts_are_found(store: &dyn Store) {
    let (second, _) = account(store, 2).await;
    let mut new = new_account(1);
    new.name = "商城小程序 🛒 <b>".to_owned();
    new.cleared_before = Some(3);
    let first = store.add_account(new, &by(), at(5)).await.unwrap();

    let found = store.account(first).await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), &found.appid, found.kind), ("商城小程序 🛒 <b>", &appid(1), Kind::MiniProgram));
    assert_eq!((found.status, found.daily_readings), (AccountStatus::Active, 3_000));
    assert_eq!((found.cleared_before, found.added_at, found.secret_set_at), (Some(3), at(5), Some(at(5))));
    assert_eq!(found.starved_until, None);
    assert_eq!((found.token.state.as_str(), found.token.changed_at), ("none", None));

    for word in [first.to_string(), appid(1).to_string(), "商城小程序 🛒 <b>".to_owned()] {
        assert_eq!(store.find_account(&word).await.unwrap().as_ref(), Some(&found), "{word}");
    }
    for word in ["", "account", "77", "99999999999999999999", "wx0000000000000009"] {
        assert_eq!(store.find_account(word).await.unwrap(), None, "{word}");
    }
    let names: Vec<_> = store.accounts().await.unwrap().into_iter().map(|account| account.id).collect();
    assert_eq!(names, [second, first], "by name");
    let interfaces = store.interfaces_of(first).await.unwrap();
    let paths: Vec<_> = interfaces.iter().map(|interface| interface.cgi_path.as_str()).collect();
    assert_eq!(paths, ["/cgi-bin/message/custom/send", "/wxa/msg_sec_check"]);
}

pub(crate) async fn taken_appids_and_names_are_refused(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    for paused in [false, true] {
        assert!(store.pause_account(id, paused, &by(), at(0)).await.unwrap());
        let mut same_appid = new_account(1);
        same_appid.name = "another".to_owned();
        let refused = store.add_account(same_appid, &by(), at(1)).await.unwrap_err();
        assert!(
            matches!(&refused, AddAccountError::AppIdTaken { id: holder, name } if *holder == id && name == "account 1"),
            "{refused}"
        );
    }
    let mut same_name = new_account(2);
    same_name.name = "account 1".to_owned();
    let refused = store.add_account(same_name, &by(), at(1)).await.unwrap_err();
    assert!(matches!(refused, AddAccountError::NameTaken { id: holder } if holder == id), "{refused}");
    assert_eq!(store.accounts().await.unwrap().len(), 1);
    assert_eq!(secrets(store).await, ["secret-of-1"]);
}

pub(crate) async fn accounts_change(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    let before = store.account(one).await.unwrap().unwrap();
    store.change_account(one, AccountChange::default(), &by(), at(0)).await.unwrap();
    assert_eq!(store.account(one).await.unwrap().unwrap(), before);

    let change = AccountChange {
        name: Some("renamed".to_owned()),
        kind: Some(Kind::Shop),
        daily_readings: Some(500),
        cleared_before: Change::To(Some(2)),
        ..Default::default()
    };
    store.change_account(one, change.clone(), &by(), at(0)).await.unwrap();
    let changed = store.account(one).await.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), changed.kind), ("renamed", Kind::Shop));
    assert_eq!((changed.daily_readings, changed.cleared_before), (500, Some(2)));
    store.change_account(one, change.clone(), &by(), at(0)).await.expect("one's own name is not taken");

    let renamed = AccountChange { name: Some("renamed".to_owned()), ..Default::default() };
    store.change_account(one, renamed, &by(), at(0)).await.unwrap();
    assert_eq!(store.account(one).await.unwrap().unwrap().cleared_before, Some(2), "it was not named");
    let unknown = AccountChange { cleared_before: Change::To(None), ..Default::default() };
    store.change_account(one, unknown, &by(), at(0)).await.unwrap();
    assert_eq!(store.account(one).await.unwrap().unwrap().cleared_before, None, "it may be emptied again");

    let refused = store.change_account(two, change, &by(), at(0)).await.unwrap_err();
    assert!(matches!(refused, AddAccountError::NameTaken { id } if id == one), "{refused}");
    let nobody = domain::AccountId(99);
    let refused = store.change_account(nobody, AccountChange::default(), &by(), at(0)).await.unwrap_err();
    assert!(matches!(refused, AddAccountError::NoSuchAccount), "{refused}");

    only_what_was_touched_is_changed(store, one).await;

    assert!(store.pause_account(one, true, &by(), at(0)).await.unwrap());
    assert_eq!(store.account(one).await.unwrap().unwrap().status, AccountStatus::Paused);
    assert!(store.pause_account(one, false, &by(), at(0)).await.unwrap());
    assert_eq!(store.account(one).await.unwrap().unwrap().status, AccountStatus::Active);
    assert!(!store.pause_account(nobody, true, &by(), at(0)).await.unwrap());
}

/// Two people edit an account, each over the values that their form showed.
async fn only_what_was_touched_is_changed(store: &dyn Store, id: domain::AccountId) {
    let now = store.account(id).await.unwrap().unwrap();
    let seen = SeenAccount {
        name: now.name,
        kind: now.kind,
        daily_readings: now.daily_readings,
        cleared_before: now.cleared_before,
        contact: now.contact,
    };
    let form = |owner: Option<&str>, readings: i64| AccountChange {
        name: Some(seen.name.clone()),
        kind: Some(seen.kind),
        daily_readings: Some(readings),
        cleared_before: Change::To(seen.cleared_before),
        contact: Some(Contact { owner: owner.map(str::to_owned), note: seen.contact.note.clone() }),
        seen: Some(Box::new(seen.clone())),
    };
    store.change_account(id, form(Some("shop team"), seen.daily_readings), &by(), at(0)).await.unwrap();
    store.change_account(id, form(None, 700), &by(), at(0)).await.expect("another field");
    let both = store.account(id).await.unwrap().unwrap();
    assert_eq!((both.contact.owner.as_deref(), both.daily_readings), (Some("shop team"), 700));

    let refused = store.change_account(id, form(Some("message team"), 800), &by(), at(0)).await.unwrap_err();
    let AddAccountError::Overtaken(fields) = &refused else { panic!("{refused}") };
    let expected = [(AccountField::DailyReadings, "700".to_owned()), (AccountField::Owner, "shop team".to_owned())];
    assert_eq!(fields[..], expected);
    assert_eq!(store.account(id).await.unwrap().unwrap(), both, "nothing was changed");
    store.change_account(id, form(Some("shop team"), 700), &by(), at(0)).await.expect("it is so already");
}

pub(crate) async fn a_retired_account_loses_its_secret_and_goes_on_when_added_again(store: &dyn Store) {
    let (id, interfaces) = account(store, 1).await;
    store.set_starved_until(id, Some(at(60))).await.unwrap();
    assert!(store.retire_account(id, &by(), at(0)).await.unwrap());
    assert!(store.retire_account(id, &by(), at(0)).await.unwrap(), "retired is retired");
    assert!(!store.retire_account(domain::AccountId(99), &by(), at(0)).await.unwrap());

    let retired = store.account(id).await.unwrap().unwrap();
    assert_eq!((retired.status, retired.secret_set_at, retired.starved_until), (AccountStatus::Retired, None, None));
    assert!(store.secret(id).await.unwrap().is_none());
    assert!(secrets(store).await.is_empty());
    assert!(!store.pause_account(id, false, &by(), at(0)).await.unwrap());
    assert!(!store.replace_secret(id, &SecretString::from("other"), &by(), at(1)).await.unwrap());
    let refused =
        store.add_account(super::NewAccount { appid: appid(7), ..new_account(1) }, &by(), at(1)).await.unwrap_err();
    assert!(matches!(refused, AddAccountError::NameTaken { .. }), "a retired account keeps its name: {refused}");

    let mut again = new_account(1);
    again.name = "taken up".to_owned();
    again.kind = Kind::Shop;
    again.secret = SecretString::from("new secret");
    again.watch = vec![path("/wxa/msg_sec_check"), path("/wxa/img_sec_check")];
    assert_eq!(store.add_account(again, &by(), at(9)).await.unwrap(), id);
    let active = store.account(id).await.unwrap().unwrap();
    assert_eq!((active.name.as_str(), active.kind, active.status), ("taken up", Kind::Shop, AccountStatus::Active));
    assert_eq!((active.added_at, active.secret_set_at), (at(0), Some(at(9))));
    assert_eq!(secrets(store).await, ["new secret"]);
    let now: Vec<_> = store.interfaces_of(id).await.unwrap().into_iter().map(|interface| interface.id).collect();
    assert!(now.len() == 3 && interfaces.iter().all(|known| now.contains(known)));
}

pub(crate) async fn secrets_are_replaced(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (_two, _) = account(store, 2).await;
    assert!(store.replace_secret(one, &SecretString::from("another"), &by(), at(3)).await.unwrap());
    assert!(!store.replace_secret(domain::AccountId(99), &SecretString::from("x"), &by(), at(3)).await.unwrap());
    assert_eq!(store.secret(one).await.unwrap().unwrap().expose_secret(), "another");
    assert!(store.secret(domain::AccountId(99)).await.unwrap().is_none());
    assert_eq!(store.account(one).await.unwrap().unwrap().secret_set_at, Some(at(3)));
    assert_eq!(secrets(store).await, ["another", "secret-of-2"]);
}

pub(crate) async fn tokens_are_written_down(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let mut token = TokenRecord {
        state: "ip-refused".to_owned(),
        expires_at: Some(at(120)),
        fetched_at: Some(at(0)),
        last_failure: Some(Failure::TokenRefused(40164)),
        last_error: Some("invalid ip 203.0.113.9".to_owned()),
        changed_at: Some(at(1)),
    };
    for state in ["none", "valid", "expired", "refused", "frozen", "ip-refused", "limited"] {
        token.state = state.to_owned();
        store.set_token(id, &token, TokenWriter::Service).await.unwrap();
        assert_eq!(store.account(id).await.unwrap().unwrap().token, token);
    }
    for failure in [None, Some(Failure::NoConnection), Some(Failure::NoAnswer), Some(Failure::Refused(40001))] {
        token.last_failure = failure;
        store.set_token(id, &token, TokenWriter::Service).await.unwrap();
        assert_eq!(store.account(id).await.unwrap().unwrap().token, token);
    }
    token.last_error = Some("错".repeat(5000));
    store.set_token(id, &token, TokenWriter::Service).await.expect("a long text is cut rather than refused");
    store.set_token(id, &TokenRecord { changed_at: Some(at(9)), ..token.clone() }, TokenWriter::Service).await.unwrap();
    let kept = store.account(id).await.unwrap().unwrap().token;
    assert_eq!(kept.changed_at, Some(at(1)), "the same news again is no change");

    assert!(store.retire_account(id, &by(), at(0)).await.unwrap());
    store.set_token(id, &token, TokenWriter::Service).await.unwrap();
    assert_eq!(store.account(id).await.unwrap().unwrap().token.state, "none", "a retired account has no token");
}

pub(crate) async fn starving_is_written_down(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    store.set_starved_until(id, Some(at(60))).await.unwrap();
    assert_eq!(store.account(id).await.unwrap().unwrap().starved_until, Some(at(60)));
    store.set_starved_until(id, None).await.unwrap();
    assert_eq!(store.account(id).await.unwrap().unwrap().starved_until, None);
}

pub(crate) async fn forced_refreshes_keep_their_limits(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let (other, _) = account(store, 2).await;
    let seconds = |count| at(0) + SignedDuration::from_secs(count);
    // The day turns at 0; half a minute lies between two, also across that.
    let claim = |id, at, day_start| {
        let limits = ForcedRefreshLimits { day_start, a_day: 2, apart: SignedDuration::from_secs(30) };
        async move { store.claim_forced_refresh(id, at, limits).await.unwrap() }
    };
    assert_eq!(claim(id, seconds(-5), at(-1440)).await, ForcedRefreshClaim::Granted);
    let too_soon = ForcedRefreshClaim::TooSoon { until: seconds(25) };
    assert_eq!(claim(id, seconds(24), at(0)).await, too_soon, "yesterday's last one was just now");
    assert_eq!(claim(other, seconds(24), at(0)).await, ForcedRefreshClaim::Granted);
    assert_eq!(claim(id, seconds(25), at(0)).await, ForcedRefreshClaim::Granted);
    assert_eq!(claim(id, seconds(60), at(0)).await, ForcedRefreshClaim::Granted, "yesterday's counts no more");
    assert_eq!(claim(id, seconds(600), at(0)).await, ForcedRefreshClaim::DailyLimit);
    assert_eq!(
        store.forced_refreshes(id, at(0)).await.unwrap(),
        [seconds(25), seconds(60)],
        "refused ones do not count"
    );
    let earlier = claim(id, seconds(-3_600), at(-1440)).await;
    assert_eq!(earlier, ForcedRefreshClaim::Granted, "a clock set back waits for no refresh of the future");
}

pub(crate) async fn concurrent_claims_of_forced_refreshes_get_one(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let limits = ForcedRefreshLimits { day_start: at(0), a_day: 20, apart: SignedDuration::from_secs(30) };
    let claims = tokio::join!(
        store.claim_forced_refresh(id, at(1), limits),
        store.claim_forced_refresh(id, at(1), limits),
        store.claim_forced_refresh(id, at(1), limits),
    );
    let claims = [claims.0.unwrap(), claims.1.unwrap(), claims.2.unwrap()];
    let granted = claims.iter().filter(|claim| **claim == ForcedRefreshClaim::Granted).count();
    assert_eq!((granted, store.forced_refreshes(id, at(0)).await.unwrap().len()), (1, 1));
}

pub(crate) async fn forced_refreshes_pause_where_they_do_not_help(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let (other, _) = account(store, 2).await;
    let seconds = |count| at(0) + SignedDuration::from_secs(count);
    let claim = |id, at| {
        let limits = ForcedRefreshLimits { day_start: seconds(0), a_day: 20, apart: SignedDuration::from_secs(30) };
        async move { store.claim_forced_refresh(id, at, limits).await.unwrap() }
    };
    let record = |outcome, at| async move { store.record_forced_refresh(id, outcome, at).await.unwrap() };
    assert_eq!(record(ForcedRefreshOutcome::Helped, seconds(0)).await, None);
    assert_eq!(record(ForcedRefreshOutcome::NotRenewed, seconds(0)).await, Some(seconds(30)));
    assert_eq!(claim(id, seconds(29)).await, ForcedRefreshClaim::Paused { until: seconds(30) });
    assert_eq!(claim(other, seconds(29)).await, ForcedRefreshClaim::Granted);
    assert_eq!(claim(id, seconds(30)).await, ForcedRefreshClaim::Granted);
    assert_eq!(record(ForcedRefreshOutcome::Refused, seconds(30)).await, Some(seconds(1_830)));
    assert_eq!(claim(id, seconds(1_829)).await, ForcedRefreshClaim::Paused { until: seconds(1_830) });
    assert_eq!(record(ForcedRefreshOutcome::Helped, seconds(1_000)).await, None);
    assert_eq!(claim(id, seconds(1_000)).await, ForcedRefreshClaim::Granted);
}

pub(crate) async fn a_valid_token_is_not_replaced_by_what_says_nothing_of_it(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let record = |state: &str, end: Option<Timestamp>, changed| TokenRecord {
        state: state.to_owned(),
        expires_at: end,
        fetched_at: None,
        last_failure: None,
        last_error: None,
        changed_at: Some(at(changed)),
    };
    let state = async || store.account(id).await.unwrap().unwrap().token.state;
    store.set_token(id, &record("limited", None, 0), TokenWriter::Command).await.unwrap();
    assert_eq!(state().await, "limited");
    store.set_token(id, &record("valid", Some(at(120)), 0), TokenWriter::Command).await.unwrap();
    for word in ["limited", "none"] {
        store.set_token(id, &record(word, None, 119), TokenWriter::Command).await.unwrap();
        assert_eq!(state().await, "valid", "{word}");
    }
    store.set_token(id, &record("refused", None, 119), TokenWriter::Command).await.unwrap();
    assert_eq!(state().await, "refused");
    store.set_token(id, &record("valid", Some(at(120)), 0), TokenWriter::Command).await.unwrap();
    store.set_token(id, &record("limited", None, 120), TokenWriter::Command).await.unwrap();
    assert_eq!(state().await, "limited");
    for word in ["limited", "none"] {
        store.set_token(id, &record("valid", Some(at(120)), 0), TokenWriter::Service).await.unwrap();
        store.set_token(id, &record(word, None, 60), TokenWriter::Service).await.unwrap();
        assert_eq!(state().await, word, "the process whose token it was knows that it is gone");
    }
}

pub(crate) async fn the_last_fetch_of_a_token_stays_known(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let set = async |state: &str, end, fetched_at| {
        let token = TokenRecord {
            state: state.to_owned(),
            expires_at: Some(at(end)),
            fetched_at,
            last_failure: None,
            last_error: None,
            changed_at: Some(at(end)),
        };
        store.set_token(id, &token, TokenWriter::Service).await.unwrap();
        store.account(id).await.unwrap().unwrap().token.fetched_at
    };
    assert_eq!(set("valid", 120, Some(at(0))).await, Some(at(0)));
    assert_eq!(set("refused", 120, None).await, Some(at(0)));
    assert_eq!(set("valid", 180, Some(at(60))).await, Some(at(60)));
    assert_eq!(set("valid", 121, Some(at(1))).await, Some(at(60)), "another process has an older one");
}

pub(crate) async fn the_newest_addresses_are_kept(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let (other, _) = account(store, 2).await;
    let address = |n: u8| IpAddr::from([203, 0, 113, n]);
    for n in 0..20 {
        store.record_seen_address(Some(id), address(n), at(i64::from(n))).await.unwrap();
    }
    store.record_seen_address(Some(id), address(12), at(30)).await.unwrap();
    let seen = store.seen_addresses(id, at(0)).await.unwrap();
    assert_eq!(i64::try_from(seen.len()), Ok(MOST_SEEN_ADDRESSES));
    assert_eq!(seen[0], SeenAddress { address: address(12), first_at: at(12), last_at: at(30) });
    assert_eq!(seen[1].address, address(19));
    assert_eq!(store.seen_addresses(id, at(19)).await.unwrap().len(), 2);
    assert_eq!(store.seen_addresses(other, at(0)).await.unwrap(), []);

    let outbound = async |since| store.outbound_address(at(since)).await.unwrap();
    assert_eq!(outbound(0).await, Some(SeenAddress { address: address(12), first_at: at(12), last_at: at(30) }));
    store.record_seen_address(None, address(99), at(31)).await.unwrap();
    assert_eq!(outbound(31).await.map(|seen| seen.address), Some(address(99)), "of credentials that are only tried");
    assert_eq!(outbound(32).await, None);
    assert_eq!(store.seen_addresses(id, at(31)).await.unwrap(), []);
}

pub(crate) async fn an_account_has_an_owner_and_a_note(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let contact = Contact { owner: Some("支付组".to_owned()), note: Some("call 8001".to_owned()) };
    let set = AccountChange { contact: Some(contact.clone()), ..Default::default() };
    store.change_account(id, set, &by(), at(1)).await.unwrap();
    store
        .change_account(id, AccountChange { name: Some("x".to_owned()), ..Default::default() }, &by(), at(2))
        .await
        .unwrap();
    assert_eq!(store.account(id).await.unwrap().unwrap().contact, contact, "it stays where it is not given");
    let none = AccountChange { contact: Some(Contact::default()), ..Default::default() };
    store.change_account(id, none, &by(), at(3)).await.unwrap();
    assert_eq!(store.account(id).await.unwrap().unwrap().contact, Contact::default());
}
