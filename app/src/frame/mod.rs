//! The frame of every page: header, bands, foot; loading a page, and the page in place of one that cannot be shown.

pub mod crumbs;
pub mod failed;
pub mod foot;
pub mod header;
pub mod page;
pub mod preferences;
pub mod section;
pub mod stopped;
pub mod unwritable;
pub mod visit;
pub mod waiting;
