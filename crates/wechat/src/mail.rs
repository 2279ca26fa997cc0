//! Mail channels: messages to people through the mail server that a user entered.
//!
//! The server's host follows the rules of webhooks: its name is looked up here, addresses outside the public internet are
//! refused unless an admin allowed the host and port, and the connection goes to the addresses that were checked. It is
//! encrypted before the password is sent, from the beginning (`smtps://`) or by STARTTLS (`smtp://`); only an allowed server on
//! this machine may do without. HTTP proxies are for HTTP: mail goes to its server directly.

mod letter;
mod mailboxes;
mod reply;
mod server;
mod stream;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use data_encoding::BASE64;
use domain::MailFault;
use lettre::Message;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

pub use self::letter::Letter;
pub use self::mailboxes::{MAX_RECIPIENTS, MailChannel, MailboxError, mailbox_of, mailboxes_of};
use self::reply::{Failure, begin_tls};
pub use self::server::{MailServer, MailServerError};
use self::stream::MailStream;
use crate::webhook::{Attempt, AttemptOutcome, Webhooks, masked_excerpt};

impl Webhooks {
    /// Makes one attempt to deliver a mail, with the timeouts of webhooks. `may_reach` returns whether an admin allowed a host
    /// and a port, in the form of [`MailServer::host_and_port`], to be on a private network.
    pub async fn mail(&self, letter: &Letter<'_>, may_reach: &(impl Fn(&str) -> bool + Sync + ?Sized)) -> Attempt {
        let started = Instant::now();
        let server = &letter.channel.server;
        let allowed = may_reach(&server.host_and_port());
        let sending = self.deliver_mail(letter, allowed);
        let outcome = match tokio::time::timeout(self.call_timeout(), sending).await {
            Ok(Ok(code)) => AttemptOutcome::MailTaken { code },
            Ok(Err(outcome)) => outcome,
            Err(_) => AttemptOutcome::TimedOut,
        };
        tracing::debug!(server = %server.masked(), %outcome, "a mail server was called");
        Attempt { outcome, took: started.elapsed() }
    }

    async fn deliver_mail(&self, letter: &Letter<'_>, allowed: bool) -> Result<u16, AttemptOutcome> {
        let server = &letter.channel.server;
        let message = letter.message().map_err(|detail| AttemptOutcome::MailUnfit { detail })?;
        let to = self.checked(server.address(), server.name_and_port(), &server.host_and_port(), allowed).await?;
        self.mail_to(letter, &message, &to).await
    }

    /// Delivers a mail to the first of the checked addresses that answers.
    async fn mail_to(&self, letter: &Letter<'_>, message: &Message, to: &[SocketAddr]) -> Result<u16, AttemptOutcome> {
        let tcp = match tokio::time::timeout(self.connect_timeout(), TcpStream::connect(to)).await {
            Ok(Ok(tcp)) => tcp,
            Ok(Err(error)) => return Err(AttemptOutcome::NoConnection { detail: error.to_string() }),
            Err(_) => return Err(AttemptOutcome::NoConnection { detail: "the connection took too long".to_owned() }),
        };
        let sent = async {
            let (stream, me) = self.opened(tcp, letter).await?;
            sent(stream, &me, letter, message).await
        };
        sent.await.map_err(|failure| failure.outcome(|text| excerpt(text, letter)))
    }

    /// The connection, ready for a mail: encrypted, except on this machine where the server does not offer STARTTLS.
    async fn opened(&self, mut tcp: TcpStream, letter: &Letter<'_>) -> Result<(MailStream, ClientId), Failure> {
        let server = &letter.channel.server;
        let here = tcp.local_addr()?;
        let me = match here.ip().to_canonical() {
            IpAddr::V4(ip) => ClientId::Ipv4(ip),
            IpAddr::V6(ip) => ClientId::Ipv6(ip),
        };
        let peer = tcp.peer_addr()?;
        let mut greeting: &[u8] = &[];
        if !server.is_tls() {
            let greeted = begin_tls(&mut tcp, &me).await?;
            if !greeted && peer.ip().to_canonical().is_loopback() {
                return Ok((MailStream::new(tcp, peer, AGAIN), me));
            }
            if !greeted {
                return Err(Failure::unfit("the server does not offer STARTTLS, so the password was not sent"));
            }
            greeting = AGAIN;
        }
        let name = ServerName::try_from(server.host().to_owned());
        let name = name.map_err(|_| Failure::unfit("no certificate can be for this host name"))?;
        let tls = TlsConnector::from(Arc::new(self.tls_for_mail())).connect(name, tcp).await;
        Ok((MailStream::new(tls.map_err(Failure::of_tls)?, peer, greeting), me))
    }
}

/// The greeting that the library expects and the server has given already.
const AGAIN: &[u8] = b"220 again\r\n";

/// Signs in and delivers the mail; gives the code with which the server took it.
async fn sent(stream: MailStream, me: &ClientId, letter: &Letter<'_>, message: &Message) -> Result<u16, Failure> {
    let failed = |fault: MailFault| move |error| Failure::of_smtp(&error, fault);
    let mut connection =
        AsyncSmtpConnection::connect_with_transport(Box::new(stream), me).await.map_err(failed(MailFault::Other))?;
    let user = letter.channel.server.user().to_owned();
    let credentials = Credentials::new(user, letter.password.expose_secret().to_owned());
    let mechanisms = [Mechanism::Plain, Mechanism::Login];
    connection.auth(&mechanisms, &credentials).await.map_err(failed(MailFault::Password))?;
    let envelope = message.envelope();
    let from = Mail::new(envelope.from().cloned(), Vec::new());
    connection.command(from).await.map_err(failed(MailFault::Sender))?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(failed(MailFault::Recipient))?;
    }
    connection.command(Data).await.map_err(failed(MailFault::Content))?;
    let taken = connection.message(&message.formatted()).await.map_err(failed(MailFault::Content))?;
    // The mail is taken, whatever becomes of the farewell.
    drop(connection.command(Quit).await);
    Ok(taken.code().into())
}

/// The beginning of what a server said, with what was sent to it masked.
fn excerpt(text: &str, letter: &Letter<'_>) -> String {
    let (user, password) = (letter.channel.server.user(), letter.password.expose_secret());
    let mut secrets = vec![
        BASE64.encode(format!("\0{user}\0{password}").as_bytes()),
        BASE64.encode(password.as_bytes()),
        BASE64.encode(user.as_bytes()),
        password.to_owned(),
        user.to_owned(),
    ];
    secrets.extend(letter.channel.addresses());
    let mut short = secrets.clone();
    short.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let short: Vec<&str> =
        short.iter().map(String::as_str).filter(|secret| *secret != user || user.len() > 3).collect();
    masked_excerpt(text, &short, secrets.clone())
}

#[cfg(test)]
mod tests;
