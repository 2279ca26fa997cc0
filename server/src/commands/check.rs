//! `wxquota check`: a self-test of settings, outbound proxy, database, key, files, users, audit trail, clock and reach of WeChat.

use std::path::Path;
use std::time::Duration;

use desk::audit::AuditChain;
use desk::checks::{CLOCK_TOLERANCE, WechatReach};
use desk::sampling::status::{SamplingState, StatusError};
use desk::users::User;
use domain::Role;
use jiff::{SignedDuration, Timestamp};
use store::files::{free_bytes, too_open};
use store::sqlite::OpenMode;
use wechat::{Options, Transport};

use super::{Session, counted, print, time};
use crate::cli::Output;
use crate::clock;
use crate::demo::mark::is_demos;
use crate::failure::CommandError;
use crate::lock::served_at;
use crate::settings::{Settings, Way, Web};
use crate::setup_link::setup_link;
use crate::shapes::self_test::{SelfCheck, SelfTest};

/// The time that a proxy gets to accept a connection.
const PROXY_TIMEOUT: Duration = Duration::from_secs(5);
/// The free bytes of a disk below which it counts as full, and as nearly full.
const NO_ROOM: u64 = 64 << 20;
const LITTLE_ROOM: u64 = 512 << 20;
/// The time after which a round that is due counts as missed.
const LATE_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// Prints what was found, and fails where something is not well.
pub(crate) async fn run(settings: Settings, deep: bool, output: Output) -> Result<(), CommandError> {
    let mut checks = vec![passed("settings", "understood".to_owned()), web(&settings), proxies(&settings.web)];
    checks.push(outbound(&settings).await);
    let database = settings.database_file().display().to_string();
    let key = settings.master_key_file.display().to_string();
    checks.extend(demo(&settings));
    match Session::open(settings.clone(), OpenMode::MustExist).await {
        Ok(session) => {
            let fault = session.desk().check_writes().await;
            checks.push(match (fault, session.desk().ready().await) {
                (None, Ok(())) => passed("database", format!("{database} is readable and writable")),
                (Some(fault), _) => failed(
                    "database",
                    format!("{database} cannot be written: {}; {}", fault.sentence(), fault.advice()),
                ),
                (None, Err(error)) => failed("database", error.to_string()),
            });
            if deep {
                checks.push(damage(&session).await);
            }
            checks.push(passed("key", format!("{key} fits the database")));
            checks.push(files(&settings));
            checks.extend(disk(&session).await);
            checks.push(users(&session).await.unwrap_or_else(|error| failed("users", error.line())));
            checks.push(audit(&session).await);
            checks.push(sampler(&session).await.unwrap_or_else(|error| failed("sampler", error.to_string())));
            let demo_time = session.desk().clock().is_demo().then(|| session.now());
            checks.extend(wechat(session.desk().reach_wechat().await, &settings, demo_time));
            session.close().await;
        }
        Err(CommandError::NoDesk(_)) => checks.extend(without_database(&settings).await?),
        Err(CommandError::Open(store::OpenError::Key(error))) => checks.push(failed("key", error.to_string())),
        Err(error) => checks.push(failed("database", error.to_string())),
    }
    let shape = SelfTest { ok: checks.iter().all(|check| check.ok), checks };
    print(output, &shape, || {
        let lines = shape.checks.iter().map(|check| format!("{}  {:<8}  {}", result(check), check.name, check.detail));
        lines.collect::<Vec<_>>().join("\n")
    })?;
    let wrong: Vec<_> = shape.checks.iter().filter(|check| !check.ok).map(|check| check.name).collect();
    if wrong.is_empty() { Ok(()) } else { Err(CommandError::Wanting(format!("not well: {}", wrong.join(", ")))) }
}

/// The result of a check in one word, padded to the width of the longest.
fn result(check: &SelfCheck) -> &'static str {
    match (check.ok, check.warning) {
        (false, _) => "wrong",
        (true, true) => "note ",
        (true, false) => "ok   ",
    }
}

