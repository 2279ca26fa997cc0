//! The desk against a real database and a WeChat on the same machine, with a clock that only moves when told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test, that is how a failure is told")]

mod account_import;
mod accounts;
mod automated_month;
mod channels;
mod clears;
mod drafts;
mod failures;
mod incident_shares;
mod incidents;
mod limits;
mod new_day;
mod notices;
mod policies;
mod reading;
mod receiver;
mod retention;
mod rid_desk;
mod rid_reading;
mod rids;
mod settings;
mod test_desk;
mod token_book;
mod tokens;
mod unwritable;
mod users;
mod verdicts;
