//! Somebody's own settings: appearance, password, sessions.

pub mod appearance;
pub mod forms;
pub mod outbound;
pub mod outcome;
pub mod own;

pub use own::SettingsPage;
