//! Where the dashboard listens: an address and a port, or a Unix socket for a proxy on this machine.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What stands before the path of a Unix socket.
const UNIX: &str = "unix:";
/// The most bytes of that path, as Linux allows.
const MAX_PATH: usize = 107;

/// Where the dashboard listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// An address and a port; port 0 is any that is free.
    Tcp(SocketAddr),
    /// A Unix socket, by its path.
    Unix(PathBuf),
}

impl Listen {
    /// Whether other machines can connect without a proxy or a tunnel of this one.
    pub fn is_beyond_this_machine(&self) -> bool {
        match self {
            Self::Tcp(address) => !address.ip().to_canonical().is_loopback(),
            Self::Unix(_) => false,
        }
    }

    /// The path of the Unix socket, where it is one.
    pub fn socket(&self) -> Option<&Path> {
        match self {
            Self::Tcp(_) => None,
            Self::Unix(path) => Some(path),
        }
    }

    /// The place as `serve` names it to other commands: an origin, or `unix:` and a path.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Tcp(address) => format!("http://{address}"),
            Self::Unix(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

impl From<SocketAddr> for Listen {
    fn from(address: SocketAddr) -> Self {
        Self::Tcp(address)
    }
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix(UNIX) {
            // As URLs write it: unix:///run/wxquota.sock.
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path {
                "" => {
                    Err("the path of the socket is missing; write one such as unix:/run/wxquota/wxquota.sock"
                        .to_owned())
                }
                path if path.ends_with('/') => Err(format!("{path:?} is a folder; write the path of a socket")),
                path if path.len() > MAX_PATH => {
                    Err(format!("the path of a socket has at most {MAX_PATH} bytes, and this one has {}", path.len()))
                }
                path => Ok(Self::Unix(path.into())),
            };
        }
        let spelled = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
        let address = spelled.as_deref().unwrap_or(text).parse().map_err(|_| {
            format!(
                "{text:?} is not an address to listen on; write one such as 127.0.0.1:8686, or unix:/path/of/a/socket"
            )
        })?;
        Ok(Self::Tcp(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_socket_is_spelled_out() {
        for good in ["127.0.0.1:8686", "localhost:1", "[::1]:8686", "0.0.0.0:8686", "[::]:0", " unix:/run/w.sock "] {
            assert!(good.parse::<Listen>().is_ok(), "{good}");
        }
        let socket = Listen::Unix("/run/w.sock".into());
        assert_eq!("unix:///run/w.sock".parse(), Ok(socket.clone()));
        assert_eq!("unix:w.sock".parse(), Ok(Listen::Unix("w.sock".into())));
        assert_eq!((socket.to_string().as_str(), socket.is_beyond_this_machine()), ("unix:/run/w.sock", false));
        let long = format!("unix:/{}", "a".repeat(107));
        for (bad, told) in [
            ("8686", "127.0.0.1:8686"),
            ("unix:", "the path of the socket is missing"),
            ("unix:/run/", "is a folder"),
            (long.as_str(), "at most 107 bytes, and this one has 108"),
        ] {
            let fault = bad.parse::<Listen>().unwrap_err();
            assert!(fault.contains(told), "{bad}: {fault}");
        }
    }
}
