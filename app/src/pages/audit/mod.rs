//! The audit trail: its list, its filters, and the check of its integrity.

pub mod filters;
pub mod forms;
pub mod list;
pub mod outcome;

pub use list::AuditPage;
