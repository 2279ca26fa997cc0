//! Slow clients: headers a byte at a time, bodies a byte at a time, and answers that nobody reads.

use std::{
    io::Write as _,
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use super::{
    bystander::Bystander,
    crowd, memory,
    plan::{Attack, Plan},
    requests::{self, connect},
    table::Table,
    target::Target,
};
use crate::problem::Problem;

pub(super) const ATTACK: Attack = Attack {
    name: "slow",
    what: "600 connections that send a header, or a form, a byte a second, or read no answer",
    run,
};

const CONNECTIONS: usize = 600;
const EVERY: Duration = Duration::from_secs(1);
/// Requests for pages that are sent at once by whoever reads none.
const UNREAD: usize = 50;

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let target = Target::start(&plan.program, ATTACK.name, false)?;
    let others = [
        Bystander::start("a page of another address", target.others, "/login", String::new()),
        Bystander::start("/healthz of another address", target.others, "/healthz", String::new()),
    ];
    memory::measured(plan, table, (ATTACK.name, "slow"), &target, || {
        let until = Instant::now() + plan.lasts;
        crowd::at_once(CONNECTIONS, |number| keep_on(target.attackers, number, until))
    });
    for other in others {
        other.finish(ATTACK.name, table);
    }
    Ok(())
}

/// Is slow in one of the three ways, on another connection where the last was closed.
fn keep_on(address: SocketAddr, number: usize, until: Instant) {
    let begun = match number % 3 {
        0 => "GET /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".to_owned(),
        1 => {
            format!("{}name=", requests::head(address, "POST /form/sign-in", &requests::form_headers(address, 10_000)))
        }
        _ => requests::head(address, "GET /login", "").repeat(UNREAD),
    };
    while Instant::now() < until {
        let Some(mut stream) = connect(address) else {
            thread::sleep(EVERY);
            continue;
        };
        let mut open = stream.write_all(begun.as_bytes()).is_ok();
        while open && Instant::now() < until {
            thread::sleep(EVERY);
            // Whoever reads nothing sends nothing either.
            open = number % 3 == 2 || stream.write_all(b"a").is_ok();
        }
        if !open {
            thread::sleep(EVERY);
        }
    }
}
