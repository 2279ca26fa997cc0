//! TODO.

pub mod badge;
pub mod dry_run;
pub mod edit;
pub mod facts;
pub mod form;
pub mod form_faults;
pub mod form_limits;
pub mod form_trigger;
pub mod forms;
pub mod kill_switch;
pub mod list;
pub mod new;
pub mod outcome;
pub mod policy;
pub mod save;
pub mod state;
pub mod trial;
