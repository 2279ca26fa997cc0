//! Drafts: the secret of a refused form, and the fields of a form that was posted after its session had ended.

use desk::drafts::{KeptFields, SecretForm};
use desk::users::Origin;
use domain::{AccountId, Role};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

use crate::test_desk::{SECRET, TestDesk, tester};

const PASSWORD: &str = "correct horse battery";
const FORM: &str = "/form/clears/order";

impl TestDesk {
    async fn cookie_of(&self, name: &str, old: Option<&str>) -> String {
        if self.desk.find_user(&tester(), name).await.is_err() {
            self.desk.add_user(&tester(), name, Role::Admin, PASSWORD.into()).await.unwrap();
        }
        let cookie = self.desk.sign_in(name, PASSWORD.into(), old, Origin::default()).await.unwrap();
        cookie.expose_secret().to_owned()
    }
}

#[tokio::test]
async fn a_secret_is_kept_for_ten_minutes_sealed() {
    let test = TestDesk::new().await;
    let (alice, bob) = (test.cookie_of("alice", None).await, test.cookie_of("bob", None).await);
    let secret = SecretString::from(SECRET);
    let marker = test.desk.keep_secret(&alice, SecretForm::NewAccount, &secret).await.unwrap().unwrap();
    let kept = async |cookie: &str, form| {
        let kept = test.desk.kept_secret(cookie, form, marker.as_str()).await.unwrap();
        kept.map(|kept| kept.expose_secret().to_owned())
    };
    assert_eq!(kept(&alice, SecretForm::NewAccount).await.as_deref(), Some(SECRET));
    assert_eq!(kept(&alice, SecretForm::Account(AccountId(1))).await, None);
    assert_eq!(kept(&bob, SecretForm::NewAccount).await, None);
    assert_eq!(test.desk.kept_secret(&alice, SecretForm::NewAccount, "x").await.unwrap().map(|_| ()), None);
    let bytes = test.bytes_on_disk();
    assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()));
    assert!(!format!("{marker:?}").contains(SECRET));
    test.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(kept(&alice, SecretForm::NewAccount).await, None);
    assert_eq!(test.desk.forget_expired_drafts().await.unwrap(), 1);
    for nothing in ["", " \n", &"x".repeat(2_000)] {
        let none = test.desk.keep_secret(&alice, SecretForm::NewAccount, &nothing.to_owned().into()).await.unwrap();
        assert_eq!(none, None);
    }
    assert_eq!(test.desk.keep_secret("nobody's", SecretForm::NewAccount, &secret).await.unwrap(), None);
}

#[tokio::test]
async fn typed_fields_wait_an_hour_for_the_same_user() {
    let test = TestDesk::new().await;
    let cookie = test.cookie_of("alice", None).await;
    let typed = KeptFields {
        page: "/accounts/1/clear".to_owned(),
        form: FORM.to_owned(),
        fields: vec![("reason".to_owned(), "促销 🛒".to_owned())],
        is_cut: false,
    };
    assert!(!test.desk.session_ended_lately(&cookie).await.unwrap());
    test.clock.advance(SignedDuration::from_hours(12));
    assert!(test.desk.session_ended_lately(&cookie).await.unwrap());
    assert!(test.desk.keep_fields(&cookie, &typed).await.unwrap());
    assert_eq!(test.desk.kept_fields(&cookie, &typed.page).await.unwrap(), None, "not before signing in");
    let fresh = test.cookie_of("alice", Some(&cookie)).await;
    assert_eq!(test.desk.kept_fields(&fresh, "/accounts/2/clear").await.unwrap(), None);
    assert_eq!(test.desk.kept_fields(&fresh, &typed.page).await.unwrap(), Some(typed.clone()));
    test.clock.advance(SignedDuration::from_mins(60));
    assert_eq!(test.desk.kept_fields(&fresh, &typed.page).await.unwrap(), None, "an hour later");
}
