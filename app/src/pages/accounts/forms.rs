//! Forms about accounts: their server functions.

use desk::accounts::{AccountError, AccountFaults, Change, CheckReport, TypedAccount, TypedChange};
use desk::interfaces::{WatchError, WatchOutcome};
use domain::{AccountId, InterfaceId, PathError, paths};
use leptos::prelude::*;

use crate::forms::{self, Flash};
use crate::pages::accounts::outcome::{AccountOutcome, EditAccountForm, TypedAccountForm};

/// Checks what was typed with WeChat, adds the account, and goes to its page; or back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "accounts/add")]
pub async fn add_account(
    #[server(default)] name: String,
    #[server(default)] appid: String,
    #[server(default)] kind: String,
    #[server(default)] secret: String,
    #[server(default)] paths: String,
    #[server(default)] cleared_before: String,
    #[server(default)] anyway: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let typed = TypedAccount {
        name: name.clone(),
        appid: appid.clone(),
        kind: kind.clone(),
        secret: secret.into(),
        watch: paths.lines().map(str::to_owned).collect(),
        cleared_before: forms::number(&cleared_before),
    };
    let added = async {
        if anyway.is_empty() {
            let report = desk.try_account(&actor, &typed).await?;
            if !report.works() {
                return Ok(Err(report));
            }
        }
        desk.add_account(&actor, typed).await.map(Ok)
    };
    let form = TypedAccountForm {
        name: forms::shown_again(&name),
        appid: forms::shown_again(&appid),
        kind: forms::shown_again(&kind),
        paths: forms::paths_shown_again(&paths),
        cleared_before: forms::shown_again(&cleared_before),
    };
    let correct = |faults, check: Option<CheckReport>| {
        let faults = forms::faults_shown_again(faults);
        Flash::from(AccountOutcome::Add { typed: form, faults, check: check.map(Box::new) })
    };
    let (flash, to) = match added.await {
        Ok(Ok(added)) => {
            // Its page shows figures at once; what fails here is a reading, and told there.
            if let Err(error) = desk.sample_due(&actor, added.id).await {
                tracing::warn!(%error, "a new account could not be read at once");
            }
            let repaired = forms::repaired(added.watching.iter().map(|(path, repairs)| (path, repairs)));
            let done = AccountOutcome::Added { watching: added.watching.len(), repaired };
            (done.into(), paths::account(added.id))
        }
        Ok(Err(report)) => (correct(AccountFaults::default(), Some(report)), paths::ACCOUNT_NEW.to_owned()),
        Err(AccountError::Faults(faults)) => (correct(*faults, None), paths::ACCOUNT_NEW.to_owned()),
        Err(error) => (error.into(), paths::ACCOUNT_NEW.to_owned()),
    };
    forms::finish(flash, &to).await
}

/// The id in a form's field `account`; that of no account where it holds no number.
fn account_id(field: &str) -> AccountId {
    AccountId(field.parse().unwrap_or_default())
}

/// Changes name, kind, readings a day, clears used before.
#[server(prefix = "/form", endpoint = "accounts/edit")]
pub async fn edit_account(
    #[server(default)] account: String,
    #[server(default)] name: String,
    #[server(default)] kind: String,
    #[server(default)] daily_readings: String,
    #[server(default)] cleared_before: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_id(&account);
    let change = TypedChange {
        name: Some(name.clone()),
        kind: Some(kind.clone()),
        // What is no number becomes one that is out of range, so that it is called wrong rather than ignored.
        daily_readings: Some(forms::number(&daily_readings).unwrap_or(-1)),
        cleared_before: Change::To(forms::number(&cleared_before)),
    };
    let flash = match desk.edit_account(&forms::actor(), id, change).await {
        Ok(()) => AccountOutcome::Saved.into(),
        Err(AccountError::Faults(faults)) => {
            let typed = EditAccountForm {
                name: forms::shown_again(&name),
                kind: forms::shown_again(&kind),
                daily_readings: forms::shown_again(&daily_readings),
                cleared_before: forms::shown_again(&cleared_before),
            };
            AccountOutcome::Edit { typed, faults: *faults }.into()
        }
        Err(error) => Flash::from(error),
    };
    forms::finish(flash, &paths::account_settings(id)).await
}

