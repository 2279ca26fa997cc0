//! The compilers and interpreters for the snippets.

use super::apt;
use crate::{command::is_on_path, problem::Problem};

/// A language's tool.
pub(crate) struct Tool {
    /// The program that is searched for.
    program: &'static str,
    why: &'static str,
    how: How,
}

/// The way to install a missing tool.
enum How {
    /// With the Debian package of this name.
    Package(&'static str),
    /// By hand, with these instructions.
    ByHand(&'static str),
}

/// Java. The compiler is searched for, since `java` needs it to run a source file.
pub(crate) const JAVA: Tool =
    Tool { program: "javac", why: "a JDK, for the snippet in Java", how: How::Package("default-jdk-headless") };
pub(crate) const GO: Tool = Tool { program: "go", why: "Go, for the snippet in Go", how: How::Package("golang-go") };
pub(crate) const PHP: Tool = Tool { program: "php", why: "PHP, for the snippet in PHP", how: How::Package("php-cli") };
pub(crate) const PYTHON: Tool = Tool {
    program: "python3",
    why: "python3, for the snippet and the SDK in Python",
    how: How::ByHand("Install Python 3.8 or newer, and run this again"),
};
pub(crate) const NODE: Tool = Tool {
    program: "node",
    why: "node, for the snippet and the SDK for Node",
    how: How::ByHand("Install Node.js 20 or newer, and run this again"),
};

impl Tool {
    /// Searches for the tool, and installs it where it is missing.
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
