//! Errors of commands: one line on standard error, and an exit status.

use std::net::SocketAddr;
use std::path::PathBuf;

use domain::visible;

use crate::lock::LockError;
use crate::settings::{Listen, SettingFaults};

/// The reason why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Flags, variables or the settings file cannot be worked with. Exit status 2.
    #[error("{0}")]
    Settings(#[from] SettingFaults),
    /// What was typed is no command. Exit status 2.
    #[error("{0}")]
    Usage(String),
    /// No account answers to the word.
    #[error("there is no account {0:?}; `wxquota account list` lists all accounts")]
    NoSuchAccount(String),
    /// The account is retired.
    #[error("the account {0:?} is retired; to continue with it, add its AppID again with `wxquota account add`")]
    Retired(String),
    /// No user has the name.
    #[error("there is no user {0:?}; `wxquota user list` lists all users")]
    NoSuchUser(String),
    /// No channel has the name.
    #[error("there is no channel {0:?}; `wxquota channel list` lists all channels")]
    NoSuchChannel(String),
    /// The account does not watch it.
    #[error("{account:?} does not watch {path:?}; `wxquota status` lists watched interfaces")]
    NotWatched {
        /// The account's name.
        account: String,
        /// As typed.
        path: String,
    },
    /// A file cannot be read or written.
    #[error("{} cannot be {verb}: {source}", file.display())]
    File {
        /// What was tried.
        verb: &'static str,
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of accounts cannot be imported at all.
    #[error("{} cannot be imported: {error}", file.display())]
    Sheet {
        /// The file.
        file: PathBuf,
        /// Why not.
        error: desk::account_import::SheetError,
    },
    /// A new file is to go where a file is already.
    #[error("{} already exists; use the name of a new file", .0.display())]
    Exists(PathBuf),
    /// Another program listens there.
    #[error("port {} is in use by another program; stop that program, or choose another port with --listen {}:PORT", .0.port(), .0.ip())]
    PortInUse(SocketAddr),
    /// Another program listens on that socket.
    #[error("another program listens on unix:{}; stop that program, or choose another path with --listen", .0.display())]
    SocketInUse(PathBuf),
    /// The address cannot be listened on.
    #[error("cannot listen on {place}: {source}")]
    Listen {
        /// The address or the socket.
        place: Listen,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another serve is on the database.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// There is no database, and the command makes none.
    #[error(
        "there is no database at {}; run `wxquota account add` or `wxquota serve` there, or set the database with \
         --database-url",
        .0.display()
    )]
    NoDesk(PathBuf),
    /// The demo was to go on a database that no demo made.
    #[error(
        "{} is not the database of a demo, and the demo would add users with public passwords to it; choose another \
         folder with --data-dir",
        .0.display()
    )]
    NotADemo(PathBuf),
    /// The demo was to go on with a database that a demo of an older release made.
    #[error("{} belongs to a demo of an older release; choose another folder with --data-dir", .0.display())]
    OldDemo(PathBuf),
    /// The demo was to go on with a copy of a demo's database, without the file that keeps demo time.
    #[error(
        "{} is the database of a demo, but {}, which keeps demo time, is missing; copy that file as well, or choose \
         another folder with --data-dir",
        database.display(), mark.display()
    )]
    DemoTimeMissing {
        /// The database.
        database: PathBuf,
        /// The file that is missing.
        mark: PathBuf,
    },
    /// A demo's database was to be used with WeChat itself.
    #[error(
        "{} is the database of a demo, with invented accounts and its own clock. Unset WXQUOTA_WECHAT_BASE_URL, \
         start the demo again, or set another database with WXQUOTA_DATABASE_URL",
        .0.display()
    )]
    DemoBesideWechat(PathBuf),
    /// A demo's database was to be served to others.
    #[error(
        "{} is the database of a demo, whose passwords are public; listen only on loopback and without a \
         WXQUOTA_PUBLIC_URL of another machine, or set another database with WXQUOTA_DATABASE_URL",
        .0.display()
    )]
    DemoExposed(PathBuf),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] store::OpenError),
    /// A backup cannot be put back.
    #[error("{} cannot be restored: {source}", file.display())]
    NotRestorable {
        /// The backup.
        file: PathBuf,
        /// What is wrong with it.
        source: store::OpenError,
    },
    /// The backup was not put back; nothing was changed.
    #[error(transparent)]
    Restore(#[from] store::sqlite::RestoreError),
    /// The master key was not replaced; nothing was changed.
    #[error(transparent)]
    Rekey(#[from] store::sqlite::RekeyError),
    /// The key was to be replaced where another program puts it.
    #[error(
        "the master key {} is a systemd credential, which wxquota cannot replace; make a key with `openssl rand -hex 32`, and \
         name its file with --new-key-file",
        .0.display()
    )]
    KeyIsCredential(PathBuf),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The connection to WeChat cannot be set up.
    #[error(transparent)]
    Wechat(#[from] wechat::SetUpError),
    /// The demo's account was refused.
    #[error(transparent)]
    AddAccount(#[from] store::AddAccountError),
    /// The use case refused or failed.
    #[error(transparent)]
    Account(#[from] desk::accounts::AccountError),
    /// The use case refused or failed.
    #[error(transparent)]
    Watch(#[from] desk::interfaces::WatchError),
    /// The use case refused or failed.
    #[error(transparent)]
    Sample(#[from] desk::sampling::RequestedReadingError),
    /// The use case refused or failed.
    #[error(transparent)]
    Overview(#[from] desk::overview::OverviewError),
    /// The use case refused or failed.
    #[error(transparent)]
    Rid(Box<desk::rids::RidError>),
    /// The use case refused or failed.
    #[error(transparent)]
    Ledger(#[from] desk::clears::LedgerError),
    /// The use case refused or failed.
    #[error(transparent)]
    CreateToken(#[from] desk::api_tokens::CreateTokenError),
    /// The use case refused or failed.
    #[error(transparent)]
    RevokeToken(#[from] desk::api_tokens::RevokeTokenError),
    /// The use case refused or failed.
    #[error(transparent)]
    Channel(#[from] desk::channels::ChannelError),
    /// The use case refused or failed.
    #[error(transparent)]
    User(#[from] desk::users::UserError),
    /// The use case refused or failed.
    #[error(transparent)]
    Audit(#[from] desk::audit::AuditError),
    /// The desk failed.
    #[error(transparent)]
    Internal(#[from] desk::Internal),
    /// The sandbox's file is wrong.
    #[error(transparent)]
    SandboxConfig(#[from] sandbox::ConfigError),
    /// Standard output is closed or full.
    #[error("the output cannot be written: {0}")]
    Output(std::io::Error),
    /// The command did its work, and what it looked at is not well; the reason in one line.
    #[error("{0}")]
    Wanting(String),
}

impl From<desk::rids::RidError> for CommandError {
    fn from(error: desk::rids::RidError) -> Self {
        Self::Rid(Box::new(error))
    }
}

impl CommandError {
    /// 2 for wrong usage, 1 for all else.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Settings(_) | Self::Usage(_) | Self::DemoBesideWechat(_) => 2,
            _ => 1,
        }
    }

    /// The failure on one line, as a terminal may show it.
    pub fn line(&self) -> String {
        let words = self.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        visible::line(&words).into_owned()
    }
}
