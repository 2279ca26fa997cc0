//! The program: command line, settings, HTTP, and the order in which things start and stop.

mod api;
mod assets;
mod cli;
mod clock;
mod commands;
mod connections;
mod demo;
mod exports;
mod failure;
mod lang;
mod lock;
mod long_body;
mod middleware;
mod opening;
mod pages;
mod program;
mod router;
mod routes;
mod serve;
mod settings;
mod setup_link;
mod shapes;
mod state;
mod table;

pub use assets::Assets;
pub use connections::answer;
pub use failure::CommandError;
pub use middleware::client_address::ClientAddress;
pub use middleware::limits::Limits;
pub use opening::Opened;
pub use program::run;
pub use router::{every_route, router};
pub use settings::{Outbound, Settings, Way, Web};
pub use state::AppState;
