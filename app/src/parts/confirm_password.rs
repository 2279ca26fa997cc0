//! The field for the password that confirms an act; nothing where it was typed lately.

use leptos::prelude::*;

use crate::components::Field;
use crate::context::{Text, Viewer};
use crate::forms::confirm::{ConfirmFault, asked_fault};
use crate::t;

/// The field. It is called `confirm` unless told.
#[component]
pub(crate) fn ConfirmPassword(
    /// The address of the form.
    form: &'static str,
    /// What it is called in the form.
    #[prop(into, default = "confirm".into())]
    name: Text,
    /// What was wrong with it, where the form's own outcome says so.
    #[prop(optional_no_strip)]
    fault: Option<ConfirmFault>,
    /// What it is needed for, where not every use of the form needs it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Whether not every use of the form needs it, so that the browser does not insist on it.
    #[prop(optional)]
    for_some: bool,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let fault = fault.or_else(|| asked_fault(form));
    if fault.is_none() && viewer.is_confirmed() {
        return None;
    }
    let error = fault.map(|fault| match fault {
        ConfirmFault::Missing => t!(lang, "fault-confirm-missing"),
        ConfirmFault::Wrong => t!(lang, "fault-password-present"),
    });
    Some(view! {
        <Field
            name
            kind="password"
            label=t!(lang, "field-password-yours")
            autocomplete="current-password"
            for_one_button=for_some
            hint=hint.unwrap_or_else(|| t!(lang, "confirm-hint"))
            error
        />
    })
}
