//! Whether a clear did anything, by readings before and after it.
//!
//! A clear is effective as soon as most of the use has come back; the other interfaces are read until the window ends, so that
//! each has evidence of its own.

mod sample;
mod schedule;
#[cfg(test)]
mod tests;
mod verdict;

pub use sample::{CountResult, VerificationSample, VerifiedClear};
pub use schedule::{CHECKS, SAMPLE_SIZE, SHOWS_WITHIN, ends_at, next_check};
pub use verdict::{InconclusiveReason, Verdict, judge};
