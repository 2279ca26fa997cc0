//! Acts that take the password again, where it was typed too long ago in this session: checking it, and the outcome of a form
//! that lacked it.

use desk::Desk;
use desk::users::ConfirmError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::kept::{kept_form_fields, masked_fields};
use super::{Flash, Outcome, Refused, actor};
use crate::components::{KeptValues, Notice, NoticeKind};
use crate::context::Viewer;
use crate::t;

/// What is wrong with the password that confirms an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConfirmFault {
    /// None was typed, or not lately.
    Missing,
    /// It is another one.
    Wrong,
}

/// The outcome of a form that was not carried out for want of the password. What else was typed is shown again, as far as it
/// may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordAsked {
    /// The address of the form.
    form: String,
    /// What is wrong.
    fault: ConfirmFault,
    /// The other fields, masked.
    fields: Vec<(String, String)>,
}

#[typetag::serde]
impl Outcome for PasswordAsked {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let title = match self.fault {
            ConfirmFault::Missing => t!(lang, "confirm-asked"),
            ConfirmFault::Wrong => t!(lang, "confirm-wrong"),
        };
        Some(view! { <Notice kind=NoticeKind::Error title next=t!(lang, "confirm-asked-next") /> }.into_any())
    }
}

/// Why an act is not confirmed.
#[derive(Debug)]
pub enum Unconfirmed {
    /// The password is missing or another.
    Fault(ConfirmFault),
    /// No password was looked at.
    Refused(Flash),
}

/// Has whoever posts the form confirm it: by the password that was typed with it, or by one that was typed lately.
///
/// # Errors
/// [`Unconfirmed`]; nothing may be done then.
pub async fn confirm(desk: &Desk, password: String) -> Result<(), Unconfirmed> {
    // Whoever has not signed in is refused by the use case.
    let Some(who) = Viewer::current().signed_in.clone() else { return Ok(()) };
    desk.confirm(&who, &actor(), password.into()).await.map_err(|error| match error {
        ConfirmError::Missing => Unconfirmed::Fault(ConfirmFault::Missing),
        ConfirmError::Wrong => Unconfirmed::Fault(ConfirmFault::Wrong),
        ConfirmError::Wait(wait) => Unconfirmed::Refused(Refused::Wait(wait.until).into()),
        ConfirmError::Busy => Unconfirmed::Refused(Refused::Busy.into()),
        ConfirmError::Internal(error) => Unconfirmed::Refused(error.into()),
    })
}

/// As [`confirm`], with the outcome of the form at this address where it is not confirmed. Of the fields that were typed those
/// are shown again that may be kept.
pub async fn ask_password(desk: &Desk, password: String, form: &str, typed: &[(&str, &str)]) -> Option<Flash> {
    match confirm(desk, password).await {
        Ok(()) => None,
        Err(Unconfirmed::Refused(flash)) => Some(flash),
        Err(Unconfirmed::Fault(fault)) => {
            let typed: Vec<_> = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            let fields = masked_fields(desk, form, &typed);
            Some(PasswordAsked { form: form.to_owned(), fault, fields }.into())
        }
    }
}

/// That the form of this page lacked the password.
#[derive(Clone)]
struct AskedHere {
    form: String,
    fault: ConfirmFault,
}

/// Has the form of the page that lacked the password say so, with what else was typed into it.
pub(crate) fn provide_asked(flash: &Flash) {
    let Some(PasswordAsked { form, fault, fields }) = flash.read::<PasswordAsked>().cloned() else { return };
    if let Some(names) = kept_form_fields(&form) {
        KeptValues::new(names, fields).provide();
    }
    provide_context(AskedHere { form, fault });
}

/// What was wrong with the password of the form at this address on the page that is being rendered.
pub(crate) fn asked_fault(form: &str) -> Option<ConfirmFault> {
    use_context::<AskedHere>().filter(|asked| asked.form == form).map(|asked| asked.fault)
}
