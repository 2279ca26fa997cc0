use std::sync::atomic::{AtomicU8, Ordering};

use super::*;

/// The least argon2 takes.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

/// Less than argon2 takes: whoever does the work of a hash fails.
const IMPOSSIBLE: Cost = Cost { memory_kib: 1, passes: 1 };

fn passwords(cost: Cost) -> Passwords {
    Passwords { cost, queue: Queue::default() }
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
        ("猫会唱歌狗会跳舞", Ok(())),
        (&"cats sing ".repeat(20), Ok(())),
        (&"猫会唱歌狗会跳舞".repeat(25), Ok(())),
        (&format!("{}c", "cats sing ".repeat(20)), Err(TooLong)),
        ("li.xiaoming", Err(IsTheName)),
        ("LI.Xiaoming", Err(IsTheName)),
        ("li.xiaoming ", Err(TooCommon)),
        ("li.xiaoming1", Err(TooCommon)),
        ("li.xiaoming sings", Ok(())),
        ("aaaaaaaaaaaa", Err(OneCharacter)),
        ("        ", Err(OneCharacter)),
        ("aaaaaaaA", Err(TooCommon)),
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
fn a_fault_travels_in_a_flash() {
    let there = serde_json::to_string(&PasswordFault::OneCharacter).unwrap();
    assert_eq!(there, r#""OneCharacter""#);
    assert_eq!(serde_json::from_str::<PasswordFault>(&there).unwrap(), PasswordFault::OneCharacter);
}

#[tokio::test]
async fn a_hash_fits_its_password_alone() {
    let (passwords, random) = (Passwords::default(), Counting::default());
    let stored = passwords.hash(secret(" right one "), &random, None).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert_ne!(
        passwords.hash(secret(" right one "), &random, None).await.unwrap(),
        stored,
        "each hash has a salt of its own"
    );
    assert!(passwords.verify(secret(" right one "), Some(stored.clone()), None).await.unwrap());
    for wrong in ["right one", " Right one ", "", "wrong one"] {
        assert!(!passwords.verify(secret(wrong), Some(stored.clone()), None).await.unwrap(), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_hash_is_read_at_its_own_cost() {
    // By argon2-cffi, which is the reference implementation in C.
    let stored = "$argon2id$v=19$m=64,t=3,p=2$c2l4dGVlbiBieXRlIHNhbHQ$U+HZA2yueaP5fqK/md7sY/Dx7chhMlMb".to_owned();
    let passwords = passwords(IMPOSSIBLE);
    assert!(passwords.verify(secret("correct horse battery"), Some(stored.clone()), None).await.unwrap());
    assert!(!passwords.verify(secret("correct horse"), Some(stored), None).await.unwrap());
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
        assert!(!cheap.verify(secret("correct horse battery"), stored.clone(), None).await.unwrap(), "{stored:?}");
        // The work of a hash is done all the same, which shows where it cannot be.
        let without_work = impossible.verify(secret("correct horse battery"), stored.clone(), None).await;
        let Err(PasswordError::Internal(Internal::Hashing(_))) = without_work else {
            panic!("{stored:?}: {without_work:?}")
        };
    }
}

/// No user, and users with a broken hash.
fn nobody_and_broken() -> impl Iterator<Item = Option<String>> {
    [None].into_iter().chain(BROKEN.map(|broken| Some(broken.to_owned())))
}
