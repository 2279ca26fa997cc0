//! Users and API tokens.

pub mod forms;
pub mod list;
pub mod outcome;
pub mod tokens;
pub mod user;

pub use list::UsersPage;
pub use tokens::TokensPage;
pub use user::UserPage;
