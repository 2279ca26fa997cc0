//! Forms about groups of accounts: their server functions.

use desk::groups::TypedGroups;
use domain::{GroupId, paths};
use leptos::prelude::*;

use crate::forms;
use crate::pages::accounts::group_outcome::{GroupFault, GroupOutcome};

/// The most ticked groups that are shown again.
const MOST_CHOSEN: usize = 500;

/// The id in a form's field for a group; that of no group where it holds no number.
fn group_id(field: &str) -> GroupId {
    GroupId(field.parse().unwrap_or_default())
}

/// Adds a group.
#[server(prefix = "/form", endpoint = "groups/add")]
pub async fn add_group(#[server(default)] name: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let flash = match desk.add_group(&forms::actor(), &name).await {
        Ok(_) => GroupOutcome::Added.into(),
        Err(error) => match GroupFault::of(error) {
            Ok(fault) => GroupOutcome::Add { name: forms::shown_again(&name), fault }.into(),
            Err(flash) => flash,
        },
    };
    forms::finish(flash, paths::GROUPS).await
}

/// Gives a group another name.
#[server(prefix = "/form", endpoint = "groups/rename")]
pub async fn rename_group(
    #[server(default)] group: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = group_id(&group);
    let flash = match desk.rename_group(&forms::actor(), id, &name).await {
        Ok(()) => GroupOutcome::Renamed.into(),
        Err(error) => match GroupFault::of(error) {
            Ok(fault) => GroupOutcome::Rename { id, name: forms::shown_again(&name), fault }.into(),
            Err(flash) => flash,
        },
    };
    forms::finish(flash, paths::GROUPS).await
}

/// Deletes a group; its accounts stay.
#[server(prefix = "/form", endpoint = "groups/delete")]
pub async fn delete_group(#[server(default)] group: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let done = desk.delete_group(&forms::actor(), group_id(&group)).await;
    forms::finish(done.map(|()| GroupOutcome::Deleted), paths::GROUPS).await
}

/// Puts an account in the groups that were ticked and typed, and in no others.
#[server(prefix = "/form", endpoint = "accounts/groups")]
pub async fn choose_account_groups(
    #[server(default)] account: String,
    #[server(default)] groups: Vec<String>,
    #[server(default)] new_groups: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = forms::account_id(&account);
    let typed = TypedGroups { chosen: groups, typed: new_groups };
    let flash = match desk.set_groups(&forms::actor(), id, &typed).await {
        Ok(()) => GroupOutcome::Saved.into(),
        Err(error) => match GroupFault::of(error) {
            Ok(fault) => GroupOutcome::Choose { typed: shown_again(&typed), fault }.into(),
            Err(flash) => flash,
        },
    };
    forms::finish(flash, &paths::account_groups(id)).await
}

/// What was chosen and typed, as it is shown again.
fn shown_again(typed: &TypedGroups) -> TypedGroups {
    let chosen = typed.chosen.iter().take(MOST_CHOSEN).map(|name| forms::shown_again(name)).collect();
    TypedGroups { chosen, typed: forms::shown_again(&typed.typed) }
}
