//! Where the value of a setting came from, so that a complaint names what its author wrote.

use std::path::Path;

use clap::ArgMatches;
use clap::parser::ValueSource;
use desk::settings::{Layer, Origin};

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

    /// The place where the value was given, and the setting's name there.
    pub(crate) fn origin(&self, id: &str) -> Origin {
        let in_file = self.in_file.iter().any(|name| name == id);
        let layer = match self.matches.value_source(id) {
            Some(ValueSource::CommandLine) => Layer::Flag,
            // An empty variable is an unset one, as `WXQUOTA_OUR_ADDRESSES=` in a file of variables means.
            Some(ValueSource::EnvVariable) if self.text(id).is_some() => Layer::Environment,
            _ if in_file => Layer::File,
            _ => Layer::Default,
        };
        Origin { layer, name: self.label(id) }
    }

    /// The value as it was given, or the default; `None` where it is not set or empty.
    pub(crate) fn text(&self, id: &str) -> Option<String> {
        let value = self.matches.get_raw(id)?.next()?.to_string_lossy().trim().to_owned();
        Some(value).filter(|value| !value.is_empty())
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
