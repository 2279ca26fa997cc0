//! TODO.

pub mod appearance;
pub mod own;
pub mod password;
pub mod sessions;
