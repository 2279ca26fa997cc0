//! The command line: what can be typed, and `--help`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use desk::accounts::PLATFORMS_ARE_NOT_SUPPORTED;
use desk::users::UserError;
use domain::{ChannelKind, ClearId, ClearState, Kind, Lang, QuotaZone, Role, Scope, Severity};
use jiff::Timestamp;
use store::sqlite::OpenMode;

use crate::api::cursor::Cursor;
use crate::settings::Given;

/// Self-hosted monitoring of WeChat open-API quotas
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

/// The settings that the help of a command names, though every command takes all of them; `serve` names all.
const NAMED_SETTINGS: [(&str, &[&str]); 2] = [("demo", &["listen"]), ("sandbox", &["listen", "config"])];
/// The place of the other settings, at the end of a command's help.
const OTHER_SETTINGS: &str =
    "Settings such as --config and --database-url apply to every command; `wxquota --help` lists all.";

/// The command line as its help shows it: with the settings once, not with every command.
pub(crate) fn for_help() -> clap::Command {
    let mut command = Cli::command();
    // The settings are handed down to the commands only by this.
    command.build();
    command.mut_subcommands(without_settings)
}

fn without_settings(command: clap::Command) -> clap::Command {
    if command.get_name() == "serve" {
        return command;
    }
    let named =
        NAMED_SETTINGS.iter().find(|(name, _)| *name == command.get_name()).map_or(&[][..], |(_, named)| *named);
    let is_named = |arg: &Arg| named.iter().any(|id| arg.get_id() == id);
    let command = command.mut_args(|arg| if arg.is_global_set() && !is_named(&arg) { arg.hide(true) } else { arg });
    command.after_help(OTHER_SETTINGS).mut_subcommands(without_settings)
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the dashboard on a simulated WeChat, with 3 accounts and 30 days of history, in a temporary folder
    Demo {
        /// Keep the demo's data in this folder and continue with it next time
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
        /// For tests: when demo time starts in a new folder, as 2026-11-26T15:20:00+08:00 [default: on the last 26th]
        #[arg(long, env = "WXQUOTA_DEMO_START", hide = true, value_name = "TIME", value_parser = demo_start)]
        start: Option<Timestamp>,
    },
    /// Run the dashboard on your accounts
    Serve,
    /// Run only the simulated WeChat; its --config is a file of its own, see sandbox.example.toml
    Sandbox,
    /// Manage accounts
    #[command(subcommand)]
    Account(AccountCommand),
    /// Manage watched interfaces
    #[command(subcommand)]
    Interface(InterfaceCommand),
    /// Sample all interfaces now; failed readings are recorded too
    Sample {
        /// Only this account (ID, AppID or name)
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Show the overview: one row per interface, most urgent first
    Status(Output),
    /// Look up the rids in a text, such as an error, a log line or a chat message
    Rid {
        /// The account that made the call (ID, AppID or name) [default: all active accounts are tried]
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        /// The language of the explanations [default: the language of the locale]
        #[arg(long, value_parser = langs())]
        lang: Option<Lang>,
        /// The text to search; with - or without a text, standard input is read
        text: Vec<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Show the clears ledger, newest first; there is no command to make a clear, on purpose
    Clears(LedgerFilters),
    /// Show how many clears each account has left
    Budget {
        /// A quota month, such as 2026-11 [default: the current month]
        #[arg(long, value_name = "YYYY-MM", value_parser = month)]
        month: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Manage users and their roles
    #[command(subcommand)]
    User(UserCommand),
    /// Manage API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Manage channels, which notices are sent to
    #[command(subcommand)]
    Channel(ChannelCommand),
    /// Check the settings, database, key, disk, users, audit trail, sampler, clock and connection to WeChat
    Check {
        /// Also read the whole database and look for damage; takes a while
        #[arg(long)]
        deep: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Write a consistent copy of the database, also while `serve` runs; it does not contain the master key
    Backup {
        /// The file to write, which must not exist yet; - writes to standard output
        file: PathBuf,
    },
    /// Put a backup in the place of the database, which is kept beside; stop `serve` first
    Restore {
        /// The backup
        file: PathBuf,
        /// Only check the backup and show what would be lost
        #[arg(long)]
        dry_run: bool,
    },
    /// Replace the master key and encrypt all secrets with the new one; stop `serve` first
    Rekey {
        /// A file with the new key, 64 hexadecimal digits; required if the key is a systemd credential [default: a key is made]
        #[arg(long, value_name = "FILE")]
        new_key_file: Option<PathBuf>,
    },
    /// Ask /healthz of the dashboard at the listening address; exit status 1 if it does not answer 200
    Healthcheck,
    /// Print completions of this command line for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

impl Command {
    /// Whether it makes the data folder and the key where there are none. What only reads or changes a desk does not: in
    /// the wrong folder it would succeed on an empty database that it has just made.
    pub(crate) fn open_mode(&self) -> OpenMode {
        match self {
            Self::Demo { .. }
            | Self::Serve
            | Self::Account(AccountCommand::Add(_) | AccountCommand::Import(_))
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
            | Self::Channel(_)
            | Self::Check { .. }
            | Self::Restore { .. }
            | Self::Rekey { .. }
            | Self::Backup { .. }
            | Self::Healthcheck
            | Self::Completions { .. } => OpenMode::MustExist,
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
                | Self::Channel(ChannelCommand::List(_))
                | Self::Backup { .. }
                | Self::Restore { .. }
                | Self::Rekey { .. }
                | Self::Healthcheck
                | Self::Completions { .. }
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
                Some("anybody who can reach the sandbox's control API can change its answers without signing in")
            }
            Self::Demo { .. } => {
                Some("anybody who can reach the demo can sign in as admin, because its page shows the passwords")
            }
            _ => None,
        }
    }
}

/// The output format of a listing.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Output {
    /// Print JSON, as the HTTP API does
    #[arg(long)]
    pub(crate) json: bool,
}

/// The commands for accounts. ACCOUNT is an ID, an AppID or a name.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Add an account
    Add(AddAccount),
    /// Add the accounts of a CSV file: good rows are added, bad ones reported; exit status 1 if any was bad
    Import(ImportAccounts),
    /// List accounts, newest first
    List(Output),
    /// Fetch a token and take one reading, and explain any problem; exit status 1 if it does not work
    Check {
        /// The account (ID, AppID or name)
        account: String,
        /// The language of the explanation [default: the language of the locale]
        #[arg(long, value_parser = langs())]
        lang: Option<Lang>,
        #[command(flatten)]
        output: Output,
    },
    /// Replace the AppSecret
    Secret {
        /// The account (ID, AppID or name)
        account: String,
        /// A file with the new AppSecret; - reads standard input
        #[arg(long, value_name = "FILE")]
        secret_file: PathBuf,
    },
    /// Pause sampling of an account; its AppSecret is kept
    Pause {
        /// The account (ID, AppID or name)
        account: String,
    },
    /// Resume sampling of a paused account
    Resume {
        /// The account (ID, AppID or name)
        account: String,
    },
    /// Delete the AppSecret and stop sampling; the history is kept
    Retire {
        /// The account (ID, AppID or name)
        account: String,
    },
}

/// An account to add.
#[derive(Debug, Args)]
pub(crate) struct AddAccount {
    /// The name of the account
    #[arg(long)]
    pub(crate) name: String,
    /// The AppID: wx and 16 digits or letters a-f
    #[arg(long, value_name = "ID")]
    pub(crate) appid: String,
    /// A file with the AppSecret; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: PathBuf,
    /// The kind of account
    #[arg(long, value_parser = kinds(), default_value = "other")]
    pub(crate) kind: Kind,
    /// The path of an interface to watch; can be repeated [default: the usual interfaces for this kind]
    #[arg(long, value_name = "PATH")]
    pub(crate) watch: Vec<String>,
    /// A group to put it in, made if it does not exist; can be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) group: Vec<String>,
    /// Account-wide clears already used this month
    #[arg(long, value_name = "N")]
    pub(crate) cleared: Option<i64>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// A file of accounts to add.
#[derive(Debug, Args)]
pub(crate) struct ImportAccounts {
    /// A CSV file in UTF-8, with a header line that names the columns in any order: name, appid, secret, `secret_file`, kind,
    /// groups and watch.
    /// Several groups are separated by semicolons, several paths by spaces or semicolons; a relative `secret_file` is relative
    /// to the CSV file; - reads standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Check every row, but add nothing and do not ask WeChat
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// The commands for the interfaces of an account.
#[derive(Debug, Subcommand)]
pub(crate) enum InterfaceCommand {
    /// Watch interfaces; corrections of a path are printed
    Add {
        /// The account (ID, AppID or name)
        account: String,
        /// Paths such as /cgi-bin/message/custom/send
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<String>,
    },
    /// Stop watching interfaces; their history is kept
    Remove {
        /// The account (ID, AppID or name)
        account: String,
        /// Paths or IDs of interfaces
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<String>,
    },
}

/// The filters of the ledger.
#[derive(Debug, Args)]
pub(crate) struct LedgerFilters {
    /// Only clears of this account (ID, AppID or name)
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Only clears of this quota month, such as 2026-11
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub(crate) month: Option<String>,
    /// Only clears in this state
    #[arg(long, value_parser = states())]
    pub(crate) state: Option<ClearState>,
    /// Only clears of this scope
    #[arg(long, value_parser = scopes())]
    pub(crate) scope: Option<Scope>,
    /// Only clears made by this actor, as shown by `clears`
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<String>,
    /// The maximum number of rows, from 1 to 1000
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: u16,
    /// Continue after this position: the value of `next` in the previous JSON output
    #[arg(long, value_name = "NEXT", value_parser = older)]
    pub(crate) cursor: Option<ClearId>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// The commands for users. Names are not case-sensitive.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a user
    Add {
        /// The user's name
        name: String,
        /// The user's role
        #[arg(long, value_parser = roles_of_people())]
        role: Role,
        /// A file with the password; - reads standard input [default: the command asks for it]
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// The user has to change the password at the first sign-in
        #[arg(long)]
        must_change: bool,
    },
    /// Set a user's password and sign the user out of all devices
    Passwd {
        /// The user's name
        name: String,
        /// A file with the new password; - reads standard input [default: the command asks for it]
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// The user has to change the password at the next sign-in
        #[arg(long)]
        must_change: bool,
    },
    /// List users by name
    List(Output),
    /// Change a user's role; takes effect immediately
    Role {
        /// The user's name
        name: String,
        /// The new role
        #[arg(value_parser = roles_of_people())]
        role: Role,
    },
    /// Disable a user: signs the user out of all devices and stops the user's API tokens
    Disable {
        /// The user's name
        name: String,
    },
    /// Enable a disabled user
    Enable {
        /// The user's name
        name: String,
    },
}

/// The commands for API tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Create a token; it is shown once
    Create {
        /// The name of the token
        name: String,
        /// The role of the token
        #[arg(long, value_parser = roles())]
        role: Role,
        /// The user to whom the token belongs: what it does counts as done by that user, whose role limits it
        #[arg(long = "for", value_name = "USER")]
        owner: Option<String>,
        /// Number of days until the token expires, from 1 to 3650 [default: it does not expire]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3650))]
        days: Option<u16>,
        #[command(flatten)]
        output: Output,
    },
    /// List tokens, newest first
    List(Output),
    /// Revoke a token; takes effect immediately
    Revoke {
        /// The name of the token
        name: String,
    },
}

/// The commands for channels. CHANNEL is a name.
#[derive(Debug, Subcommand)]
pub(crate) enum ChannelCommand {
    /// Add a channel; nothing is sent
    Add(AddChannel),
    /// List channels by name, with their state and the messages that wait
    List(Output),
    /// Send a test message; exit status 1, with the answer, if the other side does not accept it
    Test {
        /// The name of the channel
        channel: String,
        #[command(flatten)]
        output: Output,
    },
    /// Remove a channel; its address and secret are deleted
    Remove {
        /// The name of the channel
        channel: String,
    },
}

/// A channel to add.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("address").required(true).args(["url", "url_file"]))]
pub(crate) struct AddChannel {
    /// The name of the channel
    pub(crate) name: String,
    /// The kind of channel
    #[arg(long, value_parser = channel_kinds())]
    pub(crate) kind: ChannelKind,
    /// The address, the bare key of a robot, or the mail server; - reads standard input
    #[arg(long, value_name = "URL", allow_hyphen_values = true, help = URL_HELP)]
    pub(crate) url: Option<String>,
    /// A file with the address, so that it does not appear in the list of processes; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) url_file: Option<PathBuf>,
    /// A file with the secret that messages are signed with, or with the password for email; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// The sender of email
    #[arg(long, value_name = "ADDRESS", required_if_eq("kind", "email"))]
    pub(crate) from: Option<String>,
    /// The recipients of email, separated by commas
    #[arg(long, value_name = "ADDRESSES", required_if_eq("kind", "email"))]
    pub(crate) to: Option<String>,
    /// The word that the robot expects in each message
    #[arg(long, value_name = "WORD")]
    pub(crate) keyword: Option<String>,
    /// The language of the messages
    #[arg(long, value_parser = langs(), default_value = "zh-CN")]
    pub(crate) lang: Lang,
    /// The lowest severity of the notices that are sent
    #[arg(long, value_parser = severities(), default_value = "warning")]
    pub(crate) severity: Severity,
    /// A host and port in a private network, or without TLS, that channels may call from now on
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) allow_host: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

const URL_HELP: &str = "The address, or the bare key of a robot; for email smtp://USER@HOST:587 or smtps://USER@HOST:465; - reads \
                        standard input";

fn channel_kinds() -> impl TypedValueParser<Value = ChannelKind> {
    PossibleValuesParser::new(ChannelKind::ALL.map(ChannelKind::word)).try_map(|word| word.parse::<ChannelKind>())
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::word)).try_map(|word| word.parse::<Severity>())
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
    start.ok_or_else(|| "write a time between 2020 and 2100, such as 2026-11-26T15:20:00+08:00".to_owned())
}

/// Takes what is a month in every zone.
fn month(word: &str) -> Result<String, &'static str> {
    QuotaZone::default().month_called(word).map(|_| word.to_owned()).ok_or("write a month such as 2026-11")
}

/// Where a page of clears ended.
fn older(word: &str) -> Result<ClearId, &'static str> {
    ClearId::from_text(word).ok_or("use the value of next in the previous JSON output")
}

fn langs() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::word)).try_map(|word| word.parse::<Lang>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
