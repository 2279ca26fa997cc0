//! Connections that are kept open: 600 from one address, with a request every 3 seconds on each.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
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

pub(super) const ATTACK: Attack =
    Attack { name: "connections", what: "600 connections of one address with a request every 3 s on each", run };

const CONNECTIONS: usize = 600;
const EVERY: Duration = Duration::from_secs(3);

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let target = Target::start(&plan.program, ATTACK.name, false)?;
    let others = [
        Bystander::start("a page of another address", target.others, "/login", String::new()),
        Bystander::start("/healthz of another address", target.others, "/healthz", String::new()),
        Bystander::start("/healthz of the same address", target.attackers, "/healthz", String::new()),
        Bystander::start("/readyz of the same address", target.attackers, "/readyz", String::new()),
    ];
    let answers = memory::measured(plan, table, (ATTACK.name, "kept open"), &target, || {
        let until = Instant::now() + plan.lasts;
        crowd::at_once(CONNECTIONS, |number| {
            thread::sleep(EVERY.mul_f64(f64::from(u32::try_from(number).unwrap_or_default()) / 600.0));
            keep_asking(target.attackers, until)
        })
    });
    let answered: usize = answers.iter().map(|(answered, clients)| answered * clients).sum();
    table.note(ATTACK.name, "kept open: answers to the attackers", answered.to_string());
    for other in others {
        other.finish(ATTACK.name, table);
    }
    Ok(())
}

/// Asks every 3 seconds, on another connection where the last was closed; how many answers there were.
fn keep_asking(address: SocketAddr, until: Instant) -> usize {
    let (mut stream, mut answered) = (None, 0);
    while Instant::now() < until {
        let open = stream.take().or_else(|| connect(address));
        stream = open.filter(|open| ask(open, address));
        answered += usize::from(stream.is_some());
        thread::sleep(EVERY.min(until.saturating_duration_since(Instant::now())));
    }
    answered
}

fn ask(mut stream: &TcpStream, address: SocketAddr) -> bool {
    let asked = stream.write_all(requests::head(address, "GET /healthz", "").as_bytes());
    let mut answer = [0; 4096];
    asked.is_ok() && stream.read(&mut answer).is_ok_and(|read| read > 0)
}
