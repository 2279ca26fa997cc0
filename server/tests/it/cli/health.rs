//! The health check, and completions for shells.

use crate::support::program::Program;
use crate::support::serving::Serving;

#[test]
fn the_health_check_asks_where_the_dashboard_listens() {
    let program = Program::alone();
    let nobody = program.run(&["healthcheck", "--listen", "127.0.0.1:1"]).refused(1);
    assert!(nobody.starts_with("http://127.0.0.1:1 does not answer: "), "{nobody}");
    assert_eq!(program.entries(), 0, "asking makes nothing");
    let serving = program.serve();
    let told = program.run(&["healthcheck", "--listen", serving.address()]).done();
    assert_eq!(told, format!("http://{} answers\n", serving.address()));
    serving.stop();
    let socket = ["--listen", "unix:w.sock"];
    let serving = Serving::start(&program, &[&["serve"], &socket[..]].concat());
    assert!(program.run(&[&["healthcheck"], &socket[..]].concat()).done().ends_with("w.sock answers\n"));
    serving.stop();
    assert!(program.run(&[&["healthcheck"], &socket[..]].concat()).refused(1).contains("w.sock does not answer"));
}

#[test]
fn another_program_at_the_address_is_no_dashboard() {
    let program = Program::alone();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let other = std::thread::spawn(move || {
        use std::io::Write;
        for greeting in ["SSH-2.0-OpenSSH\r\n", "HTTP/1.1 404 Not Found\r\n\r\n"] {
            let _ = listener.accept().unwrap().0.write_all(greeting.as_bytes());
        }
    });
    let check = || program.run(&["healthcheck", "--listen", &address]).refused(1);
    assert!(check().contains("does not answer: "));
    assert!(check().contains("does not answer: "));
    other.join().unwrap();
}

#[test]
fn completions_are_printed_for_each_shell() {
    let program = Program::alone();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = program.run(&["completions", shell]).done();
        assert!(script.contains("healthcheck") && script.contains("wxquota"), "{shell}");
    }
    program.run(&["completions", "csh"]).refused(2);
    assert_eq!(program.entries(), 0);
}
