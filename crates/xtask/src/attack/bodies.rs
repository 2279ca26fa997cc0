//! Large forms: of strangers, and of somebody who is signed in.

use std::{
    io::{Read as _, Write as _},
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

pub(super) const OF_STRANGERS: Attack = Attack {
    name: "bodies",
    what: "500 connections that send 3 MB to the sign-in form and hold the last byte back",
    run,
};
pub(super) const PASTES: Attack =
    Attack { name: "pastes", what: "200 texts of 1 MB pasted at once by somebody who is signed in", run: pastes };

/// Just below what any form may have.
const BYTES: usize = 3_000_000;
const FORMS: usize = 500;
const TEXTS: usize = 200;

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let name = OF_STRANGERS.name;
    for (proxied, what) in [(false, "from one address"), (true, "from 500 addresses")] {
        let target = Target::start(&plan.program, name, proxied)?;
        let page = Bystander::start("a page meanwhile", target.others, "/login", requests::forwarded(70_000));
        let statuses = memory::measured(plan, table, (name, what), &target, || {
            let until = Instant::now() + plan.lasts;
            crowd::at_once(FORMS, |number| {
                let more = requests::forwarded(number);
                send(target.attackers, "POST /form/sign-in", &more, "name=nobody&password=", until)
            })
        });
        table.note(name, format!("{what}: answers"), crowd::statuses(&statuses));
        page.finish(name, table);
    }
    Ok(())
}

fn pastes(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let name = PASTES.name;
    let target = Target::start(&plan.program, name, true)?;
    let Some(cookie) = target.sign_in() else {
        return Err(Problem::Attack("the user could not sign in".to_owned()));
    };
    let page = Bystander::start("a page meanwhile", target.others, "/login", requests::forwarded(70_000));
    let statuses = memory::measured(plan, table, (name, "all at once"), &target, || {
        // Each is sent to its end at once.
        let until = Instant::now();
        crowd::at_once(TEXTS, |number| {
            let more = format!("{}Cookie: {cookie}\r\n", requests::forwarded(number));
            send(target.attackers, "POST /form/rids/look-up", &more, "account=&text=", until)
        })
    });
    table.note(name, "all at once: answers", crowd::statuses(&statuses));
    page.finish(name, table);
    Ok(())
}

/// Sends a form whose last byte comes at `until`; the status of the answer.
fn send(address: SocketAddr, line: &str, more: &str, field: &str, until: Instant) -> Option<u16> {
    let mut stream = connect(address)?;
    let headers = format!("{}Connection: close\r\n{more}", requests::form_headers(address, BYTES));
    let mut sent = format!("{}{field}", requests::head(address, line, &headers)).into_bytes();
    sent.resize(sent.len() + BYTES - field.len() - 1, b'a');
    let refused = stream.write_all(&sent).is_err();
    drop(sent);
    // Whoever was refused already does not wait.
    stream
        .set_read_timeout(Some(until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))))
        .ok()?;
    let mut answer = vec![0; 12];
    if stream.read_exact(&mut answer).is_err() {
        if refused {
            return None;
        }
        thread::sleep(until.saturating_duration_since(Instant::now()));
        stream.write_all(b"a").ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        stream.read_exact(&mut answer).ok()?;
    }
    String::from_utf8_lossy(&answer).rsplit(' ').next()?.parse().ok()
}
