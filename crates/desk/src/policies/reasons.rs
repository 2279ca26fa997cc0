//! English texts about policies, for messages and for services that report incidents.

use domain::policies::BlockedReason;

/// The reason why a policy did not clear, as part of a sentence.
pub(crate) fn withheld_reason(why: &BlockedReason) -> String {
    let share = |permille: &i64| format!("{}.{} %", permille / 10, (permille % 10).abs());
    match why {
        BlockedReason::KillSwitch => "all automatic clears are stopped".to_owned(),
        BlockedReason::Suspended { clear } => format!("it is suspended by what its clear {clear} came to"),
        BlockedReason::Changed => "it was changed, paused or removed meanwhile".to_owned(),
        BlockedReason::QuietHours { until } => format!("its quiet hours last until {until}"),
        BlockedReason::ResetSoon { at } => format!("the counts begin anew soon, at {at}"),
        BlockedReason::Cooldown { until } => format!("it tried a short while ago and waits until {until}"),
        BlockedReason::DayLimit { limit } => format!("it has made its {limit} clears of this account for today"),
        BlockedReason::MonthLimit { limit } => format!("it has made its {limit} clears of this account for this month"),
        BlockedReason::BudgetUncertain => "nobody has said how many clears were used this month".to_owned(),
        BlockedReason::Reserve { left, reserve } => {
            format!("{left} clears are left, and {reserve} are kept in reserve")
        }
        BlockedReason::Open { clear } => format!("the clear {clear} has not settled"),
        BlockedReason::Unread => "no reading could be made right before".to_owned(),
        BlockedReason::NotMet { permille } => format!("a new reading shows only {} used", share(permille)),
        BlockedReason::NotLifted => "a clear does not reset this interface".to_owned(),
        BlockedReason::PerMinute => "calls fail by a limit per minute, which no clear lifts".to_owned(),
        BlockedReason::LowUse { permille } => format!("only {} is used, so a clear would be wasted", share(permille)),
        BlockedReason::NotClearable => "this cannot be cleared".to_owned(),
        BlockedReason::NotAccepted { clear } => format!("WeChat did not make the clear {clear}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_in_words() {
        assert_eq!(
            withheld_reason(&BlockedReason::Reserve { left: 3, reserve: 3 }),
            "3 clears are left, and 3 are kept in reserve"
        );
        assert_eq!(withheld_reason(&BlockedReason::NotMet { permille: 805 }), "a new reading shows only 80.5 % used");
    }
}
