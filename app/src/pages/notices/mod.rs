//! Notices: changes of state, and which of them somebody has read.

pub mod filters;
pub mod forms;
pub mod list;
pub mod notice;
pub mod outcome;

pub use list::NoticesPage;
pub use notice::NoticePage;
