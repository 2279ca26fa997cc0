//! The whole program from outside: its HTTP in process, its command line as a process, on a sandbox or another WeChat.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what the tests share fails by panicking, as the tests do")]

mod api;
mod app;
mod audit_pages;
mod budgets;
mod busy;
mod channel_pages;
mod clear_pages;
mod clears;
mod cli;
mod cli_clears;
mod cli_desk;
mod cli_people;
mod cli_rid;
mod demo_time;
mod forms;
mod http_shell;
mod imitation;
mod incidents;
mod killed;
mod killed_incidents;
mod month_pages;
mod notice_pages;
mod people_pages;
mod planted;
mod policy_pages;
mod request_pages;
mod rid_pages;
mod rids;
mod second_person;
mod serving;
mod surface;
mod users_pages;
mod walk;
