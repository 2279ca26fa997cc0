//! A disk that fills up while people and programs write, and has room again.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use super::{
    plan::{Attack, Plan},
    service::{Data, Folder, Serving, millis},
    table::Table,
};
use crate::problem::Problem;

pub(super) const ATTACK: Attack =
    Attack { name: "disk-full", what: "the disk fills up while incidents are reported, and has room again", run };

/// The size of the disk, in MiB: the database and its log take a few.
const SIZE: usize = 24;
/// Within which time it is to be noticed, and writes are to go on once there is room.
const NOTICED: usize = 5_000;
const GOES_ON: usize = 5_000;

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let folder = Folder::make(ATTACK.name)?;
    let Some(disk) = Disk::mount(&folder.0) else {
        table.note(ATTACK.name, "not run", "only root can mount a small tmpfs");
        return Ok(());
    };
    let data = Data::make(&plan.program, &folder.0)?;
    let serving = data.serve(Duration::ZERO)?;
    let (_, cookie) = serving.sign_in();
    let cookie = cookie.unwrap_or_default();
    let (acknowledged, (noticed, wrong, goes_on)) = serving.while_reporting(0, || {
        thread::sleep(plan.lasts / 3);
        let filler = fill(&folder.0);
        let noticed = serving.until(|serving| serving.status("/readyz", "") == 503);
        let wrong = wrong_answers(&serving, &cookie);
        thread::sleep(plan.lasts / 3);
        let wrong = wrong + wrong_answers(&serving, &cookie);
        let _ = fs::remove_file(&filler);
        let goes_on = serving.until(|serving| serving.status("/readyz", "") == 200 && serving.report(9_999));
        thread::sleep(plan.lasts / 3);
        (noticed, wrong, goes_on)
    });
    table.at_most(ATTACK.name, "noticed after", NOTICED, millis(noticed), " ms");
    table.at_most(ATTACK.name, "wrong answers meanwhile", 0, wrong, "");
    table.at_most(ATTACK.name, "writes go on after room", GOES_ON, millis(goes_on), " ms");
    table.note(ATTACK.name, "acknowledged incidents", acknowledged.to_string());
    table.at_most(ATTACK.name, "of them lost", 0, acknowledged.saturating_sub(serving.incidents()), "");
    let signed_in = usize::from(serving.sign_in().1.is_none());
    table.at_most(ATTACK.name, "refused sign-ins afterwards", 0, signed_in, "");
    drop((serving, disk));
    Ok(())
}

/// How many answers are others than they should be while nothing can be saved.
fn wrong_answers(serving: &Serving, cookie: &str) -> usize {
    let asked = [
        ("/healthz", "", 200),
        ("/readyz", "", 503),
        ("/login", "", 200),
        ("/", cookie, 200),
        ("/clears", cookie, 200),
    ];
    let pages = asked.iter().filter(|(path, cookie, status)| serving.status(path, cookie) != *status).count();
    pages + usize::from(serving.sign_in().0 != 503) + usize::from(serving.report(9_998))
}

/// Fills the disk to its last byte, and gives the file that does.
fn fill(folder: &Path) -> std::path::PathBuf {
    let filler = folder.join("filler");
    if let Ok(mut file) = fs::File::create(&filler) {
        for size in [1 << 20, 4096, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }
    filler
}

/// A small disk in memory, which is unmounted when it is dropped.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(at: &'a Path) -> Option<Self> {
        let options = format!("size={SIZE}m,mode=0700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self(at))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}
