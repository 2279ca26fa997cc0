//! The routes of all exports.

use super::{accounts, audit, budget, clear, clears, incidents, interfaces, notices, readings, rids};
use crate::routes::Route;

/// The routes of all exports.
pub(crate) fn all() -> Vec<Route> {
    let mut routes = audit::routes();
    routes.extend([interfaces::route(), accounts::route(), readings::route(), clears::route(), clear::route()]);
    routes.extend([budget::route(), incidents::route(), notices::route(), rids::route()]);
    routes
}
