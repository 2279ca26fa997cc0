//! The errors of commands, with messages that say what to do.

use std::{fmt, io, path::PathBuf};

/// An error that ends a command.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The command line is wrong.
    Usage(String),
    /// A tool failed, and has printed the reason itself.
    Failed { tool: String },
    /// A tool is missing and could not be installed.
    Missing { what: String, remedy: String },
    /// A program could not be started.
    NotStarted { program: String, source: io::Error },
    /// A file could not be read or written.
    File { path: PathBuf, source: io::Error },
    /// Snippets did not report their error.
    Snippets(String),
    /// SDKs could not read answers of the sandbox.
    Sdks(String),
    /// The demo did not start, or did not answer as expected.
    Demo(String),
    /// LibreOffice does not read these files as expected.
    Files(String),
    /// Attacks on the program went beyond their budgets, or could not be made.
    Attack(String),
    /// Tests failed at these moments.
    Moments(String),
    /// A step of `test` failed. The message shows how to run it alone.
    Step { step: &'static str, cause: Box<Problem> },
}

impl Problem {
    /// The exit status: 2 for a wrong command line, otherwise 1.
    pub(crate) fn exit_status(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }

    /// An error of the system for the file at `path`.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Snippets(text) | Self::Sdks(text) | Self::Demo(text) | Self::Attack(text) => {
                out.write_str(text)
            }
            Self::Files(names) => write!(out, "LibreOffice does not read these files as expected: {names}"),
            Self::Failed { tool } => write!(out, "`{tool}` failed; its output is above"),
            Self::Missing { what, remedy } => write!(out, "{what}.\n{remedy}"),
            Self::NotStarted { program, source } => write!(out, "cannot start {program}: {source}"),
            Self::File { path, source } => write!(out, "{}: {source}", path.display()),
            Self::Moments(names) => write!(out, "tests failed at: {names}"),
            Self::Step { step, cause } => {
                write!(out, "step {step} failed: {cause}\nTo run it alone: cargo xtask test {step}")
            }
        }
    }
}

impl std::error::Error for Problem {}
