//! `wxquota backup`: a consistent copy while everything runs.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::Path;

use super::{Session, say, write_out};
use crate::failure::CommandError;

pub(crate) async fn run(session: &Session, file: &Path) -> Result<(), CommandError> {
    if file == Path::new("-") {
        return to_standard_output(session).await;
    }
    if file.exists() {
        return Err(CommandError::Exists(file.to_owned()));
    }
    session.desk().back_up(&session.actor, file).await?;
    say(format_args!(
        "The database is copied to {}. Store a copy of the master key {} in another place: the AppSecrets cannot be \
         decrypted without it.",
        file.display(),
        session.settings.master_key_file.display()
    ))
}

/// Writes the copy to standard output, by way of a file beside the database that is gone afterwards.
async fn to_standard_output(session: &Session) -> Result<(), CommandError> {
    if io::stdout().is_terminal() {
        return Err(CommandError::Usage("a backup is not for the terminal; redirect standard output".to_owned()));
    }
    let database = session.settings.database_file();
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |verb| move |source| CommandError::File { verb, file: folder.to_owned(), source };
    let draft = tempfile::tempdir_in(folder).map_err(failed("written"))?;
    let copy = draft.path().join("backup.db");
    session.desk().back_up(&session.actor, &copy).await?;
    write_out(File::open(&copy).map_err(failed("read"))?)
}
