//! The npm packages of the browser tests.

use crate::{
    command::{command, is_on_path, run},
    problem::Problem,
    stamp, workspace,
};

/// Installs the packages of `package-lock.json` in `end2end/node_modules`, unless they are up to date.
pub(crate) fn packages() -> Result<(), Problem> {
    if let Some(program) = ["node", "npm", "npx"].into_iter().find(|program| !is_on_path(program)) {
        return Err(Problem::Missing {
            what: format!("Not found: {program}, for the browser tests"),
            remedy: "Install Node.js 20 or newer with npm, and run this again".to_owned(),
        });
    }
    let folder = workspace::end2end();
    // Inside, so that it is removed with the folder.
    let stamp_file = folder.join("node_modules/.installed");
    let stamp = stamp::of(&folder, &["package.json", "package-lock.json"], &[])?;
    if stamp::is_current(&stamp_file, &stamp) {
        return Ok(());
    }
    println!("Installing the npm packages of the browser tests");
    let mut npm = command("npm");
    npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    // The tests use the browser of the system.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(npm)?;
    stamp::keep(&stamp_file, &stamp)
}
