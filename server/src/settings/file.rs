//! The settings file. Its values become the command line's defaults, so flags and variables are stronger than it.

use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};

use super::{Given, SettingFaults};

/// Makes the file's values the defaults of `command`; gives it back with the names the file held.
///
/// # Errors
/// All that is wrong with the file: unreadable, no TOML, unknown names, values of another kind than a setting has.
pub(crate) fn defaults_from_file(mut command: Command, file: &Path) -> Result<(Command, Vec<String>), SettingFaults> {
    let one = |fault: String| SettingFaults(vec![fault]);
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|error| one(format!("{shown} cannot be read: {error}")))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| one(broken(file, &text, &error)))?;
    let known = names();
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for (name, value) in table {
        if !known.contains(&name) {
            faults.push(format!("{shown}: there is no setting {name:?}; {}", nearest(&name, &known)));
            continue;
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(yes) => yes.to_string(),
            _ => {
                faults.push(format!("{shown}: {name} must be a quoted string, a whole number, true or false"));
                continue;
            }
        };
        command = command.mut_arg(&name, |arg| arg.default_value(value));
        found.push(name);
    }
    if faults.is_empty() { Ok((command, found)) } else { Err(SettingFaults(faults)) }
}

/// Where it breaks and why, on one line.
fn broken(file: &Path, text: &str, error: &toml::de::Error) -> String {
    let line =
        error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1);
    let why = error.message().lines().collect::<Vec<_>>().join(", ");
    format!("{} is not valid TOML, line {line}: {why}", file.display())
}

/// The names of all settings that a file may hold.
pub(super) fn names() -> Vec<String> {
    #[derive(clap::Parser)]
    struct Settings {
        #[command(flatten)]
        given: Given,
    }
    let command = Settings::command();
    let ids = command.get_arguments().map(|arg| arg.get_id().to_string());
    ids.filter(|id| !matches!(id.as_str(), "config" | "help" | "version")).collect()
}

fn nearest(name: &str, known: &[String]) -> String {
    let plain = name.to_ascii_lowercase();
    let plain = plain.strip_prefix("wxquota_").unwrap_or(&plain);
    let distance = |other: &String| strsim::damerau_levenshtein(plain, other);
    match known.iter().min_by_key(|other| distance(other)).filter(|other| distance(other) <= 4) {
        Some(other) => format!("did you mean {other}?"),
        None => format!("the settings are: {}", known.join(", ")),
    }
}
