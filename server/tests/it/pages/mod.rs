//! Pages and forms, one subject a file.

mod accounts;
mod audit;
mod budget;
mod channels;
mod clear_requests;
mod clears;
mod files;
mod incidents;
mod kept;
mod limits;
mod notices;
mod overview;
mod parameters;
mod password_hashing;
mod platforms;
mod policies;
mod rid_verdicts;
mod rids;
mod roles;
mod settings;
mod signing_in;
mod system_settings;
mod users;
