//! Adding many accounts out of a file: rows that are good are added one by one, each after a check with WeChat; the others are
//! reported. The calls of the checks are paced.

mod kept;
mod pace;
mod results;
mod sheet;
mod state;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::audit::AuditAction;
use domain::groups::group_names;
use domain::{Actor, AppId, Failure, Permission};
use futures::future::join_all;
pub use kept::{KeptImport, MAX_UPLOAD, UploadError};
use pace::Pace;
pub use results::{Doubt, ImportCounts, RowFault, RowOutcome, RowResult};
use secrecy::{ExposeSecret, SecretString};
use sheet::SheetRow;
pub use sheet::{CellFault, ImportColumn, ImportSheet, MAX_ROWS, SheetError};
pub use state::ImportProgress;
pub(crate) use state::LastImport;
use store::NewAuditLine;
use wechat::Credentials;

use crate::Desk;
use crate::accounts::{AccountError, TypedAccount};
use crate::explain::Problem;

/// The time between two calls of an import to WeChat: 20 a second.
const APART: Duration = Duration::from_millis(50);
/// The number of rows that are checked together, and so the most calls of an import that wait for an answer at once.
const TOGETHER: usize = 10;
/// After so many calls in a row that reached nobody, the rest of the accounts is added without being checked.
const UNREACHED: usize = 3;
/// Errcodes by which WeChat says that appid and AppSecret do not belong together, or that one of them is none.
const WRONG_CREDENTIALS: [i32; 6] = [40001, 40002, 40013, 40125, 41002, 41004];

/// Where secrets that a row names by a file come from.
#[derive(Clone, Copy)]
pub enum SecretFiles<'a> {
    /// From nowhere: a browser could make the server read its files.
    Refused,
    /// From the machine's files: gives the secret in a file, or why it cannot be read.
    Read(&'a (dyn Fn(&str) -> Result<SecretString, String> + Sync)),
}

impl std::fmt::Debug for SecretFiles<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Refused => "Refused",
            Self::Read(_) => "Read",
        })
    }
}

/// The appids and names that rows before had, each with the line.
#[derive(Default)]
struct Before {
    appids: HashMap<String, u64>,
    names: HashMap<String, u64>,
}

impl Before {
    /// Remembers a row, unless its cells are wrong; the fault where one before has the same appid or name.
    fn see(&mut self, row: &SheetRow) -> Option<RowFault> {
        let mut twice = None;
        if row.fault.is_some() {
            return None;
        }
        if let Some(line) = first_of(&mut self.names, &row.name, row.line) {
            twice = Some(RowFault::NameTwice(line));
        }
        if row.appid.parse::<AppId>().is_ok()
            && let Some(line) = first_of(&mut self.appids, &row.appid, row.line)
        {
            twice = Some(RowFault::AppIdTwice(line));
        }
        twice
    }
}

/// The line on which a text came first, where that is another one.
fn first_of(seen: &mut HashMap<String, u64>, text: &str, line: u64) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let first = *seen.entry(text.to_owned()).or_insert(line);
    (first != line).then_some(first)
}

/// A row that can be added, as far as can be told without WeChat.
struct GoodRow {
    typed: TypedAccount,
    credentials: Credentials,
    watching: usize,
}

