//! Reasons for what the desk did and did not do, as parts of sentences: without a capital and a full stop, for use after
//! a colon or in a cell.

use domain::incidents::Because;
use domain::policies::Withheld;
use domain::{Figures, Lang};

use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::t;
use crate::words::failures::failure_words;

/// Reason for what the desk did about an incident, as part of a sentence.
pub(crate) fn reaction_reason(viewer: &Viewer, because: &Because) -> Text {
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
            t!(lang, "because-policy-withheld", policy = policy.as_str(), why = withheld_reason(viewer, *why))
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

/// Reason why a policy that would have cleared did not, as part of a sentence.
pub(crate) fn withheld_reason(viewer: &Viewer, why: Withheld) -> Text {
    let lang = viewer.lang;
    let clock = |at| viewer.formats().clock(at);
    match why {
        Withheld::KillSwitch => t!(lang, "withheld-kill-switch"),
        Withheld::Suspended { clear } => t!(lang, "withheld-suspended", clear = clear.to_string()),
        Withheld::Changed => t!(lang, "withheld-changed"),
        Withheld::QuietHours { until } => t!(lang, "withheld-quiet-hours", until = clock(until)),
        Withheld::ResetSoon { at } => t!(lang, "withheld-reset-soon", at = clock(at)),
        Withheld::Cooldown { until } => t!(lang, "withheld-cooldown", until = clock(until)),
        Withheld::DayLimit { limit } => t!(lang, "withheld-day-limit", limit = limit),
        Withheld::MonthLimit { limit } => t!(lang, "withheld-month-limit", limit = limit),
        Withheld::BudgetUncertain => t!(lang, "withheld-budget-uncertain"),
        Withheld::Reserve { left, reserve } => t!(lang, "withheld-reserve", left = left, reserve = reserve),
        Withheld::Open { clear } => t!(lang, "withheld-open", clear = clear.to_string()),
        Withheld::Unread => t!(lang, "withheld-unread"),
        Withheld::NotMet { permille } => t!(lang, "withheld-not-met", share = percent(permille)),
        Withheld::NotLifted => t!(lang, "withheld-not-lifted"),
        Withheld::PerMinute => t!(lang, "withheld-per-minute"),
        Withheld::LowUse { permille } => t!(lang, "withheld-low-use", share = percent(permille)),
        Withheld::NotClearable => t!(lang, "withheld-not-clearable"),
        Withheld::NotAccepted { clear } => t!(lang, "withheld-not-accepted", clear = clear.to_string()),
    }
}

/// Usage: `49,120 of 50,000 used`.
pub(crate) fn used_words(lang: Lang, figures: Figures) -> Text {
    t!(lang, "figures-used", used = figures.used, limit = figures.daily_limit)
}
