//! The command line: what can be typed, and `--help`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use desk::accounts::PLATFORMS_ARE_NOT_SUPPORTED;
use desk::users::UserError;
use domain::{ClearId, ClearState, Kind, Lang, QuotaZone, Role, Scope};
use jiff::Timestamp;
use store::sqlite::OpenMode;

use crate::api::cursor::Cursor;
use crate::settings::Given;

/// A self-hosted desk for the quotas of WeChat's open interfaces
#[derive(Debug, Parser)]
#[command(name = "wxquota", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) settings: Given,
    /// For tests: what is added to the machine's clock, in milliseconds
    #[arg(
        long,
        env = "WXQUOTA_CLOCK_OFFSET_MS",
        hide = true,
        global = true,
        value_name = "N",
        allow_negative_numbers = true,
        default_value = "0"
    )]
    pub(crate) clock_offset_ms: String,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The dashboard on the bundled sandbox: 3 accounts with 30 days of history, in a temporary folder
    Demo {
        /// Keep the demo in this folder, and go on there the next time
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
        /// For tests: when demo time starts in a new folder, as 2026-11-26T15:20:00+08:00 [default: on the last 26th]
        #[arg(long, env = "WXQUOTA_DEMO_START", hide = true, value_name = "TIME", value_parser = demo_start)]
        start: Option<Timestamp>,
    },
    /// The dashboard on real accounts
    Serve,
    /// The WeChat stand-in alone; --config names its own file, not the settings' (see sandbox.example.toml)
    Sandbox,
    /// Accounts: add, list, check, replace the secret, pause, resume, retire
    #[command(subcommand)]
    Account(AccountCommand),
    /// Which interfaces are watched
    #[command(subcommand)]
    Interface(InterfaceCommand),
    /// Read everything now; a reading that fails is recorded as one
    Sample {
        /// Only this account: its id, appid or name
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// The overview: one row an interface, worst first
    Status(Output),
    /// What a text's rids were: the requests behind an error, a log line, a chat message
    Rid {
        /// The account that made the call: its id, appid or name [default: each active one is asked]
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        /// The language of the explanations [default: the locale's]
        #[arg(long, value_parser = langs())]
        lang: Option<Lang>,
        /// The text, as it is; - or none reads it from standard input
        text: Vec<String>,
        #[command(flatten)]
        output: Output,
    },
    /// The ledger of clears, the newest first; none is made from the shell, on purpose
    Clears(LedgerFilters),
    /// How many clears each account has left
    Budget {
        /// A quota month, as 2026-11 [default: the current one]
        #[arg(long, value_name = "YYYY-MM", value_parser = month)]
        month: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Who may sign in, and what they may do
    #[command(subcommand)]
    User(UserCommand),
    /// API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// A self-test of settings, database, key, users, audit trail, clock and reach of WeChat
    Check(Output),
    /// Write a consistent copy of the database, while everything runs; the master key is not in it
    Backup {
        /// The copy; must not exist yet
        file: PathBuf,
    },
}

impl Command {
    /// Whether it makes the data folder and the key where there are none. What only reads or changes a desk does not: in
    /// the wrong folder it would succeed on an empty database that it has just made.
    pub(crate) fn open_mode(&self) -> OpenMode {
        match self {
            Self::Demo { .. }
            | Self::Serve
            | Self::Account(AccountCommand::Add(_))
            | Self::User(UserCommand::Add { .. })
            | Self::Token(TokenCommand::Create { .. }) => OpenMode::CreateIfMissing,
            Self::Sandbox
            | Self::Account(_)
            | Self::Interface(_)
            | Self::Sample { .. }
            | Self::Status(_)
            | Self::Rid { .. }
            | Self::Clears(_)
            | Self::Budget { .. }
            | Self::User(_)
            | Self::Token(_)
            | Self::Check(_)
            | Self::Backup { .. } => OpenMode::MustExist,
        }
    }

    /// Whether it only reads the database, and calls nothing.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(
            self,
            Self::Account(AccountCommand::List(_))
                | Self::Status(_)
                | Self::Clears(_)
                | Self::Budget { .. }
                | Self::User(UserCommand::List(_))
                | Self::Token(TokenCommand::List(_))
                | Self::Backup { .. }
        )
    }

    /// Whether it runs a stand-in for WeChat of its own.
    pub(crate) fn has_own_wechat(&self) -> bool {
        matches!(self, Self::Demo { .. } | Self::Sandbox)
    }

    /// Why it must not be reached from other machines, whatever is set.
    pub(crate) fn only_loopback(&self) -> Option<&'static str> {
        match self {
            Self::Sandbox => {
                Some("whoever reaches the sandbox's control API can change what it answers, and nobody signs in there")
            }
            Self::Demo { .. } => {
                Some("whoever reaches the demo can sign in as admin, since its logins are on its page")
            }
            _ => None,
        }
    }
}

