use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use futures::FutureExt;
use futures::future::join_all;

use super::*;

/// The least argon2 takes.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

/// Less than argon2 takes: whoever does the work of a hash fails.
const IMPOSSIBLE: Cost = Cost { memory_kib: 1, passes: 1 };

fn passwords(cost: Cost) -> Passwords {
    Passwords { cost, line: Line::default() }
}

/// Bytes that are others each time.
#[derive(Debug, Default)]
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Internal> {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }
}

fn secret(text: &str) -> SecretString {
    text.to_owned().into()
}

#[test]
fn some_passwords_may_not_be_chosen() {
    use PasswordFault::{IsTheName, OneCharacter, TooCommon, TooLong, TooShort};
    for (password, expected) in [
        ("", Err(TooShort)),
        ("sevench", Err(TooShort)),
        ("密码密码密码密", Err(TooShort)),
        ("密码密码密码密码", Ok(())),
        (&"ab".repeat(100), Ok(())),
        (&"码b".repeat(100), Ok(())),
        (&format!("{}c", "ab".repeat(100)), Err(TooLong)),
        ("li.xiaoming", Err(IsTheName)),
        ("LI.Xiaoming", Err(IsTheName)),
        ("li.xiaoming ", Ok(())),
        ("li.xiaoming1", Ok(())),
        ("aaaaaaaaaaaa", Err(OneCharacter)),
        ("        ", Err(OneCharacter)),
        ("aaaaaaaA", Ok(())),
        ("password", Err(TooCommon)),
        ("PassWord123", Err(TooCommon)),
        ("Woaini1314", Err(TooCommon)),
        ("correct horse battery", Ok(())),
    ] {
        assert_eq!(check_password(&secret(password), "Li.Xiaoming"), expected, "{password:?}");
    }
    assert_eq!(check_password(&secret("ÄRGERLICH"), "ärgerlich"), Err(IsTheName));
}

#[test]
fn the_common_ones_would_otherwise_be_allowed() {
    for common in COMMON {
        assert!(lower(common).eq(common.chars()), "{common} is not in lower case");
        assert_eq!(check_password(&secret(common), "someone"), Err(PasswordFault::TooCommon), "{common}");
    }
}

