//! Hosts that are called without the proxy, as `NO_PROXY` lists them.

use std::net::IpAddr;

use ipnet::IpNet;
use url::{Host, Url};

/// Hosts that are called without the proxy.
///
/// A list as programs read it from `NO_PROXY`: parted by commas or blanks; a name stands for itself and for all names below
/// it, with or without `.` or `*.` before it; an address or a network (`10.0.0.0/8`) for addresses; `*` for everything. A
/// port behind a name or an address limits it to that port. No name is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions(Vec<Exception>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Exception {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    All,
    Network(IpNet),
    Name(String),
}

impl Exceptions {
    /// Reads a list; what is empty in it is left out.
    pub fn parse(list: &str) -> Self {
        let entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
        Self(entries.filter_map(Exception::parse).collect())
    }

    /// Whether the host and the port of `url` are among them.
    pub(super) fn hold(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        let port = url.port_or_known_default();
        self.0.iter().any(|entry| entry.port.is_none_or(|own| Some(own) == port) && entry.hosts.hold(&host))
    }
}

impl Exception {
    fn parse(entry: &str) -> Option<Self> {
        if let Some(network) = network(entry) {
            return Some(Self { hosts: Hosts::Network(network), port: None });
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (entry, None),
        };
        let hosts = match (host, network(host)) {
            ("*", _) => Hosts::All,
            (_, Some(network)) => Hosts::Network(network),
            (name, None) => {
                let name = name.strip_prefix("*.").or_else(|| name.strip_prefix('.')).unwrap_or(name);
                let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
                if name.is_empty() { None } else { Some(Hosts::Name(name)) }?
            }
        };
        Some(Self { hosts, port })
    }
}

/// A network, or an address as a network of one; IPv6 with or without brackets.
fn network(text: &str) -> Option<IpNet> {
    let text = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

impl Hosts {
    fn hold(&self, host: &Host<&str>) -> bool {
        match (self, host) {
            (Self::All, _) => true,
            (Self::Network(network), Host::Ipv4(ip)) => network.contains(&IpAddr::V4(*ip)),
            (Self::Network(network), Host::Ipv6(ip)) => network.contains(&ip.to_canonical()),
            (Self::Name(name), Host::Domain(host)) => {
                let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
                host.strip_suffix(name.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(list: &str, url: &str) -> bool {
        Exceptions::parse(list).hold(&url.parse().unwrap())
    }

    #[test]
    fn a_name_stands_for_all_below_it() {
        for list in
            ["weixin.qq.com", ".weixin.qq.com", "*.weixin.qq.com", "a, WEIXIN.qq.com. ,b", "a weixin.qq.com", "*"]
        {
            assert!(hold(list, "https://api.weixin.qq.com/x"), "{list}");
            assert!(hold(list, "https://API.weixin.qq.com./x"), "{list}");
        }
        for list in ["", ",", " , ", "xin.qq.com", "i.weixin.qq.com", "weixin.qq.com.cn", "weixin", ".", "*.", "com:x"]
        {
            assert!(!hold(list, "https://api.weixin.qq.com/x"), "{list}");
        }
    }

    #[test]
    fn addresses_and_networks_are_compared_as_such() {
        for (list, url) in [
            ("10.0.0.0/8", "https://10.1.2.3"),
            ("10.1.2.3", "https://10.1.2.3:8443/x"),
            ("10.1.2.3", "https://[::ffff:10.1.2.3]"),
            ("fd00::/8", "https://[fd00::1]"),
            ("[fd00::1]", "https://[fd00::1]"),
            ("fd00::1", "https://[fd00::1]"),
        ] {
            assert!(hold(list, url), "{list} {url}");
        }
        for (list, url) in [
            ("10.0.0.0/8", "https://11.1.2.3"),
            ("10.0.0.0/8", "https://ten.example"),
            ("1.2.3", "https://1.2.3.4"),
            ("fd00::/8", "https://[fe80::1]"),
        ] {
            assert!(!hold(list, url), "{list} {url}");
        }
    }

    #[test]
    fn a_port_limits_an_entry() {
        for (list, url, held) in [
            ("hooks.example:8443", "https://hooks.example:8443", true),
            ("hooks.example:443", "https://hooks.example", true),
            ("hooks.example:8443", "https://hooks.example", false),
            ("10.0.0.1:80", "http://10.0.0.1", true),
            ("[fd00::1]:80", "http://[fd00::1]", true),
            ("[fd00::1]:80", "http://[fd00::1]:81", false),
            ("hooks.example:https", "https://hooks.example", false),
        ] {
            assert_eq!(hold(list, url), held, "{list} {url}");
        }
    }
}
