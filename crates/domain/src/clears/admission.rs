//! Whether a clear may begin: what stands in its way, and what may be overridden.

use super::{Budget, ClearId, ClearState};
use crate::account::InterfaceId;

/// What grows as fewer clears are left, beside the reason, which is always asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfirmationRules {
    /// With so many left or fewer, the account's name has to be typed.
    pub name_from: i64,
    /// With so many left or fewer, a second person has to agree.
    pub second_from: i64,
}

impl Default for ConfirmationRules {
    fn default() -> Self {
        Self { name_from: 3, second_from: 1 }
    }
}

/// A clear that has not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenClear {
    /// The clear.
    pub id: ClearId,
    /// Its one interface; `None` where it is account-wide.
    pub interface: Option<InterfaceId>,
    /// Its state.
    pub state: ClearState,
    /// Readings are still to be made that may show what it did.
    pub being_verified: bool,
}

impl OpenClear {
    /// Whether it is open: in flight, accepted and its effect may still be to come, or unknown and not settled.
    pub fn is_open(&self) -> bool {
        match self.state {
            ClearState::Intended | ClearState::Sent | ClearState::Unknown => true,
            ClearState::Accepted | ClearState::Verifying => self.being_verified,
            _ => false,
        }
    }

    /// Whether a clear of `interface`, or of the whole account, would reset some of the same counts.
    pub fn overlaps(&self, interface: Option<InterfaceId>) -> bool {
        self.interface.is_none() || interface.is_none() || self.interface == interface
    }
}

/// Why a clear is not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// None is left.
    BudgetSpent {
        /// Only guesses say so, and a person may go on with a recorded reason.
        only_guessed: bool,
    },
    /// One that overlaps has not settled.
    Open {
        /// That clear.
        id: ClearId,
        /// Its call is under way, and no reason helps.
        in_flight: bool,
    },
    /// Few are left, and the account's name was not typed.
    NameNeeded {
        /// How many are left.
        left: i64,
    },
    /// Hardly any is left, and no second person has agreed.
    SecondPersonNeeded {
        /// How many are left.
        left: i64,
    },
}

/// What a person brings along with a clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmations {
    /// A reason to go on although something stands in the way.
    pub overriding: bool,
    /// The account's name was typed.
    pub name_typed: bool,
    /// A second person has agreed, or an admin goes on without one.
    pub agreed: bool,
}

/// Whether a clear of `interface`, or of the whole account, may begin; where it may, whether that took an
/// override. `unsettled` are the account's clears that may be open.
///
/// # Errors
/// The first [`Barrier`] in the order of the enum.
pub fn admit(
    interface: Option<InterfaceId>,
    budget: &Budget,
    unsettled: &[OpenClear],
    insistence: Confirmations,
    friction: ConfirmationRules,
) -> Result<bool, Barrier> {
    let spent = budget.left == 0;
    if spent && (budget.is_spent_for_certain() || !insistence.overriding) {
        return Err(Barrier::BudgetSpent { only_guessed: !budget.is_spent_for_certain() });
    }
    if let Some(clear) = unsettled.iter().find(|clear| clear.state.in_flight()) {
        return Err(Barrier::Open { id: clear.id, in_flight: true });
    }
    // The newest, since that is the one people ask about.
    let in_the_way = |clear: &&OpenClear| clear.is_open() && clear.overlaps(interface);
    let open = unsettled.iter().filter(in_the_way).max_by_key(|clear| clear.id);
    if let Some(clear) = open.filter(|_| !insistence.overriding) {
        return Err(Barrier::Open { id: clear.id, in_flight: false });
    }
    if budget.left <= friction.name_from && !insistence.name_typed {
        return Err(Barrier::NameNeeded { left: budget.left });
    }
    if budget.left <= friction.second_from && !insistence.agreed {
        return Err(Barrier::SecondPersonNeeded { left: budget.left });
    }
    Ok(spent || open.is_some())
}
