//! Accounts as words: kinds, token states, and faults of typed values.

use desk::account_page::AccountHealth;
use desk::accounts::{AppIdFault, NameFault, SecretFault};
use domain::{AccountStatus, GroupNameError, Kind, Lang, PathError};

use crate::context::{Text, Viewer};
use crate::t;
use crate::words::failures::failure_words;

/// Fault of an account's kind: it is none, or a platform, which is not supported.
pub(crate) fn kind_fault_words(lang: Lang, is_none: bool, is_platform: bool) -> Option<Text> {
    if is_platform {
        return Some(t!(lang, "fault-platform"));
    }
    is_none.then(|| t!(lang, "fault-kind"))
}

/// A kind of account in words.
pub(crate) fn kind_words(lang: Lang, kind: Kind) -> Text {
    match kind {
        Kind::MiniProgram => t!(lang, "kind-mini-program"),
        Kind::MiniGame => t!(lang, "kind-mini-game"),
        Kind::OfficialAccount => t!(lang, "kind-official-account"),
        Kind::ServiceAccount => t!(lang, "kind-service-account"),
        Kind::Shop => t!(lang, "kind-shop"),
        Kind::Platform => t!(lang, "kind-platform"),
        Kind::Other => t!(lang, "kind-other"),
    }
}

/// The state of an account in a word; `None` while it is active.
pub(crate) fn status_words(lang: Lang, status: AccountStatus) -> Option<Text> {
    match status {
        AccountStatus::Active => None,
        AccountStatus::Paused => Some(t!(lang, "status-paused")),
        AccountStatus::Retired => Some(t!(lang, "status-retired")),
    }
}

/// A token's state in words.
pub(crate) fn token_words(lang: Lang, state: &str) -> Text {
    match state {
        "valid" => t!(lang, "token-valid"),
        "expired" => t!(lang, "token-expired"),
        "refused" => t!(lang, "token-refused"),
        "frozen" => t!(lang, "token-frozen"),
        "ip-refused" => t!(lang, "token-ip-refused"),
        "limited" => t!(lang, "token-limited"),
        _ => t!(lang, "token-none"),
    }
}

/// Whether nothing has to be done about an account's health.
pub(crate) fn is_well(health: &AccountHealth) -> bool {
    matches!(health, AccountHealth::Working | AccountHealth::NotRead | AccountHealth::Paused | AccountHealth::Retired)
}

/// An account's health in words.
pub(crate) fn health_words(lang: Lang, health: &AccountHealth) -> Text {
    match health {
        AccountHealth::Working => t!(lang, "health-working"),
        AccountHealth::NotRead => t!(lang, "health-not-read"),
        AccountHealth::NothingWatched => t!(lang, "health-nothing-watched"),
        AccountHealth::Paused => t!(lang, "status-paused"),
        AccountHealth::Retired => t!(lang, "status-retired"),
        AccountHealth::Unsupported => t!(lang, "platform-unsupported"),
        AccountHealth::TokenFailed { failure, detail } => failure_words(lang, *failure, detail.as_deref()),
        AccountHealth::ReadingsRefused(until) => {
            t!(lang, "health-readings-refused", until = Viewer::current().formats().clock(*until))
        }
        AccountHealth::SomeFailed { failed, of } => t!(lang, "health-some-failed", failed = *failed, of = *of),
        AccountHealth::SomeStale { stale, of } => t!(lang, "health-some-stale", stale = *stale, of = *of),
    }
}

/// What is wrong with a name.
pub(crate) fn name_words(lang: Lang, fault: &NameFault) -> Text {
    match fault {
        NameFault::Empty => t!(lang, "fault-name-empty"),
        NameFault::TooLong => t!(lang, "fault-name-long"),
        NameFault::Invisible => t!(lang, "fault-name-invisible"),
        NameFault::Lookalikes => t!(lang, "fault-name-lookalikes"),
        NameFault::LooksLikeId => t!(lang, "fault-name-id"),
        NameFault::Taken => t!(lang, "fault-name-taken"),
    }
}

/// What is wrong with a group's name.
pub(crate) fn group_name_words(lang: Lang, fault: GroupNameError) -> Text {
    match fault {
        GroupNameError::Empty => t!(lang, "fault-name-empty"),
        GroupNameError::TooLong => t!(lang, "fault-name-long"),
        GroupNameError::Invisible => t!(lang, "fault-name-invisible"),
        GroupNameError::Lookalikes => t!(lang, "fault-name-lookalikes"),
        GroupNameError::LooksLikeId => t!(lang, "fault-name-id"),
        GroupNameError::Semicolon => t!(lang, "fault-group-semicolon"),
        GroupNameError::LooksLikeSecret => t!(lang, "fault-group-secret"),
    }
}

/// Why a path cannot be watched, with the path.
pub(crate) fn path_words(lang: Lang, path: &str, error: PathError) -> Text {
    let why = match error {
        PathError::Empty => t!(lang, "fault-path-empty"),
        PathError::TooLong => t!(lang, "fault-path-long"),
        PathError::OtherHost => t!(lang, "fault-path-host"),
        PathError::BadCharacter => t!(lang, "fault-path-character"),
        PathError::Sns => t!(lang, "fault-path-sns"),
    };
    if path.is_empty() { why } else { t!(lang, "fault-path", path = path.to_owned(), why = why) }
}

/// What is wrong with a secret.
pub(crate) fn secret_words(lang: Lang, fault: SecretFault) -> Text {
    match fault {
        SecretFault::Empty => t!(lang, "fault-secret-empty"),
        SecretFault::Malformed => t!(lang, "fault-secret"),
        SecretFault::KeptNoLonger => t!(lang, "fault-secret-kept-no-longer"),
    }
}

pub(crate) fn appid_words(lang: Lang, fault: AppIdFault) -> Text {
    match fault {
        AppIdFault::Malformed => t!(lang, "fault-appid"),
        AppIdFault::Taken { name, .. } => t!(lang, "fault-appid-taken", name = name),
    }
}
