//! A WeChat platform to run against: the wire of the openApi management endpoints (tokens, quotas, clears, rids), any
//! business interface as a counter, accounts whose traffic rises and falls over the day, and a control API that moves the
//! clock, consumes, clears elsewhere and breaks things on demand.
//!
//! It knows WeChat's wire and nothing of wxquota's code, so that a mistake in the one is not repeated in the other.
//!
//! - [`Config`] says which accounts there are; [`Config::demo`] has a story to tell.
//! - [`Sandbox`] is the platform; its methods are the control API for tests in the same process.
//! - The same over HTTP is below `/sandbox`, a prefix that no WeChat path uses: see [`control`].
//!
//! All secrets in here are made up. Nothing of a request but its path and the errcode of its answer is logged.

mod calendar;
mod clock;
mod config;
pub mod control;
mod known_paths;
mod platform;
mod sandbox;
mod seed;
mod server;
mod settings;
mod traffic;
mod wire;

pub use config::{AccountConfig, AccountState, Config, ConfigError, InterfaceConfig, Kind, LimitWas, OutdatedSecret};
pub use platform::{
    AccountChange, AccountView, ClearRecord, CommandError, Counts, Fault, FaultKind, FaultView, InterfaceChange,
    InterfaceView, PlantedCall, Received,
};
pub use sandbox::{ClockView, Outdated, Sandbox, SeededAccount};
pub use seed::{FENCED_APPID, FROZEN_APPID, MALL_APPID, MEMBERS_APPID, PLATFORM_APPID, SHOP_APPID, STORES_APPID};
pub use server::Running;
pub use settings::{ClearForm, Period, Settings};
pub use traffic::{Figures, Profile, Shape, Traffic};
