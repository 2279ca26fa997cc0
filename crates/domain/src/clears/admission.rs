//! Whether a clear may begin: what stands in its way, and what may be overridden.

use jiff::{SignedDuration, Timestamp};

use super::{Budget, ClearId, ClearState};
use crate::account::InterfaceId;

/// How long a clear that WeChat accepted counts as open: it may take 30 minutes until its effect shows (staff replies), and
/// until then another one of the same calls may be pointless.
pub const SHOWS_WITHIN: SignedDuration = SignedDuration::from_mins(35);

/// With so many clears left or fewer, the account's name has to be typed.
pub const NAME_ASKED_FROM: i64 = 3;

/// A clear that has not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenClear {
    /// The clear.
    pub id: ClearId,
    /// Its one interface; `None` where it is account-wide.
    pub interface: Option<InterfaceId>,
    /// Its state.
    pub state: ClearState,
    /// When its call ended, if it did.
    pub ended_at: Option<Timestamp>,
}

impl OpenClear {
    /// Whether it is open at `now`: in flight, accepted so lately that its effect may still be to come, or unknown.
    pub fn is_open(&self, now: Timestamp) -> bool {
        match self.state {
            ClearState::Intended | ClearState::Sent | ClearState::Verifying | ClearState::Unknown => true,
            // A time ahead of the clock was written before the clock was set back.
            ClearState::Accepted => self.ended_at.is_none_or(|at| now < at + SHOWS_WITHIN),
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
}

/// What a person brings along with a clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insistence {
    /// A reason to go on although something stands in the way.
    pub overriding: bool,
    /// The account's name was typed.
    pub name_typed: bool,
}

/// Whether a clear of `interface`, or of the whole account, may begin at `now`; where it may, whether that took an
/// override. `unsettled` are the account's clears that may be open.
///
/// # Errors
/// The first [`Barrier`] in the order of the enum.
pub fn admit(
    interface: Option<InterfaceId>,
    budget: &Budget,
    unsettled: &[OpenClear],
    insistence: Insistence,
    now: Timestamp,
) -> Result<bool, Barrier> {
    let spent = budget.left == 0;
    if spent && (budget.is_spent_for_certain() || !insistence.overriding) {
        return Err(Barrier::BudgetSpent { only_guessed: !budget.is_spent_for_certain() });
    }
    if let Some(clear) = unsettled.iter().find(|clear| clear.state.in_flight()) {
        return Err(Barrier::Open { id: clear.id, in_flight: true });
    }
    // The newest, since that is the one people ask about.
    let in_the_way = |clear: &&OpenClear| clear.is_open(now) && clear.overlaps(interface);
    let open = unsettled.iter().filter(in_the_way).max_by_key(|clear| clear.id);
    if let Some(clear) = open.filter(|_| !insistence.overriding) {
        return Err(Barrier::Open { id: clear.id, in_flight: false });
    }
    if budget.left <= NAME_ASKED_FROM && !insistence.name_typed {
        return Err(Barrier::NameNeeded { left: budget.left });
    }
    Ok(spent || open.is_some())
}
