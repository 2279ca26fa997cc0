//! Policies: rules that notify or clear, their form, their dry run, and the kill switch.

pub mod actions;
pub mod badge;
pub mod dry_run;
pub mod edit;
pub mod facts;
pub mod form;
pub mod forms;
pub mod kill_switch;
pub mod list;
pub mod new;
pub mod outcome;
pub mod policy;
pub mod trial;

pub use dry_run::{PolicyTryPage, PolicyTryTypedPage};
pub use edit::PolicyEditPage;
pub use list::PoliciesPage;
pub use new::PolicyNewPage;
pub use policy::PolicyPage;
