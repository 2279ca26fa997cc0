//! What happens while nothing can be saved: people read, and nothing is asked of WeChat. The database's file is moved away, which is
//! the one fault that any test can make.

use std::fs;

use desk::Internal;
use desk::clears::{ClearError, Order};
use desk::rids::RidError;
use desk::sampling::{RequestedReadingError, Target};
use desk::users::{Origin, SignInError};
use domain::{Clock, Role, WriteFault};
use jiff::SignedDuration;
use secrecy::ExposeSecret;

use crate::test_desk::{TestDesk, appid, read_once, tester};

const CLEAR: &str = "/cgi-bin/clear_quota";
const REMOVED: Option<WriteFault> = Some(WriteFault::DatabaseRemoved);

impl TestDesk {
    /// Moves the database away, as somebody does by mistake; back, where it is away.
    async fn move_database(&self) {
        let away = self.database().with_extension("away");
        let (from, to) = if away.exists() { (away, self.database()) } else { (self.database(), away) };
        fs::rename(from, to).unwrap();
        self.desk.check_writes().await;
    }
}

fn order(key: &str) -> Order {
    Order { account: appid(1), reason: "why".into(), key: key.into(), ..Order::default() }
}

#[tokio::test]
async fn nothing_is_asked_of_wechat_and_everything_can_be_read() {
    let (test, account) = read_once().await;
    let user = test.desk.add_user(&tester(), "alice", Role::Admin, "correct horse".into()).await;
    user.unwrap();
    let sign_in = async || test.desk.sign_in("alice", "correct horse".into(), None, Origin::default()).await;
    let session = sign_in().await.unwrap();
    test.desk.ready().await.unwrap();
    assert_eq!((test.desk.write_fault(), test.desk.check_writes().await), (None, None));
    test.move_database().await;
    assert_eq!(test.desk.write_fault(), REMOVED);
    let asked = test.asked();
    test.advance(61);
    // The sampler stands still; so does whoever wants a reading, a clear, a look-up.
    assert_eq!((test.beat().await, test.watch().await, test.desk.send_due().await.unwrap()), (0, 0, 0));
    let fault = |error: &Internal| error.write_fault();
    let sampled = test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap_err();
    assert!(matches!(&sampled, RequestedReadingError::Internal(error) if fault(error) == REMOVED), "{sampled}");
    let cleared = test.desk.clear(&tester(), order("first")).await.unwrap_err();
    assert!(matches!(&cleared, ClearError::Internal(error) if fault(error) == REMOVED), "{cleared}");
    let rid = format!("{:08x}-00000000-00000000", test.clock.now().as_second()).parse().unwrap();
    let looked_up = test.desk.look_up(&tester(), None, &rid).await.unwrap_err();
    assert!(matches!(&looked_up, RidError::Internal(error) if fault(error) == REMOVED), "{looked_up}");
    assert_eq!(test.desk.run_due_policies().await, 0);
    assert_eq!((test.asked(), test.received(CLEAR), test.received("/cgi-bin/openapi/rid/get")), (asked, 0, 0));
    let refused = sign_in().await.unwrap_err();
    assert!(matches!(&refused, SignInError::Internal(error) if fault(error) == REMOVED), "{refused}");
    // Whoever is signed in stays so, long after the use of the session should have been noted.
    let visit = test.desk.visit(session.expose_secret(), None, true).await.unwrap().unwrap();
    assert_eq!(visit.who.user.name, "alice");
    assert_eq!(test.rows().await.len(), 2);
    assert_eq!(test.desk.ready().await.unwrap_err().write_fault(), REMOVED);

    test.move_database().await;
    assert_eq!(test.desk.write_fault(), None);
    test.desk.ready().await.unwrap();
    assert_eq!((test.beat().await, test.asked()), (1, asked + 2));
    test.desk.clear(&tester(), order("first")).await.unwrap();
    assert_eq!(test.received(CLEAR), 1, "what was refused before is one clear now");
    sign_in().await.unwrap();
}

#[tokio::test]
async fn a_token_works_for_reading_although_its_use_cannot_be_noted() {
    let (test, _) = read_once().await;
    let token = test.desk.create_token(&tester(), "ci", Role::Viewer, None).await.unwrap();
    test.move_database().await;
    test.clock.advance(SignedDuration::from_hours(1));
    test.desk.authenticate(&token, None).await.unwrap();
}
