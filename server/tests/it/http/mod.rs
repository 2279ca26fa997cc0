//! What holds for every route and every connection.

mod connections;
mod headers;
mod permissions;
mod refusals;
mod routes;
