//! `serve`, `demo` and `sandbox` as processes: starting, refusing, stopping.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::cli::Program;

/// A server that is stopped, however the test ends.
pub(crate) struct Serving {
    pub(crate) child: Child,
    address: String,
    /// What it prints after the line with its address.
    lines: Receiver<String>,
    log: Option<JoinHandle<String>>,
}

impl Serving {
    /// Starts it and waits for the line that names its address.
    pub(crate) fn start(program: &Program, arguments: &[&str]) -> Self {
        let mut child = program.command(arguments).spawn().unwrap();
        // Read all along: a program that logs into a full pipe stands still.
        let logged = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || std::io::read_to_string(logged).unwrap());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let named =
            lines.find_map(|line| line.unwrap().split_once(" is at http://").map(|(_, address)| address.to_owned()));
        let Some(address) = named else { panic!("it named no address: {}", log.join().unwrap()) };
        // Whoever closed our end of standard output would end it at its next line.
        let (printed, received) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(printed.send(line))));
        Self { child, address, lines: received, log: Some(log) }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The next line it prints.
    pub(crate) fn line(&self) -> String {
        self.lines.recv().unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.send("GET", path, "", "")
    }

    /// Sends a request and gives the whole reply, head and body.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        read(self.ask(method, path, headers, body))
    }

    /// Sends a request and leaves the connection open.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        stream
    }

    /// Posts a form as a browser without scripts does.
    pub(crate) fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
        read(self.posting(path, cookie, fields))
    }

    /// Posts a form and leaves the connection open.
    pub(crate) fn posting(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> TcpStream {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let headers = format!(
            "Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nOrigin: http://{}\r\n\
             Sec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n",
            self.address
        );
        self.ask("POST", path, &headers, &body.join("&"))
    }

    /// Signs in and gives the session's cookie; `None` where that was refused.
    pub(crate) fn sign_in(&self, name: &str, password: &str) -> Option<String> {
        let reply = self.post("/form/sign-in", "", &[("name", name), ("password", password)]);
        assert!(reply.starts_with("HTTP/1.1 302"), "{reply}");
        (header(&reply, "location") == Some("/")).then(|| header(&reply, "set-cookie").unwrap().to_owned())
    }

    /// The status of a page for whoever has this cookie.
    pub(crate) fn status(&self, path: &str, cookie: &str) -> u16 {
        let reply = self.send("GET", path, &format!("Accept: text/html\r\nCookie: {cookie}\r\n"), "");
        reply.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Asks it to stop as a supervisor does, and gives its exit status and what it logged.
    pub(crate) fn stop(mut self) -> (Option<i32>, String) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        let status = self.child.wait().unwrap();
        (status.code(), self.log.take().unwrap().join().unwrap())
    }
}

/// The whole reply, head and body.
pub(crate) fn read(mut stream: TcpStream) -> String {
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    String::from_utf8_lossy(&reply).into_owned()
}

/// A header of a reply, without what follows a semicolon.
pub(crate) fn header<'a>(reply: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = reply.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(": "));
    let value = lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)?;
    value.split(';').next()
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_serves_refuses_a_second_and_stops_when_asked() {
    let program = Program::alone();
    let first = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(first.get("/readyz").starts_with("HTTP/1.1 200"));
    let second = program.run(&["serve", "--listen", "127.0.0.1:0"]).refused(1);
    let who = format!("process {} at http://{}", first.child.id(), first.address);
    assert!(second.contains(&who), "{second}");
    program.run(&["token", "create", "beside", "--role", "viewer"]).done();
    first.get("/?token=wxq_in_a_query");
    let (status, log) = first.stop();
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("path=\"/\"") && !log.contains("wxq_in_a_query"), "the path only: {log}");
    let third = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(third.stop().0, Some(0));
}

#[test]
fn a_second_serve_does_not_touch_the_database() {
    let program = Program::alone();
    let data = program.folder().join("data");
    std::fs::create_dir(&data).unwrap();
    let held = std::fs::File::create(data.join("wxquota.db.serving")).unwrap();
    held.try_lock().unwrap();
    let told = program.run(&["serve", "--listen", "127.0.0.1:0"]).refused(1);
    assert!(told.contains("served already"), "{told}");
    assert!(!data.join("wxquota.db").exists() && !data.join("master.key").exists(), "the lock comes first");
    drop(held);
    assert_eq!(Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]).stop().0, Some(0));
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let told = Program::alone().run(&["serve", "--listen", &address.to_string()]).refused(1);
    assert!(told.contains(&format!("port {} is in use", address.port())), "{told}");
}

