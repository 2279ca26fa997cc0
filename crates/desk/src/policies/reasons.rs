//! English texts about policies, for messages and for services that report incidents.

use std::fmt;

use domain::IncidentId;
use domain::policies::BlockedReason;

/// The reason that a policy gives for its clear. The ledger holds it as English text, which [`ClearReason::read`] understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearReason<'a> {
    /// The name of the policy.
    pub policy: &'a str,
    /// Calls used by the reading before the clear.
    pub used: i64,
    /// The limit by that reading.
    pub daily_limit: i64,
    /// The incident that asked the policy, if one did.
    pub incident: Option<IncidentId>,
}

impl<'a> ClearReason<'a> {
    /// The reason in a text of the ledger; `None` for a text of a person.
    pub fn read(text: &'a str) -> Option<Self> {
        let (policy, rest) = text.strip_prefix("policy ")?.rsplit_once(": ")?;
        let (figures, about) = rest.split_once(" used")?;
        let (used, daily_limit) = figures.split_once(" of ")?;
        let incident = match about.strip_prefix(", incident ") {
            Some(id) => Some(IncidentId(id.parse().ok()?)),
            None if about.is_empty() => None,
            None => return None,
        };
        Some(Self { policy, used: used.parse().ok()?, daily_limit: daily_limit.parse().ok()?, incident })
    }
}

impl fmt::Display for ClearReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { policy, used, daily_limit, incident } = self;
        write!(f, "policy {policy}: {used} of {daily_limit} used")?;
        incident.map_or(Ok(()), |incident| write!(f, ", incident {incident}"))
    }
}

/// The reason why a policy did not clear, as part of a sentence.
pub(crate) fn withheld_reason(why: &BlockedReason) -> String {
    let share = |permille: &i64| format!("{}.{}%", permille / 10, (permille % 10).abs());
    match why {
        BlockedReason::KillSwitch => "all automatic clears are stopped".to_owned(),
        BlockedReason::Suspended { clear: None } => "the policy is suspended".to_owned(),
        BlockedReason::Suspended { clear: Some(clear) } => {
            format!("the policy is suspended because of its clear #{clear}")
        }
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
        BlockedReason::Open { clear } => format!("clear #{clear} has no result yet"),
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
        BlockedReason::NotAccepted { clear } => format!("WeChat did not carry out clear #{clear}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_clear_is_read_as_it_is_written() {
        for incident in [None, Some(IncidentId(7))] {
            let reason = ClearReason { policy: "night: 9 of 10 used", used: 95, daily_limit: 100, incident };
            let text = reason.to_string();
            assert_eq!(ClearReason::read(&text), Some(reason));
        }
        for of_a_person in ["", "campaign", "policy night: please", "policy night: 95 of 100 used up"] {
            assert_eq!(ClearReason::read(of_a_person), None, "{of_a_person}");
        }
    }

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
