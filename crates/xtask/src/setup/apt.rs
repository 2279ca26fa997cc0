//! Debian packages, with apt-get.

use std::{
    process::{Command, Stdio},
    sync::Once,
};

use crate::{
    command::{command, is_on_path, output_of, run},
    problem::Problem,
};

/// The right to install packages.
enum Rights {
    Root,
    /// By sudo, without a password.
    Sudo,
    None,
}

/// Installs `packages`. `why` describes them in the message.
pub(crate) fn install(why: &str, packages: &[&str]) -> Result<(), Problem> {
    // One update a run is enough.
    static UPDATE: Once = Once::new();

    let names = packages.join(" ");
    let rights = rights();
    if !is_on_path("apt-get") || matches!(rights, Rights::None) {
        return Err(missing(why, &names));
    }
    println!("Not found: {why}. Installing with apt-get: {names}");
    UPDATE.call_once(|| {
        // A failed update of other package sources does not matter where the packages are found below.
        let mut update = apt_get(&rights);
        update.arg("update");
        let _ = run(update);
    });
    let mut install = apt_get(&rights);
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    run(install).map_err(|_| missing(why, &names))
}

/// The error with the commands to type.
fn missing(why: &str, names: &str) -> Problem {
    let remedy = if is_on_path("apt-get") {
        format!("As root, type: apt-get update && apt-get install --no-install-recommends {names}")
    } else {
        format!("This machine has no apt-get; install with its own tool what Debian calls: {names}")
    };
    Problem::Missing { what: format!("Not found and not installed: {why}"), remedy }
}

fn rights() -> Rights {
    let mut id = command("id");
    id.arg("-u");
    if output_of(id).as_deref() == Some("0") {
        return Rights::Root;
    }
    let mut sudo = command("sudo");
    sudo.args(["-n", "true"]);
    if output_of(sudo).is_some() { Rights::Sudo } else { Rights::None }
}

fn apt_get(rights: &Rights) -> Command {
    let mut apt_get = match rights {
        Rights::Sudo => {
            let mut sudo = command("sudo");
            sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        }
        Rights::Root | Rights::None => command("apt-get"),
    };
    // Errors go to standard error; the output, a line for each file, is not shown.
    apt_get.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "Dpkg::Use-Pty=0"]).stdout(Stdio::null());
    apt_get
}
