//! Outcomes of the forms on the page of the system settings.

use desk::settings::SettingsError;
use domain::{Lang, SettingFault, SettingGroup, SettingKey};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::confirm::ConfirmFault;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, Refused};
use crate::t;
use crate::words::settings::{group_words, setting_words, value_words};

/// A form of a group as it was typed, with what has to be corrected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SystemForm {
    /// The group.
    pub group: SettingGroup,
    /// The values as they were typed.
    pub typed: Vec<(SettingKey, String)>,
    /// What is wrong with them.
    pub faults: Vec<(SettingKey, SettingFault)>,
    /// What is wrong with the password.
    pub password: Option<ConfirmFault>,
    /// The settings that somebody else changed since the form was shown, with their values now.
    #[serde(default)]
    pub overtaken: Vec<(SettingKey, String)>,
}

/// The outcome of a form on the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SystemOutcome {
    /// A group was changed.
    Changed(SettingGroup),
    /// A setting was reset to its default.
    Reset(SettingKey),
    /// Everything was so already.
    Unchanged,
    /// The setting is set more strongly, by the variable, flag or file of this name.
    Locked(SettingKey, String),
    /// The form has to be corrected.
    Correct(SystemForm),
}

flash_from!(
    SettingsError,
    SettingsError::Locked(key, origin) => SystemOutcome::Locked(key, origin.name),
    SettingsError::Wait(wait) => Refused::Wait(wait.until),
    SettingsError::Busy => Refused::Busy;
    other
);

#[typetag::serde]
impl Outcome for SystemOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let name = |key: &SettingKey| setting_words(lang, key.word())[0].clone();
        let (kind, title) = match self {
            Self::Changed(group) => {
                (NoticeKind::Success, t!(lang, "done-settings-changed", group = group_words(lang, *group)))
            }
            Self::Reset(key) => (NoticeKind::Success, t!(lang, "done-setting-reset", name = name(key))),
            Self::Unchanged => (NoticeKind::Info, t!(lang, "done-setting-unchanged")),
            Self::Locked(key, by) => {
                (NoticeKind::Error, t!(lang, "refused-setting-locked", name = name(key), by = by.as_str()))
            }
            Self::Correct(form) if !form.overtaken.is_empty() => return Some(overtaken_notice(lang, form)),
            Self::Correct(_) => return None,
        };
        Some(view! { <Notice kind title /> }.into_any())
    }
}

/// The notice that somebody else changed settings since they were shown: which ones, to what, and what to do.
fn overtaken_notice(lang: Lang, form: &SystemForm) -> AnyView {
    let value = |(key, value): &(SettingKey, String)| {
        let [name, _] = setting_words(lang, key.word());
        t!(lang, "setting-overtaken-value", name = name, value = value_words(lang, Some(value))).into_owned()
    };
    let values = form.overtaken.iter().map(value).collect::<Vec<_>>().join(&t!(lang, "semicolon"));
    let (title, why) = (t!(lang, "setting-overtaken"), t!(lang, "setting-overtaken-why", values = values));
    view! { <Notice kind=NoticeKind::Warning title why next=t!(lang, "setting-overtaken-next") /> }.into_any()
}
