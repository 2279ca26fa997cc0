//! "Check the seals", on the audit trail.

use crate::pages::audit::forms::CheckTrail;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, Form};
use crate::context::Viewer;
use crate::t;

/// The button.
#[component]
pub fn CheckTrailButton() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=CheckTrail::url() inline=true>
            <Button>{t!(lang, "audit-check")}</Button>
        </Form>
    }
}