#[test]
fn other_machines_are_let_in_by_tls_or_where_plain_http_is_allowed() {
    let everywhere = ["serve", "--listen", "0.0.0.0:0"];
    let refused = Program::alone().run(&everywhere).refused(2);
    assert!(refused.contains("WXQUOTA_PUBLIC_URL") && refused.contains("WXQUOTA_ALLOW_HTTP=true"), "{refused}");
    let program = Program::alone();
    for allowed in [
        &["--public-url", "https://quota.example.com", "--proxy-hops", "1"][..],
        &["--public-url", "http://localhost:8686"],
        &["--allow-http"],
    ] {
        let serving = Serving::start(&program, &[&everywhere[..], allowed].concat());
        let (status, log) = serving.stop();
        assert_eq!(status, Some(0), "{allowed:?}: {log}");
        assert!(!log.contains("WXQUOTA_PROXY_HOPS is 0"), "{allowed:?}: {log}");
    }
    let tls = ["--public-url", "https://quota.example.com"];
    let past = program.run(&[&everywhere[..], &tls].concat()).refused(2);
    assert!(past.contains("WXQUOTA_PROXY_HOPS: with https://quota.example.com/ a proxy ends TLS"), "{past}");
    let inside = Serving::start(&program, &[&["serve", "--listen", "127.0.0.1:0"][..], &tls].concat());
    let (_, log) = inside.stop();
    assert!(log.contains("WXQUOTA_PROXY_HOPS is 0: nobody's address is known"), "{log}");
    program.write("w.toml", "listen = \"0.0.0.0:0\"\nallow_http = true\n");
    assert_eq!(Serving::start(&program, &["serve", "--config", "w.toml"]).stop().0, Some(0));
    let stronger = program.run(&["serve", "--config", "w.toml", "--allow-http=false"]).refused(2);
    assert!(stronger.contains("listen in w.toml"), "{stronger}");
    let odd = program.run(&["serve", "--allow-http=yes"]).refused(2);
    assert!(odd.contains("--allow-http: \"yes\" is neither true nor false"), "{odd}");
    let plain = program.run(&["serve", "--public-url", "http://quota.example.com"]).refused(2);
    assert!(plain.contains("--public-url: with http://quota.example.com/ passwords travel in clear"), "{plain}");
}

#[test]
fn the_demo_has_a_month_behind_it_and_goes_on_where_it_was() {
    let program = Program::alone();
    let listen = ["demo", "--listen", "127.0.0.1:0", "--data-dir", "kept"];
    for run in ["first", "second"] {
        let demo = Serving::start(&program, &listen);
        assert!(demo.get("/readyz").starts_with("HTTP/1.1 200"), "{run}");
        let kept = ["--database-url", "sqlite://kept/wxquota.db", "--master-key-file", "kept/master.key"];
        let status = program.run(&[&["status", "--json"][..], &kept].concat()).json();
        let rows = status["interfaces"].as_array().unwrap();
        assert_eq!(rows.len(), 28, "{run}");
        let count = |state: &str| rows.iter().filter(|row| row["state"] == state).count();
        assert_eq!((count("exhausted"), count("failed"), count("unsupported")), (1, 5, 1), "{run}");
        assert!(count("critical") >= 1 && count("warning") >= 1 && count("never") == 0, "{run}");
        let made = program.run(&[&["token", "create", run, "--role", "viewer", "--json"][..], &kept].concat()).json();
        let samples = samples(&demo, made["token"].as_str().unwrap());
        assert!(samples >= 719, "{run}: {samples} readings in 30 days");
        assert_eq!(demo.stop().0, Some(0), "{run}");
    }
}

/// How many readings of the last month the first interface has.
fn samples(demo: &Serving, token: &str) -> usize {
    let mut stream = TcpStream::connect(&demo.address).unwrap();
    let path = "/api/v1/interfaces/1/samples?limit=1000&from=2000-01-01T00:00:00Z";
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply.matches("\"at\":").count()
}

#[test]
fn a_demo_of_its_own_leaves_nothing_behind() {
    let program = Program::alone();
    let mut command = program.command(&["demo", "--listen", "127.0.0.1:0"]);
    let mut child = command.env("TMPDIR", program.folder()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in lines {
        if line.unwrap().contains(" is at http://") {
            assert_eq!(program.entries(), 1);
            Command::new("kill").arg(child.id().to_string()).status().unwrap();
            break;
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(program.entries(), 0);
}

#[test]
fn the_sandbox_alone_answers_as_wechat_does() {
    let program = Program::alone();
    let sandbox = Serving::start(&program, &["sandbox", "--listen", "127.0.0.1:0"]);
    assert!(sandbox.get("/cgi-bin/token?grant_type=client_credential").contains("errcode"));
    std::fs::write(program.folder().join("own.toml"), "seed = 7\n").unwrap();
    let own = Serving::start(&program, &["sandbox", "--listen", "127.0.0.1:0", "--config", "own.toml"]);
    assert_eq!(own.stop().0, Some(0));
    std::fs::write(program.folder().join("own.toml"), "sede = 7\n").unwrap();
    assert!(program.run(&["sandbox", "--config", "own.toml"]).refused(1).contains("sede"));
    let beyond = program.run(&["sandbox", "--listen", "0.0.0.0:8690"]).refused(2);
    assert!(beyond.contains("control API") && !beyond.contains("WXQUOTA_ALLOW_HTTP"), "{beyond}");
}
