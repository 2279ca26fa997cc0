//! `/metrics`: counters of what the program does since its start, and figures of the moment, for Prometheus.

pub(crate) mod access;
mod gauges;
pub(crate) mod http;
pub(crate) mod registry;
pub(crate) mod route;
mod text;
