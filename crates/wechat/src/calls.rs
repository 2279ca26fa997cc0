//! The calls of WeChat, as methods of [`crate::Transport`]: what each sends, what it returns, and how its reply is read.

mod clears;
pub mod quota_get;
pub mod rid_get;
pub mod stable_token;
pub mod token;
