//! Outcomes of forms about somebody's own settings.

use domain::Lang;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::Outcome;
use crate::parts::new_password::NewPasswordFault;
use crate::t;

/// The outcome of a form about somebody's own settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SettingsOutcome {
    /// Language, colours and zone are kept.
    PreferencesSaved,
    /// The password was changed.
    PasswordChanged,
    /// A session was ended.
    SessionEnded,
    /// The form that changes the password has to be corrected.
    Password {
        /// The current password is another one.
        wrong: bool,
        /// What is wrong with the new one.
        new: Option<NewPasswordFault>,
    },
    /// The form about appearance has to be corrected: the time zone does not exist.
    TimeZone {
        /// The zone as typed.
        typed: String,
        /// The language that was chosen with it.
        lang: Option<Lang>,
        /// The colours, `light` or `dark`.
        theme: Option<String>,
    },
}

#[typetag::serde]
impl Outcome for SettingsOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let title = match self {
            Self::PreferencesSaved => t!(lang, "done-account-saved"),
            Self::PasswordChanged => t!(lang, "done-password-changed"),
            Self::SessionEnded => t!(lang, "done-session-ended"),
            Self::Password { .. } | Self::TimeZone { .. } => return None,
        };
        Some(view! { <Notice kind=NoticeKind::Success title /> }.into_any())
    }
}
