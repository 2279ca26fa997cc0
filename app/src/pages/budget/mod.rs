//! The budget of clears: a month on one page, to read, print or export.

pub mod accounts;
pub mod clears;
pub mod days;
pub mod headline;
pub mod marks;
pub mod month;
pub mod past_months;

pub use month::BudgetPage;
