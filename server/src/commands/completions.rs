//! `wxquota completions`: completions of the command line for a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::write_out;
use crate::cli::Cli;
use crate::failure::CommandError;

pub(crate) fn run(shell: Shell) -> Result<(), CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "wxquota", &mut script);
    write_out(script.as_slice())
}
