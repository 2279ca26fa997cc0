//! Words and rules of wxquota, without any I/O: what a usage state is, when the quota day turns, who may do what.
//!
//! Everything here is a value or a pure function, takes the time as an argument, and compiles for the browser too.

pub mod account;
pub mod audit;
pub mod cgi_path;
pub mod clears;
pub mod client_network;
pub mod clock;
pub mod contact;
pub mod forced_refresh;
pub mod forecast;
pub mod hysteresis;
pub mod ids;
pub mod incidents;
pub mod lang;
pub mod limit_hit;
pub mod limits;
pub mod lookalikes;
pub mod networks;
pub mod notices;
pub mod paths;
pub mod policies;
pub mod quota_zone;
pub mod rate;
pub mod reading;
pub mod retention;
pub mod roles;
pub mod settings;
pub mod usage;
pub mod usage_lines;
pub mod users;
pub mod visible;
pub mod words;
pub mod write_fault;

pub use account::{AccountId, AccountStatus, AppId, InterfaceId, Kind};
pub use cgi_path::{CgiPath, PathError, Repair};
pub use clears::{Budget, ClearId, ClearState, Scope, Via};
pub use client_network::ClientNetwork;
pub use clock::{Clock, ManualClock, ShiftedClock, SystemClock};
pub use contact::{Contact, ContactFault, ContactFaults};
pub use forced_refresh::{ForcedRefreshOutcome, ForcedRefreshPause};
pub use incidents::{IncidentId, IncidentState, Reaction};
pub use lang::Lang;
pub use limit_hit::{LimitHit, LimitVerdict};
pub use limits::{KnownLimitKind, LimitKind, LimitKindSource};
pub use networks::{AddressOwner, OurAddresses};
pub use notices::{Event, Level, NoticeContent, NoticeId, Severity};
pub use policies::{PolicyId, Rules};
pub use quota_zone::QuotaZone;
pub use reading::{Failure, Figures, Outcome, RateLimit, Reading};
pub use roles::{Actor, Permission, Role};
pub use settings::{LiveValues, SettingFault, SettingGroup, SettingKey};
pub use usage::{Thresholds, UsageState};
pub use usage_lines::{LinesFrom, LinesOf, UsageLines};
pub use users::{UserId, UserName};
pub use write_fault::WriteFault;
