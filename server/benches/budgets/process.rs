//! The real program as a child process, and what the kernel says of it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Ticks a second in `/proc/…/stat`; 100 on every Linux there is.
const TICKS: f64 = 100.0;

/// A `wxquota serve` that is killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
    started: Instant,
}

/// A command on the database in `folder`.
pub(crate) fn command(folder: &Path, wechat: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxquota"));
    command
        .env("WXQUOTA_DATABASE_URL", format!("sqlite://{}", folder.join("wxquota.db").display()))
        .env("WXQUOTA_MASTER_KEY_FILE", folder.join("master.key"))
        .env("WXQUOTA_WECHAT_BASE_URL", wechat)
        .env("WXQUOTA_LISTEN", "127.0.0.1:0")
        .stderr(Stdio::null());
    command
}

impl Served {
    /// Starts `serve` without a WeChat and waits for the address it prints.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        Self::start_on(folder, "http://127.0.0.1:9")
    }

    /// Starts `serve` on a WeChat and waits for the address it prints.
    pub(crate) fn start_on(folder: &Path, wechat: &str) -> Result<Self> {
        let started = Instant::now();
        let mut child = command(folder, wechat).arg("serve").stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().context("no output")?;
        for line in BufReader::new(out).lines() {
            let line = line?;
            if let Some(at) = line.find("http://") {
                let address = line[at..].split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_owned();
                return Ok(Self { child, address, started });
            }
        }
        bail!("serve ended without printing an address")
    }

    /// Time since the program was started.
    pub(crate) fn since_start(&self) -> Duration {
        self.started.elapsed()
    }

    /// CPU used so far, in milliseconds, by all its threads, in the program and in the kernel for it.
    pub(crate) fn cpu_ms(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<_> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).context("no CPU time");
        Ok((ticks(11)? + ticks(12)?) * 1000.0 / TICKS)
    }

    /// Memory that is its own now, in MiB.
    pub(crate) fn memory_mib(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no memory figure")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no memory figure")?.parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
