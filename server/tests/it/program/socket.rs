//! `serve` on a Unix socket, for a proxy on this machine.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

use crate::support::program::Program;
use crate::support::serving::Serving;

/// The answer to a request that a proxy sends over the socket.
fn ask(program: &Program, request: &str, more: &str) -> String {
    let mut stream = UnixStream::connect(program.folder().join("w.sock")).unwrap();
    write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_on_this_machine_is_let_in_by_a_socket() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let serve = ["serve", "--listen", "unix:w.sock"];
    let serving = Serving::start(&program, &serve);
    let socket = program.folder().join("w.sock");
    assert_eq!(serving.address(), format!("unix:{}", socket.display()), "the path is absolute");
    assert_eq!(std::fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o660);
    assert!(ask(&program, "GET /healthz", "").ends_with("ok\n"));
    assert!(ask(&program, "GET /login", "X-Forwarded-For: 203.0.113.9\r\n").starts_with("HTTP/1.1 200"));

    // The proxy's word counts, whatever its client claimed.
    let form = "name=alice&password=wrong";
    let more = format!(
        "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\nContent-Length: {}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nAccept: text/html\r\nOrigin: http://localhost\r\n\r\n{form}",
        form.len()
    );
    let refused = ask(&program, "POST /form/sign-in", &more);
    assert!(refused.starts_with("HTTP/1.1 302"), "{refused}");
    let newest = sqlx::query_scalar("SELECT address FROM audit ORDER BY id DESC LIMIT 1");
    let address: String = newest.fetch_one(&mut program.database().await).await.unwrap();
    assert_eq!(address, "203.0.113.9");
    let served = program.checked("web");
    assert!(served.contains(&format!("the dashboard is at unix:{}", socket.display())), "{served}");

    let second = program.run(&serve).refused(1);
    assert!(second.contains(&format!("process {} at unix:{}", serving.child.id(), socket.display())), "{second}");
    let other = Program::alone();
    let taken = format!("unix:{}", socket.display());
    let refused = other.run(&["serve", "--listen", &taken]).refused(1);
    assert!(refused.contains(&format!("another program listens on {taken}")), "{refused}");

    let (status, log) = serving.stop();
    assert_eq!(status, Some(0), "{log}");
    assert!(!socket.exists(), "it goes with the program");
}

#[test]
fn a_socket_that_a_killed_program_left_is_replaced() {
    let program = Program::alone();
    let serve = ["serve", "--listen", "unix:w.sock"];
    let mut killed = Serving::start(&program, &serve);
    killed.child.kill().unwrap();
    killed.child.wait().unwrap();
    assert!(program.folder().join("w.sock").exists());
    let serving = Serving::start(&program, &serve);
    assert!(ask(&program, "GET /readyz", "").starts_with("HTTP/1.1 200"));
    assert_eq!(serving.stop().0, Some(0));
}
