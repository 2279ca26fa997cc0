//! `wxquota account import`: accounts in bulk out of a CSV file.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use desk::account_import::{Doubt, ImportSheet, RowOutcome, RowResult, SecretFiles};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::secret_file::read_secret;
use super::{Session, counted, print, say};
use crate::cli::ImportAccounts;
use crate::failure::CommandError;
use crate::shapes::accounts::{ImportedAccount, ImportedAccounts};

/// The longest file that is read.
const FILE_BYTES: u64 = 64 << 20;

pub(super) async fn import(session: &Session, typed: ImportAccounts) -> Result<(), CommandError> {
    let ImportAccounts { file, dry_run, output } = typed;
    let sheet = ImportSheet::read(&read(&file)?).map_err(|error| CommandError::Sheet { file: file.clone(), error })?;
    let folder = file.parent().filter(|_| file != Path::new("-")).map(Path::to_owned).unwrap_or_default();
    let secret_in = |path: &str| secret_in(&folder.join(path));
    let files = SecretFiles::Read(&secret_in);
    let mut rows = Vec::new();
    let mut failed = None;
    let on_row = |result: RowResult| {
        if output.json {
            rows.push(ImportedAccount::of(&result));
        } else if failed.is_none() {
            // A row's line is printed when it is done: an import takes as long as its checks.
            failed = say(line(session, &result)).err();
        }
    };
    let desk = session.desk();
    let counts = if dry_run {
        desk.preview_accounts(&session.actor, &sheet, files, on_row).await?
    } else {
        desk.import_accounts(&session.actor, &sheet, files, on_row).await?
    };
    if let Some(error) = failed {
        return Err(error);
    }
    let done = if dry_run { "can be added" } else { "added" };
    let summary = format!("{} {done}, {} not.", counted(counts.good, "account"), counts.bad);
    let shape = ImportedAccounts::of(rows, counts, dry_run);
    if output.json || !dry_run || counts.bad == 0 {
        print(output, &shape, || summary)?;
    }
    if counts.bad > 0 {
        let verb = if dry_run { "would not be added" } else { "were not added" };
        return Err(CommandError::Wanting(format!("{} {verb}", counted(counts.bad, "row"))));
    }
    Ok(())
}

/// The line that is printed for a row.
fn line(session: &Session, row: &RowResult) -> String {
    let names = match (row.name.as_str(), row.appid.as_str()) {
        ("", "") => String::new(),
        ("", appid) => format!(" {appid}"),
        (name, "") => format!(" {name}"),
        (name, appid) => format!(" {name} ({appid})"),
    };
    let what = match &row.outcome {
        RowOutcome::Good { watching } => format!("can be added, watching {}", counted(*watching, "interface")),
        RowOutcome::Added { id, watching, doubt } => {
            let doubt = match doubt {
                None => String::new(),
                Some(Doubt::Failed(problem)) => format!("; it does not work yet: {}", problem.detail),
                Some(Doubt::Unchecked) => "; not checked, since WeChat could not be reached".to_owned(),
            };
            format!("added as account {id}, watching {}{doubt}", counted(*watching, "interface"))
        }
        RowOutcome::Bad(fault) => format!("not added: {fault}"),
    };
    session.desk().redactor().redact(&format!("line {}:{names} {what}", row.line)).into_owned()
}

/// The bytes of the file, or of standard input where it is `-`.
fn read(file: &Path) -> Result<Zeroizing<Vec<u8>>, CommandError> {
    let failed = |source| CommandError::File { verb: "read", file: file.to_owned(), source };
    let mut bytes = Zeroizing::new(Vec::new());
    let read = if file == Path::new("-") {
        io::stdin().take(FILE_BYTES + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|opened| opened.take(FILE_BYTES + 1).read_to_end(&mut bytes))
    };
    if read.map_err(failed)? > usize::try_from(FILE_BYTES).unwrap_or(usize::MAX) {
        return Err(failed(io::Error::other("it is larger than 64 MiB; split it")));
    }
    Ok(bytes)
}

/// The secret in a file that a row names.
fn secret_in(file: &Path) -> Result<SecretString, String> {
    read_secret(file).map_err(|error| match error {
        CommandError::File { file, source, .. } => format!("{}: {source}", file.display()),
        other => other.to_string(),
    })
}
