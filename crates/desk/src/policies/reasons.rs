//! English texts about policies, for messages and for services that report incidents.

use domain::policies::BlockedReason;

/// The reason why a policy did not clear, as part of a sentence.
pub(crate) fn withheld_reason(why: &BlockedReason) -> String {
    let share = |permille: &i64| format!("{}.{}%", permille / 10, (permille % 10).abs());
    match why {
        BlockedReason::KillSwitch => "all automatic clears are stopped".to_owned(),
        BlockedReason::Suspended { clear } => format!("the policy is suspended because of its clear {clear}"),
        BlockedReason::Changed => "the policy was changed, paused or removed in the meantime".to_owned(),
        BlockedReason::QuietHours { until } => format!("quiet hours until {until}"),
        BlockedReason::ResetSoon { at } => format!("the daily reset is at {at}"),
        BlockedReason::Cooldown { until } => format!("cooldown until {until}"),
        BlockedReason::DayLimit { limit } => format!("it has reached its limit of {limit} per day on this account"),
        BlockedReason::MonthLimit { limit } => format!("it has reached its limit of {limit} per month on this account"),
        BlockedReason::BudgetUncertain => "the number of clears already used this month is not entered".to_owned(),
        BlockedReason::Reserve { left, reserve } => {
            format!("{left} clears are left, and the reserve is {reserve}")
        }
        BlockedReason::Open { clear } => format!("clear {clear} has no result yet"),
        BlockedReason::Unread => "the reading before the clear failed".to_owned(),
        BlockedReason::NotMet { permille } => {
            format!("the reading before the clear shows only {} used", share(permille))
        }
        BlockedReason::NotLifted => "a clear does not reset this interface".to_owned(),
        BlockedReason::PerMinute => "calls fail because of a per-minute limit, which a clear does not reset".to_owned(),
        BlockedReason::LowUse { permille } => {
            format!("only {} is used, so a clear would restore almost nothing", share(permille))
        }
        BlockedReason::NotClearable => "this cannot be cleared".to_owned(),
        BlockedReason::NotAccepted { clear } => format!("WeChat did not carry out clear {clear}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_in_words() {
        assert_eq!(
            withheld_reason(&BlockedReason::Reserve { left: 3, reserve: 3 }),
            "3 clears are left, and the reserve is 3"
        );
        assert_eq!(
            withheld_reason(&BlockedReason::NotMet { permille: 805 }),
            "the reading before the clear shows only 80.5% used"
        );
    }
}
