//! `wxquota backup`: a consistent copy while everything runs.

use std::path::Path;

use super::{Session, say};
use crate::failure::CommandError;

pub(crate) async fn run(session: &Session, file: &Path) -> Result<(), CommandError> {
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
