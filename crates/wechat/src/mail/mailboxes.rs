//! Sender and recipients of a mail channel, and the channel as it is stored.

use std::fmt;

use lettre::Address;
use lettre::message::Mailbox;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::server::MailServer;

/// The most recipients of a channel.
pub const MAX_RECIPIENTS: usize = 20;
/// The longest name of a sender or recipient, in characters.
const MAX_NAME: usize = 60;

/// The fault of a text that is no mail address, or no list of some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no mail address")]
pub struct MailboxError;

/// A mail channel: its server, the sender and the recipients. `Debug` prints none of the addresses.
#[derive(Clone, PartialEq, Eq)]
pub struct MailChannel {
    /// The server, with the account on it.
    pub server: MailServer,
    /// The sender.
    pub from: Mailbox,
    /// The recipients, of which there is at least one.
    pub to: Vec<Mailbox>,
}

/// A mail channel as it is stored.
#[derive(Serialize, Deserialize)]
struct Document {
    server: String,
    from: String,
    to: String,
}

/// Reads a mail address, such as `ops@example.com` or `运维 <ops@example.com>`.
///
/// # Errors
/// [`MailboxError`], where it is none, is not in ASCII, or its name has control characters or more than 60 characters.
pub fn mailbox_of(text: &str) -> Result<Mailbox, MailboxError> {
    let text = text.trim();
    let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name.trim().trim_matches('"').trim(), address.trim()),
        None => ("", text),
    };
    if name.chars().any(char::is_control) || name.chars().count() > MAX_NAME || !address.is_ascii() {
        return Err(MailboxError);
    }
    let address: Address = address.parse().map_err(|_| MailboxError)?;
    Ok(Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address))
}

/// Reads mail addresses that commas, semicolons or line breaks separate.
///
/// # Errors
/// [`MailboxError`], where one is none, and where there are none or more than [`MAX_RECIPIENTS`].
pub fn mailboxes_of(text: &str) -> Result<Vec<Mailbox>, MailboxError> {
    let parts = text.split([',', ';', '\n', '，', '；', '、']).filter(|part| !part.trim().is_empty());
    let all: Vec<Mailbox> = parts.map(mailbox_of).collect::<Result<_, _>>()?;
    if (1..=MAX_RECIPIENTS).contains(&all.len()) { Ok(all) } else { Err(MailboxError) }
}

impl MailChannel {
    /// The channel that [`Self::document`] describes; `None` where it describes none.
    pub fn of_document(text: &str) -> Option<Self> {
        let Document { server, from, to } = serde_json::from_str(text).ok()?;
        let server = MailServer::parse(&server).ok()?;
        Some(Self { server, from: mailbox_of(&from).ok()?, to: mailboxes_of(&to).ok()? })
    }

    /// The channel as a text, for encrypted storage and nothing else.
    pub fn document(&self) -> SecretString {
        let to: Vec<_> = self.to.iter().map(typed).collect();
        let document = Document { server: self.server.expose(), from: typed(&self.from), to: to.join("\n") };
        serde_json::to_string(&document).unwrap_or_default().into()
    }

    /// Every address, as text.
    pub(super) fn addresses(&self) -> Vec<String> {
        std::iter::once(&self.from).chain(&self.to).map(|mailbox| mailbox.email.to_string()).collect()
    }
}

/// A mail address as [`mailbox_of`] reads it.
fn typed(mailbox: &Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.email),
        None => mailbox.email.to_string(),
    }
}

impl fmt::Debug for MailChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailChannel").field("server", &self.server).field("to", &self.to.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn addresses_have_names_or_none() {
        for (text, name, address) in [
            (" ops@example.com ", None, "ops@example.com"),
            ("运维 <ops@example.com>", Some("运维"), "ops@example.com"),
            ("\"Ops, on duty\" <ops@example.com>", Some("Ops, on duty"), "ops@example.com"),
            ("<ops@example.com>", None, "ops@example.com"),
        ] {
            let mailbox = mailbox_of(text).unwrap();
            assert_eq!((mailbox.name.as_deref(), mailbox.email.to_string().as_str()), (name, address));
        }
        for text in ["", "ops", "@example.com", "a b@example.com", "运维@example.com", "ops@例子.example"] {
            assert_eq!(mailbox_of(text), Err(MailboxError), "{text}");
        }
        for text in ["A\r\nBcc: x@example.com <ops@example.com>", "ops@example.com\r\nBcc: x@example.com"] {
            assert_eq!(mailbox_of(text), Err(MailboxError), "{text}");
        }
    }

    #[test]
    fn lists_are_read_and_kept() {
        let to = mailboxes_of("a@example.com, 乙 <b@example.com>；c@example.com\n").unwrap();
        let server = MailServer::parse("smtp://ops@mail.example.com").unwrap();
        let channel = MailChannel { server, from: mailbox_of("额度 <ops@example.com>").unwrap(), to };
        assert_eq!(MailChannel::of_document(channel.document().expose_secret()), Some(channel.clone()));
        assert_eq!(
            format!("{channel:?}"),
            "MailChannel { server: MailServer(smtp://…@mail.example.com:587), to: 3, .. }"
        );
        for text in ["", " , ", "a@example.com, b", &"a@example.com,".repeat(21)] {
            assert_eq!(mailboxes_of(text), Err(MailboxError));
        }
    }
}
