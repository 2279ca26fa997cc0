//! The address of a mail server, which names an account on it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Host, Url};

/// The longest address, in characters.
const MAX_LENGTH: usize = 500;

/// The address of a mail server: `smtp://USER@HOST:587` (STARTTLS) or `smtps://USER@HOST:465` (TLS from the beginning). `Debug`
/// prints [`MailServer::masked`].
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    is_tls: bool,
    user: String,
    /// The host as it is looked up.
    name: String,
    host: String,
    ip: Option<IpAddr>,
    port: u16,
}

/// The fault of a text that is not the address of a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailServerError {
    /// It is not of this form.
    #[error("the address of a mail server is smtp://USER@HOST:587 or smtps://USER@HOST:465")]
    NotAnAddress,
    /// The user is missing.
    #[error("the address of a mail server must contain the user, such as smtp://USER@HOST:587")]
    NoUser,
    /// It holds the password.
    #[error("the address of a mail server must not contain the password, which is entered by itself")]
    Password,
}

impl MailServer {
    /// Parses an address that a person entered, or that [`Self::expose`] returned.
    ///
    /// # Errors
    /// [`MailServerError`], which holds nothing of the text.
    pub fn parse(text: &str) -> Result<Self, MailServerError> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").ok_or(MailServerError::NotAnAddress)?;
        let is_tls = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(MailServerError::NotAnAddress),
        };
        if text.len() > MAX_LENGTH || text.chars().any(char::is_control) {
            return Err(MailServerError::NotAnAddress);
        }
        // Hosts are spelled in one way only in URLs of known schemes.
        let parsed = |scheme: &str| Url::parse(&format!("{scheme}://{rest}"));
        let (Ok(url), Ok(other)) = (parsed("https"), parsed("http")) else {
            return Err(MailServerError::NotAnAddress);
        };
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(MailServerError::NotAnAddress);
        }
        if url.password().is_some() {
            return Err(MailServerError::Password);
        }
        let user = percent_decode_str(url.username()).decode_utf8_lossy().into_owned();
        if user.is_empty() || user.chars().any(char::is_control) {
            return Err(MailServerError::NoUser);
        }
        let (ip, host) = match url.host().ok_or(MailServerError::NotAnAddress)? {
            Host::Domain(name) => (None, name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()),
            Host::Ipv4(ip) => (Some(IpAddr::V4(ip)), ip.to_string()),
            Host::Ipv6(ip) => (Some(IpAddr::V6(ip)), ip.to_canonical().to_string()),
        };
        if host.is_empty() {
            return Err(MailServerError::NotAnAddress);
        }
        let port = url.port().or(other.port()).unwrap_or(if is_tls { 465 } else { 587 });
        let name = url.host_str().unwrap_or_default().to_owned();
        Ok(Self { is_tls, user, name, host, ip, port })
    }

    /// The host in its one spelling, as that of a webhook.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Host and port in the form in which admins allow them.
    pub fn host_and_port(&self) -> String {
        let Self { host, port, .. } = self;
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }

    /// The name of the account.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Whether the connection is encrypted from the beginning, without STARTTLS.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// The whole address, for encrypted storage and nothing else.
    pub fn expose(&self) -> String {
        self.with_user(&utf8_percent_encode(&self.user, NON_ALPHANUMERIC).to_string())
    }

    /// The address without the user, like `smtp://…@smtp.example.com:587`. It can be parsed.
    pub fn masked(&self) -> String {
        self.with_user("…")
    }

    fn with_user(&self, user: &str) -> String {
        format!("{}://{user}@{}", if self.is_tls { "smtps" } else { "smtp" }, self.host_and_port())
    }

    /// The socket address, where the host is an IP address.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.ip.map(|ip| (ip, self.port).into())
    }

    /// The host name to look up, and the port.
    pub(super) fn name_and_port(&self) -> (&str, u16) {
        (&self.name, self.port)
    }
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailServer({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_masked() {
        for (text, user, at, masked) in [
            ("smtp://ops@Mail.Example.com:587", "ops", "mail.example.com:587", "smtp://…@mail.example.com:587"),
            (
                "smtp://ops@a.example@mail.a.example",
                "ops@a.example",
                "mail.a.example:587",
                "smtp://…@mail.a.example:587",
            ),
            (
                "smtps://ops%40a.example@mail.a.example./",
                "ops@a.example",
                "mail.a.example:465",
                "smtps://…@mail.a.example:465",
            ),
            ("smtps://运维@127.1:443", "运维", "127.0.0.1:443", "smtps://…@127.0.0.1:443"),
            ("smtp://u@[::1]:80", "u", "[::1]:80", "smtp://…@[::1]:80"),
        ] {
            let server = MailServer::parse(text).unwrap();
            assert_eq!((server.user(), server.host_and_port().as_str()), (user, at), "{text}");
            assert_eq!(server.masked(), masked);
            assert_eq!(MailServer::parse(&server.masked()).unwrap().host_and_port(), at);
            assert_eq!(MailServer::parse(&server.expose()).unwrap().user(), user);
            assert!(!format!("{server:?}").contains(&format!("{user}@")));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, error) in [
            ("", MailServerError::NotAnAddress),
            ("mail.example.com", MailServerError::NotAnAddress),
            ("https://ops@mail.example.com", MailServerError::NotAnAddress),
            ("smtp://ops@mail.example.com/x", MailServerError::NotAnAddress),
            ("smtp://ops@mail.example.com?x", MailServerError::NotAnAddress),
            ("smtp://ops@:587", MailServerError::NotAnAddress),
            ("smtp://mail.example.com:587", MailServerError::NoUser),
            ("smtp://a%0d%0ab@mail.example.com:587", MailServerError::NoUser),
            ("smtp://ops:secret@mail.example.com:587", MailServerError::Password),
        ] {
            assert_eq!(MailServer::parse(text).unwrap_err(), error, "{text}");
        }
    }
}