/// Replaces the AppSecret.
#[server(prefix = "/form", endpoint = "accounts/secret")]
pub async fn replace_secret(
    #[server(default)] account: String,
    #[server(default)] secret: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_id(&account);
    let flash = match desk.replace_secret(&forms::actor(), id, &secret.into()).await {
        // What was typed is tried at once: a mistake should not wait for the next reading to be seen.
        Ok(()) => match desk.check_account(&forms::actor(), id).await {
            Ok(report) if !report.works() => AccountOutcome::Checked(Box::new(report)).into(),
            _ => AccountOutcome::SecretReplaced.into(),
        },
        Err(AccountError::Faults(faults)) => AccountOutcome::Secret { faults: *faults }.into(),
        Err(error) => Flash::from(error),
    };
    forms::finish(flash, &paths::account_settings(id)).await
}

/// Fetches a token and reads one quota.
#[server(prefix = "/form", endpoint = "accounts/check")]
pub async fn check_account(#[server(default)] account: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_id(&account);
    let report = desk.check_account(&forms::actor(), id).await;
    forms::finish(report.map(|report| AccountOutcome::Checked(Box::new(report))), &paths::account_settings(id)).await
}

/// Pauses the readings, or resumes them.
#[server(prefix = "/form", endpoint = "accounts/pause")]
pub async fn pause_account(
    #[server(default)] account: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_id(&account);
    let paused = paused == "yes";
    let done = desk.pause_account(&forms::actor(), id, paused).await;
    let outcome = if paused { AccountOutcome::Paused } else { AccountOutcome::Resumed };
    forms::finish(done.map(|()| outcome), &paths::account_settings(id)).await
}

/// Watches what was ticked and what was typed, one path a line.
#[server(prefix = "/form", endpoint = "interfaces/watch")]
pub async fn watch_interfaces(
    #[server(default)] account: String,
    #[server(default)] chosen: Vec<String>,
    #[server(default)] typed: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_id(&account);
    let typed_paths = typed.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
    let paths: Vec<_> = chosen.into_iter().chain(typed_paths).collect();
    let correct = |path: &str, error| {
        let (typed, path) = (forms::paths_shown_again(&typed), forms::shown_again(path));
        AccountOutcome::Watch { typed, path, error }.into()
    };
    let flash = if paths.is_empty() {
        correct("", PathError::Empty)
    } else {
        match desk.watch(&forms::actor(), id, &paths).await {
            Ok(taken) => {
                let added = taken.iter().filter(|taken| matches!(taken.watched, WatchOutcome::Added(_))).count();
                let repaired = forms::repaired(taken.iter().map(|taken| (&taken.path, &taken.repairs)));
                AccountOutcome::Watching { added, already: taken.len() - added, repaired }.into()
            }
            Err(WatchError::Path { typed: path, error }) => correct(&path, error),
            Err(error) => Flash::from(error),
        }
    };
    forms::finish(flash, &paths::account_interfaces(id)).await
}

/// Stops watching one interface.
#[server(prefix = "/form", endpoint = "interfaces/unwatch")]
pub async fn unwatch_interface(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] path: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_id(&account);
    let interface = InterfaceId(interface.parse().unwrap_or_default());
    let done = desk.unwatch(&forms::actor(), id, interface).await;
    forms::finish(
        done.map(|()| AccountOutcome::Unwatched { path: forms::shown_again(&path) }),
        &paths::account_interfaces(id),
    )
    .await
}

/// Retires the account whose name was typed.
#[server(prefix = "/form", endpoint = "accounts/retire")]
pub async fn retire_account(
    #[server(default)] account: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = account_id(&account);
    let form = paths::account_retire(id);
    let (flash, to) = match desk.find_account(&actor, &id.to_string()).await {
        Err(error) => (Flash::from(error), paths::ACCOUNTS.to_owned()),
        Ok(found) if found.name != name.trim() => (AccountOutcome::Retire.into(), form),
        Ok(_) => match desk.retire_account(&actor, id).await {
            Ok(()) => (AccountOutcome::Retired.into(), paths::ACCOUNTS.to_owned()),
            Err(error) => (error.into(), form),
        },
    };
    forms::finish(flash, &to).await
}
