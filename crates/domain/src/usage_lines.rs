//! Warning and critical lines: those of everything, of an account, of an interface. The more specific ones apply.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::usage::Thresholds;
use crate::{AccountId, InterfaceId};

/// The account or the interface that lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LinesOf {
    /// An account: all of its interfaces that have no lines of their own.
    Account(AccountId),
    /// An interface.
    Interface(InterfaceId),
}

/// The origin of the lines that apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinesFrom {
    /// The interface's own.
    Interface,
    /// Its account's.
    Account,
    /// Those of everything.
    All,
}

/// All lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsageLines {
    /// Those of everything.
    pub all: Thresholds,
    /// The own lines of accounts and interfaces.
    pub own: HashMap<LinesOf, Thresholds>,
}

impl UsageLines {
    /// The lines that apply to an interface of an account, and where they come from.
    pub fn of(&self, account: AccountId, interface: InterfaceId) -> (Thresholds, LinesFrom) {
        let own = |of, from| self.own.get(&of).map(|lines| (*lines, from));
        own(LinesOf::Interface(interface), LinesFrom::Interface).unwrap_or_else(|| self.of_account(account))
    }

    /// The lines that apply to an account's interfaces without their own, and where they come from.
    pub fn of_account(&self, account: AccountId) -> (Thresholds, LinesFrom) {
        let own = self.own.get(&LinesOf::Account(account));
        own.map_or((self.all, LinesFrom::All), |lines| (*lines, LinesFrom::Account))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(warning_percent: i64, critical_percent: i64) -> Thresholds {
        Thresholds { warning_percent, critical_percent }
    }

    #[test]
    fn the_more_specific_lines_apply() {
        let (account, interface, other) = (AccountId(1), InterfaceId(7), InterfaceId(8));
        let mut all = UsageLines { all: lines(80, 95), ..UsageLines::default() };
        assert_eq!(all.of(account, interface), (lines(80, 95), LinesFrom::All));
        all.own.insert(LinesOf::Account(account), lines(50, 60));
        all.own.insert(LinesOf::Interface(interface), lines(90, 99));
        assert_eq!(all.of(account, interface), (lines(90, 99), LinesFrom::Interface));
        assert_eq!(all.of(account, other), (lines(50, 60), LinesFrom::Account));
        assert_eq!(all.of(AccountId(2), other), (lines(80, 95), LinesFrom::All));
        assert_eq!(all.of(AccountId(2), interface), (lines(90, 99), LinesFrom::Interface));
        all.own.remove(&LinesOf::Interface(interface));
        assert_eq!(all.of(account, interface), (lines(50, 60), LinesFrom::Account));
    }

    proptest! {
        #[test]
        fn what_applies_is_the_own_the_accounts_or_everyones(
            own in proptest::option::of(1..50i64),
            accounts in proptest::option::of(1..50i64),
            stranger in 1..50i64,
        ) {
            let (account, interface) = (AccountId(3), InterfaceId(4));
            let mut all = UsageLines { all: lines(80, 95), ..UsageLines::default() };
            all.own.insert(LinesOf::Interface(InterfaceId(5)), lines(stranger, 99));
            all.own.insert(LinesOf::Account(AccountId(9)), lines(stranger, 98));
            all.own.extend(own.map(|line| (LinesOf::Interface(interface), lines(line, 50))));
            all.own.extend(accounts.map(|line| (LinesOf::Account(account), lines(line, 60))));
            let expected = match (own, accounts) {
                (Some(line), _) => (lines(line, 50), LinesFrom::Interface),
                (None, Some(line)) => (lines(line, 60), LinesFrom::Account),
                (None, None) => (lines(80, 95), LinesFrom::All),
            };
            prop_assert_eq!(all.of(account, interface), expected);
        }
    }
}
