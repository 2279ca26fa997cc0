//! The HTTP API, each call right and wrong.

mod accounts;
mod budget;
mod channels;
mod clear_requests;
mod clears;
mod csv;
mod groups;
mod incidents;
mod interfaces;
mod notices;
mod protocol;
mod rids;
mod token_limits;