/// How a listing is printed.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Output {
    /// Print the JSON of the HTTP API
    #[arg(long)]
    pub(crate) json: bool,
}

/// What can be done with accounts. ACCOUNT is an id, an appid or a name.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Add an account
    Add(AddAccount),
    /// Every account, the newest first
    List(Output),
    /// Fetch a token and read one quota, and explain what is wrong; exit status 1 where it does not work
    Check {
        /// Its id, appid or name
        account: String,
        /// The language of the explanation [default: the locale's]
        #[arg(long, value_parser = langs())]
        lang: Option<Lang>,
        #[command(flatten)]
        output: Output,
    },
    /// Replace the AppSecret
    Secret {
        /// Its id, appid or name
        account: String,
        /// The file that holds the new AppSecret; - reads it from standard input
        #[arg(long, value_name = "FILE")]
        secret_file: PathBuf,
    },
    /// Stop reading an account for a while; its secret is kept
    Pause {
        /// Its id, appid or name
        account: String,
    },
    /// Read a paused account again
    Resume {
        /// Its id, appid or name
        account: String,
    },
    /// Destroy the secret and stop reading; the history stays
    Retire {
        /// Its id, appid or name
        account: String,
    },
}

/// An account to add.
#[derive(Debug, Args)]
pub(crate) struct AddAccount {
    /// What people call it
    #[arg(long)]
    pub(crate) name: String,
    /// Its appid, wx and 16 digits
    #[arg(long, value_name = "ID")]
    pub(crate) appid: String,
    /// The file that holds its AppSecret; - reads it from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: PathBuf,
    /// What sort of account it is
    #[arg(long, value_parser = kinds(), default_value = "other")]
    pub(crate) kind: Kind,
    /// An interface to watch, again for each [default: those usual for the kind]
    #[arg(long, value_name = "PATH")]
    pub(crate) watch: Vec<String>,
    /// Account-wide clears used this month before wxquota began
    #[arg(long, value_name = "N")]
    pub(crate) cleared: Option<i64>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What can be done with the interfaces of an account.
#[derive(Debug, Subcommand)]
pub(crate) enum InterfaceCommand {
    /// Watch interfaces; what is repaired in a typed path is shown
    Add {
        /// Its id, appid or name
        account: String,
        /// Paths such as /cgi-bin/message/custom/send
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<String>,
    },
    /// Watch interfaces no longer; their history stays
    Remove {
        /// Its id, appid or name
        account: String,
        /// Paths, or the interfaces' ids
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<String>,
    },
}

/// Which clears are listed.
#[derive(Debug, Args)]
pub(crate) struct LedgerFilters {
    /// Only those of this account: its id, appid or name
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Only those of this quota month, as 2026-11
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub(crate) month: Option<String>,
    /// Only those in this state
    #[arg(long, value_parser = states())]
    pub(crate) state: Option<ClearState>,
    /// Only those of this scope
    #[arg(long, value_parser = scopes())]
    pub(crate) scope: Option<Scope>,
    /// Only those of this actor, as `clears` names them
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<String>,
    /// At most so many, 1 to 1000
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: u16,
    /// Only those behind this place: `next` of the JSON before
    #[arg(long, value_name = "NEXT", value_parser = older)]
    pub(crate) cursor: Option<ClearId>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What can be done with users. Names that differ in capitals only are one.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a user
    Add {
        /// What they are called
        name: String,
        /// What they may do
        #[arg(long, value_parser = roles_of_people())]
        role: Role,
        /// The file that holds their password; - reads it from standard input [default: asked for]
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Set a user's password; wherever they are signed in, they are no longer
    Passwd {
        /// Their name
        name: String,
        /// The file that holds the new password; - reads it from standard input [default: asked for]
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Every user, by name
    List(Output),
    /// Give a user another role, at once
    Role {
        /// Their name
        name: String,
        /// What they may do
        #[arg(value_parser = roles_of_people())]
        role: Role,
    },
    /// Keep a user out, and sign them out everywhere; the API tokens they made are not accepted either
    Disable {
        /// Their name
        name: String,
    },
    /// Let a disabled user sign in again
    Enable {
        /// Their name
        name: String,
    },
}

/// What can be done with API tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token; it is shown once
    Create {
        /// What people call it
        name: String,
        /// What it may do
        #[arg(long, value_parser = roles())]
        role: Role,
        /// Ends it after so many days, 1 to 3650 [default: it ends when it is revoked]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3650))]
        days: Option<u16>,
        #[command(flatten)]
        output: Output,
    },
    /// Every token, the newest first
    List(Output),
    /// End a token at once
    Revoke {
        /// Its name
        name: String,
    },
}

/// Those that can be added; the others are known, to be refused with the reason.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    let shown = |kind: Kind| PossibleValue::new(kind.word()).hide(!kind.is_supported());
    PossibleValuesParser::new(Kind::ALL.map(shown)).try_map(|word| match word.parse::<Kind>() {
        Ok(kind) if !kind.is_supported() => Err(PLATFORMS_ARE_NOT_SUPPORTED.to_owned()),
        parsed => parsed.map_err(|error| error.to_string()),
    })
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::word)).try_map(|word| word.parse::<Role>())
}

