//! The result of an attempt to deliver a message.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::Duration;

use domain::{MailFault, RobotFault};
use serde::{Deserialize, Serialize};

/// One attempt to deliver a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The outcome.
    pub outcome: AttemptOutcome,
    /// The duration, from the name look-up to the end of the part of the answer that was read.
    pub took: Duration,
}

/// The outcome of an attempt. Holds only the host of the address, and nothing of the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum AttemptOutcome {
    /// The receiver accepted the message: a status from 200 to 299.
    Delivered {
        /// The HTTP status.
        status: u16,
    },
    /// The receiver refused the message: any other status, redirects included. The reason is in its own log or answer.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The beginning of its answer, redacted, on one line, at most 300 characters; often empty.
        said: String,
    },
    /// A robot refused the message: its own code says so, whatever the HTTP status.
    RobotRefused {
        /// Its code.
        code: i64,
        /// Its words, redacted, on one line, at most 300 characters; often empty.
        said: String,
        /// The reason, as far as code and words say.
        fault: RobotFault,
        /// By how many seconds this machine's clock is ahead of the robot's, where its reply has a date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock_off_s: Option<i64>,
    },
    /// The answer is not that of a robot: a page of HTML, or nothing. Whether the message arrived is not known.
    NotARobot {
        /// The HTTP status.
        status: u16,
        /// The beginning of the answer, redacted, on one line, at most 300 characters; often empty.
        said: String,
    },
    /// A mail server took the mail.
    MailTaken {
        /// The code of its reply.
        code: u16,
    },
    /// A mail server refused the mail.
    MailRefused {
        /// The code of its reply: 4xx passes, 5xx does not.
        code: u16,
        /// Its words, redacted, on one line, at most 300 characters; often empty.
        said: String,
        /// The reason, as far as the code and the step say.
        fault: MailFault,
    },
    /// The server is none for mail, or lacks what is needed: STARTTLS, or a sign-in by password. The password was not sent.
    MailUnfit {
        /// What is missing.
        detail: String,
    },
    /// The certificate of a mail server is not trusted, has expired, or is for another name. Nothing was sent.
    Certificate {
        /// The message of the TLS library.
        detail: String,
    },
    /// The look-up of the host's name failed: check the spelling, then this machine's name servers.
    NoSuchHost {
        /// The message of the operating system.
        detail: String,
    },
    /// At least one address of the host is on a private network. An admin can allow the host.
    PrivateAddress {
        /// The host and the port to allow.
        host: String,
    },
    /// The host's name cannot be looked up on this machine, calls go through a proxy, and the host is neither a vendor's own
    /// nor allowed: it could be on the proxy's private network. An admin can allow the host.
    UnknownBehindProxy {
        /// The host and the port to allow.
        host: String,
    },
    /// The address begins with `http://`. Use `https://`, or let an admin allow the host.
    PlainHttp {
        /// The host and the port to allow.
        host: String,
    },
    /// No connection could be opened: no server listens at the address, a firewall blocks it, or a proxy refused. Nothing was
    /// sent.
    NoConnection {
        /// The message of the operating system or the HTTP library.
        detail: String,
    },
    /// TLS failed: the server has none, or its certificate is not trusted or for another name.
    Tls {
        /// The message of the TLS library.
        detail: String,
    },
    /// No answer in time. The receiver may have accepted the message; it should answer first and work afterwards.
    TimedOut,
    /// The connection broke before an answer began. The receiver may have accepted the message.
    #[serde(rename = "broken-off")]
    ConnectionLost {
        /// The message of the HTTP library.
        detail: String,
    },
    /// The stored address or secret cannot be decrypted, as after a change of the master key: enter both again. Nothing was
    /// sent.
    Unreadable,
}

impl AttemptOutcome {
    /// Whether the receiver accepted the message.
    pub fn is_delivered(&self) -> bool {
        matches!(self, Self::Delivered { .. } | Self::MailTaken { .. })
    }

    /// Whether the same message may be accepted later, though nobody changes the channel.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::RobotRefused { fault, .. } => fault.may_pass(),
            Self::MailRefused { fault, .. } => fault.may_pass(),
            _ => true,
        }
    }

    /// The outcome of a call without an answer; `detail` is its cause. `is_connect` covers TCP, TLS and the connect timeout,
    /// `is_builder` values that cannot be sent as a header.
    pub(super) fn without_answer(error: &reqwest::Error, detail: String) -> Self {
        if is_tls(error) {
            Self::Tls { detail }
        } else if error.is_connect() || error.is_builder() {
            Self::NoConnection { detail }
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::ConnectionLost { detail }
        }
    }
}

/// Whether TLS is the cause. Its errors are wrapped in errors of I/O, whose `source` skips the error that they wrap.
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
            Self::RobotRefused { code, said, .. } if said.is_empty() => write!(f, "refused with code {code}"),
            Self::RobotRefused { code, said, .. } => write!(f, "refused with code {code}: {said}"),
            Self::NotARobot { status, .. } => {
                write!(f, "answered with HTTP status {status}, but not as a robot of this kind does")
            }
            Self::MailTaken { code } => write!(f, "the mail server took the mail, with code {code}"),
            Self::MailRefused { code, said, .. } if said.is_empty() => {
                write!(f, "the mail server refused the mail with code {code}")
            }
            Self::MailRefused { code, said, .. } => {
                write!(f, "the mail server refused the mail with code {code}: {said}")
            }
            Self::MailUnfit { detail } => write!(f, "the server cannot take the mail ({detail})"),
            Self::Certificate { detail } => {
                write!(f, "the mail server's certificate is not trusted or not for this name ({detail})")
            }
            Self::NoSuchHost { detail } => write!(f, "the host was not found ({detail})"),
            Self::PrivateAddress { host } => write!(f, "{host} is in a private network, and no admin allowed it"),
            Self::UnknownBehindProxy { host } => {
                write!(f, "this server cannot resolve {host}, calls go through a proxy, and no admin allowed the host")
            }
            Self::PlainHttp { host } => write!(f, "http:// is unencrypted, and no admin allowed it for {host}"),
            Self::NoConnection { detail } => write!(f, "no connection could be opened ({detail})"),
            Self::Tls { detail } => write!(f, "TLS failed ({detail})"),
            Self::TimedOut => f.write_str("no answer in time"),
            Self::ConnectionLost { detail } => write!(f, "the connection broke before an answer arrived ({detail})"),
            Self::Unreadable => f.write_str("not sent: the address and the secret cannot be decrypted"),
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
            (
                AttemptOutcome::UnknownBehindProxy { host: "hooks.example".to_owned() },
                r#"{"outcome":"unknown-behind-proxy","host":"hooks.example"}"#,
            ),
            (
                AttemptOutcome::RobotRefused {
                    code: 93_000,
                    said: "invalid webhook url".to_owned(),
                    fault: RobotFault::Address,
                    clock_off_s: None,
                },
                r#"{"outcome":"robot-refused","code":93000,"said":"invalid webhook url","fault":"address"}"#,
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
