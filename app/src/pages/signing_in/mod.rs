//! Signing in and out, and the first admin.

pub mod forms;
pub mod outcome;
pub mod set_up;
pub mod sign_in;

pub use set_up::SetUpPage;
pub use sign_in::LoginPage;
