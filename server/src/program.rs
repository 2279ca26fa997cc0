//! The program: from the command line to an exit status.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use jiff::SignedDuration;
use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, Command, for_help};
use crate::commands::{self, Session};
use crate::failure::CommandError;
use crate::settings::{Settings, Source, defaults_from_file, given};
use crate::{demo, log, serve};

/// Does what was typed. Exit status 0 done, 1 failed, 2 wrong usage; what went wrong is one line on standard error.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    match parsed(typed.into_iter().collect()).and_then(carried_out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Ended::Done(status)) => status,
        Err(Ended::Failed(error)) => {
            // Standard error may be closed; the status tells the rest.
            let _ = writeln!(io::stderr(), "wxquota: {}", error.line());
            ExitCode::from(error.exit_status())
        }
    }
}

/// The reason why a command is not carried out.
enum Ended {
    /// All that was asked for is printed: help, the version.
    Done(ExitCode),
    Failed(CommandError),
}

impl<E: Into<CommandError>> From<E> for Ended {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// A parsed command line: the command and its settings.
struct Parsed {
    command: Command,
    settings: Settings,
    /// The file of `--config`, where the command has one of its own.
    own_config: Option<PathBuf>,
    log: EnvFilter,
    /// Whether the command answers requests, so that there is a security log.
    serves: bool,
}

fn parsed(typed: Vec<OsString>) -> Result<Parsed, Ended> {
    let mut matches = matched(Cli::command(), &typed)?;
    let mut cli = Cli::from_arg_matches(&matches).map_err(|error| usage(&error))?;
    let own = matches!(cli.command, Command::Sandbox);
    let config = cli.settings.config.clone();
    let mut in_file = Vec::new();
    // The settings file's values become defaults, so that flags and variables stay stronger.
    if let Some(file) = config.as_deref().filter(|_| !own) {
        let (command, names) = defaults_from_file(Cli::command(), file)?;
        matches = matched(command, &typed)?;
        cli = Cli::from_arg_matches(&matches).map_err(|error| usage(&error))?;
        in_file = names;
    }
    let source = Source::new(&matches, config.as_deref(), &in_file);
    let settings = cli.settings.understood(&source, cli.command.only_loopback())?;
    let settings = Settings { given: given(&source, &settings.outbound), ..settings };
    let settings = if source.is_chosen("wechat_base_url") { settings } else { beside_demo(settings) };
    let may_call_wechat = !cli.command.has_own_wechat() && !cli.command.only_reads() && !settings.is_on_stand_in();
    // A folder that cannot be looked into is told when its database is opened.
    if may_call_wechat && demo::mark::is_demos(&settings.database_file()).unwrap_or(false) {
        return Err(CommandError::DemoBesideWechat(settings.database_file()).into());
    }
    let clock_offset = clock_offset(&cli.clock_offset_ms, cli.command.has_own_wechat() || settings.is_on_stand_in())?;
    let settings = Settings { clock_offset, ..settings };
    let serves = matches!(cli.command, Command::Serve | Command::Demo { .. } | Command::Sandbox);
    let filter = if serves || source.is_chosen("log") { cli.settings.log.as_str() } else { "off" };
    let log = EnvFilter::try_new(filter).map_err(|error| CommandError::Usage(error.to_string()))?;
    let given = matches.value_source("config") == Some(ValueSource::CommandLine);
    Ok(Parsed { command: cli.command, settings, own_config: config.filter(|_| own && given), log, serves })
}

/// A demo's database is worked with by the demo's WeChat: its accounts and their secrets are made up.
fn beside_demo(settings: Settings) -> Settings {
    match demo::mark::wechat(&settings.database_file()) {
        Some(wechat_base_url) => Settings { wechat_base_url, ..settings }.set_by_demo(&["wechat_base_url"]),
        None => settings,
    }
}

/// What a test adds to the machine's clock. Beside WeChat itself, budgets and readings would be wrong.
fn clock_offset(text: &str, is_on_stand_in: bool) -> Result<SignedDuration, CommandError> {
    let refused = |why: &str| Err(CommandError::Usage(format!("WXQUOTA_CLOCK_OFFSET_MS: {why}")));
    match text.trim().parse() {
        Ok(0) => Ok(SignedDuration::ZERO),
        Ok(offset) if is_on_stand_in => Ok(SignedDuration::from_millis(offset)),
        Ok(_) => refused("only for tests, with a WXQUOTA_WECHAT_BASE_URL on this machine"),
        Err(_) => refused(&format!("{text:?} is not a whole number of milliseconds")),
    }
}

fn matched(command: clap::Command, typed: &[OsString]) -> Result<ArgMatches, Ended> {
    command.try_get_matches_from(typed).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp => {
            let _ = for_help().try_get_matches_from(typed).err().unwrap_or(error).print();
            Ended::Done(ExitCode::SUCCESS)
        }
        ErrorKind::DisplayVersion => {
            let _ = error.print();
            Ended::Done(ExitCode::SUCCESS)
        }
        _ => usage(&error).into(),
    })
}

