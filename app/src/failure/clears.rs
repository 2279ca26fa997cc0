//! Failures of pages about clears, requests for them, and months.

use desk::clears::{ClearError, LedgerError, NotClearable, RequestError};
use domain::{Permission, paths};

use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::interfaces::NO_INTERFACE;
use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of a clear that does not exist.
pub const NO_CLEAR: Failure = Failure::Missing(Missing {
    title: key!("no-clear-title"),
    why: key!("no-clear-why"),
    next: paths::CLEARS,
    next_label: key!("failed-to-clears"),
});

/// The failure of a request for a second person that does not exist.
pub const NO_REQUEST: Failure = Failure::Missing(Missing {
    title: key!("no-request-title"),
    why: key!("no-request-why"),
    next: paths::CLEARS,
    next_label: key!("failed-to-clears"),
});

/// The failure of an address that names no month, or one that is still to come.
pub const NO_MONTH: Failure = Failure::Missing(Missing {
    title: key!("no-month-title"),
    why: key!("no-month-why"),
    next: paths::BUDGET,
    next_label: key!("failed-to-month"),
});

/// The failure of an account of a kind that cannot be cleared.
pub const NOT_CLEARABLE: Failure = Failure::Missing(Missing {
    title: key!("not-clearable-title"),
    why: key!("not-clearable-platform"),
    next: paths::ACCOUNTS,
    next_label: key!("failed-to-accounts"),
});

/// The failure of an interface whose count is a total.
pub const TOTAL: Failure = Failure::Missing(Missing {
    title: key!("not-clearable-title"),
    why: key!("not-clearable-total"),
    next: paths::ACCOUNTS,
    next_label: key!("failed-to-accounts"),
});

failure_from!(
    ClearError,
    Permission::Clear,
    ClearError::NoSuchAccount => NO_ACCOUNT,
    ClearError::NoSuchInterface => NO_INTERFACE,
    ClearError::NotClearable(NotClearable::Total) => TOTAL,
    ClearError::NotClearable(_) => NOT_CLEARABLE;
    other
);
failure_from!(
    LedgerError,
    Permission::SeeLedger,
    LedgerError::NoSuchAccount => NO_ACCOUNT,
    LedgerError::NoSuchClear => NO_CLEAR,
    LedgerError::NoSuchMonth => NO_MONTH
);
failure_from!(RequestError, Permission::SeeLedger, RequestError::NoSuchRequest => NO_REQUEST; other);
