//! A new password, typed twice: its fields, and why what was typed was not taken.

use desk::users::{PasswordFault, check_password};
use leptos::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::components::Field;
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::users::{password_hint, password_words};

/// Why a new password, typed twice, was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewPasswordFault {
    /// It cannot be one.
    Password(PasswordFault),
    /// The second is not the first.
    Again,
    /// Too many passwords are being looked at; nothing is wrong with this one.
    Busy,
}

/// What is wrong with a password for `name` that was typed twice.
pub(crate) fn new_password_fault(
    password: &SecretString,
    again: &SecretString,
    name: &str,
) -> Option<NewPasswordFault> {
    match check_password(password, name.trim()) {
        Err(fault) => Some(NewPasswordFault::Password(fault)),
        Ok(()) => (password.expose_secret() != again.expose_secret()).then_some(NewPasswordFault::Again),
    }
}

/// The two fields; the second is called `again`.
#[component]
pub(crate) fn NewPasswordFields(
    /// What the first is called in the form.
    #[prop(default = "password")]
    name: &'static str,
    /// What the first asks for; for a new password unless told.
    #[prop(optional, into)]
    label: Option<Text>,
    /// Why what was typed was not taken.
    fault: Option<NewPasswordFault>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (first, second) = match fault {
        Some(NewPasswordFault::Password(fault)) => (Some(password_words(lang, fault)), None),
        Some(NewPasswordFault::Again) => (None, Some(t!(lang, "fault-password-again"))),
        Some(NewPasswordFault::Busy) => (Some(t!(lang, "fault-password-busy")), None),
        None => (None, None),
    };
    view! {
        <Field
            name
            kind="password"
            label=label.unwrap_or_else(|| t!(lang, "field-password-new"))
            autocomplete="new-password"
            hint=password_hint(lang)
            error=first
        />
        <Field
            name="again"
            kind="password"
            label=t!(lang, "field-password-again")
            autocomplete="new-password"
            error=second
        />
    }
}
