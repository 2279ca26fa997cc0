//! The one way out to addresses that people entered: signed messages to webhooks of theirs.
//!
//! Such an address may be anyone's, and it is called from within the network that this program runs in. So the host is
//! looked up here, what is not on the public internet is refused unless an admin allowed that host, and the connection
//! goes to exactly the addresses that were looked at: a second look-up could answer otherwise. Redirects, proxies and
//! kept connections would lead around that and are off. reqwest's retries are off too: the caller counts the attempts.

mod attempt;
mod excerpt;
mod message;
mod public;
mod secret_url;
mod signature;

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response};
use rustls::{ClientConfig, RootCertStore};

pub use self::attempt::{Attempt, AttemptOutcome};
use self::excerpt::excerpt;
pub use self::message::WebhookMessage;
pub use self::public::is_public;
pub use self::secret_url::{LONGEST_URL, WebhookUrl, WebhookUrlFault};
pub use self::signature::signature;
use crate::transport::{SetUpError, USER_AGENT, root_cause, tls};

/// How much of an answer is read, in bytes. What a receiver says is for people to read, and they read its beginning.
const MOST_READ: usize = 4_096;

/// How webhooks are called.
#[derive(Debug, Clone, Copy)]
pub struct WebhookOptions {
    /// Name look-up, TCP and TLS together; at most half of the whole call, so that one knows which of the two ran out.
    pub connect_timeout: Duration,
    /// The whole call, from the name look-up to the end of the answer.
    pub call_timeout: Duration,
}

impl Default for WebhookOptions {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(5), call_timeout: Duration::from_secs(10) }
    }
}

/// Calls webhooks. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    options: WebhookOptions,
    tls: ClientConfig,
}

impl Webhooks {
    /// A caller that trusts the certificates the machine trusts, and the bundled ones.
    ///
    /// # Errors
    /// [`SetUpError::Tls`] and [`SetUpError::Client`], where the libraries refuse their settings.
    pub fn new(options: WebhookOptions) -> Result<Self, SetUpError> {
        Self::trusting(tls::roots(), options)
    }

    fn trusting(roots: RootCertStore, options: WebhookOptions) -> Result<Self, SetUpError> {
        let webhooks = Self { options, tls: tls::client_config(roots, &[b"http/1.1"])? };
        // Each call has a client of its own; the first one shows whether there can be any.
        webhooks.client(Vec::new(), Duration::ZERO).map_err(|error| SetUpError::Client(error.without_url()))?;
        Ok(webhooks)
    }

    /// Makes one attempt. `may_reach` says of a host, as [`WebhookUrl::host`] spells it, whether an admin allowed it to
    /// be on a private network and to be called without encryption.
    pub async fn post(
        &self,
        message: &WebhookMessage<'_>,
        may_reach: &(impl Fn(&str) -> bool + Sync + ?Sized),
    ) -> Attempt {
        let started = Instant::now();
        let allowed = may_reach(message.url.host());
        let outcome = match self.deliver(message, allowed, started).await {
            Ok(outcome) | Err(outcome) => outcome,
        };
        tracing::debug!(url = %message.url.masked(), %outcome, "a webhook was called");
        Attempt { outcome, took: started.elapsed() }
    }

    async fn deliver(
        &self,
        message: &WebhookMessage<'_>,
        allowed: bool,
        started: Instant,
    ) -> Result<AttemptOutcome, AttemptOutcome> {
        let addresses = self.addresses(message.url, allowed).await?;
        let response = self.call(message, addresses, started).await?;
        let status = response.status();
        let beginning = read_beginning(response).await;
        Ok(if status.is_success() {
            AttemptOutcome::Delivered { status: status.as_u16() }
        } else {
            let said = excerpt(&String::from_utf8_lossy(&beginning), message);
            AttemptOutcome::Refused { status: status.as_u16(), said }
        })
    }

    /// The addresses to connect to, all of which may be called.
    async fn addresses(&self, url: &WebhookUrl, allowed: bool) -> Result<Vec<SocketAddr>, AttemptOutcome> {
        let host = || url.host().to_owned();
        if url.is_plain() && !allowed {
            return Err(AttemptOutcome::PlainHttp { host: host() });
        }
        let addresses = match url.address() {
            Some(address) => vec![address],
            None => self.look_up(url).await?,
        };
        if allowed || addresses.iter().all(|address| is_public(address.ip())) {
            Ok(addresses)
        } else {
            Err(AttemptOutcome::PrivateAddress { host: host() })
        }
    }

    async fn look_up(&self, url: &WebhookUrl) -> Result<Vec<SocketAddr>, AttemptOutcome> {
        let no_such_host = |detail: String| AttemptOutcome::NoSuchHost { detail };
        match tokio::time::timeout(self.connecting(), tokio::net::lookup_host(url.name_and_port())).await {
            Err(_) => Err(AttemptOutcome::NoConnection { detail: "the name look-up took too long".to_owned() }),
            Ok(Err(error)) => Err(no_such_host(error.to_string())),
            Ok(Ok(found)) => {
                let found: Vec<_> = found.collect();
                if found.is_empty() { Err(no_such_host("the name has no address".to_owned())) } else { Ok(found) }
            }
        }
    }

    /// Sends the message to one of the addresses and waits for the head of an answer.
    async fn call(
        &self,
        message: &WebhookMessage<'_>,
        addresses: Vec<SocketAddr>,
        started: Instant,
    ) -> Result<Response, AttemptOutcome> {
        let answer = match self.client(addresses, started.elapsed()) {
            Ok(client) => {
                client
                    .post(message.url.url())
                    .header("X-Quota-Event", message.event)
                    .header("X-Quota-Delivery", message.delivery)
                    .header("X-Quota-Timestamp", message.timestamp_s)
                    .header("X-Quota-Signature", signature(message.secret, message.timestamp_s, message.body))
                    .header(CONTENT_TYPE, "application/json; charset=utf-8")
                    .body(message.body.to_vec())
                    .send()
                    .await
            }
            Err(error) => Err(error),
        };
        answer.map_err(|error| AttemptOutcome::without_answer(&error, excerpt(&root_cause(&error), message)))
    }

    /// A client for one call, that much of whose time has passed.
    fn client(&self, addresses: Vec<SocketAddr>, passed: Duration) -> reqwest::Result<Client> {
        Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(self.connecting().saturating_sub(passed))
            .timeout(self.options.call_timeout.saturating_sub(passed))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .http1_only()
            .dns_resolver(LookedAt(addresses))
            .tls_backend_preconfigured(self.tls.clone())
            .build()
    }

    fn connecting(&self) -> Duration {
        self.options.connect_timeout.min(self.options.call_timeout / 2)
    }
}

/// Reads at most [`MOST_READ`] bytes, whatever Content-Length says, or what came before the connection broke or the
/// time ran out: the status has already told the outcome.
async fn read_beginning(mut response: Response) -> Vec<u8> {
    let mut beginning = Vec::new();
    while beginning.len() < MOST_READ
        && let Ok(Some(chunk)) = response.chunk().await
    {
        beginning.extend(chunk.iter().take(MOST_READ - beginning.len()));
    }
    beginning
}

/// Knows the addresses that were looked at, for whatever name, and looks nothing up. reqwest's own overrides of names
/// would fall back to a look-up where a name was spelled otherwise.
struct LookedAt(Vec<SocketAddr>);

impl Resolve for LookedAt {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// Says how long calls may take, and nothing of what is trusted, which would be pages.
impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks").field("options", &self.options).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
