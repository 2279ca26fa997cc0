//! `wxquota demo`: the dashboard on the bundled sandbox, with a month behind it.

mod automation;
pub(crate) mod clock;
mod history;
mod ledger;
pub(crate) mod mark;
mod rids;
mod span;
mod users;

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::rids::RidSettings;
use domain::{Actor, Clock};
use jiff::Timestamp;
use sandbox::{Config, Sandbox};
use store::TokenWriter;
use store::sqlite::OpenMode;
use tempfile::TempDir;
use url::Url;

use self::clock::DemoClock;
use self::ledger::Story;
use crate::clock::machine;
use crate::commands::{say, time};
use crate::failure::CommandError;
use crate::listening::Listener;
use crate::lock::ServeLock;
use crate::opening::Opened;
use crate::serve::{Demo, serve, stop_on_signals};
use crate::settings::{Listen, Settings};

/// Runs until it is stopped. A temporary folder goes with it, one of `--data-dir` stays for the next time. Demo time begins
/// at `start` in a new folder, where one is given.
pub(crate) async fn run(
    settings: Settings,
    data_dir: Option<PathBuf>,
    start: Option<Timestamp>,
) -> Result<(), CommandError> {
    only_here(&settings)?;
    let stop = stop_on_signals()?;
    let folder = Folder::make(data_dir)?;
    let listener = free_or_chosen(&settings).await?;
    let settings = in_folder(listening_on(&listener, settings), folder.path());
    let lock = ServeLock::take(&settings.database_file())?;
    let clock = clock::take(&settings.database_file(), machine(&settings), &settings.quota_zone, start)?;
    let clock = Arc::new(clock);

    let own = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config::demo();
    let clock_of_sandbox = Arc::clone(&clock);
    let sandbox = Sandbox::with_clock(config.clone(), move || clock_of_sandbox.now_ms()).start_on(own).await;
    let sandbox = sandbox.map_err(|source| CommandError::Listen { place: own.into(), source })?;
    let wechat_base_url = Url::parse(&sandbox.base_url).map_err(|error| CommandError::Usage(error.to_string()))?;
    clock.write_down_with(&wechat_base_url)?;
    let wechat = sandbox.base_url.clone();
    let settings = Settings { wechat_base_url, ..settings }.set_by_demo(&["wechat_base_url"]);
    let clock_of_desk: Arc<DemoClock> = Arc::clone(&clock);
    let opened = Opened::with(&settings, OpenMode::CreateIfMissing, clock_of_desk, TokenWriter::Service).await?;
    // Before the first user is there, whose password everybody knows.
    opened.store.mark_as_demo().await?;
    let logins = users::logins();
    users::fill(&*opened.store, &opened.desk, &logins).await?;
    past(&opened, &sandbox.sandbox, &config).await?;
    let log = rids::fill(&*opened.store, &opened.desk, &sandbox.sandbox).await?;
    automation::fill(&*opened.store, &opened.desk, &sandbox.sandbox.traffic()).await?;
    // What is on the first page is read, not made up: the history ends an hour ago at the latest.
    opened.desk.sample_all(&Actor::Desk, None).await?;
    if let Folder::Temporary(folder) = &folder {
        say(format_args!("The demo's data is in {} and is deleted when the demo ends.", folder.path().display()))?;
    }
    say(format_args!("Simulated WeChat: {wechat}, with its control API under {wechat}/sandbox."))?;
    say(format_args!("Demo time is {}. The clock runs from there.", time(Some(clock.now()), &settings.time_zone)))?;
    let served = serve(&settings, opened, Demo { logins, log }, lock, listener, stop).await;
    // What the sandbox still had to say is of no interest any more.
    drop(sandbox);
    clock.end();
    served
}

/// Fills in what happened before, on the desk and on its WeChat alike: clears, and readings that show them.
async fn past(opened: &Opened, sandbox: &Sandbox, config: &Config) -> Result<(), CommandError> {
    let (store, desk, seeded) = (&*opened.store, &opened.desk, sandbox.seeded_accounts());
    history::add_accounts(store, desk, &seeded).await?;
    let past = Story::lacking(store, desk, config, &seeded).await?;
    sandbox.reset_after(past.past(store).await?);
    let traffic = sandbox.traffic();
    history::fill(store, desk, config, &seeded, &traffic, &past.looks(&traffic)).await?;
    past.write(store, desk, &traffic).await
}

/// Refuses an address of another machine: a proxy would bring the demo to everybody.
fn only_here(settings: &Settings) -> Result<(), CommandError> {
    match &settings.web.public_url {
        Some(url) if !settings.web.stays_here() => Err(CommandError::Usage(format!(
            "WXQUOTA_PUBLIC_URL is {url}, but anybody who can reach the demo can sign in as admin, because its page \
             shows the passwords; leave it unset, or use http://localhost and a port"
        ))),
        _ => Ok(()),
    }
}

/// Where the demo keeps its data.
enum Folder {
    Temporary(TempDir),
    Kept(PathBuf),
}

impl Folder {
    fn make(chosen: Option<PathBuf>) -> Result<Self, CommandError> {
        let failed = |file: PathBuf| move |source| CommandError::File { verb: "made", file, source };
        match chosen {
            None => {
                let made = tempfile::Builder::new().prefix("wxquota-demo-").tempdir();
                made.map(Self::Temporary).map_err(failed(std::env::temp_dir()))
            }
            Some(folder) => {
                fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(failed(folder.clone()))?;
                Ok(Self::Kept(folder))
            }
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

/// The settings with the address that the demo took because the usual one was in use.
fn listening_on(listener: &Listener, settings: Settings) -> Settings {
    match listener.place() {
        Ok(listen) if !settings.listen_chosen && listen != settings.listen => {
            Settings { listen, ..settings }.set_by_demo(&["listen"])
        }
        _ => settings,
    }
}

/// The settings that a demo replaces: always the first two, our addresses only where none are given.
const REPLACED: [&str; 3] = ["database_url", "master_key_file", "our_addresses"];

fn in_folder(settings: Settings, folder: &Path) -> Settings {
    let ours = rids::ours(settings.rids.ours.clone());
    let replaced = if ours == settings.rids.ours { &REPLACED[..2] } else { &REPLACED[..] };
    let rids = RidSettings { ours, ..settings.rids.clone() };
    let settings = Settings {
        rids,
        database_url: format!("sqlite://{}", folder.join("wxquota.db").display()),
        master_key_file: folder.join("master.key"),
        ..settings
    };
    settings.set_by_demo(replaced)
}

/// The address that was asked for; where none was and the usual one is taken, any other, and says so.
async fn free_or_chosen(settings: &Settings) -> Result<Listener, CommandError> {
    match Listener::bind(&settings.listen).await {
        Err(CommandError::PortInUse(taken)) if !settings.listen_chosen => {
            say(format_args!("Port {} is in use. The demo uses another port.", taken.port()))?;
            Listener::bind(&Listen::Tcp(SocketAddr::from((taken.ip(), 0)))).await
        }
        listener => listener,
    }
}
