//! The forms on the page of the system settings: their server function.

use std::collections::BTreeMap;

use desk::policies::ChangeOutcome;
use desk::settings::{SettingsError, TypedSetting};
use domain::{SettingGroup, SettingKey, paths};
use leptos::prelude::*;
use secrecy::SecretString;

use crate::context::Viewer;
use crate::forms::confirm::ConfirmFault;
use crate::forms::{self, Flash};
use crate::pages::settings::system_outcome::{SystemForm, SystemOutcome};

/// The name of a group's field for the password.
pub(super) fn password_field(group: SettingGroup) -> String {
    format!("password_{group}")
}

/// The name of the hidden field for the value that a setting's field showed.
pub(super) fn seen_field(key: SettingKey) -> String {
    format!("seen_{key}")
}

/// Changes the settings of a group, or resets one of them.
#[server(prefix = "/form", endpoint = "settings/system")]
pub async fn change_system_settings(
    #[server(default)] group: String,
    #[server(default)] reset: String,
    #[server(flatten)] typed: BTreeMap<String, String>,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let mut typed = typed;
    let Ok(group) = group.parse::<SettingGroup>() else {
        return forms::finish(SystemOutcome::Unchanged, paths::SYSTEM_SETTINGS).await;
    };
    let password = SecretString::from(typed.remove(&password_field(group)).unwrap_or_default());
    let mut seen = |key: SettingKey| typed.remove(&seen_field(key));
    let seen: BTreeMap<_, _> = group.keys().filter_map(|key| Some((key.word(), seen(key)?))).collect();
    let seen = |key: SettingKey| seen.get(key.word()).cloned();
    let value = |key: SettingKey| Some(TypedSetting { key, text: typed.remove(key.word())?, seen: seen(key) });
    let values: Vec<_> = group.keys().filter_map(value).collect();
    let reset = reset.parse::<SettingKey>().ok();
    let who = Viewer::current().signed_in.clone();
    let confirmation = who.as_deref().map(|who| (who, password));
    let actor = forms::actor();
    let changed = match reset {
        Some(key) => desk.reset_setting(&actor, key, seen(key), confirmation).await,
        None => desk.change_settings(&actor, &values, confirmation).await,
    };
    let correct = |faults, password, overtaken| {
        // Of what was left as it was, the value of now is shown.
        let touched = values.iter().filter(|value| value.seen.as_deref() != Some(value.text.trim()));
        let typed = touched.map(|value| (value.key, forms::text_shown_again(&value.text))).collect();
        Flash::from(SystemOutcome::Correct(SystemForm { group, typed, faults, password, overtaken }))
    };
    let flash = match (changed, reset) {
        (Ok(ChangeOutcome::Unchanged), _) => SystemOutcome::Unchanged.into(),
        (Ok(ChangeOutcome::Done), Some(key)) => SystemOutcome::Reset(key).into(),
        (Ok(ChangeOutcome::Done), None) => SystemOutcome::Changed(group).into(),
        (Err(SettingsError::Faults(faults)), _) => correct(faults, None, Vec::new()),
        (Err(SettingsError::PasswordMissing), _) => correct(Vec::new(), Some(ConfirmFault::Missing), Vec::new()),
        (Err(SettingsError::PasswordWrong), _) => correct(Vec::new(), Some(ConfirmFault::Wrong), Vec::new()),
        (Err(SettingsError::Overtaken(values)), _) => correct(Vec::new(), None, values),
        (Err(error), _) => error.into(),
    };
    forms::finish(flash, &paths::setting_group(group)).await
}
