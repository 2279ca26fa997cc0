//! What holds for every route and every connection.

mod connections;
mod crowds;
mod headers;
mod metrics;
mod permissions;
mod refusals;
mod routes;
