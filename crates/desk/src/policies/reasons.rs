//! English texts about policies, for messages and for services that report incidents.

use domain::policies::Withheld;

/// The reason why a policy did not clear, as part of a sentence.
pub(crate) fn withheld_reason(why: &Withheld) -> String {
    let share = |permille: &i64| format!("{}.{} %", permille / 10, (permille % 10).abs());
    match why {
        Withheld::KillSwitch => "all automatic clears are stopped".to_owned(),
        Withheld::Suspended { clear } => format!("it is suspended by what its clear {clear} came to"),
        Withheld::Changed => "it was changed, paused or removed meanwhile".to_owned(),
        Withheld::QuietHours { until } => format!("its quiet hours last until {until}"),
        Withheld::ResetSoon { at } => format!("the counts begin anew soon, at {at}"),
        Withheld::Cooldown { until } => format!("it tried a short while ago and waits until {until}"),
        Withheld::DayLimit { limit } => format!("it has made its {limit} clears of this account for today"),
        Withheld::MonthLimit { limit } => format!("it has made its {limit} clears of this account for this month"),
        Withheld::BudgetUncertain => "nobody has said how many clears were used this month".to_owned(),
        Withheld::Reserve { left, reserve } => format!("{left} clears are left, and {reserve} are kept in reserve"),
        Withheld::Open { clear } => format!("the clear {clear} has not settled"),
        Withheld::Unread => "no reading could be made right before".to_owned(),
        Withheld::NotMet { permille } => format!("a new reading shows only {} used", share(permille)),
        Withheld::NotLifted => "a clear does not reset this interface".to_owned(),
        Withheld::PerMinute => "calls fail by a limit per minute, which no clear lifts".to_owned(),
        Withheld::LowUse { permille } => format!("only {} is used, so a clear would be wasted", share(permille)),
        Withheld::NotClearable => "this cannot be cleared".to_owned(),
        Withheld::NotAccepted { clear } => format!("WeChat did not make the clear {clear}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_in_words() {
        assert_eq!(
            withheld_reason(&Withheld::Reserve { left: 3, reserve: 3 }),
            "3 clears are left, and 3 are kept in reserve"
        );
        assert_eq!(withheld_reason(&Withheld::NotMet { permille: 805 }), "a new reading shows only 80.5 % used");
    }
}
