//! Secrets that commands read from files.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::failure::CommandError;

/// The longest file that can hold a secret and nothing else.
const SECRET_FILE_BYTES: u64 = 4096;

/// Reads a secret from a file, or from standard input where it is `-`.
pub(super) fn read_secret(file: &Path) -> Result<SecretString, CommandError> {
    let mut text = Zeroizing::new(String::new());
    let read = if file == Path::new("-") {
        io::stdin().take(SECRET_FILE_BYTES).read_to_string(&mut text)
    } else {
        fs::File::open(file).and_then(|opened| opened.take(SECRET_FILE_BYTES).read_to_string(&mut text))
    };
    read.map_err(|source| CommandError::File { verb: "read", file: file.to_owned(), source })?;
    Ok(SecretString::from(text.as_str()))
}
