//! A simulation of WeChat's API: the openApi management endpoints (tokens, quotas, clears, rids), every other interface as a
//! counter, accounts with traffic that follows the time of day, and a control API that moves the clock, counts calls, clears
//! from elsewhere and injects faults.
//!
//! It uses no code of wxquota, so that a mistake in one is not repeated in the other.
//!
//! - [`Config`] describes the accounts; [`Config::demo`] is that of the demo.
//! - [`Sandbox`] is the simulated platform; its methods are the control API for tests in the same process.
//! - [`control`] is the control API over HTTP, below `/sandbox`, a prefix that no WeChat path uses.
//!
//! All secrets in here are made up. Of a request, only its path and the errcode of its answer are logged.

mod calendar;
mod clock;
mod config;
pub mod control;
mod demo;
mod guard;
mod known_paths;
mod past;
mod platform;
mod sandbox;
mod server;
mod settings;
mod traffic;
mod wire;

pub use config::{
    AccountConfig, AccountState, Config, ConfigError, InterfaceConfig, Kind, PreviousLimit, PreviousSecretConfig,
};
pub use demo::{
    FROZEN_APPID, IP_RESTRICTED_APPID, MALL_APPID, MEMBERS_APPID, PLATFORM_APPID, SHOP_APPID, STORES_APPID,
};
pub use past::PastClear;
pub use platform::{
    AccountChange, AccountView, ClearRecord, CommandError, Counts, Fault, FaultKind, FaultView, InterfaceChange,
    InterfaceView, PlantedCall, Received,
};
pub use sandbox::{ClockView, Outdated, Sandbox, SeededAccount};
pub use server::Running;
pub use settings::{ClearForm, Period, Settings};
pub use traffic::{Figures, Profile, Shape, Traffic};
