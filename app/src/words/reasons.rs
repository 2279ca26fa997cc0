//! Reasons for what the desk did and did not do, as parts of sentences: without a capital and a full stop, for use after
//! a colon or in a cell.

use domain::incidents::ReactionReason;
use domain::policies::BlockedReason;
use domain::{Figures, Lang};

use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::t;
use crate::words::clears::clear_word;
use crate::words::failures::failure_words;

/// Reason for what the desk did about an incident, as part of a sentence.
pub(crate) fn reaction_reason(viewer: &Viewer, because: &ReactionReason) -> Text {
    let lang = viewer.lang;
    match because {
        ReactionReason::Pending => t!(lang, "because-pending"),
        ReactionReason::Known => t!(lang, "because-known"),
        ReactionReason::Unknown => t!(lang, "because-unknown"),
        ReactionReason::MinuteLimit => t!(lang, "because-minute-limit"),
        ReactionReason::UncountedLimit => t!(lang, "because-uncounted-limit"),
        ReactionReason::QuotaLeft { figures } => t!(lang, "because-quota-left", used = used_words(lang, *figures)),
        ReactionReason::NoPolicy { figures } => t!(lang, "because-no-policy", used = used_words(lang, *figures)),
        ReactionReason::PolicyTold { policy, figures } => {
            t!(lang, "because-policy-told", policy = policy.as_str(), used = used_words(lang, *figures))
        }
        ReactionReason::PolicyClears { policy, figures } if policy.is_empty() => {
            t!(lang, "because-clear-started", used = used_words(lang, *figures))
        }
        ReactionReason::PolicyClears { policy, figures } => {
            t!(lang, "because-policy-clears", policy = policy.as_str(), used = used_words(lang, *figures))
        }
        ReactionReason::ClearedBy { clear } => t!(lang, "because-cleared-by", clear = clear.to_string()),
        ReactionReason::StillCleared { clear, figures } => {
            t!(lang, "because-still-cleared", clear = clear.to_string(), used = used_words(lang, *figures))
        }
        ReactionReason::ReportedAgain { clear } => t!(lang, "because-reported-again", clear = clear.to_string()),
        ReactionReason::ClearVoid { clear, state } => {
            t!(lang, "because-clear-void", clear = clear.to_string(), state = clear_word(lang, *state))
        }
        ReactionReason::ClearUnknown { policy, clear, figures } => {
            let used = used_words(lang, *figures);
            t!(lang, "because-clear-unknown", policy = policy.as_str(), clear = clear.to_string(), used = used)
        }
        ReactionReason::QuotaBack { figures } => t!(lang, "because-quota-back", used = used_words(lang, *figures)),
        ReactionReason::PolicyWithheld { policy, why } => {
            t!(lang, "because-policy-withheld", policy = policy.as_str(), why = withheld_reason(viewer, *why))
        }
        ReactionReason::NoInterface => t!(lang, "because-no-interface"),
        ReactionReason::Guessed { cgi_path, figures } => {
            t!(lang, "because-guessed", path = cgi_path.to_string(), used = used_words(lang, *figures))
        }
        ReactionReason::NotWatched => t!(lang, "because-not-watched"),
        ReactionReason::NotRead { failure: Some(failure) } => {
            t!(lang, "because-not-read", why = failure_words(lang, *failure, None))
        }
        ReactionReason::NotRead { failure: None } => t!(lang, "because-readings-spent"),
        ReactionReason::NotTurned => t!(lang, "because-not-turned"),
        ReactionReason::OwnTokenWorks { again: false } => t!(lang, "because-own-token-works"),
        ReactionReason::OwnTokenWorks { again: true } => t!(lang, "because-own-token-works-again"),
        ReactionReason::RenewedElsewhere => t!(lang, "because-renewed-elsewhere"),
        ReactionReason::Forced => t!(lang, "because-forced"),
        ReactionReason::NoToken { failure } => t!(lang, "because-no-token", why = failure_words(lang, *failure, None)),
        ReactionReason::NotActive => t!(lang, "because-not-active"),
        ReactionReason::Broken => t!(lang, "because-broken"),
    }
}

/// Reason why a policy that would have cleared did not, as part of a sentence.
pub(crate) fn withheld_reason(viewer: &Viewer, why: BlockedReason) -> Text {
    let lang = viewer.lang;
    let clock = |at| viewer.formats().clock(at);
    match why {
        BlockedReason::KillSwitch => t!(lang, "withheld-kill-switch"),
        BlockedReason::Suspended { clear: None } => t!(lang, "withheld-suspended-plain"),
        BlockedReason::Suspended { clear: Some(clear) } => t!(lang, "withheld-suspended", clear = clear.to_string()),
        BlockedReason::Changed => t!(lang, "withheld-changed"),
        BlockedReason::QuietHours { until } => t!(lang, "withheld-quiet-hours", until = clock(until)),
        BlockedReason::ResetSoon { at } => t!(lang, "withheld-reset-soon", at = clock(at)),
        BlockedReason::Cooldown { until } => t!(lang, "withheld-cooldown", until = clock(until)),
        BlockedReason::DayLimit { limit } => t!(lang, "withheld-day-limit", limit = limit),
        BlockedReason::MonthLimit { limit } => t!(lang, "withheld-month-limit", limit = limit),
        BlockedReason::BudgetUncertain => t!(lang, "withheld-budget-uncertain"),
        BlockedReason::Reserve { left, reserve } => t!(lang, "withheld-reserve", left = left, reserve = reserve),
        BlockedReason::Open { clear } => t!(lang, "withheld-open", clear = clear.to_string()),
        BlockedReason::Unread => t!(lang, "withheld-unread"),
        BlockedReason::NotMet { permille } => t!(lang, "withheld-not-met", share = percent(permille)),
        BlockedReason::NotLifted => t!(lang, "withheld-not-lifted"),
        BlockedReason::PerMinute => t!(lang, "withheld-per-minute"),
        BlockedReason::LowUse { permille } => t!(lang, "withheld-low-use", share = percent(permille)),
        BlockedReason::NotClearable => t!(lang, "withheld-not-clearable"),
        BlockedReason::NotAccepted { clear } => t!(lang, "withheld-not-accepted", clear = clear.to_string()),
    }
}

/// Usage: `49,120 of 50,000 used`.
pub(crate) fn used_words(lang: Lang, figures: Figures) -> Text {
    t!(lang, "figures-used", used = figures.used, limit = figures.daily_limit)
}
