//! The command line, one subject a file.

mod account_import;
mod accounts;
mod audit;
mod channels;
mod clears;
mod database;
mod health;
mod interfaces;
mod outbound;
mod overview;
mod returning;
mod rids;
mod sampler;
mod settings;
mod signing_in;
mod tokens;
mod usage;
mod users;
