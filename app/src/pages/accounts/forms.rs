//! Forms about accounts: their server functions.

#![expect(clippy::too_many_arguments, reason = "leptos' macro takes each field of the form as one")]
use desk::Desk;
use desk::accounts::{
    AccountError, AccountFaults, Change, CheckReport, SecretFault, TypedAccount, TypedChange, TypedContact,
};
use desk::drafts::{DraftMarker, SecretForm};
use desk::interfaces::{WatchError, WatchOutcome};
use domain::{InterfaceId, PathError, paths};
use leptos::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use crate::forms::confirm::Unconfirmed;
use crate::forms::{self, Flash, Refused};
use crate::pages::accounts::outcome::{AccountOutcome, EditAccountForm, TypedAccountForm, TypedChoice};

/// The most ticked paths that are shown again: more than the catalogue has.
const MOST_CHOSEN: usize = 500;

/// The secret of a form: as it was typed, or as it was kept from the last try.
struct TypedSecret {
    form: SecretForm,
    secret: SecretString,
    /// It was to be the kept one.
    was_kept: bool,
}

impl TypedSecret {
    async fn of(desk: &Desk, form: SecretForm, typed: String, marker: &str) -> Result<Self, AccountError> {
        let secret = SecretString::from(typed);
        let was_kept = !marker.is_empty() && secret.expose_secret().trim().is_empty();
        let kept = match forms::session_id().filter(|_| was_kept) {
            Some(session) => desk.kept_secret(&session, form, marker).await?,
            None => None,
        };
        Ok(Self { form, secret: kept.unwrap_or(secret), was_kept })
    }

    /// The faults, where the missing secret is one that is kept no longer.
    fn faults(&self, mut faults: AccountFaults) -> AccountFaults {
        if self.was_kept && faults.secret == Some(SecretFault::Empty) {
            faults.secret = Some(SecretFault::KeptNoLonger);
        }
        faults
    }

    /// Keeps a secret that was not at fault itself for the next try; its marker.
    async fn keep(&self, desk: &Desk, faults: &AccountFaults) -> Option<DraftMarker> {
        let session = forms::session_id().filter(|_| faults.secret.is_none())?;
        let kept = desk.keep_secret(&session, self.form, &self.secret).await;
        kept.inspect_err(|error| tracing::error!(%error, "a typed secret could not be kept")).ok().flatten()
    }

    /// Forgets what was kept: the secret was taken.
    async fn forget(&self, desk: &Desk) {
        let Some(session) = forms::session_id() else { return };
        if let Err(error) = desk.forget_kept_secrets(&session, self.form).await {
            tracing::error!(%error, "a kept secret could not be forgotten before its time");
        }
    }
}

/// Checks what was typed with WeChat, adds the account, and goes to its page; or back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "accounts/add")]
pub async fn add_account(
    #[server(default)] name: String,
    #[server(default)] appid: String,
    #[server(default)] kind: String,
    #[server(default)] secret: String,
    #[server(default)] kept: String,
    #[server(default)] paths: String,
    #[server(default)] cleared_before: String,
    #[server(default)] anyway: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let secret = match TypedSecret::of(&desk, SecretForm::NewAccount, secret, &kept).await {
        Ok(secret) => secret,
        Err(error) => return forms::finish(Flash::from(error), paths::ACCOUNT_NEW).await,
    };
    let typed = TypedAccount {
        name: name.clone(),
        appid: appid.clone(),
        kind: kind.clone(),
        secret: secret.secret.clone(),
        watch: paths.lines().map(str::to_owned).collect(),
        cleared_before: forms::number(&cleared_before),
        groups: Vec::new(),
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
    let correct = async |faults, check: Option<CheckReport>| {
        let faults = secret.faults(forms::faults_shown_again(faults));
        let kept = secret.keep(&desk, &faults).await;
        let outcome = AccountOutcome::Add { typed: form, faults, check: check.map(Box::new), kept };
        (Flash::from(outcome), paths::ACCOUNT_NEW.to_owned())
    };
    let (flash, to) = match added.await {
        Ok(Ok(added)) => {
            secret.forget(&desk).await;
            // Its page shows figures at once; what fails here is a reading, and told there.
            if let Err(error) = desk.sample_due(&actor, added.id).await {
                tracing::warn!(%error, "a new account could not be read at once");
            }
            let repaired = forms::repaired(added.watching.iter().map(|(path, repairs)| (path, repairs)));
            let done = AccountOutcome::Added { watching: added.watching.len(), repaired };
            (done.into(), paths::account(added.id))
        }
        Ok(Err(report)) => correct(AccountFaults::default(), Some(report)).await,
        Err(AccountError::Faults(faults)) => correct(*faults, None).await,
        Err(AccountError::Internal(error)) => {
            let _ = Refused::from(error);
            correct(AccountFaults::default(), None).await
        }
        Err(error) => (error.into(), paths::ACCOUNT_NEW.to_owned()),
    };
    forms::finish(flash, &to).await
}

