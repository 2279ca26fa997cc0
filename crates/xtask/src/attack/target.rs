//! The program that is attacked: `wxquota serve` on an empty database in a temporary folder.

use std::{
    fs,
    io::{BufRead as _, BufReader, Lines, Write as _},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Stdio},
};

use super::requests;
use crate::{problem::Problem, program::wxquota};

/// The user that is there, an admin.
pub(super) const USER: &str = "alice";
pub(super) const PASSWORD: &str = "three blind mice";

/// A running program, which is killed when it is dropped; its folder goes with it.
pub(super) struct Target {
    /// Where attackers connect, and where somebody else does: from two addresses, where this machine has them.
    pub(super) attackers: SocketAddr,
    pub(super) others: SocketAddr,
    process: Child,
    folder: PathBuf,
    /// The output of the program, kept open: a program that cannot print ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Target {
    /// Starts the program. With `proxied`, its clients are those that `X-Forwarded-For` names.
    pub(super) fn start(program: &Path, name: &str, proxied: bool) -> Result<Self, Problem> {
        let folder = std::env::temp_dir().join(format!("wxquota-attack-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
        add_user(program, &folder)?;
        // On all addresses of the machine: a client of ::1 is another than one of 127.0.0.1.
        let both = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
        let listen = if both { "[::]:0" } else { "127.0.0.1:0" };
        let log = folder.join("serve.log");
        let complaints = fs::File::create(&log).map_err(Problem::file(&log))?;
        let mut serve = wxquota(program, &folder);
        serve.args(["serve", "--listen", listen, "--allow-http", "--proxy-hops", if proxied { "1" } else { "0" }]);
        // Nobody answers there.
        serve.args(["--wechat-base-url", "http://127.0.0.1:9"]).stdout(Stdio::piped()).stderr(complaints);
        let started = serve.spawn();
        let mut process =
            started.map_err(|source| Problem::NotStarted { program: "wxquota serve".to_owned(), source })?;
        let silent = || {
            let words = fs::read_to_string(&log).unwrap_or_default();
            Problem::Attack(format!("the program did not start: {}", words.trim()))
        };
        let mut output = BufReader::new(process.stdout.take().ok_or_else(silent)?).lines();
        let port = output.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, place) = line.split_once(" is at http://")?;
            place.rsplit(':').next()?.parse::<u16>().ok()
        });
        let port = port.unwrap_or_default();
        let at = |address: std::net::IpAddr| SocketAddr::new(address, port);
        let attackers = at(Ipv4Addr::LOCALHOST.into());
        let others = if both { at(Ipv6Addr::LOCALHOST.into()) } else { attackers };
        let target = Self { attackers, others, process, folder, _output: output };
        let answers = |address| requests::get(address, "/healthz", "").is_some_and(|answer| answer.status == 200);
        if port == 0 || !answers(attackers) || !answers(others) { Err(silent()) } else { Ok(target) }
    }

    /// The memory of the program now, in MiB.
    pub(super) fn memory(&self) -> usize {
        self.mib("VmRSS:")
    }

    /// The most memory of the program since [`Self::forget_peak`], in MiB.
    pub(super) fn peak(&self) -> usize {
        self.mib("VmHWM:")
    }

    pub(super) fn forget_peak(&self) {
        // Where the system does not take it, the peak of the start counts too, which is small.
        let _ = fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5");
    }

    fn mib(&self, name: &str) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        let kib = line.split_whitespace().next().and_then(|word| word.parse::<usize>().ok());
        kib.unwrap_or_default().div_ceil(1024)
    }

    /// Signs the user in, from where somebody else is: the cookie of the session.
    pub(super) fn sign_in(&self) -> Option<String> {
        let answer = requests::sign_in(self.others, USER, PASSWORD, "")?;
        (answer.header("location") == Some("/")).then_some(())?;
        answer.header("set-cookie")?.split(';').next().map(str::to_owned)
    }
}

fn add_user(program: &Path, folder: &Path) -> Result<(), Problem> {
    let failed = |_| Problem::Attack("the user could not be added".to_owned());
    let mut add = wxquota(program, folder);
    add.args(["user", "add", USER, "--role", "admin", "--password-file", "-"]);
    add.stdin(Stdio::piped()).stdout(Stdio::null());
    let started = add.spawn();
    let mut adding =
        started.map_err(|source| Problem::NotStarted { program: "wxquota user add".to_owned(), source })?;
    if let Some(mut input) = adding.stdin.take() {
        input.write_all(PASSWORD.as_bytes()).map_err(failed)?;
    }
    if adding.wait().map_err(failed)?.success() { Ok(()) } else { Err(Problem::Attack("no user was added".to_owned())) }
}

impl Drop for Target {
    fn drop(&mut self) {
        // They fail only where the process has ended, or the folder is gone, already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
