//! Why the desk did what it did about an error that a service reported, as part of a sentence.

use domain::incidents::Because;
use domain::{Figures, Lang};

use crate::context::{Text, Viewer};
use crate::t;
use crate::words::failures::failure_words;
use crate::words::withheld::withheld_words;

/// The reason, without a capital and without a full stop: what reads it puts it behind a colon, or into a cell.
pub(crate) fn because_words(viewer: &Viewer, because: &Because) -> Text {
    let lang = viewer.lang;
    match because {
        Because::Pending => t!(lang, "because-pending"),
        Because::Known => t!(lang, "because-known"),
        Because::Unknown => t!(lang, "because-unknown"),
        Because::MinuteLimit => t!(lang, "because-minute-limit"),
        Because::QuotaLeft { figures } => t!(lang, "because-quota-left", used = used_words(lang, *figures)),
        Because::NoPolicy { figures } => t!(lang, "because-no-policy", used = used_words(lang, *figures)),
        Because::PolicyTold { policy, figures } => {
            t!(lang, "because-policy-told", policy = policy.as_str(), used = used_words(lang, *figures))
        }
        Because::PolicyClears { policy, figures } => {
            t!(lang, "because-policy-clears", policy = policy.as_str(), used = used_words(lang, *figures))
        }
        Because::PolicyWithheld { policy, why } => {
            t!(lang, "because-policy-withheld", policy = policy.as_str(), why = withheld_words(viewer, *why))
        }
        Because::NoInterface => t!(lang, "because-no-interface"),
        Because::Guessed { cgi_path, figures } => {
            t!(lang, "because-guessed", path = cgi_path.to_string(), used = used_words(lang, *figures))
        }
        Because::NotWatched => t!(lang, "because-not-watched"),
        Because::NotRead { failure: Some(failure) } => {
            t!(lang, "because-not-read", why = failure_words(lang, *failure, None))
        }
        Because::NotRead { failure: None } => t!(lang, "because-readings-spent"),
        Because::OwnTokenWorks { again: false } => t!(lang, "because-own-token-works"),
        Because::OwnTokenWorks { again: true } => t!(lang, "because-own-token-works-again"),
        Because::RenewedElsewhere => t!(lang, "because-renewed-elsewhere"),
        Because::Forced => t!(lang, "because-forced"),
        Because::NoToken { failure } => t!(lang, "because-no-token", why = failure_words(lang, *failure, None)),
        Because::NotActive => t!(lang, "because-not-active"),
        Because::Broken => t!(lang, "because-broken"),
    }
}

/// `49,120 of 50,000 used`.
pub(crate) fn used_words(lang: Lang, figures: Figures) -> Text {
    t!(lang, "figures-used", used = figures.used, limit = figures.daily_limit)
}
