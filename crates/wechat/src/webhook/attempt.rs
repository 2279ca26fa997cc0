//! How an attempt to deliver a message went.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One attempt to deliver a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// How it went.
    pub outcome: AttemptOutcome,
    /// How long it took, from the name look-up to the end of what was read of the answer.
    pub took: Duration,
}

/// How an attempt went. Holds nothing of the address but its host, and nothing of the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum AttemptOutcome {
    /// The receiver took it: a status from 200 to 299.
    Delivered {
        /// The HTTP status.
        status: u16,
    },
    /// The receiver did not take it; redirects end here too. Its own log, or what it said, tells why.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The beginning of what it said, redacted, on one line, at most 300 characters; often nothing.
        said: String,
    },
    /// The host's name is not known, or nobody could be asked: check the spelling, then this machine's name servers.
    NoSuchHost {
        /// As the operating system says it.
        detail: String,
    },
    /// The host is on a private network, at least by one of its addresses. An admin can allow it.
    PrivateAddress {
        /// The host to allow.
        host: String,
    },
    /// The address begins with `http://`. Use `https://`, or have an admin allow the host.
    PlainHttp {
        /// The host to allow.
        host: String,
    },
    /// No connection could be opened: nothing listens there, or a firewall is between. Nothing was sent.
    NoConnection {
        /// As the operating system or the HTTP library says it.
        detail: String,
    },
    /// There is no TLS there, or its certificate is not trusted or for another name.
    Tls {
        /// As the TLS library says it.
        detail: String,
    },
    /// No answer in time. The receiver may have taken the message; it should answer first and work afterwards.
    TimedOut,
    /// The connection broke before an answer began. The receiver may have taken the message.
    BrokenOff {
        /// As the HTTP library says it.
        detail: String,
    },
    /// The address or the secret cannot be read any more, as after a change of the master key: type both again. Nothing was
    /// sent.
    Unreadable,
}

impl AttemptOutcome {
    /// Whether the receiver took the message.
    pub fn is_delivered(&self) -> bool {
        matches!(self, Self::Delivered { .. })
    }

    /// The outcome of a call that brought no answer, whose cause is `detail`. `is_connect` covers TCP, TLS and the
    /// connect timeout, `is_builder` what could not be written as a header.
    pub(super) fn without_answer(error: &reqwest::Error, detail: String) -> Self {
        if is_tls(error) {
            Self::Tls { detail }
        } else if error.is_connect() || error.is_builder() {
            Self::NoConnection { detail }
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::BrokenOff { detail }
        }
    }
}

/// Whether TLS is the cause. Its errors come wrapped into errors of I/O, whose `source` passes over what they wrap.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut at = error.source();
    while let Some(error) = at {
        if error.is::<rustls::Error>() {
            return true;
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        at = wrapped.map(|wrapped| wrapped as _).or_else(|| error.source());
    }
    false
}

impl fmt::Display for AttemptOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delivered { status } => write!(f, "delivered, with HTTP status {status}"),
            Self::Refused { status, said } if said.is_empty() => write!(f, "refused with HTTP status {status}"),
            Self::Refused { status, said } => write!(f, "refused with HTTP status {status}: {said}"),
            Self::NoSuchHost { detail } => write!(f, "the host was not found ({detail})"),
            Self::PrivateAddress { host } => write!(f, "{host} is on a private network, and no admin allowed it"),
            Self::PlainHttp { host } => write!(f, "http:// sends in clear, and no admin allowed that for {host}"),
            Self::NoConnection { detail } => write!(f, "no connection could be opened ({detail})"),
            Self::Tls { detail } => write!(f, "TLS failed ({detail})"),
            Self::TimedOut => f.write_str("no answer in time"),
            Self::BrokenOff { detail } => write!(f, "the connection broke before an answer came ({detail})"),
            Self::Unreadable => f.write_str("not sent: the address and the secret cannot be read any more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_stored_and_read_again() {
        for (outcome, text) in [
            (AttemptOutcome::Delivered { status: 204 }, r#"{"outcome":"delivered","status":204}"#),
            (
                AttemptOutcome::Refused { status: 500, said: "no".to_owned() },
                r#"{"outcome":"refused","status":500,"said":"no"}"#,
            ),
            (
                AttemptOutcome::PrivateAddress { host: "10.0.0.1".to_owned() },
                r#"{"outcome":"private-address","host":"10.0.0.1"}"#,
            ),
            (AttemptOutcome::TimedOut, r#"{"outcome":"timed-out"}"#),
        ] {
            assert_eq!(serde_json::to_string(&outcome).unwrap(), text);
            assert_eq!(serde_json::from_str::<AttemptOutcome>(text).unwrap(), outcome);
        }
    }

    #[test]
    fn only_what_was_taken_is_delivered() {
        assert!(AttemptOutcome::Delivered { status: 200 }.is_delivered());
        assert!(!AttemptOutcome::Refused { status: 302, said: String::new() }.is_delivered());
        assert!(!AttemptOutcome::TimedOut.is_delivered());
    }
}
