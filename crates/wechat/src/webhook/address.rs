//! The address of a webhook, which is a secret: anyone who knows it can post to the webhook.

use std::fmt;
use std::net::SocketAddr;

use url::{Host, ParseError, Position, Url};

/// The longest address, in characters.
pub const MAX_URL_LENGTH: usize = 2_000;

/// The number of characters at the end of an address that are shown to distinguish addresses.
const SHOWN: usize = 4;
/// The shortest path and query whose end is shown; of a shorter one these characters would be most.
const SHORTEST_SHOWN: usize = 2 * SHOWN;

/// The address of a webhook. `Debug` prints [`WebhookUrl::masked`].
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    url: Url,
    host: String,
}

/// The fault of a text that is not an address of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookUrlError {
    /// The text is not a URL.
    #[error("the address of a webhook must be complete, such as https://hooks.example.com/quota")]
    NotAnAddress,
    /// The scheme is neither `https` nor `http`.
    #[error("the address of a webhook must start with https:// (or with http://, if an admin allowed the host)")]
    NotHttp,
    /// The host is missing.
    #[error("the address of a webhook must contain a host, such as https://hooks.example.com/quota")]
    NoHost,
    /// The address holds a user name or a password. Receivers identify the sender by the signature instead.
    #[error("the address of a webhook must not contain a user name or a password; messages are signed instead")]
    UserName,
    /// The address holds a fragment, which is never sent.
    #[error("the address of a webhook must not contain a fragment (#), which is never sent")]
    Fragment,
    /// The address is longer than [`MAX_URL_LENGTH`], encoded as it is sent.
    #[error("the address of a webhook must not be longer than 2,000 characters")]
    TooLong,
}

impl WebhookUrl {
    /// Parses an address that a person entered or that [`Self::expose`] returned. `http` is accepted too: whether it is
    /// called depends on the hosts that an admin allows at that time.
    ///
    /// # Errors
    /// [`WebhookUrlError`], which holds nothing of the text.
    pub fn parse(text: &str) -> Result<Self, WebhookUrlError> {
        let text = text.trim();
        if text.chars().nth(MAX_URL_LENGTH).is_some() {
            return Err(WebhookUrlError::TooLong);
        }
        let url = Url::parse(text).map_err(|error| match error {
            ParseError::EmptyHost => WebhookUrlError::NoHost,
            _ => WebhookUrlError::NotAnAddress,
        })?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(WebhookUrlError::NotHttp);
        }
        let host = host_of(&url).ok_or(WebhookUrlError::NoHost)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebhookUrlError::UserName);
        }
        if url.fragment().is_some() {
            return Err(WebhookUrlError::Fragment);
        }
        if url.as_str().len() > MAX_URL_LENGTH { Err(WebhookUrlError::TooLong) } else { Ok(Self { url, host }) }
    }

    /// The host in its one spelling: in lower case, names in Punycode and without a final dot, IP addresses
    /// without brackets and in their shortest form, IPv4 as IPv4 even where it was written as IPv6.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Host and port in the form in which admins allow them: `hooks.example.com:443`, `[2001:db8::1]:8443`.
    pub fn host_and_port(&self) -> String {
        let (host, port) = (&self.host, self.port());
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }

    /// Whether the address is called without encryption.
    pub fn is_plain(&self) -> bool {
        self.url.scheme() != "https"
    }

    /// The whole address, for encrypted storage and nothing else.
    pub fn expose(&self) -> &str {
        self.url.as_str()
    }

    /// The part that may be shown: scheme, host, port, and the last four characters, like `https://hooks.example.com/…a1b2`;
    /// only `…` where path and query are so short that these would be most of them.
    pub fn masked(&self) -> String {
        let secret = self.path_and_query().trim_start_matches('/');
        let shown_from = if secret.len() < SHORTEST_SHOWN { secret.len() } else { secret.len() - SHOWN };
        let shown = secret.get(shown_from..).unwrap_or_default();
        format!("{}/…{shown}", &self.url[..Position::BeforePath])
    }

    pub(super) fn url(&self) -> Url {
        self.url.clone()
    }

    /// The socket address, where the host is an IP address.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        let port = self.port();
        match self.url.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(ip) => Some((ip, port).into()),
            Host::Ipv6(ip) => Some((ip, port).into()),
        }
    }

    /// The host name to look up, and the port. A final dot stays: it marks the name as complete.
    pub(super) fn name_and_port(&self) -> (&str, u16) {
        (self.url.host_str().unwrap_or_default(), self.port())
    }

    fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// The secret part: path and query, as they are sent.
    pub(super) fn path_and_query(&self) -> &str {
        &self.url[Position::BeforePath..]
    }

    /// The secret parts that a receiver may echo on their own.
    pub(super) fn parts(&self) -> Vec<String> {
        let (path, query) = (self.url.path(), self.url.query().unwrap_or_default());
        let values = query.split('&').map(|field| field.split_once('=').map_or(field, |(_, value)| value));
        let as_sent = [self.path_and_query(), path, query].into_iter().chain(path.split('/')).chain(values);
        let as_meant = self.url.query_pairs().map(|(_, value)| value.into_owned());
        let mut parts: Vec<_> = as_sent.map(str::to_owned).chain(as_meant).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}

