//! The frame of every page: header, bands, foot; loading a page, and the page in place of one that cannot be shown.

pub mod failed;
pub mod page;
pub mod stopped;
pub mod themes;
pub mod visit;
pub mod waiting;
