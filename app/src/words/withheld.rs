//! Why a policy that wanted to clear did not, as part of a sentence.

use domain::policies::Withheld;

use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::t;

/// The reason, without a capital and without a full stop: what reads it puts it behind a colon, or into a cell.
pub(crate) fn withheld_words(viewer: &Viewer, why: Withheld) -> Text {
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
