//! The budget of clears: a month on one page, to read, print or export.

pub mod accounts;
pub mod clears;
pub mod counts;
pub mod days;
pub mod entries;
pub mod filters;
pub mod forecast;
pub mod headline;
pub mod marks;
pub mod month;
pub mod past_months;
pub mod sorting;
pub mod totals;

pub use month::BudgetPage;
