//! Outcomes of the forms that sign in and that make the first admin.

use domain::users::UserNameFault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::Outcome;
use crate::parts::new_password::NewPasswordFault;
use crate::t;

/// The outcome of signing in: name and password do not fit, or the user is disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRefused;

#[typetag::serde]
impl Outcome for SignInRefused {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let title = t!(lang, "signin-wrong");
        Some(view! { <Notice kind=NoticeKind::Error title next=t!(lang, "signin-wrong-next") /> }.into_any())
    }
}

/// The form that makes the first admin, which has to be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpFaults {
    /// The name as typed.
    pub name: String,
    /// What is wrong with the name.
    pub name_fault: Option<UserNameFault>,
    /// What is wrong with the password.
    pub password: Option<NewPasswordFault>,
}

#[typetag::serde]
impl Outcome for SetUpFaults {
    fn notice(&self) -> Option<AnyView> {
        None
    }
}
