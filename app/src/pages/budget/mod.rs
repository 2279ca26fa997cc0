//! TODO.

pub mod accounts;
pub mod clears;
pub mod days;
pub mod headline;
pub mod marks;
pub mod month;
pub mod past_months;
