//! Rids: pasting a text, the requests found in it, and one request explained.

pub mod archive;
pub mod bodies;
pub mod details;
pub mod facts;
pub mod forms;
pub mod found;
pub mod found_notices;
pub mod list;
pub mod list_groups;
pub mod not_found;
pub mod notes;
pub mod outcome;
pub mod reveal;
pub mod rid;
pub mod search;
pub mod shared;
pub mod ticket;
pub mod usage;
pub mod verdict;

pub use list::RidListPage;
pub use reveal::RevealedPage;
pub use rid::RidPage;
pub use search::RidsPage;