/// Those that people can have; the others are known, to be refused with the reason.
fn roles_of_people() -> impl TypedValueParser<Value = Role> {
    let shown = |role: Role| PossibleValue::new(role.word()).hide(!Role::FOR_USERS.contains(&role));
    PossibleValuesParser::new(Role::ALL.map(shown)).try_map(|word| match word.parse::<Role>() {
        Ok(role) if !Role::FOR_USERS.contains(&role) => Err(UserError::Role(role).to_string()),
        parsed => parsed.map_err(|error| error.to_string()),
    })
}

fn states() -> impl TypedValueParser<Value = ClearState> {
    PossibleValuesParser::new(ClearState::ALL.map(ClearState::word)).try_map(|word| word.parse::<ClearState>())
}

fn scopes() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(Scope::word)).try_map(|word| word.parse::<Scope>())
}

/// When demo time starts: within the years that a rid can tell and the history before it needs.
fn demo_start(text: &str) -> Result<Timestamp, String> {
    let years = Timestamp::from_second(1_577_836_800).ok().zip(Timestamp::from_second(4_102_444_800).ok());
    let start: Option<Timestamp> = text.trim().parse().ok();
    let start = start.filter(|at| years.is_some_and(|(from, to)| (from..to).contains(at)));
    start.ok_or_else(|| "write a time between 2020 and 2100 as in 2026-11-26T15:20:00+08:00".to_owned())
}

/// Takes what is a month in every zone.
fn month(word: &str) -> Result<String, &'static str> {
    QuotaZone::default().month_called(word).map(|_| word.to_owned()).ok_or("a month is written as in 2026-11")
}

/// Where a page of clears ended.
fn older(word: &str) -> Result<ClearId, &'static str> {
    ClearId::from_text(word).ok_or("a cursor is what --json printed as next")
}

fn langs() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::word)).try_map(|word| word.parse::<Lang>())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
