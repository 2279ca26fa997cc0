//! How people reach the pages, and what that allows: cookies for TLS only, sessions that may travel in clear, neither.

use url::{Host, Url};

use super::Listen;

/// How people reach the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// The address people use, where it was told: a scheme, a host and perhaps a port.
    pub public_url: Option<Url>,
    /// What lies between people and the server.
    pub way: Way,
    /// How many proxies stand in front, each of which adds to `X-Forwarded-For`.
    pub proxy_hops: u8,
    /// Whether other machines can connect without a proxy or a tunnel of this one.
    pub beyond_loopback: bool,
}

/// What lies between people and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// TLS, which a proxy ends.
    Tls,
    /// This machine alone.
    Loopback,
    /// A network on which passwords and sessions travel in clear, as somebody allowed.
    Clear,
}

/// Why a server is not started as it was told to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Exposed {
    /// Other machines would connect in clear.
    #[error(
        "{0} can be reached from other machines; set WXQUOTA_PUBLIC_URL to the https:// address of the dashboard \
         (or to http://localhost and a port, if a container publishes only that), or set WXQUOTA_ALLOW_HTTP=true to \
         send passwords unencrypted"
    )]
    Listen(Listen),
    /// Everybody would have the address of the proxy that ends TLS: one stranger could use up what all others need.
    #[error(
        "with {0} a proxy ends TLS, and every client would seem to have its address; set this to the number of proxies \
         in front, usually 1 (each adds to X-Forwarded-For)"
    )]
    NoProxies(Url),
    /// People would come in clear.
    #[error("with {0} passwords are sent unencrypted; use https://, or set WXQUOTA_ALLOW_HTTP=true to allow this")]
    PublicUrl(Url),
}

impl Exposed {
    /// The setting that is at fault.
    pub(crate) const fn setting(&self) -> &'static str {
        match self {
            Self::Listen(_) => "listen",
            Self::PublicUrl(_) => "public_url",
            Self::NoProxies(_) => "proxy_hops",
        }
    }
}

impl Default for Web {
    /// As where nothing is set.
    fn default() -> Self {
        Self { public_url: None, way: Way::Loopback, proxy_hops: 0, beyond_loopback: false }
    }
}

impl Web {
    /// What follows from where the server listens and by which address people come.
    ///
    /// # Errors
    /// [`Exposed`] where passwords would travel in clear and nobody allowed it, or where clients could not be told apart.
    pub(crate) fn with(
        listen: &Listen,
        public_url: Option<Url>,
        allow_http: bool,
        proxy_hops: u8,
    ) -> Result<Self, Exposed> {
        let beyond_loopback = listen.is_beyond_this_machine();
        let way = match &public_url {
            Some(url) if url.scheme() == "https" && proxy_hops == 0 => return Err(Exposed::NoProxies(url.clone())),
            Some(url) if url.scheme() == "https" => Way::Tls,
            // Also where a container listens everywhere: only this machine's names are answered for.
            Some(url) if is_loopback(url) => Way::Loopback,
            None if !beyond_loopback => Way::Loopback,
            _ if allow_http => Way::Clear,
            Some(url) => return Err(Exposed::PublicUrl(url.clone())),
            None => return Err(Exposed::Listen(listen.clone())),
        };
        // Whoever connects to a socket is a proxy: nobody else may open it.
        let proxy_hops = if listen.socket().is_some() { proxy_hops.max(1) } else { proxy_hops };
        Ok(Self { public_url, way, proxy_hops, beyond_loopback })
    }

    /// Whether cookies may be kept for TLS and this machine, where browsers take `Secure` ones too.
    pub fn secure_cookies(&self) -> bool {
        self.way != Way::Clear
    }

    /// Whether passwords and sessions travel in clear, so that every page has to say so.
    pub fn plain_http(&self) -> bool {
        self.way == Way::Clear
    }

    /// Whether nobody is let in but this machine's users.
    pub fn stays_here(&self) -> bool {
        !self.beyond_loopback && self.public_url.as_ref().is_none_or(is_loopback)
    }

    /// Whether browsers are told to come by TLS only.
    pub fn https(&self) -> bool {
        self.way == Way::Tls
    }
}