/// The check `web`: how people reach the pages, and how their cookies travel.
fn web(settings: &Settings) -> SelfCheck {
    let at =
        settings.web.public_url.as_ref().map_or_else(|| listening(settings), |url| url.origin().ascii_serialization());
    match settings.web.way {
        Way::Tls => passed("web", format!("the dashboard is at {at}; cookies are sent only over TLS")),
        Way::Loopback => passed("web", format!("the dashboard is at {at}, on this machine only")),
        Way::Clear => warned(
            "web",
            format!(
                "the dashboard is at {at} over plain HTTP, as WXQUOTA_ALLOW_HTTP allows: others on the network can \
                 read passwords and sessions; use a TLS proxy and set WXQUOTA_PUBLIC_URL"
            ),
        ),
    }
}

/// Where the pages of the database are served now, or would be with these settings.
fn listening(settings: &Settings) -> String {
    served_at(&settings.database_file()).unwrap_or_else(|| settings.listen.place())
}

fn proxies(web: &Web) -> SelfCheck {
    match web.proxy_hops {
        0 => passed("proxies", "none in front; client addresses are those of the connections".to_owned()),
        hops => passed("proxies", format!("{hops} in front; client addresses are those that the outermost proxy saw")),
    }
}

/// The check `outbound`: which proxy calls go through, where it was set, and whether it can be reached.
async fn outbound(settings: &Settings) -> SelfCheck {
    let calls = settings.outbound.calls(&settings.wechat_base_url);
    let by = calls.set_by.as_deref();
    let Some(proxy) = settings.outbound.proxy.url() else {
        let why = by.map(|by| format!(", as set by {by}")).unwrap_or_default();
        return passed("outbound", format!("calls to WeChat and channels use no proxy{why}"));
    };
    let way = format!("the proxy {proxy}, from {},", by.unwrap_or("the settings"));
    let sees = if calls.reaches_wechat {
        "is used for WeChat and channels; WeChat sees the proxy's address, so add that address to the IP white \
         lists in WeChat's console"
    } else {
        "is used for channels; calls to WeChat are direct"
    };
    match proxy.reach(PROXY_TIMEOUT).await {
        Ok(()) => passed("outbound", format!("{way} {sees}")),
        Err(why) => failed("outbound", format!("{way} cannot be reached: {why}; it {sees}")),
    }
}

