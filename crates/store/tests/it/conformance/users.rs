use domain::{Lang, Role, UserId};
use futures::future::join_all;
use secrecy::ExposeSecret;
use store::{AddUserOutcome, ChangeUserOutcome, NewPassword, NewUser, Preferences, Store, UserChange};

use super::sessions::{begin, found};
use super::{at, by, by_user, new_password, new_user, user};

async fn changed(store: &dyn Store, id: UserId, change: UserChange) -> ChangeUserOutcome {
    store.change_user(id, change, &by(), at(5)).await.unwrap()
}

async fn role(store: &dyn Store, id: UserId) -> Role {
    store.user(id).await.unwrap().unwrap().role
}

pub(crate) async fn added_users_are_found_whatever_the_capitals(store: &dyn Store) {
    let zoe = user(store, "Zoë", Role::Lead).await;
    let ming = user(store, "王 小明", Role::Viewer).await;
    let bob = store.add_user(new_user("bob", Role::Support), &by(), at(7)).await.unwrap();
    let AddUserOutcome::Added(bob) = bob else { panic!("{bob:?}") };

    for typed in ["Zoë", "zoë", "ZOË", " zOË "] {
        let key = typed.parse::<domain::UserName>().unwrap().key();
        let (found, hash) = store.user_by_key(&key).await.unwrap().expect(typed);
        assert_eq!((found.id, found.name.as_str(), found.role), (zoe, "Zoë", Role::Lead), "{typed}");
        assert_eq!(hash.expose_secret(), "$argon2id$hash-of-Zoë");
        let taken = store.add_user(new_user(typed, Role::Admin), &by(), at(8)).await.unwrap();
        assert_eq!(taken, AddUserOutcome::NameTaken, "{typed}");
    }
    for nobody in ["zoe", "", "王小明", "zoë%"] {
        assert!(store.user_by_key(nobody).await.unwrap().is_none(), "{nobody}");
    }
    assert_eq!(store.user(UserId(99)).await.unwrap(), None);

    let found = store.user(bob).await.unwrap().unwrap();
    assert_eq!((found.created_at, found.password_set_at), (at(7), at(7)));
    assert_eq!((found.disabled_at, found.last_signed_in_at), (None, None));
    assert_eq!(found.preferences, Preferences::default());
    let all = store.users().await.unwrap();
    assert_eq!(all.iter().map(|user| user.id).collect::<Vec<_>>(), [bob, zoe, ming], "by name");
    assert_eq!(all[0], found);
}

pub(crate) async fn the_first_user_is_made_once(store: &dyn Store) {
    let code = store.setup_code().await.unwrap().expect("nobody is there yet");
    assert!(code.expose_secret().len() >= 43, "256 bits: {}", code.expose_secret());
    let again = store.setup_code().await.unwrap().unwrap();
    assert_eq!(again.expose_secret(), code.expose_secret(), "the link stays good");

    let first = |number| NewUser { only_first: true, ..new_user(&format!("admin{number}"), Role::Admin) };
    let by = by();
    let added = join_all((0..20).map(|number| store.add_user(first(number), &by, at(0)))).await;
    let made = added.iter().filter(|added| matches!(added, Ok(AddUserOutcome::Added(_)))).count();
    let late = added.iter().filter(|added| matches!(added, Ok(AddUserOutcome::NotFirst))).count();
    assert_eq!((made, late), (1, 19), "{added:?}");
    assert_eq!(store.users().await.unwrap().len(), 1);
    assert!(store.setup_code().await.unwrap().is_none());

    user(store, "bob", Role::Viewer).await;
    let late = NewUser { only_first: true, ..new_user("BOB", Role::Admin) };
    assert_eq!(store.add_user(late, &by, at(1)).await.unwrap(), AddUserOutcome::NotFirst);
    assert!(store.setup_code().await.unwrap().is_none());
}

pub(crate) async fn a_user_who_is_not_the_first_ends_the_setup_too(store: &dyn Store) {
    assert!(store.setup_code().await.unwrap().is_some());
    let viewer = user(store, "viewer", Role::Viewer).await;
    assert!(store.setup_code().await.unwrap().is_none());
    assert_eq!(changed(store, viewer, UserChange::Disabled).await, ChangeUserOutcome::Changed);
    assert!(store.setup_code().await.unwrap().is_none(), "a disabled user is one too");
}