/// Whether an address is this machine's own.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Listening, public address, plain HTTP allowed; what follows.
    type Case = (&'static str, Option<&'static str>, bool, Result<Way, &'static str>);

    #[test]
    fn the_way_follows_from_where_one_listens_and_the_address_people_use() {
        let (inside, everywhere) = ("127.0.0.1:8686", "0.0.0.0:8686");
        let cases: [Case; 22] = [
            (inside, None, false, Ok(Way::Loopback)),
            (inside, None, true, Ok(Way::Loopback)),
            ("[::1]:8686", None, false, Ok(Way::Loopback)),
            ("[::ffff:127.0.0.1]:8686", None, false, Ok(Way::Loopback)),
            (inside, Some("https://quota.example.com"), false, Err("proxy_hops")),
            ("unix:/run/w.sock", Some("https://quota.example.com"), false, Err("proxy_hops")),
            ("unix:/run/w.sock", Some("http://quota.example.com"), false, Err("public_url")),
            ("unix:/run/w.sock", None, false, Ok(Way::Loopback)),
            (inside, Some("http://localhost:9000"), false, Ok(Way::Loopback)),
            (inside, Some("http://[::1]:9000"), false, Ok(Way::Loopback)),
            (inside, Some("http://quota.example.com"), false, Err("public_url")),
            (inside, Some("http://quota.example.com"), true, Ok(Way::Clear)),
            (inside, Some("http://localhost.example.com"), false, Err("public_url")),
            (everywhere, None, false, Err("listen")),
            ("[::]:8686", None, false, Err("listen")),
            ("192.0.2.1:80", None, false, Err("listen")),
            (everywhere, None, true, Ok(Way::Clear)),
            (everywhere, Some("https://quota.example.com"), false, Err("proxy_hops")),
            (everywhere, Some("https://quota.example.com"), true, Err("proxy_hops")),
            (everywhere, Some("http://127.0.0.1:8686"), true, Ok(Way::Loopback)),
            (everywhere, Some("http://192.0.2.1:8686"), false, Err("public_url")),
            (everywhere, Some("http://192.0.2.1:8686"), true, Ok(Way::Clear)),
        ];
        for (listen, public_url, allow_http, follows) in cases {
            let url = public_url.map(|url| url.parse().unwrap());
            let web = Web::with(&listen.parse().unwrap(), url, allow_http, 0);
            let told = web.as_ref().map(|web| web.way).map_err(Exposed::setting);
            assert_eq!(told, follows, "{listen} {public_url:?} {allow_http}");
            if let Ok(web) = web {
                let stays = ["127.0.0.1", "[::1]", "unix:"].iter().any(|here| listen.contains(here));
                assert_eq!(web.beyond_loopback, !stays, "{listen}");
                assert_eq!(web.plain_http(), !web.secure_cookies(), "{listen} {public_url:?}");
            }
        }
        assert_eq!(Web::with(&inside.parse().unwrap(), None, false, 0), Ok(Web::default()));
        let url = || Some("https://quota.example.com".parse().unwrap());
        for listen in [inside, everywhere, "unix:/run/w.sock"] {
            let web = Web::with(&listen.parse().unwrap(), url(), false, 1).unwrap();
            assert_eq!((web.way, web.proxy_hops), (Way::Tls, 1), "{listen}");
        }
    }

    #[test]
    fn behind_a_socket_there_is_a_proxy() {
        let hops = |listen: &str, hops| Web::with(&listen.parse().unwrap(), None, false, hops).unwrap().proxy_hops;
        assert_eq!([hops("unix:/run/w.sock", 0), hops("unix:/run/w.sock", 2), hops("127.0.0.1:1", 0)], [1, 2, 0]);
    }

    #[test]
    fn only_a_loopback_address_at_loopback_stays_here() {
        for (listen, public_url, hops, stays) in [
            ("127.0.0.1:1", None, 0, true),
            ("127.0.0.1:1", Some("http://localhost:1"), 0, true),
            ("127.0.0.1:1", Some("https://localhost"), 1, true),
            ("unix:/run/w.sock", None, 1, true),
            ("unix:/run/w.sock", Some("https://quota.example.com"), 1, false),
            ("127.0.0.1:1", Some("https://quota.example.com"), 1, false),
            ("0.0.0.0:1", Some("http://localhost:1"), 0, false),
            ("0.0.0.0:1", None, 0, false),
        ] {
            let url = public_url.map(|url| url.parse().unwrap());
            let web = Web::with(&listen.parse().unwrap(), url, true, hops).unwrap();
            assert_eq!(web.stays_here(), stays, "{listen} {public_url:?}");
        }
    }

    #[test]
    fn a_refusal_says_what_to_set() {
        let told = Web::with(&"0.0.0.0:80".parse().unwrap(), None, false, 0).unwrap_err().to_string();
        for part in ["0.0.0.0:80", "WXQUOTA_PUBLIC_URL", "https://", "WXQUOTA_ALLOW_HTTP=true"] {
            assert!(told.contains(part), "{told}");
        }
        let url = Some("https://quota.example.com".parse().unwrap());
        let told = Web::with(&"0.0.0.0:80".parse().unwrap(), url, false, 0).unwrap_err().to_string();
        for part in ["https://quota.example.com", "number of proxies in front, usually 1", "X-Forwarded-For"] {
            assert!(told.contains(part), "{told}");
        }
        let url = Some("http://quota.example.com".parse().unwrap());
        let told = Web::with(&"127.0.0.1:80".parse().unwrap(), url, false, 0).unwrap_err().to_string();
        assert!(told.contains("http://quota.example.com") && told.contains("WXQUOTA_ALLOW_HTTP=true"), "{told}");
    }
}
