//! `wxquota restore`: a backup in the place of the database.

use std::path::Path;

use domain::audit::AuditAction;
use store::files::{FileId, beside};
use store::sqlite::{BackupFacts, Losses, inspect_backup, losses, restore};
use store::{AuditActor, NewAuditLine};

use super::{counted, say, time};
use crate::clock;
use crate::failure::CommandError;
use crate::lock::ServeLock;
use crate::opening::cli_actor;
use crate::settings::Settings;

pub(crate) async fn run(settings: &Settings, file: &Path, dry_run: bool) -> Result<(), CommandError> {
    let (database, key) = (settings.database_file(), &settings.master_key_file);
    if FileId::at(file).is_ok_and(|id| FileId::at(&database).is_ok_and(|other| other == id)) {
        return Err(CommandError::Usage(format!("{} is the database itself; name a backup", file.display())));
    }
    let not_restorable = |source| CommandError::NotRestorable { file: file.to_owned(), source };
    let facts = inspect_backup(file, key).await.map_err(not_restorable)?;
    // Before anything is said: beside a server, nothing is done.
    let lock = if dry_run { None } else { Some(ServeLock::take(&database)?) };
    say(format_args!(
        "{} is intact: version {}, newest record of {}.",
        file.display(),
        facts.version,
        time(facts.newest_at, &settings.time_zone)
    ))?;
    say(lost(&database, &facts, dry_run).await)?;
    let Some(_lock) = lock else { return say("Nothing was changed.") };
    let at = clock::of_database(settings).now();
    let kept = beside(&database, &format!(".before-{}", at.strftime("%Y%m%dT%H%M%SZ")));
    let was_there = database.exists();
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let line = NewAuditLine::on(AuditAction::Restored, name);
    restore((file, &database, key), &kept, line, &AuditActor::from(&cli_actor()), at).await?;
    say(format_args!("{} is restored from {}.", database.display(), file.display()))?;
    if was_there {
        say(format_args!("The database from before is kept as {}.", kept.display()))?;
    }
    say(
        "Users, sessions and API tokens are those of the backup: disable or revoke again what you disabled or revoked since.",
    )
}

/// What the present database has beyond the backup, in a sentence.
async fn lost(database: &Path, backup: &BackupFacts, dry_run: bool) -> String {
    if !database.exists() {
        return format!("There is no database {} yet, so nothing is lost.", database.display());
    }
    let verb = if dry_run { "would lose" } else { "loses" };
    match losses(database, backup).await {
        Ok(Losses { clears, incidents, readings, lines }) => format!(
            "Restoring it {verb} what is newer: {}, {}, {} and {} of the audit trail.",
            counted(clears, "clear"),
            counted(incidents, "incident"),
            counted(readings, "reading"),
            if lines == 1 { "1 entry".to_owned() } else { format!("{lines} entries") },
        ),
        Err(error) => {
            format!("What restoring it {verb} is not known, because {} cannot be read: {error}.", database.display())
        }
    }
}
