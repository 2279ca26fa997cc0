//! The command line as people and scripts use it: the real program, in an empty folder, beside a sandbox.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use domain::{Clock, ShiftedClock, SystemClock};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, MALL_APPID, Running, Sandbox};
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;

use super::app;

/// The clock of the programs that tests start: whatever the machine's shows, it is [`app::START`] when the first test begins,
/// so that no test sees a day or a month turn.
pub(crate) static CLOCK: LazyLock<ShiftedClock> = LazyLock::new(|| {
    let start: Timestamp = app::START.parse().unwrap();
    ShiftedClock(start.duration_since(SystemClock.now()))
});

/// A sandbox's settings with the time of [`CLOCK`].
pub(crate) fn at_present(config: Config) -> Config {
    Config { start_at: Some(CLOCK.now()), ..config }
}

/// The program in a folder of its own.
pub(crate) struct Program {
    folder: TempDir,
    base_url: String,
    /// How far its clock is set ahead of [`CLOCK`].
    ahead: SignedDuration,
    /// Variables of its environment beside the usual ones.
    variables: Vec<(&'static str, String)>,
}

/// Whether a variable of the environment sets something of ours: the machine's own must not.
fn is_setting(name: &str) -> bool {
    name.starts_with("WXQUOTA_") || name.to_ascii_lowercase().ends_with("_proxy")
}

/// How a run ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Program {
    pub(crate) fn on(base_url: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            base_url: base_url.to_owned(),
            ahead: SignedDuration::ZERO,
            variables: Vec::new(),
        }
    }

    /// Without a network: nothing answers on port 1.
    pub(crate) fn alone() -> Self {
        Self::on("http://127.0.0.1:1")
    }

    /// Without a network, beside a desk that knows nothing yet.
    pub(crate) fn with_desk() -> Self {
        let program = Self::alone();
        program.run(&["token", "create", "first", "--role", "viewer"]).done();
        program
    }

    /// Sets its clock, and not what it has begun, ahead by so much; back, where that is negative.
    pub(crate) fn set_clock(&mut self, ahead: SignedDuration) {
        self.ahead = ahead;
    }

    /// The same, with a variable of the environment.
    pub(crate) fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        Self { variables: [self.variables, vec![(name, value.into())]].concat(), ..self }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wxquota"));
        for (name, _) in std::env::vars().filter(|(name, _)| is_setting(name)) {
            command.env_remove(name);
        }
        // Beside a WeChat on another machine the clock is the machine's own.
        if self.base_url.starts_with("http://") {
            command.env("WXQUOTA_CLOCK_OFFSET_MS", (CLOCK.0 + self.ahead).as_millis().to_string());
        }
        command.env("LC_ALL", "C.UTF-8").env("WXQUOTA_WECHAT_BASE_URL", &self.base_url);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.folder.path()).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    pub(crate) fn feed(&self, input: &str, arguments: &[&str]) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }

    /// How many files and folders lie in its folder.
    pub(crate) fn entries(&self) -> usize {
        std::fs::read_dir(self.folder()).unwrap().count()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// Adds the account that has the most to tell, with two interfaces.
    pub(crate) fn add_mall(&self, secret: &str) -> Ran {
        let watch = ["--watch", "/wxa/msg_sec_check", "--watch", "/wxa/servicemarket"];
        let add =
            ["account", "add", "--name", "商城", "--appid", MALL_APPID, "--kind", "mini-program", "--secret-file", "-"];
        self.feed(secret, &[&add[..], &watch[..]].concat())
    }
}

impl Program {
    /// Adds a user with [`PASSWORD`].
    pub(crate) fn add_user(&self, name: &str, role: &str) -> Ran {
        self.feed(PASSWORD, &["user", "add", name, "--role", role, "--password-file", "-"])
    }

    /// What the self-test says of one thing.
    pub(crate) fn checked(&self, what: &str) -> String {
        let lines = self.run(&["check"]).out;
        let line = lines.lines().find(|line| line[7..].starts_with(what)).unwrap_or_else(|| panic!("{lines}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The database, as whoever holds its file can change it.
    pub(crate) async fn database(&self) -> SqliteConnection {
        let file = self.folder().join("data/wxquota.db");
        SqliteConnectOptions::new().filename(file).connect().await.unwrap()
    }
}

impl From<std::process::Output> for Ran {
    fn from(output: std::process::Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        command.output().unwrap().into()
    }

    /// What it printed, where it went well and said nothing on standard error.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    /// The one line on standard error, where it failed with this exit status.
    #[track_caller]
    pub(crate) fn refused(self, code: i32) -> String {
        assert_eq!(self.code, code, "{} {}", self.out, self.err);
        let lines: Vec<_> = self.err.lines().collect();
        assert_eq!(lines.len(), 1, "{}", self.err);
        lines[0].strip_prefix("wxquota: ").unwrap().to_owned()
    }
}

/// The password that [`Program::add_user`] gives.
pub(crate) const PASSWORD: &str = "correct horse";

/// The AppSecret of the demo's first account.
pub(crate) const SECRET: &str = "fa4e0000000000000000000000000a1a";

pub(crate) async fn with_sandbox() -> (Running, Program) {
    let sandbox = Sandbox::start_local(at_present(Config::demo())).await.unwrap();
    let program = Program::on(&sandbox.base_url);
    (sandbox, program)
}
