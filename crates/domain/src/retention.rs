//! Retention: which records are deleted by age, and when.

use jiff::SignedDuration;

use crate::words::word_enum;

/// The longest time for which a record can be kept, in days, other than for good.
pub const MOST_DAYS: i64 = 36_500;

word_enum! {
    /// A kind of records that are deleted by age. The ledger and the audit trail are none of them.
    pub enum Aging {
        /// Messages to channels that were delivered or given up, with their attempts.
        Messages = "messages",
        /// Notices, with their messages.
        Notices = "notices",
        /// Incidents that are done.
        Incidents = "incidents",
        /// Decisions of policies; one that ordered a clear belongs to the ledger and stays.
        Decisions = "decisions",
        /// Looked-up requests without a note and a ticket.
        Rids = "rids",
        /// Pasted lists of rids.
        Lists = "lists",
    }
}

/// How long records are kept, in days; 0 for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Incidents.
    pub incidents: i64,
    /// Decisions of policies.
    pub decisions: i64,
    /// Notices.
    pub notices: i64,
    /// Messages to channels.
    pub messages: i64,
    /// Looked-up requests.
    pub rids: i64,
    /// Pasted lists.
    pub lists: i64,
}

impl Default for Retention {
    fn default() -> Self {
        Self { incidents: 365, decisions: 365, notices: 365, messages: 365, rids: 365, lists: 30 }
    }
}

impl Retention {
    /// The time for which records of a kind are kept; `None` for good.
    pub fn kept_for(&self, kind: Aging) -> Option<SignedDuration> {
        let days = match kind {
            Aging::Messages => self.messages,
            Aging::Notices => self.notices,
            Aging::Incidents => self.incidents,
            Aging::Decisions => self.decisions,
            Aging::Rids => self.rids,
            Aging::Lists => self.lists,
        };
        (days > 0).then(|| SignedDuration::from_hours(24 * days.min(MOST_DAYS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_deleted_where_the_days_are_zero() {
        let kept = Retention { rids: 0, lists: 1, ..Retention::default() };
        assert_eq!(kept.kept_for(Aging::Rids), None);
        assert_eq!(kept.kept_for(Aging::Lists), Some(SignedDuration::from_hours(24)));
        for kind in Aging::ALL {
            assert!(Retention::default().kept_for(kind).is_some(), "{kind}");
        }
    }
}
