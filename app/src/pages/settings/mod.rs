//! Somebody's own settings: appearance, password, sessions.

pub mod appearance;
pub mod forms;
pub mod outcome;
pub mod own;
pub mod password;
pub mod sessions;

pub use own::SettingsPage;
