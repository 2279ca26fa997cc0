//! The overview: every interface, the worst first.

pub mod page;

pub use page::OverviewPage;
