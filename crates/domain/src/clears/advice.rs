//! Which clear to make, if any, and why one may be pointless. Pure: figures, budgets and failed calls in, words out.

mod plan;
#[cfg(test)]
mod tests;
mod usage;
mod warnings;

pub use plan::{NoPlanReason, Plan, plan};
pub use usage::{ResetEffect, Usage};
pub use warnings::{ClearWarning, FailedCall, RESETS_SOON, Warning, warnings};
