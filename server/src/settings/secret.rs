//! Settings that are secrets: given as a value, or as a file that holds it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::Source;

/// The longest file that can hold a secret and nothing else, in bytes.
const LONGEST_FILE: u64 = 4096;

/// The secret setting `id`, from its value or from the file that `id` and `_file` name, with the name under which it was given;
/// `None` where neither is set. An empty value is an unset one.
///
/// # Errors
/// What is wrong, with the name under which it was given, and nothing of the value.
pub(super) fn secret(
    id: &str,
    value: Option<&SecretString>,
    file: Option<&Path>,
    source: &Source<'_>,
) -> Result<Option<(SecretString, String)>, String> {
    let value = value.filter(|value| !value.expose_secret().trim().is_empty());
    let file = file.filter(|file| !file.as_os_str().is_empty());
    let (of_value, of_file) = (source.label(id), source.label(&format!("{id}_file")));
    match (value, file) {
        (Some(_), Some(_)) => Err(format!("{of_file}: {of_value} is also set; set only one of them")),
        (Some(value), None) => Ok(Some((value.clone(), of_value))),
        (None, Some(file)) => match read(file) {
            Ok(text) if text.trim().is_empty() => Err(format!("{of_file}: {} is empty", file.display())),
            Ok(text) => Ok(Some((text.into(), of_file))),
            Err(error) => Err(format!("{of_file}: {} cannot be read: {error}", file.display())),
        },
        (None, None) => Ok(None),
    }
}

/// The text of a file, as far as a secret may be long.
fn read(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(LONGEST_FILE).read_to_string(&mut text)?;
    Ok(text)
}
