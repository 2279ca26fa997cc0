//! `wxquota rekey`: another master key.

use std::env;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use desk::audit::AuditChain;
use domain::audit::AuditAction;
use store::files::beside;
use store::sqlite::{OpenMode, RekeyFiles, Rekeyed, rekey};
use store::{AuditActor, MasterKey, NewAuditLine};

use super::{Session, counted, say};
use crate::failure::CommandError;
use crate::lock::ServeLock;
use crate::settings::Settings;

pub(crate) async fn run(settings: Settings, new_key_file: Option<&Path>) -> Result<(), CommandError> {
    let (database, key) = (settings.database_file(), settings.master_key_file.clone());
    if !database.exists() {
        return Err(CommandError::NoDesk(database));
    }
    let is_credential = is_credential(&key);
    let new = match new_key_file {
        Some(file) => read(file)?,
        None if is_credential => return Err(CommandError::KeyIsCredential(key)),
        None => MasterKey::generate(&key).map_err(store::OpenError::from)?,
    };
    let _lock = ServeLock::take(&database)?;
    let (actor, at) = intact(settings).await?;
    let kept = beside(&key, &format!(".old-{}", at.strftime("%Y%m%dT%H%M%SZ")));
    let files = RekeyFiles { database: &database, key: &key, kept: (!is_credential).then_some(&kept) };
    let line = NewAuditLine { what: AuditAction::Rekeyed, subject: None, before: None, after: None, reason: None };
    let Rekeyed { secrets, unreadable } = rekey(files, &new, line, &actor, at).await?;
    say(format_args!("{} encrypted with the new master key.", are(secrets)))?;
    if unreadable > 0 {
        say(format_args!("{} not be decrypted with the old key either; enter them again.", could(unreadable)))?;
    }
    match new_key_file.filter(|_| is_credential) {
        Some(file) => say(format_args!(
            "Before the next start, put the key in {} in the place of the credential {}.",
            file.display(),
            key.display()
        ))?,
        None => say(format_args!("The new key is {}; store a copy of it in another place.", key.display()))?,
    }
    if is_credential {
        say("Backups made before now need the old key: keep a copy of it.")
    } else {
        say(format_args!("Backups made before now need the old key, which is kept as {}.", kept.display()))
    }
}

/// Opens the database once, so that it is of this version and its key is known to fit; whoever runs the command, and when.
async fn intact(settings: Settings) -> Result<(AuditActor, jiff::Timestamp), CommandError> {
    let session = Session::open(settings, OpenMode::MustExist).await?;
    let chain = session.desk().audit_chain(&session.actor).await;
    let found = (AuditActor::from(&session.actor), session.now());
    session.close().await;
    match chain? {
        AuditChain::Whole { .. } => Ok(found),
        _ => Err(CommandError::Wanting(
            "the audit trail is not intact, as `wxquota check` explains; nothing was changed".to_owned(),
        )),
    }
}

/// Whether systemd puts the key there, from a place that only it knows.
fn is_credential(key: &Path) -> bool {
    let folders = env::var_os("CREDENTIALS_DIRECTORY").into_iter().map(PathBuf::from);
    let mut folders = folders.chain([PathBuf::from("/run/credentials")]);
    folders.any(|folder| key.starts_with(folder))
}

fn read(file: &Path) -> Result<MasterKey, CommandError> {
    let missing =
        || CommandError::File { verb: "read", file: file.to_owned(), source: Error::from(ErrorKind::NotFound) };
    MasterKey::load(file).map_err(store::OpenError::from)?.ok_or_else(missing)
}

fn are(secrets: i64) -> String {
    format!("{} {}", counted(secrets, "secret"), if secrets == 1 { "is" } else { "are" })
}

fn could(secrets: i64) -> String {
    format!("{} could", counted(secrets, "secret"))
}