pub(crate) async fn roles_change_and_users_are_disabled(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    let bob = user(store, "bob", Role::Support).await;
    assert_eq!(changed(store, bob, UserChange::Role(Role::Support)).await, ChangeUserOutcome::Unchanged);
    for wanted in Role::FOR_USERS {
        assert_eq!(changed(store, bob, UserChange::Role(wanted)).await, ChangeUserOutcome::Changed, "{wanted}");
        assert_eq!(changed(store, bob, UserChange::Role(wanted)).await, ChangeUserOutcome::Unchanged, "{wanted}");
        assert_eq!(role(store, bob).await, wanted);
    }
    assert_eq!(changed(store, bob, UserChange::Enabled).await, ChangeUserOutcome::Unchanged);
    assert_eq!(changed(store, bob, UserChange::Disabled).await, ChangeUserOutcome::Changed);
    assert_eq!(store.change_user(bob, UserChange::Disabled, &by(), at(9)).await.unwrap(), ChangeUserOutcome::Unchanged);
    assert_eq!(store.user(bob).await.unwrap().unwrap().disabled_at, Some(at(5)), "since when stays");
    assert!(store.user_by_key("bob").await.unwrap().is_some(), "a disabled user keeps the name");
    assert_eq!(store.users().await.unwrap().len(), 2, "disabled ones too");
    assert_eq!(changed(store, bob, UserChange::Enabled).await, ChangeUserOutcome::Changed);
    assert_eq!(store.user(bob).await.unwrap().unwrap().disabled_at, None);
    assert_eq!(role(store, alice).await, Role::Admin, "another's change is not hers");

    for change in [UserChange::Role(Role::Lead), UserChange::Disabled, UserChange::Enabled] {
        assert_eq!(changed(store, UserId(99), change).await, ChangeUserOutcome::NoSuchUser);
    }
}

pub(crate) async fn the_last_admin_stays_one(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    user(store, "lead", Role::Lead).await;
    let refused = async |id| {
        for change in [UserChange::Role(Role::Lead), UserChange::Role(Role::Viewer), UserChange::Disabled] {
            let before = store.user(id).await.unwrap();
            assert_eq!(changed(store, id, change).await, ChangeUserOutcome::LastAdmin, "{change:?}");
            assert_eq!(store.user(id).await.unwrap(), before);
        }
    };
    refused(alice).await;
    assert_eq!(changed(store, alice, UserChange::Role(Role::Admin)).await, ChangeUserOutcome::Unchanged);

    let bob = user(store, "bob", Role::Admin).await;
    assert_eq!(changed(store, bob, UserChange::Disabled).await, ChangeUserOutcome::Changed);
    refused(alice).await;
    assert_eq!(
        changed(store, bob, UserChange::Role(Role::Lead)).await,
        ChangeUserOutcome::Changed,
        "he is none any more"
    );
    assert_eq!(changed(store, bob, UserChange::Role(Role::Admin)).await, ChangeUserOutcome::Changed);
    refused(alice).await;
    assert_eq!(changed(store, bob, UserChange::Enabled).await, ChangeUserOutcome::Changed);
    assert_eq!(
        changed(store, alice, UserChange::Role(Role::Lead)).await,
        ChangeUserOutcome::Changed,
        "now there is another"
    );
    refused(bob).await;
}

pub(crate) async fn of_two_admins_who_go_at_once_one_stays(store: &dyn Store) {
    let admins = [user(store, "alice", Role::Admin).await, user(store, "bob", Role::Admin).await];
    let by = by();
    for (round, change) in [UserChange::Role(Role::Lead), UserChange::Disabled].into_iter().cycle().take(10).enumerate()
    {
        let asked = (0..20).map(|number| store.change_user(admins[number % 2], change, &by, at(1)));
        let came: Vec<_> = join_all(asked).await.into_iter().map(Result::unwrap).collect();
        let count = |wanted| came.iter().filter(|came| **came == wanted).count();
        let counts = (
            count(ChangeUserOutcome::Changed),
            count(ChangeUserOutcome::Unchanged),
            count(ChangeUserOutcome::LastAdmin),
        );
        assert_eq!(counts, (1, 9, 10), "round {round}");
        let users = store.users().await.unwrap();
        assert_eq!(users.iter().filter(|user| user.role == Role::Admin && user.disabled_at.is_none()).count(), 1);
        for id in admins {
            changed(store, id, UserChange::Role(Role::Admin)).await;
            changed(store, id, UserChange::Enabled).await;
        }
    }
}

