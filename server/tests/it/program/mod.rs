//! The program as a process: starting, stopping, being killed.

mod demo;
mod demo_time;
mod killed_clears;
mod killed_incidents;
mod lost_database;
mod memory;
mod other_wechat;
mod outbound;
mod secrets;
mod security_log;
mod serve;
mod socket;
