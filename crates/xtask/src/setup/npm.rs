//! The packages of the browser tests.

use crate::{
    command::{command, is_on_path, run},
    problem::Problem,
    stamp, workspace,
};

/// Has `end2end/node_modules` match `package-lock.json`; does nothing where it does.
pub(crate) fn packages() -> Result<(), Problem> {
    if let Some(program) = ["node", "npm", "npx"].into_iter().find(|program| !is_on_path(program)) {
        return Err(Problem::Missing {
            what: format!("Not found: {program}, for the browser tests"),
            remedy: "Install Node.js 20 or newer with npm, and run this again".to_owned(),
        });
    }
    let folder = workspace::end2end();
    // Inside, so that it goes when the folder goes.
    let stamp_file = folder.join("node_modules/.installed");
    let stamp = stamp::of(&folder, &["package.json", "package-lock.json"], &[])?;
    if stamp::is_current(&stamp_file, &stamp) {
        return Ok(());
    }
    println!("Installing the npm packages of the browser tests");
    let mut npm = command("npm");
    npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    // The browser is the system's.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(npm)?;
    stamp::keep(&stamp_file, &stamp)
}
