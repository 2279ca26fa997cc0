//! What can stop a command, said so that the person who typed it knows what to do.

use std::{fmt, io, path::PathBuf};

/// A reason to stop.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The command line was not understood.
    Usage(String),
    /// A tool ran and did not succeed. It has said why itself.
    Failed { tool: String },
    /// Something is not on this machine and could not be put there.
    Missing { what: String, remedy: String },
    /// A program could not be started.
    NotStarted { program: String, source: io::Error },
    /// A file could not be read or written.
    File { path: PathBuf, source: io::Error },
    /// Snippets did not do what they are there for.
    Snippets(String),
    /// At these moments tests failed.
    Moments(String),
    /// A step of `test` failed: which, and how to run it alone.
    Step { step: &'static str, cause: Box<Problem> },
}

impl Problem {
    /// 2 for wrong usage, as everywhere; else 1.
    pub(crate) fn exit_status(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }

    /// Tells which file the system refused.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Snippets(text) => out.write_str(text),
            Self::Failed { tool } => write!(out, "`{tool}` failed; its words are above"),
            Self::Missing { what, remedy } => write!(out, "{what}.\n{remedy}"),
            Self::NotStarted { program, source } => write!(out, "cannot start {program}: {source}"),
            Self::File { path, source } => write!(out, "{}: {source}", path.display()),
            Self::Moments(names) => write!(out, "tests failed at: {names}"),
            Self::Step { step, cause } => {
                write!(out, "step {step} failed: {cause}\nAlone it runs with: cargo xtask test {step}")
            }
        }
    }
}

impl std::error::Error for Problem {}
