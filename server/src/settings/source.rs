//! Where the value of a setting came from, so that a complaint names what its author wrote.

use std::path::Path;

use clap::ArgMatches;
use clap::parser::ValueSource;

/// Where values came from.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    matches: &'a ArgMatches,
    file: Option<&'a Path>,
    in_file: &'a [String],
}

impl<'a> Source<'a> {
    /// `in_file` are the settings that `file` names.
    pub(crate) fn new(matches: &'a ArgMatches, file: Option<&'a Path>, in_file: &'a [String]) -> Self {
        Self { matches, file, in_file }
    }

    /// Whether the value is anything but the built-in default.
    pub(crate) fn is_chosen(&self, id: &str) -> bool {
        let default = matches!(self.matches.value_source(id), None | Some(ValueSource::DefaultValue));
        !default || self.in_file.iter().any(|name| name == id)
    }

    /// The setting's name where its value was given: `--time-zone`, `WXQUOTA_TIME_ZONE`, or `time_zone in wxquota.toml`.
    pub(crate) fn label(&self, id: &str) -> String {
        match (self.matches.value_source(id), self.file) {
            (Some(ValueSource::CommandLine), _) => format!("--{}", id.replace('_', "-")),
            (Some(ValueSource::EnvVariable), _) => variable(id),
            (_, Some(file)) if self.in_file.iter().any(|name| name == id) => format!("{id} in {}", file.display()),
            _ => variable(id),
        }
    }
}

fn variable(id: &str) -> String {
    format!("WXQUOTA_{}", id.to_ascii_uppercase())
}
