//! The settings of `/metrics`.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::Source;
use super::secret::secret;

/// The settings of `/metrics`.
#[derive(Debug, Clone)]
pub struct MetricsSettings {
    /// The token with which other machines read them; `None` where only this machine does.
    pub token: Option<SecretString>,
    /// Whether they have series of each interface.
    pub interfaces: bool,
}

impl Default for MetricsSettings {
    fn default() -> Self {
        Self { token: None, interfaces: true }
    }
}

/// The token of the setting, or of the file that holds it.
///
/// # Errors
/// What is wrong, with the name under which it was given, and nothing of the value.
pub(super) fn metrics_token(
    value: Option<&SecretString>,
    file: Option<&Path>,
    source: &Source<'_>,
) -> Result<Option<SecretString>, String> {
    let Some((text, set_by)) = secret("metrics_token", value, file, source)? else { return Ok(None) };
    let token = text.expose_secret().trim();
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!(
            "{set_by}: use letters, digits and ASCII punctuation without spaces, such as `openssl rand -hex 32` prints"
        ));
    }
    Ok(Some(token.into()))
}
