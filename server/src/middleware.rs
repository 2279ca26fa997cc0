//! Middleware: layers that every request passes before a route is chosen, and every answer on its way back.

pub(crate) mod allowed_hosts;
pub(crate) mod bodies;
pub(crate) mod client_address;
pub(crate) mod crowd;
mod ended_sessions;
pub(crate) mod errors;
mod health_checks;
pub(crate) mod limits;
pub(crate) mod masks;
pub(crate) mod proxy_bypass;
pub(crate) mod rate;
pub(crate) mod request_id;
pub(crate) mod requests;
pub(crate) mod security_headers;
pub(crate) mod security_log;
pub(crate) mod sessions;
mod turns;
pub(crate) mod unread_forms;
pub(crate) mod unwritable;