fn host_of(url: &Url) -> Option<String> {
    let host = match url.host()? {
        Host::Domain(name) => name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase(),
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => ip.to_canonical().to_string(),
    };
    (!host.is_empty()).then_some(host)
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> WebhookUrl {
        WebhookUrl::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
    }

    #[test]
    fn hosts_are_spelled_in_one_way() {
        for (text, at) in [
            ("https://hooks.example.com/x", "hooks.example.com:443"),
            ("http://127.1/x", "127.0.0.1:80"),
            ("http://127.0.0.1:443/x", "127.0.0.1:443"),
            ("https://[2001:DB8:0::1]:8443/x", "[2001:db8::1]:8443"),
            ("https://[::ffff:10.0.0.7]/x", "10.0.0.7:443"),
        ] {
            assert_eq!(parsed(text).host_and_port(), at, "{text}");
        }
        for (text, host) in [
            ("https://hooks.example.com/services/T000/B000/a1b2c3", "hooks.example.com"),
            ("  HTTPS://Hooks.Example.COM:8443/x\n", "hooks.example.com"),
            ("https://hooks.example.com./x", "hooks.example.com"),
            ("https://钩子.example/x", "xn--i8s974k.example"),
            ("http://127.0.0.1/x", "127.0.0.1"),
            ("http://0x7f.1/x", "127.0.0.1"),
            ("http://2130706433/x", "127.0.0.1"),
            ("http://0177.0.0.01/x", "127.0.0.1"),
            ("http://127.0.0.1./x", "127.0.0.1"),
            ("http://１２７.０.０.１/x", "127.0.0.1"),
            ("https://[::FFFF:127.0.0.1]/x", "127.0.0.1"),
            ("https://[2001:DB8:0::1]:8443/x", "2001:db8::1"),
            ("https://a:443", "a"),
        ] {
            assert_eq!(parsed(text).host(), host, "{text}");
        }
        assert!(parsed("http://a/x").is_plain());
        assert!(!parsed("https://a/x").is_plain());
    }

    #[test]
    fn what_will_not_do_is_named() {
        use WebhookUrlError::{Fragment, NoHost, NotAnAddress, NotHttp, TooLong, UserName};
        let long = format!("https://a/{}", "x".repeat(MAX_URL_LENGTH));
        let long_once_sent = format!("https://a/{}", "额".repeat(MAX_URL_LENGTH / 9));
        for (text, fault) in [
            ("", NotAnAddress),
            ("hooks.example.com/x", NotAnAddress),
            ("/x", NotAnAddress),
            ("https://a b/x", NotAnAddress),
            ("https://1.2.3.4.5/x", NotAnAddress),
            ("https://[::1/x", NotAnAddress),
            ("https://a:99999/x", NotAnAddress),
            ("hooks.example.com:443/x", NotHttp),
            ("ftp://a/x", NotHttp),
            ("file:///etc/passwd", NotHttp),
            ("data:text/plain,x", NotHttp),
            ("https://", NoHost),
            ("https://./x", NoHost),
            ("https://user@a/x", UserName),
            ("https://user:word@a/x", UserName),
            ("https://:word@a/x", UserName),
            ("https://a/x#top", Fragment),
            ("https://a/x#", Fragment),
            (&long, TooLong),
            (&long_once_sent, TooLong),
        ] {
            assert_eq!(WebhookUrl::parse(text).err(), Some(fault), "{text}");
        }
        let longest = format!("https://a/{}", "x".repeat(MAX_URL_LENGTH - "https://a/".len()));
        assert_eq!(parsed(&longest).expose(), longest);
    }

    #[test]
    fn little_of_it_is_shown() {
        for (text, masked) in [
            ("https://hooks.example.com/services/T000/B000/Kd93a1b2", "https://hooks.example.com/…a1b2"),
            ("https://hooks.example.com:8443/hook?key=Kd93a1b2", "https://hooks.example.com:8443/…a1b2"),
            ("http://[::1]:9/?key=Kd93a1b2", "http://[::1]:9/…a1b2"),
            ("https://a/12345678", "https://a/…5678"),
            ("https://a/1234567", "https://a/…"),
            ("https://a/?1234", "https://a/…"),
            ("https://a//////1234", "https://a/…"),
            ("https://a", "https://a/…"),
        ] {
            let url = parsed(text);
            assert_eq!(url.masked(), masked, "{text}");
            assert_eq!(format!("{url:?}"), format!("WebhookUrl({masked})"));
        }
    }

    proptest! {
        #[test]
        fn no_path_shows_more_than_its_end(text in r"https://[a-z]{1,9}(:[0-9]{2,4})?/[^#\\]{0,40}") {
            if let Ok(url) = WebhookUrl::parse(&text) {
                prop_assert_eq!(&WebhookUrl::parse(url.expose()), &Ok(url.clone()), "it is stored as it was");
                let masked = url.masked();
                let (origin, shown) = masked.split_once("/…").unwrap();
                prop_assert!(url.expose().starts_with(origin) && url.expose().ends_with(shown));
                prop_assert_eq!(origin.matches('/').count(), 2);
                prop_assert!(shown.len() * 2 <= url.path_and_query().len() && shown.len() <= SHOWN);
            }
        }
    }
}
