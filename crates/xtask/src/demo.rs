//! A demo of the plain build, for commands that need a running wxquota.

use std::{
    fs,
    io::{BufRead as _, BufReader, Lines, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Stdio},
};

use crate::{command::output_of, problem::Problem, program::wxquota, workspace};

/// When demo time starts: an afternoon late in a month, so that neither a day nor a month turns.
const START: &str = "2026-11-26T15:20:00+08:00";

/// A running demo on a free port, whose data is in a temporary folder.
pub(crate) struct Demo {
    /// Host and port.
    pub(crate) address: String,
    folder: PathBuf,
    process: Child,
    /// The output of the demo, kept open: a demo that cannot print ends.
    _output: Lines<BufReader<ChildStdout>>,
}

/// An answer of the demo.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The lines of its head.
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header; its first where there are several.
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(':'));
        headers.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

impl Demo {
    /// Starts the demo for a command of this name.
    pub(crate) fn start(name: &str) -> Result<Self, Problem> {
        let folder = std::env::temp_dir().join(format!("wxquota-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
        let log = folder.join("demo.log");
        let complaints = fs::File::create(&log).map_err(Problem::file(&log))?;
        let mut demo = wxquota(&workspace::debug_program(), &folder);
        demo.args(["demo", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&folder).env("WXQUOTA_DEMO_START", START);
        demo.stdout(Stdio::piped()).stderr(complaints);
        let started = demo.spawn();
        let mut process =
            started.map_err(|source| Problem::NotStarted { program: "wxquota demo".to_owned(), source })?;
        let mut output = BufReader::new(process.stdout.take().ok_or_else(|| silent(&log))?).lines();
        let address = output.by_ref().map_while(Result::ok).find_map(|line| {
            line.strip_prefix("wxquota is at http://").map(|address| address.trim_end_matches('/').to_owned())
        });
        let demo = Self { address: address.unwrap_or_default(), folder, process, _output: output };
        if demo.address.is_empty() { Err(silent(&log)) } else { Ok(demo) }
    }

    /// A new API token with this role.
    pub(crate) fn token(&self, role: &str) -> Result<String, Problem> {
        let mut create = wxquota(&workspace::debug_program(), &self.folder);
        create.args(["token", "create", &format!("xtask-{role}"), "--role", role, "--json"]);
        let made = output_of(create).unwrap_or_default();
        let token = made.split_once("\"token\":").and_then(|(_, after)| after.trim_start().strip_prefix('"'));
        let token = token.and_then(|after| after.split('"').next()).filter(|token| !token.is_empty());
        token.map(str::to_owned).ok_or_else(|| Problem::Demo(format!("the demo makes no token of the role {role}")))
    }

    /// The cookie of a session of the demo's user of this role.
    pub(crate) fn sign_in(&self, role: &str) -> Result<String, Problem> {
        let form = format!("name={role}&password=demo-{role}");
        let headers = format!(
            "Origin: http://{}\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            self.address
        );
        let answer = self.ask("POST", "/form/sign-in", &headers, &form);
        let cookie = answer.as_ref().and_then(|answer| answer.header("set-cookie")?.split(';').next());
        cookie.map(str::to_owned).ok_or_else(|| Problem::Demo(format!("the demo signs nobody in as {role}")))
    }

    /// The body of an answer to a token, with status 200.
    pub(crate) fn get(&self, path: &str, token: &str) -> Option<String> {
        let answer = self.ask("GET", path, &format!("Authorization: Bearer {token}\r\n"), "")?;
        (answer.status == 200).then(|| String::from_utf8_lossy(&answer.body).into_owned())
    }

    /// The answer to a request; `headers` each end with a line end. HTTP 1.0, so that it is not chunked.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Option<Answer> {
        let mut connection = TcpStream::connect(&self.address).ok()?;
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Length: {length}\r\n", self.address);
        connection.write_all(format!("{head}{headers}\r\n{body}").as_bytes()).ok()?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let body = answer.split_off(end + 4);
        let head = String::from_utf8_lossy(&answer).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head, body })
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // They fail only where the process has ended, or the folder is gone, already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn silent(log: &Path) -> Problem {
    let words = fs::read_to_string(log).unwrap_or_default();
    Problem::Demo(format!("the demo did not start: {}", words.trim()))
}
