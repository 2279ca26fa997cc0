//! Incidents: errors that services reported.

pub mod badge;
pub mod caller;
pub mod incident;
pub mod list;

pub use incident::IncidentPage;
pub use list::IncidentsPage;