/// An error of clap, which has several lines, as one. Usage and hints behind the first paragraph are in `--help`.
fn usage(error: &clap::Error) -> CommandError {
    let text = error.to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or(&text);
    let told: Vec<_> = told.strip_prefix("error: ").unwrap_or(told).split_whitespace().collect();
    let told = told.join(" ").replace(" For more information, try '--help'.", "");
    CommandError::Usage(format!("{told} (see --help)"))
}

fn carried_out(parsed: Parsed) -> Result<(), Ended> {
    log::begin(parsed.log, parsed.serves);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // Never one alone: a page that waits for several things at once would wait for ever (leptos issue 4647).
        .worker_threads(cores.max(4))
        .enable_all()
        .build()
        .map_err(|source| CommandError::File { verb: "started", file: PathBuf::from("the runtime"), source })?;
    let Parsed { command, settings, own_config, .. } = parsed;
    Ok(runtime.block_on(Box::pin(dispatch(command, settings, own_config)))?)
}

async fn dispatch(command: Command, settings: Settings, own_config: Option<PathBuf>) -> Result<(), CommandError> {
    match command {
        Command::Serve => return serve::run(settings).await,
        Command::Demo { data_dir, start } => return Box::pin(demo::run(settings, data_dir, start)).await,
        Command::Sandbox => return commands::sandbox::run(&settings, own_config.as_deref()).await,
        Command::Check { deep, output } => return commands::check::run(settings, deep, output).await,
        Command::Restore { file, dry_run } => return commands::restore::run(&settings, &file, dry_run).await,
        Command::Rekey { new_key_file } => return commands::rekey::run(settings, new_key_file.as_deref()).await,
        Command::Healthcheck => return commands::healthcheck::run(&settings).await,
        Command::Completions { shell } => return commands::completions::run(shell),
        _ => {}
    }
    let session = Session::open(settings, command.open_mode()).await?;
    let result = match command {
        Command::Account(command) => commands::account::run(&session, command).await,
        Command::Interface(command) => commands::interface::run(&session, command).await,
        Command::Sample { account, output } => commands::sample::run(&session, account.as_deref(), output).await,
        Command::Status(output) => commands::status::run(&session, output).await,
        Command::Rid { account, lang, text, output } => {
            commands::rid::run(&session, account.as_deref(), &text, lang, output).await
        }
        Command::Clears(filters) => commands::clears::run(&session, filters).await,
        Command::Budget { month, output } => commands::budget::run(&session, month, output).await,
        Command::User(command) => commands::user::run(&session, command).await,
        Command::Token(command) => commands::token::run(&session, command).await,
        Command::Channel(command) => commands::channel::run(&session, command).await,
        Command::Backup { file } => commands::backup::run(&session, &file).await,
        Command::Serve
        | Command::Demo { .. }
        | Command::Sandbox
        | Command::Check { .. }
        | Command::Restore { .. }
        | Command::Rekey { .. }
        | Command::Healthcheck
        | Command::Completions { .. } => Ok(()),
    };
    session.close().await;
    result
}