#[test]
fn a_fault_travels_in_a_flash() {
    let there = serde_json::to_string(&PasswordFault::OneCharacter).unwrap();
    assert_eq!(there, r#""OneCharacter""#);
    assert_eq!(serde_json::from_str::<PasswordFault>(&there).unwrap(), PasswordFault::OneCharacter);
}

#[tokio::test]
async fn a_hash_fits_its_password_alone() {
    let (passwords, random) = (Passwords::default(), Counting::default());
    let stored = passwords.hash(secret(" right one "), &random).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert_ne!(
        passwords.hash(secret(" right one "), &random).await.unwrap(),
        stored,
        "each hash has a salt of its own"
    );
    assert!(passwords.verify(secret(" right one "), Some(stored.clone())).await.unwrap());
    for wrong in ["right one", " Right one ", "", "wrong one"] {
        assert!(!passwords.verify(secret(wrong), Some(stored.clone())).await.unwrap(), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_hash_is_read_at_its_own_cost() {
    // By argon2-cffi, which is the reference implementation in C.
    let stored = "$argon2id$v=19$m=64,t=3,p=2$c2l4dGVlbiBieXRlIHNhbHQ$U+HZA2yueaP5fqK/md7sY/Dx7chhMlMb".to_owned();
    let passwords = passwords(IMPOSSIBLE);
    assert!(passwords.verify(secret("correct horse battery"), Some(stored.clone())).await.unwrap());
    assert!(!passwords.verify(secret("correct horse"), Some(stored)).await.unwrap());
}

const BROKEN: [&str; 6] = [
    "",
    "correct horse battery",
    "$argon2id$v=19$m=64,t=3,p=2$c2l4dGVlbiBieXRlIHNhbHQ",
    "$argon2id$v=19$m=1,t=3,p=2$c2l4dGVlbiBieXRlIHNhbHQ$U+HZA2yueaP5fqK/md7sY/Dx7chhMlMb",
    "$argon2id$v=7$m=64,t=3,p=2$c2l4dGVlbiBieXRlIHNhbHQ$U+HZA2yueaP5fqK/md7sY/Dx7chhMlMb",
    "$scrypt$ln=4,r=8,p=1$c2l4dGVlbiBieXRlIHNhbHQ$U+HZA2yueaP5fqK/md7sY/Dx7chhMlMb",
];

#[tokio::test]
async fn what_is_no_hash_fits_no_password() {
    let (cheap, impossible) = (passwords(CHEAP), passwords(IMPOSSIBLE));
    for stored in nobody_and_broken() {
        assert!(!cheap.verify(secret("correct horse battery"), stored.clone()).await.unwrap(), "{stored:?}");
        // The work of a hash is done all the same, which shows where it cannot be.
        let without_work = impossible.verify(secret("correct horse battery"), stored.clone()).await;
        let Err(PasswordError::Internal(Internal::Hashing(_))) = without_work else {
            panic!("{stored:?}: {without_work:?}")
        };
    }
}

/// No user, and users with a broken hash.
fn nobody_and_broken() -> impl Iterator<Item = Option<String>> {
    [None].into_iter().chain(BROKEN.map(|broken| Some(broken.to_owned())))
}

/// A gate that work waits at until the other end is dropped: a test that fails opens it too.
fn gate() -> (Sender<()>, Arc<Mutex<Receiver<()>>>) {
    let (shut, gate) = mpsc::channel();
    (shut, Arc::new(Mutex::new(gate)))
}

fn pass(gate: &Mutex<Receiver<()>>) {
    assert!(gate.lock().unwrap().recv().is_err(), "nobody sends anything");
}

#[tokio::test]
async fn of_a_thousand_two_are_hashed_at_once_some_wait_and_the_rest_are_refused() {
    let passwords = passwords(CHEAP);
    let stored = passwords.hash(secret("the right one"), &Counting::default()).await.unwrap();
    let (shut, gate) = gate();
    let (start, started) = mpsc::channel();
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let attempt = |number: usize| {
        let (gate, start, stored) = (Arc::clone(&gate), start.clone(), stored.clone());
        let (now, most) = (Arc::clone(&now), Arc::clone(&most));
        passwords.line.run(move || {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            start.send(()).unwrap();
            pass(&gate);
            let fits = verify(CHEAP, &secret(&format!("wrong one {number}")), Some(&stored));
            now.fetch_sub(1, Ordering::SeqCst);
            fits
        })
    };

    let (mut within, mut refused) = (Vec::new(), 0);
    for mut attempt in (0..1_000).map(attempt).map(Box::pin) {
        match (&mut attempt).now_or_never() {
            None => within.push(attempt),
            Some(Err(PasswordError::Busy)) => refused += 1,
            Some(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((within.len(), refused), (34, 966));
    // Both threads are at the gate, and so is nobody else.
    started.recv().unwrap();
    started.recv().unwrap();
    drop(shut);
    for outcome in join_all(within).await {
        assert!(matches!(outcome, Ok(Ok(false))), "{outcome:?}");
    }
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn hashing_and_comparing_stand_in_one_line() {
    let (passwords, random) = (passwords(CHEAP), Counting::default());
    let stored = passwords.hash(secret("the right one"), &random).await.unwrap();
    let (shut, gate) = gate();
    let mut hashing = Vec::new();
    for _ in 0..AT_ONCE {
        let gate = Arc::clone(&gate);
        let mut work = Box::pin(passwords.line.run(move || pass(&gate)));
        assert!((&mut work).now_or_never().is_none());
        hashing.push(work);
    }
    let mut waiting = Vec::new();
    for number in 0..WAITING {
        let stored = Some(stored.clone()).filter(|_| number % 2 == 0);
        let mut attempt = Box::pin(passwords.verify(secret("the right one"), stored));
        assert!((&mut attempt).now_or_never().is_none());
        waiting.push(attempt);
    }
    let refused = passwords.verify(secret("the right one"), Some(stored)).now_or_never();
    assert!(matches!(refused, Some(Err(PasswordError::Busy))), "{refused:?}");
    let refused = passwords.hash(secret("the right one"), &random).now_or_never();
    assert!(matches!(refused, Some(Err(PasswordError::Busy))), "{refused:?}");

    // Whoever goes away while waiting leaves a place.
    drop(waiting.pop());
    let mut instead = Box::pin(passwords.hash(secret("the right one"), &random));
    assert!((&mut instead).now_or_never().is_none());

    drop(shut);
    join_all(hashing).await;
    for (number, outcome) in join_all(waiting).await.into_iter().enumerate() {
        assert_eq!(outcome.unwrap(), number % 2 == 0, "{number}");
    }
    instead.await.unwrap();
}

#[tokio::test]
async fn work_takes_its_room_until_it_ends_though_its_caller_went_away() {
    let line = Line::default();
    let (shut, gate) = gate();
    let (start, started) = mpsc::channel();
    let mut work = Box::pin(line.run(move || {
        start.send(()).unwrap();
        pass(&gate);
    }));
    assert!((&mut work).now_or_never().is_none());
    started.recv().unwrap();
    drop(work);
    assert_eq!((line.places.available_permits(), line.threads.available_permits()), (33, 1));
    drop(shut);
    let all = u32::try_from(AT_ONCE + WAITING).unwrap();
    drop(line.places.acquire_many(all).await.unwrap());
    assert_eq!(line.threads.available_permits(), AT_ONCE);
}

#[tokio::test]
async fn work_that_breaks_leaves_its_room() {
    let line = Line::default();
    let broken = line.run(|| assert_eq!(1, 2)).await;
    assert!(matches!(broken, Err(PasswordError::Internal(Internal::Task(_)))), "{broken:?}");
    assert_eq!((line.places.available_permits(), line.threads.available_permits()), (34, 2));
}
