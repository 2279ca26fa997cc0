//! The memory of the program while strangers send it what takes much, and afterwards.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::program::{PASSWORD, Program};
use crate::support::serving::Serving;

/// Longer than the memory takes to go back.
const FOR_EVER: Duration = Duration::from_mins(1);

/// A line of what the kernel says of a process, in MiB.
fn mib(serving: &Serving, line: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.child.id())).unwrap();
    let line = status.lines().find_map(|text| text.strip_prefix(line)).unwrap();
    line.split_whitespace().find_map(|word| word.parse::<usize>().ok()).unwrap() >> 10
}

#[test]
fn wrong_passwords_take_memory_for_two_at_a_time_and_give_it_back() {
    let program = Program::with_desk();
    program.add_user("alice", "viewer").done();
    let serving = program.serve();
    assert!(serving.sign_in("alice", PASSWORD).is_some());
    let before = mib(&serving, "VmRSS:");
    // Each for another name, or the same one would soon have to wait.
    let names: Vec<_> = (0..20).map(|n| format!("nobody{n}")).collect();
    let wrong = |name| serving.posting("/form/sign-in", "", &[("name", name), ("password", "three blind rats")]);
    let asked: Vec<_> = names.iter().map(|name| wrong(name)).collect();
    for mut stream in asked {
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
    let peak = mib(&serving, "VmHWM:");
    assert!(peak < before + 64, "{before} MiB before, {peak} MiB at most");
    let began = Instant::now();
    loop {
        let now = mib(&serving, "VmRSS:");
        if now < before + 20 {
            break;
        }
        assert!(began.elapsed() < FOR_EVER, "{before} MiB before, {now} MiB afterwards");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn forms_of_strangers_are_not_kept_in_memory() {
    let program = Program::with_desk();
    let serving = program.serve();
    assert!(serving.get("/login").starts_with("HTTP/1.1 200"));
    let before = mib(&serving, "VmRSS:");
    let address = serving.address().to_owned();
    let body = format!("name=nobody&password={}", "a".repeat(2_900_000));
    let head = format!(
        "POST /form/sign-in HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    std::thread::scope(|threads| {
        for _ in 0..60 {
            threads.spawn(|| {
                let mut stream = TcpStream::connect(&address).unwrap();
                stream.write_all(head.as_bytes()).unwrap();
                // Whoever refuses it need not read all of it.
                let _ = stream.write_all(body.as_bytes());
                let _ = stream.read_to_end(&mut Vec::new());
            });
        }
    });
    let peak = mib(&serving, "VmHWM:");
    assert!(peak < before + 48, "{before} MiB before, {peak} MiB at most");
}
