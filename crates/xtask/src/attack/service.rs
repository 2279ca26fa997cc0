//! A program that serves a folder which outlives it, what it acknowledged, and what is left of that.

use std::{
    fs,
    io::{BufRead as _, BufReader, Lines, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{
    requests,
    target::{PASSWORD, USER},
};
use crate::{problem::Problem, program::wxquota};

/// Nobody answers there.
const WECHAT: &str = "http://127.0.0.1:9";
const APPID: &str = "wx00000000000000aa";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// How long one waits for a change that should take seconds.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A time that something took, in milliseconds; as long as one waited where it did not come.
pub(super) fn millis(time: Option<Duration>) -> usize {
    usize::try_from(time.unwrap_or(PATIENCE).as_millis()).unwrap_or(usize::MAX)
}

/// A folder with a database that has a user, an account and tokens.
pub(super) struct Data {
    pub(super) folder: PathBuf,
    program: PathBuf,
    /// A token that may report, and one that may read.
    reporter: String,
    reader: String,
}

impl Data {
    /// Makes the database in a folder that is there.
    pub(super) fn make(program: &Path, folder: &Path) -> Result<Self, Problem> {
        let mut data = Self {
            folder: folder.to_owned(),
            program: program.to_owned(),
            reporter: String::new(),
            reader: String::new(),
        };
        data.command(&["user", "add", USER, "--role", "admin", "--password-file", "-"], PASSWORD)?;
        let account = ["account", "add", "--name", "attacked", "--appid", APPID, "--kind", "mini-program"];
        data.command(&[&account[..], &["--secret-file", "-"]].concat(), SECRET)?;
        data.reporter = data.token("reporter")?;
        data.reader = data.token("support")?;
        Ok(data)
    }

    fn token(&self, role: &str) -> Result<String, Problem> {
        let printed = self.command(&["token", "create", role, "--role", role, "--json"], "")?;
        let token = printed.split('"').find(|word| word.starts_with("wxq_")).map(str::to_owned);
        token.ok_or_else(|| Problem::Attack(format!("`token create` printed no token: {printed}")))
    }

    /// Runs a command on the database; what it printed.
    pub(super) fn command(&self, arguments: &[&str], input: &str) -> Result<String, Problem> {
        let failed = |what: String| Problem::Attack(format!("`wxquota {}`: {what}", arguments.join(" ")));
        let mut command = wxquota(&self.program, &self.folder);
        command.args(arguments).args(["--wechat-base-url", WECHAT]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
        if let Some(mut to) = child.stdin.take() {
            to.write_all(input.as_bytes()).map_err(|error| failed(error.to_string()))?;
        }
        let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
        if !output.status.success() {
            return Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Serves it, with the clock so far ahead of the machine's.
    pub(super) fn serve(&self, clock_ahead: Duration) -> Result<Serving, Problem> {
        let log = self.folder.with_extension("log");
        let complaints = fs::File::create(&log).map_err(Problem::file(&log))?;
        let mut serve = wxquota(&self.program, &self.folder);
        serve.args(["serve", "--listen", "127.0.0.1:0", "--wechat-base-url", WECHAT]);
        serve.env("WXQUOTA_CLOCK_OFFSET_MS", clock_ahead.as_millis().to_string());
        let started = serve.stdout(Stdio::piped()).stderr(complaints).spawn();
        let mut process =
            started.map_err(|source| Problem::NotStarted { program: "wxquota serve".to_owned(), source })?;
        let silent = || {
            let words = fs::read_to_string(&log).unwrap_or_default();
            Problem::Attack(format!("the program did not start: {}", words.trim()))
        };
        let mut output = BufReader::new(process.stdout.take().ok_or_else(silent)?).lines();
        let address = output.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, place) = line.split_once(" is at http://")?;
            place.parse::<SocketAddr>().ok()
        });
        let address = address.ok_or_else(silent)?;
        Ok(Serving { address, process, reporter: self.reporter.clone(), reader: self.reader.clone(), _output: output })
    }
}

/// A running program, which is killed when it is dropped.
pub(super) struct Serving {
    pub(super) address: SocketAddr,
    process: Child,
    reporter: String,
    reader: String,
    /// The output of the program, kept open: a program that cannot print ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    /// The status of an answer; 0 where there was none.
    pub(super) fn status(&self, path: &str, cookie: &str) -> u16 {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        requests::get(self.address, path, &cookie).map_or(0, |answer| answer.status)
    }

    /// Signs in: the status, and the cookie of the session.
    pub(super) fn sign_in(&self) -> (u16, Option<String>) {
        let Some(answer) = requests::sign_in(self.address, USER, PASSWORD, "") else { return (0, None) };
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        (answer.status, cookie.filter(|_| answer.header("location") == Some("/")))
    }

    /// Reports an incident of its own number; whether that was acknowledged.
    pub(super) fn report(&self, number: usize) -> bool {
        let body = format!("{{\"account\": \"{APPID}\", \"errcode\": {}, \"errmsg\": \"x\"}}", 100_000 + number);
        let headers = format!(
            "Authorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
            self.reporter,
            body.len()
        );
        let answer = requests::ask(self.address, "POST /api/v1/incidents", &headers, body.as_bytes());
        answer.is_some_and(|answer| answer.status == 202)
    }

    /// Reports one incident after the other while `attack` goes on; how many were acknowledged.
    pub(super) fn while_reporting<T>(&self, first: usize, attack: impl FnOnce() -> T) -> (usize, T) {
        let (acknowledged, over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let done = thread::scope(|scope| {
            scope.spawn(|| {
                for number in first.. {
                    if over.load(Ordering::SeqCst) {
                        break;
                    }
                    acknowledged.fetch_add(usize::from(self.report(number)), Ordering::SeqCst);
                    // Below what one token may begin in a while.
                    thread::sleep(LOOK_EVERY);
                }
            });
            let done = attack();
            over.store(true, Ordering::SeqCst);
            done
        });
        (acknowledged.into_inner(), done)
    }

    /// How many incidents there are.
    pub(super) fn incidents(&self) -> usize {
        let token = format!("Authorization: Bearer {}\r\n", self.reader);
        let answer = requests::get(self.address, "/api/v1/incidents?limit=1000", &token);
        answer.map_or(0, |answer| answer.body.matches("\"errcode\":").count())
    }

    /// How long it takes until something holds; `None` where it does not within a minute and a half.
    pub(super) fn until(&self, holds: impl Fn(&Self) -> bool) -> Option<Duration> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if holds(self) {
                return Some(began.elapsed());
            }
            thread::sleep(LOOK_EVERY);
        }
        None
    }

    /// Kills it as `kill -9` does.
    pub(super) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A temporary folder, which goes when it is dropped.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn make(name: &str) -> Result<Self, Problem> {
        let folder = std::env::temp_dir().join(format!("wxquota-attack-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
        let _ = fs::remove_file(self.0.with_extension("log"));
    }
}
