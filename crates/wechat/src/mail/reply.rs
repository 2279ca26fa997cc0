//! What a mail server replies: the beginning of a connection until TLS, and what a failure means.

use std::io;

use domain::MailFault;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::webhook::AttemptOutcome;

/// The most bytes of a reply.
const MAX_REPLY: usize = 16 * 1_024;

/// Why a mail was not delivered, in the words of the server or of a library.
pub(super) enum Failure {
    /// The server refused it with this code.
    Refused { code: u16, said: String, fault: MailFault },
    /// The server's certificate is not trusted, or for another name.
    Certificate { detail: String },
    /// TLS failed for another reason.
    Tls { detail: String },
    /// The server is none for mail, or lacks what is needed.
    Unfit { detail: String },
    /// The connection broke.
    Lost { detail: String },
}

impl Failure {
    pub(super) fn unfit(detail: &str) -> Self {
        Self::Unfit { detail: detail.to_owned() }
    }

    pub(super) fn of_tls(error: io::Error) -> Self {
        let detail = error.to_string();
        match error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(_)) => Self::Certificate { detail },
            Some(_) => Self::Tls { detail },
            None if error.kind() == io::ErrorKind::UnexpectedEof => Self::Tls { detail },
            None => Self::Lost { detail },
        }
    }

    /// A failure at a step whose refusal means `fault`.
    pub(super) fn of_smtp(error: &Error, fault: MailFault) -> Self {
        let detail = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        match error.status().map(u16::from) {
            Some(code) => Self::refused(code, detail, fault),
            None if error.is_response() || error.is_client() => Self::Unfit { detail },
            None => Self::Lost { detail },
        }
    }

    fn refused(code: u16, said: String, fault: MailFault) -> Self {
        let fault = match code {
            400..500 => MailFault::Later,
            530 | 534 | 535 | 538 => MailFault::Password,
            _ => fault,
        };
        Self::Refused { code, said, fault }
    }

    /// The outcome that is stored, its texts masked by `shown`.
    pub(super) fn outcome(self, shown: impl Fn(&str) -> String) -> AttemptOutcome {
        match self {
            Self::Refused { code, said, fault } => AttemptOutcome::MailRefused { code, said: shown(&said), fault },
            Self::Certificate { detail } => AttemptOutcome::Certificate { detail: shown(&detail) },
            Self::Tls { detail } => AttemptOutcome::Tls { detail: shown(&detail) },
            Self::Unfit { detail } => AttemptOutcome::MailUnfit { detail: shown(&detail) },
            Self::Lost { detail } => AttemptOutcome::ConnectionLost { detail: shown(&detail) },
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Lost { detail: error.to_string() }
    }
}

/// Greets a server and asks it for TLS; false where it does not offer STARTTLS.
pub(super) async fn begin_tls(tcp: &mut TcpStream, me: &ClientId) -> Result<bool, Failure> {
    reply(tcp).await?;
    tcp.write_all(format!("EHLO {me}\r\n").as_bytes()).await?;
    let offers = reply(tcp).await?;
    let offers_tls = offers
        .lines()
        .skip(1)
        .any(|line| line.get(4..).is_some_and(|offer| offer.trim().eq_ignore_ascii_case("STARTTLS")));
    if offers_tls {
        tcp.write_all(b"STARTTLS\r\n").await?;
        reply(tcp).await?;
    }
    Ok(offers_tls)
}

/// One reply of a server, which may have several lines. Nothing after it is read: that would be for TLS.
async fn reply(tcp: &mut TcpStream) -> Result<String, Failure> {
    let mut read = Vec::new();
    let mut line_from = 0;
    loop {
        let Ok(byte) = tcp.read_u8().await else {
            return Err(Failure::Lost { detail: "the server closed the connection".to_owned() });
        };
        read.push(byte);
        if read.len() > MAX_REPLY {
            return Err(Failure::unfit("the reply is not that of a mail server"));
        }
        if byte != b'\n' {
            continue;
        }
        let line = read.get(line_from..).unwrap_or_default();
        let code = line.get(..3).and_then(|code| std::str::from_utf8(code).ok()).and_then(|code| code.parse().ok());
        let Some(code @ 200u16..600) = code else {
            return Err(Failure::unfit("the reply is not that of a mail server"));
        };
        if line.get(3) == Some(&b'-') {
            line_from = read.len();
            continue;
        }
        let text = String::from_utf8_lossy(&read).into_owned();
        if code < 400 {
            return Ok(text);
        }
        let said = text.lines().filter_map(|line| line.get(4..)).collect::<Vec<_>>().join(" ");
        return Err(Failure::refused(code, said, MailFault::Other));
    }
}
