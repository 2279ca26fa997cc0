//! Pages by subject.

pub mod accounts;
pub mod audit;
pub mod budget;
pub mod campaigns;
pub mod channels;
pub mod clears;
pub mod glossary;
pub mod incidents;
pub mod interfaces;
pub mod notices;
pub mod overview;
pub mod policies;
pub mod rids;
pub mod sampler;
pub mod settings;
pub mod signing_in;
pub mod users;
