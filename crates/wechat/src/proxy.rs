//! The outbound proxy: its address, whose user name and password are secret, and which calls go through it.
//!
//! Calls to `https://` addresses go through a tunnel (`CONNECT`, or SOCKS 5), so the proxy sees the host and never the
//! request. Names of hosts are resolved by the proxy.

mod exceptions;
mod failure;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use reqwest::Proxy;
use tokio::net::TcpStream;
use url::{Host, Position, Url};

pub use self::exceptions::Exceptions;
pub(crate) use self::failure::{broke_in_tunnel, failure_detail, wants_credentials};
use crate::redact::MASK;

/// The port of a SOCKS proxy whose address names none.
const SOCKS_PORT: u16 = 1080;

/// The address of a proxy. `Display` and `Debug` mask its user name and password.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// The fault of a text that is not the address of a proxy. Holds nothing of the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyUrlError {
    /// The text is no URL, or names no host.
    #[error(
        "this is not the URL of a proxy; write one such as http://user:password@proxy.example:3128, with @ : / ? # \
         % in the user name and the password written as %40 %3A %2F %3F %23 %25"
    )]
    NotAnAddress,
    /// The scheme is unknown.
    #[error("the URL of a proxy starts with http://, https:// or socks5h://")]
    Scheme,
    /// There is more than a scheme, a user, a host and a port; often a password with an unescaped character.
    #[error(
        "the URL must end after the host and port of the proxy; if the password contains @ : / ? # or %, write %40 \
         %3A %2F %3F %23 or %25"
    )]
    Path,
}

impl ProxyUrl {
    /// Parses the address of a proxy. `http://` is assumed where no scheme is given, as programs do with `HTTPS_PROXY`;
    /// `socks5://` is read as `socks5h://`.
    ///
    /// # Errors
    /// [`ProxyUrlError`].
    pub fn parse(text: &str) -> Result<Self, ProxyUrlError> {
        let text = text.trim();
        let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let text = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("socks5") => format!("socks5h://{rest}"),
            _ => text,
        };
        let mut url = Url::parse(&text).map_err(|_| ProxyUrlError::NotAnAddress)?;
        if !matches!(url.scheme(), "http" | "https" | "socks5h") {
            return Err(ProxyUrlError::Scheme);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(ProxyUrlError::NotAnAddress);
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyUrlError::Path);
        }
        if url.scheme() == "socks5h" && url.port().is_none() {
            url.set_port(Some(SOCKS_PORT)).map_err(|()| ProxyUrlError::NotAnAddress)?;
        }
        Ok(Self(url))
    }

    /// Opens a connection to the proxy and closes it again.
    ///
    /// # Errors
    /// The message of the operating system, which holds nothing of the address.
    pub async fn reach(&self, timeout: Duration) -> Result<(), String> {
        let host = match self.0.host() {
            Some(Host::Ipv6(ip)) => ip.to_string(),
            Some(host) => host.to_string(),
            None => String::new(),
        };
        let port = self.0.port_or_known_default().unwrap_or(SOCKS_PORT);
        match tokio::time::timeout(timeout, TcpStream::connect((host, port))).await {
            Ok(connected) => connected.map(drop).map_err(|error| error.to_string()),
            Err(_) => Err(format!("no connection within {} s", timeout.as_secs())),
        }
    }

    /// The proxy for a client that uses no other.
    pub(crate) fn for_client(&self) -> reqwest::Result<Proxy> {
        Proxy::all(self.0.clone()).map_err(reqwest::Error::without_url)
    }

    /// The texts that must not be shown: password, user name and password together, plain and as in the header of
    /// HTTP; the user name where there is no password, since it is then often a token.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let (raw_user, raw_password) = (self.0.username(), self.0.password().unwrap_or_default());
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (user, password) = (decoded(raw_user), decoded(raw_password));
        if user.is_empty() && password.is_empty() {
            return Vec::new();
        }
        let secret = if password.is_empty() {
            [raw_user.to_owned(), user.clone()]
        } else {
            [raw_password.to_owned(), password.clone()]
        };
        let both = format!("{user}:{password}");
        let header = BASE64.encode(both.as_bytes());
        secret.into_iter().chain([header, both]).collect()
    }
}

impl FromStr for ProxyUrl {
    type Err = ProxyUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = if self.0.username().is_empty() && self.0.password().is_none() { "" } else { MASK };
        let at = if user.is_empty() { "" } else { "@" };
        let host = &self.0[Position::BeforeHost..Position::AfterPort];
        write!(f, "{}://{user}{at}{host}", self.0.scheme())
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProxyUrl({self})")
    }
}

/// The proxy of outgoing calls, or none. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct OutboundProxy(Option<Arc<Route>>);

#[derive(Debug)]
struct Route {
    proxy: ProxyUrl,
    exceptions: Exceptions,
    encrypted_only: bool,
}

impl OutboundProxy {
    /// No proxy: every call is made directly.
    pub fn none() -> Self {
        Self::default()
    }

    /// A proxy for all calls but those to this machine.
    pub fn all(proxy: ProxyUrl) -> Self {
        Self::with(proxy, Exceptions::default(), false)
    }

    /// A proxy for all calls but those to this machine and to `exceptions`; with `encrypted_only` for those to `https://`
    /// addresses alone.
    pub fn with(proxy: ProxyUrl, exceptions: Exceptions, encrypted_only: bool) -> Self {
        Self(Some(Arc::new(Route { proxy, exceptions, encrypted_only })))
    }

    /// The proxy, whatever is called.
    pub fn url(&self) -> Option<&ProxyUrl> {
        self.0.as_ref().map(|route| &route.proxy)
    }

    /// The proxy that a call of `url` goes through; never one for this machine's own addresses.
    pub fn of(&self, url: &Url) -> Option<&ProxyUrl> {
        let route = self.0.as_deref()?;
        let direct =
            is_loopback(url) || (route.encrypted_only && url.scheme() != "https") || route.exceptions.hold(url);
        (!direct).then_some(&route.proxy)
    }
}

/// Whether a host is this machine: `localhost`, a name below it, or a loopback address.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
