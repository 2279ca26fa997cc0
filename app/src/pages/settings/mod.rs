//! Somebody's own settings: appearance, password, sessions; and the system settings.

pub mod appearance;
pub mod forms;
pub mod outbound;
pub mod outcome;
pub mod own;
pub mod own_password;
pub mod system;
pub mod system_forms;
pub mod system_outcome;

pub use own::SettingsPage;
pub use own_password::NewPasswordPage;
pub use system::SystemSettingsPage;