impl Desk {
    /// What would become of each row; nothing is written, and WeChat is not asked.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn preview_accounts(
        &self,
        actor: &Actor,
        sheet: &ImportSheet,
        files: SecretFiles<'_>,
        mut on_row: impl FnMut(RowResult),
    ) -> Result<ImportCounts, AccountError> {
        actor.require(Permission::Administer, None)?;
        let (mut before, mut counts) = (Before::default(), ImportCounts::default());
        for row in &sheet.rows {
            let outcome = match self.good_row(row, before.see(row), files).await? {
                Ok(good) => RowOutcome::Good { watching: good.watching },
                Err(fault) => RowOutcome::Bad(fault),
            };
            let result = self.result(row, outcome);
            counts.count(&result);
            on_row(result);
        }
        Ok(counts)
    }

    /// Adds the accounts of the rows that are good, in their order, each after its check with WeChat. An account whose credentials
    /// WeChat refuses is not added; one whose check fails for another reason is. Ends early where the desk is about to stop.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure, before the first row that it concerns.
    pub async fn import_accounts(
        &self,
        actor: &Actor,
        sheet: &ImportSheet,
        files: SecretFiles<'_>,
        mut on_row: impl FnMut(RowResult),
    ) -> Result<ImportCounts, AccountError> {
        actor.require(Permission::Administer, None)?;
        let (pace, unreached) = (Pace::new(APART), AtomicUsize::new(0));
        let (mut before, mut counts) = (Before::default(), ImportCounts::default());
        // The database is not held while WeChat is asked: rows are read together, then checked, then written.
        for rows in sheet.rows.chunks(TOGETHER) {
            if self.closing.is_cancelled() {
                break;
            }
            let mut read = Vec::with_capacity(rows.len());
            for row in rows {
                read.push(self.good_row(row, before.see(row), files).await?);
            }
            if unreached.load(Ordering::Relaxed) < UNREACHED {
                self.note_checks(actor, &read).await?;
            }
            let checks = read.into_iter().map(|good| async {
                let good = good?;
                let doubt = self.token_check(&good.credentials, &pace, &unreached).await?;
                Ok((good, doubt))
            });
            for (row, checked) in rows.iter().zip(join_all(checks).await) {
                let outcome = match checked {
                    Ok((good, doubt)) => self.added(actor, good, doubt).await?,
                    Err(fault) => RowOutcome::Bad(fault),
                };
                let result = self.result(row, outcome);
                counts.count(&result);
                on_row(result);
            }
        }
        Ok(counts)
    }

    /// Reads a row as an account to add; `twice` says that a row before is the same.
    async fn good_row(
        &self,
        row: &SheetRow,
        twice: Option<RowFault>,
        files: SecretFiles<'_>,
    ) -> Result<Result<GoodRow, RowFault>, AccountError> {
        let typed = match typed(row, files) {
            Ok(typed) => typed,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(twice) = twice {
            return Ok(Err(twice));
        }
        match self.understood(&typed).await {
            Ok(new) => {
                let credentials = Credentials { appid: new.appid, secret: new.secret };
                Ok(Ok(GoodRow { typed, credentials, watching: new.watch.len() }))
            }
            Err(AccountError::Faults(faults)) => Ok(Err(RowFault::Account(faults))),
            Err(error) => Err(error),
        }
    }

    /// Records that WeChat is asked for these accounts.
    async fn note_checks(&self, actor: &Actor, read: &[Result<GoodRow, RowFault>]) -> Result<(), AccountError> {
        for good in read.iter().flatten() {
            let subject = format!("{} ({})", good.typed.name.trim(), good.credentials.appid);
            self.note(actor, NewAuditLine::on(AuditAction::AccountChecked, subject)).await?;
        }
        Ok(())
    }

    /// Asks WeChat for a token, when its turn comes; what is doubtful then.
    ///
    /// # Errors
    /// The fault of wrong credentials.
    async fn token_check(
        &self,
        credentials: &Credentials,
        pace: &Pace,
        unreached: &AtomicUsize,
    ) -> Result<Option<Doubt>, RowFault> {
        let is_unreached = || unreached.load(Ordering::Relaxed) >= UNREACHED;
        if is_unreached() {
            return Ok(Some(Doubt::Unchecked));
        }
        pace.turn().await;
        if is_unreached() {
            return Ok(Some(Doubt::Unchecked));
        }
        let answer = self.wechat.check(credentials).await;
        self.wechat.keeper().forget(&credentials.appid).await;
        let Err(error) = answer else {
            unreached.store(0, Ordering::Relaxed);
            return Ok(None);
        };
        let problem = Problem::of(&error);
        match problem.failure {
            Failure::NoConnection | Failure::NoAnswer => unreached.fetch_add(1, Ordering::Relaxed),
            _ => unreached.swap(0, Ordering::Relaxed),
        };
        let is_wrong = problem.failure.errcode().is_some_and(|errcode| WRONG_CREDENTIALS.contains(&errcode));
        if is_wrong { Err(RowFault::Credentials(problem)) } else { Ok(Some(Doubt::Failed(problem))) }
    }

    async fn added(&self, actor: &Actor, good: GoodRow, doubt: Option<Doubt>) -> Result<RowOutcome, AccountError> {
        match self.add_account(actor, good.typed).await {
            Ok(added) => Ok(RowOutcome::Added { id: added.id, watching: added.watching.len(), doubt }),
            Err(AccountError::Faults(faults)) => Ok(RowOutcome::Bad(RowFault::Account(faults))),
            Err(error) => Err(error),
        }
    }

    /// The result of a row, with its name and appid where they may be repeated.
    fn result(&self, row: &SheetRow, outcome: RowOutcome) -> RowResult {
        let is_secret = matches!(&outcome, RowOutcome::Bad(RowFault::Cells(_)));
        let name = if is_secret { String::new() } else { self.redactor().redact(&row.name).chars().take(60).collect() };
        let appid = row.appid.parse::<AppId>().map(|appid| appid.to_string()).unwrap_or_default();
        RowResult { line: row.line, name, appid, outcome }
    }
}

/// Reads a row as the form that adds an account.
fn typed(row: &SheetRow, files: SecretFiles<'_>) -> Result<TypedAccount, RowFault> {
    if let Some(fault) = row.fault {
        return Err(RowFault::Cells(fault));
    }
    let secret = match (row.secret.expose_secret().is_empty(), row.secret_file.is_empty(), files) {
        (true, true, _) => return Err(RowFault::NoSecret),
        (false, true, _) => row.secret.clone(),
        (_, false, SecretFiles::Refused) => return Err(RowFault::SecretFileRefused),
        (false, false, _) => return Err(RowFault::TwoSecrets),
        (true, false, SecretFiles::Read(read)) => read(&row.secret_file).map_err(RowFault::SecretFile)?,
    };
    let groups = group_names(&row.groups).map_err(|(_, error)| RowFault::Group(error))?;
    let watch = row.watch.split(|c: char| c.is_whitespace() || matches!(c, ';' | '；'));
    Ok(TypedAccount {
        name: row.name.clone(),
        appid: row.appid.clone(),
        kind: row.kind.clone(),
        secret,
        watch: watch.filter(|path| !path.is_empty()).map(str::to_owned).collect(),
        cleared_before: None,
        groups,
    })
}
