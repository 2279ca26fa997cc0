//! What every request passes through before a route is chosen, and every answer on its way back.

pub(crate) mod address;
pub(crate) mod csp;
pub(crate) mod foreign_host;
pub(crate) mod limits;
pub(crate) mod past_proxies;
pub(crate) mod request_id;
pub(crate) mod signed_in;
pub(crate) mod trouble;
