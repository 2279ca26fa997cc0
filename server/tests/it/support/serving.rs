//! A server as a process, and requests to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::program::Program;

/// A server that is stopped, however the test ends.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) address: String,
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
        let named = lines.find_map(|line| line.unwrap().split_once(" is at ").map(|(_, place)| place.to_owned()));
        let named = named.map(|place| place.strip_prefix("http://").map_or(place.clone(), str::to_owned));
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

impl Program {
    /// Serves on a port of its own.
    pub(crate) fn serve(&self) -> Serving {
        Serving::start(self, &["serve", "--listen", "127.0.0.1:0"])
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
