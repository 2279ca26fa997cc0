//! TODO.

pub mod advice;
pub mod clear;
pub mod confirmation;
pub mod consequences;
pub mod evidence;
pub mod forms;
pub mod friction;
pub mod history;
pub mod ledger;
pub mod order_form;
pub mod outcome;
pub mod request;
pub mod request_badge;
pub mod request_link;
pub mod requests_panel;
pub mod settling;
pub mod state_notice;
pub mod support_text;