pub(crate) async fn another_password_ends_the_sessions(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let bob = user(store, "bob", Role::Lead).await;
    for (hash, id) in [(1, alice), (2, alice), (3, bob)] {
        begin(store, hash, id, 0).await;
    }
    let kept = found(store, 1, 1).await.unwrap().id;
    let own =
        |hash, set_at| NewPassword { kept: Some((kept, [4; 32])), instead_of: Some(set_at), ..new_password(hash) };
    let set = async |new| store.set_password(alice, new, &by_user(alice), at(2)).await.unwrap();
    assert!(!set(own("$argon2id$late", at(-1))).await, "another one was set since");
    assert!(set(own("$argon2id$other", at(0))).await);
    let (user, hash) = store.user_by_key("alice").await.unwrap().unwrap();
    assert_eq!((user.password_set_at, user.created_at), (at(2), at(0)));
    assert_eq!(hash.expose_secret(), "$argon2id$other");
    let signed_in = async || {
        let mut ids = Vec::new();
        for hash in 1..=4 {
            ids.push(found(store, hash, 3).await.is_some());
        }
        ids
    };
    assert_eq!(signed_in().await, [false, false, true, true], "the one that is used goes on, under another id");
    let (_, theirs) = store.user_by_key("bob").await.unwrap().unwrap();
    assert_eq!(theirs.expose_secret(), "$argon2id$hash-of-bob");

    assert!(store.set_password(alice, new_password("$argon2id$third"), &by(), at(3)).await.unwrap());
    assert_eq!(signed_in().await, [false, false, true, false]);
    let of_bob = found(store, 3, 3).await.unwrap().id;
    let of_another = NewPassword { kept: Some((of_bob + 1, [9; 32])), ..new_password("$argon2id$fourth") };
    assert!(store.set_password(bob, of_another, &by(), at(3)).await.unwrap());
    assert_eq!(signed_in().await, [false; 4]);
    assert!(!store.set_password(UserId(99), new_password("$argon2id$x"), &by(), at(4)).await.unwrap());
}

pub(crate) async fn how_pages_are_liked_is_kept(store: &dyn Store) {
    let alice = user(store, "alice", Role::Viewer).await;
    let bob = user(store, "bob", Role::Viewer).await;
    for lang in [Lang::ZhCn, Lang::En] {
        let preferences =
            Preferences { lang: Some(lang), theme: Some("dark".to_owned()), time_zone: Some("Asia/Urumqi".to_owned()) };
        store.set_preferences(alice, &preferences).await.unwrap();
        assert_eq!(store.user(alice).await.unwrap().unwrap().preferences, preferences);
    }
    let light = Preferences { theme: Some("light".to_owned()), ..Default::default() };
    store.set_preferences(alice, &light).await.unwrap();
    assert_eq!(store.user(alice).await.unwrap().unwrap().preferences, light, "the rest is left to the browser again");
    assert_eq!(store.user(bob).await.unwrap().unwrap().preferences, Preferences::default());
    store.set_preferences(UserId(99), &light).await.unwrap();
}

pub(crate) async fn a_password_that_must_be_changed_is_known_as_such(store: &dyn Store) {
    let given = NewUser { must_change_password: true, ..new_user("alice", Role::Lead) };
    let AddUserOutcome::Added(alice) = store.add_user(given, &by(), at(0)).await.unwrap() else { panic!() };
    let must = async || store.user(alice).await.unwrap().unwrap().must_change_password;
    assert!(must().await);
    assert!(store.set_password(alice, new_password("$argon2id$own"), &by_user(alice), at(1)).await.unwrap());
    assert!(!must().await);
    let given = NewPassword { must_change: true, ..new_password("$argon2id$given") };
    assert!(store.set_password(alice, given, &by(), at(2)).await.unwrap());
    assert!(must().await);
}

pub(crate) async fn a_device_is_of_one_user_and_password(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let bob = user(store, "bob", Role::Lead).await;
    let signed = async |id, device: &[u8]| {
        let user = store.user(id).await.unwrap().unwrap();
        store.device_signature(&user, device).unwrap()
    };
    let first = signed(alice, &[1; 16]).await;
    assert_eq!(signed(alice, &[1; 16]).await, first);
    assert_ne!(signed(alice, &[2; 16]).await, first);
    assert_ne!(signed(bob, &[1; 16]).await, first);
    assert!(store.set_password(alice, new_password("$argon2id$other"), &by_user(alice), at(1)).await.unwrap());
    assert_ne!(signed(alice, &[1; 16]).await, first);
}
