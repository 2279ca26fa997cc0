//! What runs the snippets that services copy.

use super::apt;
use crate::{command::is_on_path, problem::Problem};

/// A language's tool.
pub(crate) struct Tool {
    /// What is looked for.
    program: &'static str,
    why: &'static str,
    how: How,
}

/// How it gets here where it is missing.
enum How {
    /// By Debian's package of this name.
    Package(&'static str),
    /// By hand, as everywhere else.
    ByHand(&'static str),
}

/// The compiler is looked for: a Java that cannot compile cannot run a source file.
pub(crate) const JAVA: Tool =
    Tool { program: "javac", why: "a JDK, for the snippet in Java", how: How::Package("default-jdk-headless") };
pub(crate) const GO: Tool = Tool { program: "go", why: "Go, for the snippet in Go", how: How::Package("golang-go") };
pub(crate) const PHP: Tool = Tool { program: "php", why: "PHP, for the snippet in PHP", how: How::Package("php-cli") };
pub(crate) const PYTHON: Tool = Tool {
    program: "python3",
    why: "python3, for the snippet in Python",
    how: How::ByHand("Install Python 3.8 or newer, and run this again"),
};
pub(crate) const NODE: Tool = Tool {
    program: "node",
    why: "node, for the snippet for Node",
    how: How::ByHand("Install Node.js 20 or newer, and run this again"),
};

impl Tool {
    /// Has it on this machine.
    pub(crate) fn find(&self) -> Result<(), Problem> {
        if is_on_path(self.program) {
            return Ok(());
        }
        match self.how {
            How::Package(package) => apt::install(self.why, &[package]),
            How::ByHand(remedy) => {
                Err(Problem::Missing { what: format!("Not found: {}", self.why), remedy: remedy.to_owned() })
            }
        }
    }
}
