//! Users and API tokens: their lists, one user, and the forms.

pub mod forms;
pub mod list;
pub mod outcome;
pub mod shared;
pub mod tokens;
pub mod user;

pub use list::UsersPage;
pub use tokens::TokensPage;
pub use user::UserPage;
