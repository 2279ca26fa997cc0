//! The form of a channel, and the errors of its fields.

use domain::Severity;
use domain::account::account_name;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use store::channels::{ChannelChange, ChannelUrl, NewChannel};
use wechat::WebhookUrl;
use wechat::webhook::WebhookUrlError;

use crate::accounts::NameFault;

/// The minimum length of a signing secret, in characters.
pub const SHORTEST_SECRET: usize = 16;
/// The maximum length of a signing secret, in characters.
pub const LONGEST_SECRET: usize = 200;

/// The form of a channel, as it was typed. Where a channel is changed, an empty address or secret stays as it is.
#[derive(Debug, Default)]
pub struct TypedChannel {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: SecretString,
    /// What messages are signed with.
    pub secret: SecretString,
    /// The word of the severity from which on it takes notices.
    pub severity: String,
}

/// The errors of a channel form, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelFaults {
    /// With the name.
    pub name: Option<NameFault>,
    /// With the address.
    pub url: Option<UrlFault>,
    /// With the secret: fewer characters than [`SHORTEST_SECRET`], or more than [`LONGEST_SECRET`].
    pub secret: bool,
    /// With the severity.
    pub severity: bool,
}

/// An error of a channel's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UrlFault {
    /// None was typed.
    Missing,
    /// It is none.
    NotAnAddress,
    /// It begins neither with https:// nor http://.
    NotHttp,
    /// It holds a user name or a password.
    UserName,
    /// It holds a `#`.
    Fragment,
    /// It has more than 2,000 characters.
    TooLong,
}

impl From<WebhookUrlError> for UrlFault {
    fn from(fault: WebhookUrlError) -> Self {
        match fault {
            WebhookUrlError::NotAnAddress | WebhookUrlError::NoHost => Self::NotAnAddress,
            WebhookUrlError::NotHttp => Self::NotHttp,
            WebhookUrlError::UserName => Self::UserName,
            WebhookUrlError::Fragment => Self::Fragment,
            WebhookUrlError::TooLong => Self::TooLong,
        }
    }
}

impl TypedChannel {
    /// Reads the form as a new channel.
    ///
    /// # Errors
    /// [`ChannelFaults`] with every fault at once.
    pub(super) fn as_new(&self) -> Result<NewChannel, Box<ChannelFaults>> {
        let mut faults = ChannelFaults::default();
        let name = account_name(&self.name).map_err(|error| faults.name = Some(error.into())).ok();
        let url = url_of(&self.url).map_err(|fault| faults.url = Some(fault)).ok();
        let secret = secret_of(&self.secret);
        faults.secret = secret.is_none();
        let severity: Option<Severity> = self.severity.parse().ok();
        faults.severity = severity.is_none();
        let (Some(name), Some(url), Some(secret), Some(severity)) = (name, url, secret, severity) else {
            return Err(Box::new(faults));
        };
        Ok(NewChannel { name, url, secret, severity })
    }

    /// Reads the form as a change of a channel; an empty address or secret stays as it is.
    ///
    /// # Errors
    /// [`ChannelFaults`] with every fault at once.
    pub(super) fn as_change(&self) -> Result<ChannelChange, Box<ChannelFaults>> {
        let mut faults = ChannelFaults::default();
        let is_typed = |text: &SecretString| !text.expose_secret().trim().is_empty();
        let name = account_name(&self.name).map_err(|error| faults.name = Some(error.into())).ok();
        let url = is_typed(&self.url).then(|| url_of(&self.url).map_err(|fault| faults.url = Some(fault)).ok());
        let secret = is_typed(&self.secret).then(|| secret_of(&self.secret));
        faults.secret = secret.as_ref().is_some_and(Option::is_none);
        let severity = self.severity.parse().map_err(|_| faults.severity = true).ok();
        if faults != ChannelFaults::default() {
            return Err(Box::new(faults));
        }
        Ok(ChannelChange { name, url: url.flatten(), secret: secret.flatten(), severity, paused: None })
    }
}

fn url_of(typed: &SecretString) -> Result<ChannelUrl, UrlFault> {
    let text = typed.expose_secret().trim();
    if text.is_empty() {
        return Err(UrlFault::Missing);
    }
    let url = WebhookUrl::parse(text)?;
    let masked = url.masked();
    Ok(ChannelUrl { url: SecretString::from(url.expose()), masked, host: url.host().to_owned() })
}

fn secret_of(typed: &SecretString) -> Option<SecretString> {
    let text = typed.expose_secret().trim();
    let fits = (SHORTEST_SECRET..=LONGEST_SECRET).contains(&text.chars().count());
    (fits && !text.chars().any(char::is_control)).then(|| SecretString::from(text))
}
