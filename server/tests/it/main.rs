//! The whole program from outside: its HTTP in process, its command line as a process, on a sandbox or another WeChat.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what the tests share fails by panicking, as the tests do")]

mod api;
mod cli;
mod http;
mod pages;
mod program;
mod support;
