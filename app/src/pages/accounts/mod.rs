//! Accounts: their list, one account, adding, settings, retiring.

pub mod account;
pub mod bulk;
pub mod check_notice;
pub mod choosing;
pub mod forms;
pub mod group_forms;
pub mod group_outcome;
pub mod groups;
pub mod import;
pub mod import_forms;
pub mod import_outcome;
pub mod list;
pub mod new;
pub mod outcome;
pub mod retire;
pub mod secret;
pub mod settings;

pub use account::AccountPage;
pub use groups::GroupsPage;
pub use import::ImportPage;
pub use list::AccountsPage;
pub use new::AccountNewPage;
pub use retire::RetirePage;
pub use settings::AccountSettingsPage;
