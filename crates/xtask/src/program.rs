//! Our own program, as commands start it.

use std::{path::Path, process::Command};

use crate::command::command;

/// A command that runs `program` on the database in `folder`, without the settings of the environment.
pub(crate) fn wxquota(program: &Path, folder: &Path) -> Command {
    let mut wxquota = command(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("WXQUOTA_")) {
            wxquota.env_remove(name);
        }
    }
    wxquota.env("WXQUOTA_DATABASE_URL", format!("sqlite://{}", folder.join("wxquota.db").display()));
    wxquota.env("WXQUOTA_MASTER_KEY_FILE", folder.join("master.key"));
    wxquota
}