/// The check `files`: whether other users of the machine can get at the data.
fn files(settings: &Settings) -> SelfCheck {
    let open = too_open(&settings.database_file(), &settings.master_key_file);
    if open.is_empty() {
        return passed("files", "other users of this machine cannot access the data".to_owned());
    }
    warned("files", open.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// The check `damage`: whether the database is whole, by reading all of it.
async fn damage(session: &Session) -> SelfCheck {
    match session.opened.store.find_damage().await {
        Ok(found) if found.is_empty() => passed("damage", "the whole database was read and is not damaged".to_owned()),
        Ok(found) => failed(
            "damage",
            format!("the database is damaged: {}; restore a backup with `wxquota restore`", found.join("; ")),
        ),
        Err(error) => failed("damage", format!("the database cannot be read: {error}")),
    }
}

/// The check `disk`: whether there is room for the database to grow, and for a copy of it before an upgrade.
async fn disk(session: &Session) -> Option<SelfCheck> {
    let database = session.settings.database_file();
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let free = free_bytes(folder)?;
    let size = session.opened.store.size_bytes().await.ok()?;
    Some(room(free, size, folder))
}

fn room(free: u64, size: u64, folder: &Path) -> SelfCheck {
    let told =
        format!("{} MB free on the disk with {}, {} MB used by the database", free >> 20, folder.display(), size >> 20);
    if free < NO_ROOM {
        failed("disk", format!("{told}: it is full; free some space, or nothing can be saved"))
    } else if free < LITTLE_ROOM.max(2 * size) {
        warned("disk", format!("{told}: nearly full; an upgrade needs room for a copy of the database"))
    } else {
        passed("disk", told)
    }
}

/// The check `sampler`: whether rounds of readings were missed.
async fn sampler(session: &Session) -> Result<SelfCheck, StatusError> {
    let status = session.desk().sampler_status(&session.actor).await?;
    let now = session.now();
    let running = status.accounts.iter().filter(|of| of.state == SamplingState::Running);
    let running: Vec<_> = running.collect();
    if running.is_empty() {
        return Ok(passed("sampler", "no account is due to be sampled".to_owned()));
    }
    let late = running.iter().filter(|of| {
        let newest = of.last.as_ref().map_or(of.account.added_at, |last| last.started_at);
        now.duration_since(newest) > SignedDuration::from_hours(of.period_hours) + LATE_AFTER
    });
    let late: Vec<_> = late.map(|of| of.account.name.as_str()).collect();
    let is_served = served_at(&session.settings.database_file()).is_some();
    Ok(match (late.is_empty(), is_served) {
        (true, _) => passed("sampler", format!("rounds are on time for {}", counted(count(running.len()), "account"))),
        (false, true) => warned(
            "sampler",
            format!("rounds were missed for {}; the page /sampler and the log say why", late.join(", ")),
        ),
        (false, false) => warned(
            "sampler",
            format!("rounds were missed for {}, because no `serve` runs on this database", late.join(", ")),
        ),
    })
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// Whether the database is a demo's, and where that is so, whether others could sign in to it.
fn demo(settings: &Settings) -> Option<SelfCheck> {
    let what = "this is the database of a demo, whose passwords are public";
    // A folder that cannot be looked into is told with the database.
    is_demos(&settings.database_file()).unwrap_or(false).then(|| {
        if settings.web.stays_here() {
            warned("demo", format!("{what}: only this machine can reach it"))
        } else {
            failed("demo", format!("{what}: it cannot be served to other machines; use another database"))
        }
    })
}

/// The check `users`: the number of users who can sign in; before there are any, the setup link.
async fn users(session: &Session) -> Result<SelfCheck, CommandError> {
    let listening = listening(&session.settings);
    if let Some(link) = setup_link(session.desk(), &session.settings.web, &listening).await? {
        return Ok(warned("users", format!("there are no users yet; create the first admin, once, at {link}")));
    }
    let users = session.desk().users(&session.actor).await?;
    let able = |user: &&User| user.disabled_at.is_none();
    let admins = users.iter().filter(able).filter(|user| user.role == Role::Admin);
    let (all, able, admins) = (count(users.len()), count(users.iter().filter(able).count()), count(admins.count()));
    let disabled = if able < all { format!("; {} disabled", all - able) } else { String::new() };
    Ok(passed("users", format!("{}, {}{disabled}", counted(able, "user"), counted(admins, "admin"))))
}

/// Whether the trail is as it was written.
async fn audit(session: &Session) -> SelfCheck {
    let what_to_do =
        "somebody changed the database directly: keep a copy of it and compare the audit trail with a backup";
    match session.desk().audit_chain(&session.actor).await {
        Ok(AuditChain::Whole { lines }) => {
            passed("audit", format!("the audit trail is intact, {}", counted(lines, "line")))
        }
        Ok(AuditChain::Broken { line }) => {
            failed("audit", format!("entry {line} of the audit trail was changed; {what_to_do}"))
        }
        Ok(AuditChain::Cut { lines }) => {
            failed("audit", format!("entries are missing after entry {lines} of the audit trail; {what_to_do}"))
        }
        Ok(AuditChain::Unrecorded { record, id }) => {
            let which = if id == 0 { String::new() } else { format!(" {id}") };
            failed(
                "audit",
                format!(
                    "the {record}{which} has no entry in the audit trail: an older trail was put back, or the record was \
                     added or changed directly; {what_to_do}"
                ),
            )
        }
        Err(error) => failed("audit", error.to_string()),
    }
}

/// On a fresh machine: whether the desk could be made, and WeChat be reached. Makes nothing.
async fn without_database(settings: &Settings) -> Result<Vec<SelfCheck>, CommandError> {
    let key = &settings.master_key_file;
    let mut checks = vec![makeable(
        "database",
        &settings.database_file(),
        "it does not exist yet; `wxquota account add` or `wxquota serve` creates it",
    )];
    checks.push(if key.exists() {
        passed("key", format!("{} is readable", key.display()))
    } else {
        makeable("key", key, "it does not exist yet; it is created together with the database")
    });
    let options = Options { proxy: settings.outbound.proxy.clone(), ..Options::default() };
    let transport = Transport::new(settings.wechat_base_url.clone(), options)?;
    let answer = transport.reach().await;
    checks.extend(wechat(WechatReach::of(answer, clock::machine(settings).now()), settings, None));
    Ok(checks)
}

/// Whether `file` could be made: tried with a file without a name in the nearest folder that is there.
fn makeable(name: &'static str, file: &Path, absent: &str) -> SelfCheck {
    let shown = file.display();
    let there = file.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("."));
    match tempfile::tempfile_in(there) {
        Ok(_) => passed(name, format!("{shown}: {absent}")),
        Err(error) => failed(name, format!("{shown}: {absent}, but {} cannot be written: {error}", there.display())),
    }
}

/// Whether WeChat answers, and what its clock says of ours; demo time, where that is ours, differs on purpose.
fn wechat(reach: WechatReach, settings: &Settings, demo_time: Option<Timestamp>) -> Vec<SelfCheck> {
    let base = settings.wechat_base_url.as_str();
    match reach {
        WechatReach::Unreachable(why) => vec![failed("wechat", format!("{base} does not answer: {why}"))],
        WechatReach::Answers { clock_ahead } => {
            let clock = match (demo_time, clock_ahead) {
                (Some(now), _) => passed(
                    "clock",
                    format!("demo time ({} now) is not compared with WeChat's", time(Some(now), &settings.time_zone)),
                ),
                (None, None) => passed("clock", "WeChat did not return a time for comparison".to_owned()),
                (None, Some(ahead)) if ahead.abs() <= CLOCK_TOLERANCE => {
                    passed("clock", format!("within {} s of WeChat's", CLOCK_TOLERANCE.as_secs()))
                }
                (None, Some(ahead)) => failed(
                    "clock",
                    format!(
                        "{} s {} WeChat's; synchronize the clock with NTP, because times and rids depend on it",
                        ahead.abs().as_secs(),
                        if ahead.is_positive() { "ahead of" } else { "behind" }
                    ),
                ),
            };
            vec![clock, passed("wechat", format!("{base} answers"))]
        }
    }
}

fn passed(name: &'static str, detail: String) -> SelfCheck {
    SelfCheck { name, ok: true, warning: false, detail }
}

/// A check that passed, with something that somebody should know.
fn warned(name: &'static str, detail: String) -> SelfCheck {
    SelfCheck { name, ok: true, warning: true, detail }
}

fn failed(name: &'static str, detail: String) -> SelfCheck {
    SelfCheck { name, ok: false, warning: false, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_full_before_nothing_is_left() {
        let verdict = |free: u64, size: u64| {
            let check = room(free << 20, size << 20, Path::new("data"));
            (check.ok, check.warning)
        };
        assert_eq!(verdict(63, 1), (false, false));
        assert_eq!(verdict(100, 1), (true, true));
        assert_eq!(verdict(600, 1), (true, false));
        assert_eq!(verdict(600, 400), (true, true), "an upgrade needs room for a copy");
    }
}
