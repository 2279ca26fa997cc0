//! Campaigns: what a planned number of calls needs, and what became of it.

pub mod answer;
pub mod campaign;
pub mod forms;
pub mod list;
pub mod new;
pub mod outcome;

pub use campaign::CampaignPage;
pub use list::CampaignsPage;
pub use new::CampaignNewPage;
