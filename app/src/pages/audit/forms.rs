//! The form of the audit trail: its server function.

use domain::paths;
use leptos::prelude::*;

use crate::forms::{self, Flash};
use crate::pages::audit::outcome::TrailOutcome;

/// Checks the whole trail, and goes back to it.
#[server(prefix = "/form", endpoint = "audit/check")]
pub async fn check_trail() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let flash = match desk.audit_chain(&forms::actor()).await {
        Ok(chain) => TrailOutcome::from(chain).into(),
        Err(error) => Flash::from(error),
    };
    forms::finish(flash, paths::AUDIT).await
}
