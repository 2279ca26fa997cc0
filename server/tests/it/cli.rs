//! The command line as people and scripts use it: the real program, in an empty folder, beside a sandbox.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use domain::{Clock, ShiftedClock, SystemClock};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, Fault, FaultKind, MALL_APPID, Running, Sandbox};
use tempfile::TempDir;

use crate::app;

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
}

/// How a run ended.
pub(crate) struct Ran {
    code: i32,
    pub(crate) out: String,
    err: String,
}

impl Program {
    pub(crate) fn on(base_url: &str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), base_url: base_url.to_owned(), ahead: SignedDuration::ZERO }
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

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wxquota"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WXQUOTA_")) {
            command.env_remove(name);
        }
        command.env("WXQUOTA_CLOCK_OFFSET_MS", (CLOCK.0 + self.ahead).as_millis().to_string());
        command.env("LC_ALL", "C.UTF-8").env("WXQUOTA_WECHAT_BASE_URL", &self.base_url);
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

pub(crate) const SECRET: &str = "fa4e0000000000000000000000000a1a";

pub(crate) async fn with_sandbox() -> (Running, Program) {
    let sandbox = Sandbox::start_local(at_present(Config::demo())).await.unwrap();
    let program = Program::on(&sandbox.base_url);
    (sandbox, program)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_from_its_first_day_to_its_last() {
    let (_sandbox, program) = with_sandbox().await;
    let added = program.add_mall(SECRET).done();
    assert!(
        added.contains("Added 商城 (wx5a0d0000000000a1) as account 1") && added.contains("/wxa/msg_sec_check"),
        "{added}"
    );
    assert!(!added.contains(SECRET));
    let key = program.folder().join("data/master.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);

    let listed = program.run(&["account", "list", "--json"]).json();
    assert_eq!(listed["accounts"][0]["token"]["state"], "none");
    let works = program.run(&["account", "check", "商城"]).done();
    assert!(works.starts_with("商城 works: /wxa/"), "{works}");
    let listed = program.run(&["account", "list"]).done();
    assert!(listed.lines().nth(1).unwrap().contains("mini-program  active  valid"), "{listed}");

    program.run(&["account", "pause", "1"]).done();
    assert!(program.run(&["sample", "--account", "1"]).refused(1).contains("paused"));
    program.run(&["account", "resume", MALL_APPID]).done();
    assert!(program.run(&["account", "retire", "商城"]).done().contains("secret is destroyed"));
    assert!(program.run(&["account", "check", "商城"]).refused(1).contains("retired"));
    let again = program.add_mall(SECRET).done();
    assert!(again.contains("as account 1"), "added again, it goes on: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_explained_and_replaced() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall("0123456789abcdef0123456789abcdef").done();
    let ran = program.run(&["account", "check", "商城"]);
    assert!(ran.out.contains("AppSecret"), "{}", ran.out);
    assert!(ran.refused(1).contains("40125"));
    let json = program.run(&["account", "check", "1", "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&shape["works"], &shape["problem"]["failure"]), (&false.into(), &"token-errcode-40125".into()));
    let chinese = program.run(&["account", "check", "1", "--lang", "zh-CN"]).out;
    assert!(chinese.contains("密钥") || chinese.contains("AppSecret"), "{chinese}");

    let sampled = program.run(&["sample", "--json"]).json();
    assert_eq!((&sampled["good"], &sampled["failed"]), (&0.into(), &2.into()), "failures are readings too");
    let status = program.run(&["status", "--json"]).json();
    assert_eq!(
        (&status["interfaces"][0]["state"], &status["interfaces"][0]["used"]),
        (&"failed".into(), &serde_json::Value::Null)
    );

    program.write("secret", &format!("{SECRET}\n"));
    program.run(&["account", "secret", "商城", "--secret-file", "secret"]).done();
    program.run(&["account", "check", "商城"]).done();
    assert!(
        program.run(&["account", "secret", "商城", "--secret-file", "none"]).refused(1).contains("none cannot be read")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_added_says_why() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    assert!(program.add_mall(SECRET).refused(1).contains("this appid is already watched, as \"商城\" (account 1)"));
    let add = |name: &str, appid: &str, watch: &str| {
        program.feed("x", &["account", "add", "--name", name, "--appid", appid, "--secret-file", "-", "--watch", watch])
    };
    let all = add("42", "gh_1", "/a/b").refused(1);
    assert!(all.contains("must not be a number") && all.contains("`wx` followed by 16"), "all at once: {all}");
    assert!(add("小店", "wx0000000000000001", "/sns/userinfo").refused(1).contains("/sns/ interfaces"));
    assert!(add("商城", "wx0000000000000001", "/a/b").refused(1).contains("another account has this name"));
    let unknown = program.feed(
        SECRET,
        &[
            "account",
            "add",
            "--name",
            "<b>🛒</b>",
            "--appid",
            "wx00000000000000ff",
            "--secret-file",
            "-",
            "--kind",
            "shop",
        ],
    );
    assert!(unknown.done().contains("<b>🛒</b>"));
    assert!(program.run(&["account", "check", "<b>🛒</b>"]).refused(1).contains("40013"), "unknown appid");
    assert!(program.run(&["account", "check", "nobody"]).refused(1).contains("there is no account \"nobody\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_are_watched_with_repairs_shown() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let url = "https://api.weixin.qq.com/cgi-bin/message/subscribe/send?access_token=50_secret";
    let added = program.run(&["interface", "add", "商城", url, "wxa/IMG_sec_check", "/wxa/msg_sec_check"]).done();
    let expected = "/cgi-bin/message/subscribe/send  [repaired: host removed, query cut]\n\
                    /wxa/img_sec_check  [repaired: slash added, spelling matched to the catalogue]\n\
                    /wxa/msg_sec_check (watched already)\n";
    assert_eq!(added, expected);
    for wrong in ["/sns/jscode2session", "https://example.com/x", "/a b", &"/x".repeat(2500)] {
        let told = program.run(&["interface", "add", "1", "/ok/path", wrong]).refused(1);
        assert!(told.contains("cannot be watched") && told.len() < 400, "{told}");
    }
    assert!(!program.run(&["status"]).done().contains("/ok/path"), "all or none");
    assert!(
        program.run(&["interface", "remove", "1", "/wxa/img_sec_check", "/wxa/none"]).refused(1).contains("/wxa/none")
    );
    program.run(&["interface", "remove", "1", "wxa/img_sec_check"]).done();
    assert!(!program.run(&["status"]).done().contains("img_sec_check"));
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_are_shown_worst_first() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let before = program.run(&["status", "--json"]).json();
    assert_eq!(before["interfaces"][0]["state"], "never");
    assert_eq!(program.run(&["sample"]).done(), "2 readings of 1 account.\n");
    let after = program.run(&["status"]).done();
    let lines: Vec<_> = after.lines().collect();
    assert!(lines[0].starts_with("STATE") && lines[1].starts_with("warning"), "{after}");
    assert!(lines[2].starts_with("unsupported") && lines[2].contains("0/0/0"), "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_attempted_is_told_and_fails() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let refused = FaultKind::Errcode { errcode: 44993, errmsg: None };
    sandbox.sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", refused));
    // Which of the two WeChat refuses first is a race; that both were read is not.
    program.run(&["sample"]);
    let ran = program.run(&["sample", "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shape["accounts"], &shape["skipped"][0]["account"]), (&0.into(), &"商城".into()), "{shape}");
    let told = ran.refused(1);
    assert!(told.starts_with("not all was attempted: 商城 was skipped: WeChat takes no more readings"), "{told}");
}

#[test]
fn tokens_are_shown_once() {
    let program = Program::alone();
    let made = program.run(&["token", "create", "ci", "--role", "viewer", "--json"]).json();
    assert_eq!((&made["name"], &made["role"]), (&"ci".into(), &"viewer".into()));
    let token = made["token"].as_str().unwrap();
    assert!(token.len() >= 64);
    assert!(program.run(&["token", "create", "ci", "--role", "admin"]).refused(1).contains("exists already"));
    let listed = program.run(&["token", "list", "--json"]).json();
    assert!(listed["tokens"][0]["made_by"].as_str().unwrap().starts_with("cli:"));
    assert!(!listed.to_string().contains(token));
    program.run(&["token", "revoke", "ci"]).done();
    assert!(program.run(&["token", "revoke", "ci"]).refused(1).contains("no live token"));
    assert!(program.run(&["token", "list"]).done().contains("ci"));
}

#[test]
fn wrong_usage_is_one_line_and_status_2() {
    let program = Program::alone();
    for (typed, told) in [
        (&["--frobnicate"][..], "--frobnicate"),
        (&["acount", "list"], "acount"),
        (&["account", "add", "--name", "x"], "--appid"),
        (&["token", "create", "x", "--role", "boss"], "boss"),
        (&["account", "add", "--name", "x", "--appid", "y", "--secret-file", "-", "--kind", "robot"], "robot"),
        (&["interface", "add", "1"], "PATH"),
    ] {
        let line = program.run(typed).refused(2);
        assert!(line.contains(told), "{typed:?}: {line}");
    }
    assert!(program.run(&[]).refused(2).contains("demo, serve, sandbox"));
    let help = program.run(&["--help"]).done();
    for setting in [
        "WXQUOTA_LISTEN",
        "127.0.0.1:8686",
        "sqlite://data/wxquota.db",
        "Asia/Shanghai",
        "data/master.key",
        "WXQUOTA_CRITICAL_PERCENT",
    ] {
        assert!(help.contains(setting), "{setting}");
    }
    assert!(program.run(&["--version"]).done().starts_with("wxquota "));
    assert!(!program.folder().join("data").exists(), "nothing is made by asking");
}

#[test]
fn settings_are_told_apart_by_strength_and_faults_all_at_once() {
    let program = Program::with_desk();
    program.write("w.toml", "time_zone = \"Mars/Base\"\nlisten = \"0.0.0.0:80\"\nwarning_percent = 99\n");
    let all = program
        .run(&[
            "status",
            "--config",
            "w.toml",
            "--quota-zone",
            "Nowhere",
            "--wechat-base-url",
            "http://api.weixin.qq.com",
        ])
        .refused(2);
    for part in [
        "listen in w.toml: 0.0.0.0:80 can be reached",
        "WXQUOTA_ALLOW_HTTP=true",
        "time_zone in w.toml: \"Mars/Base\"",
        "--quota-zone: \"Nowhere\"",
        "--wechat-base-url: http://",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let stronger = program
        .command(&["status", "--config", "w.toml", "--time-zone", "UTC"])
        .env("WXQUOTA_LISTEN", "127.0.0.1:9")
        .env("WXQUOTA_WARNING_PERCENT", "70")
        .output()
        .unwrap();
    assert_eq!(Ran::from(stronger).code, 0, "flags and variables are stronger than the file");

    program.write("w.toml", "listne = \"127.0.0.1:9\"\ntime_zone = [1]\n");
    let unknown = program.run(&["status", "--config", "w.toml"]).refused(2);
    assert!(
        unknown.contains("\"listne\"; did you mean listen?") && unknown.contains("time_zone must be text"),
        "{unknown}"
    );
    program.write("w.toml", "listen = \"127.0.0.1:9\"\nbroken\n");
    let broken = program.run(&["status", "--config", "w.toml"]).refused(2);
    assert!(broken.contains("w.toml is no TOML, line 2"), "{broken}");
    assert!(program.run(&["status", "--config", "none.toml"]).refused(2).contains("none.toml cannot be read"));
    let crossed = program.run(&["status", "--warning-percent", "96"]).refused(2);
    assert!(crossed.contains("--warning-percent must be below WXQUOTA_CRITICAL_PERCENT"), "{crossed}");
}