/// Changes name, kind, readings a day, clears used before, owner and note.
#[server(prefix = "/form", endpoint = "accounts/edit")]
pub async fn edit_account(
    #[server(default)] account: String,
    #[server(default)] name: String,
    #[server(default)] kind: String,
    #[server(default)] daily_readings: String,
    #[server(default)] cleared_before: String,
    #[server(default)] owner: Option<String>,
    #[server(default)] note: Option<String>,
    #[server(default)] seen_account: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = forms::account_id(&account);
    let seen = EditAccountForm::parse(&seen_account);
    // A form without these fields leaves both as they are.
    let contact = (owner.is_some() || note.is_some())
        .then(|| TypedContact { owner: owner.unwrap_or_default(), note: note.unwrap_or_default() });
    let (owner, note) = contact.clone().map(|typed| (typed.owner, typed.note)).unwrap_or_default();
    let change = TypedChange {
        name: Some(name.clone()),
        kind: Some(kind.clone()),
        // What is no number becomes one that is out of range, so that it is called wrong rather than ignored.
        daily_readings: Some(forms::number(&daily_readings).unwrap_or(-1)),
        cleared_before: Change::To(forms::number(&cleared_before)),
        contact,
        seen: seen.as_ref().and_then(EditAccountForm::values).map(Box::new),
    };
    let flash = match desk.edit_account(&forms::actor(), id, change).await {
        Ok(()) => AccountOutcome::Saved.into(),
        Err(AccountError::Faults(faults)) => {
            let typed = EditAccountForm {
                name: forms::shown_again(&name),
                kind: forms::shown_again(&kind),
                daily_readings: forms::shown_again(&daily_readings),
                cleared_before: forms::shown_again(&cleared_before),
                owner: forms::contact_shown_again(&owner),
                note: forms::contact_shown_again(&note),
            };
            AccountOutcome::Edit { typed, faults: *faults, seen: seen.map(Box::new) }.into()
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
    #[server(default)] kept: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = forms::account_id(&account);
    let secret = match TypedSecret::of(&desk, SecretForm::Account(id), secret, &kept).await {
        Ok(secret) => secret,
        Err(error) => return forms::finish(Flash::from(error), &paths::account_settings(id)).await,
    };
    let correct = async |faults, password| {
        let faults = secret.faults(faults);
        let kept = secret.keep(&desk, &faults).await;
        Flash::from(AccountOutcome::Secret { faults, kept, password })
    };
    let unconfirmed = match forms::confirm::confirm(&desk, confirm).await {
        Ok(()) => None,
        Err(Unconfirmed::Refused(flash)) => Some(flash),
        Err(Unconfirmed::Fault(fault)) => Some(correct(AccountFaults::default(), Some(fault)).await),
    };
    if let Some(flash) = unconfirmed {
        return forms::finish(flash, &paths::account_settings(id)).await;
    }
    let flash = match desk.replace_secret(&forms::actor(), id, &secret.secret).await {
        // What was typed is tried at once: a mistake should not wait for the next reading to be seen.
        Ok(()) => {
            secret.forget(&desk).await;
            match desk.check_account(&forms::actor(), id).await {
                Ok(report) if !report.works() => AccountOutcome::Checked(Box::new(report)).into(),
                _ => AccountOutcome::SecretReplaced.into(),
            }
        }
        Err(AccountError::Faults(faults)) => correct(*faults, None).await,
        Err(AccountError::Internal(error)) => {
            let _ = Refused::from(error);
            correct(AccountFaults::default(), None).await
        }
        Err(error) => Flash::from(error),
    };
    forms::finish(flash, &paths::account_settings(id)).await
}

/// Fetches a token and reads one quota.
#[server(prefix = "/form", endpoint = "accounts/check")]
pub async fn check_account(#[server(default)] account: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = forms::account_id(&account);
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
    let id = forms::account_id(&account);
    let paused = paused == "yes";
    let done = desk.pause_account(&forms::actor(), id, paused).await;
    let outcome = if paused { AccountOutcome::Paused } else { AccountOutcome::Resumed };
    forms::finish(done.map(|()| outcome), &paths::account_settings(id)).await
}

/// Watches what was ticked and what was typed, one path a line; or searches the list of interfaces, and keeps both.
#[server(prefix = "/form", endpoint = "interfaces/watch")]
pub async fn watch_interfaces(
    #[server(default)] account: String,
    #[server(default)] chosen: Vec<String>,
    #[server(default)] typed: String,
    #[server(default)] search: String,
    #[server(default)] find: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = forms::account_id(&account);
    let form = TypedChoice {
        search: forms::shown_again(&search),
        chosen: chosen.iter().take(MOST_CHOSEN).map(|path| forms::shown_again(path)).collect(),
        paths: forms::paths_shown_again(&typed),
    };
    if !find.is_empty() {
        return forms::finish(AccountOutcome::Search(form), &paths::account_interfaces(id)).await;
    }
    let typed_paths = typed.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
    let paths: Vec<_> = chosen.into_iter().chain(typed_paths).collect();
    let correct =
        |path: &str, error| AccountOutcome::Watch { typed: form, path: forms::shown_again(path), error }.into();
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
    let id = forms::account_id(&account);
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
    let id = forms::account_id(&account);
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
