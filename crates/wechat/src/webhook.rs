//! Webhooks and chat robots: signed messages to addresses that users entered.
//!
//! Such an address may be of anyone, and the call comes from within the network of this program. So the host is looked up
//! here, addresses outside the public internet are refused unless an admin allowed the host, and the connection goes to
//! exactly the addresses that were checked: a second look-up could give others. Redirects and kept connections would bypass
//! the check and are off. reqwest's retries are off too: the caller counts the attempts.
//!
//! Behind a proxy ([`Webhooks::through`]) the proxy looks the host up, so no address can be prescribed. Only hosts are called
//! then that lead to public addresses here as well, that an admin allowed, or that are vendors' own; over TLS the certificate
//! shows that the host is the one meant.

mod address;
mod attempt;
mod excerpt;
mod message;
mod public_ip;
mod robot_body;
mod robot_reply;
mod robot_signature;
mod signature;

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use domain::ChannelKind;
use jiff::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap};
use reqwest::{Client, Response, StatusCode};
use rustls::{ClientConfig, RootCertStore};

pub use self::address::{MAX_URL_LENGTH, WebhookUrl, WebhookUrlError};
pub use self::attempt::{Attempt, AttemptOutcome};
use self::excerpt::excerpt;
pub(crate) use self::excerpt::masked_excerpt;
pub use self::message::WebhookMessage;
pub use self::public_ip::is_public;
pub use self::robot_body::{RobotText, robot_body, robot_text};
use self::robot_reply::{RobotReply, robot_reply};
pub use self::signature::signature;
use crate::proxy::{OutboundProxy, ProxyUrl, failure_detail, wants_credentials};
use crate::transport::{SetUpError, USER_AGENT, tls};

/// The part of an answer that is read, in bytes. Only its beginning is shown to people.
const MAX_READ_BYTES: usize = 4_096;

/// The timeouts of calls of webhooks.
#[derive(Debug, Clone, Copy)]
pub struct WebhookTimeouts {
    /// The timeout of name look-up, TCP and TLS together; at most half of `call_timeout` is used, so that an error shows which
    /// of the two ran out.
    pub connect_timeout: Duration,
    /// The timeout of the whole call, from the name look-up to the end of the answer.
    pub call_timeout: Duration,
}

impl Default for WebhookTimeouts {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(5), call_timeout: Duration::from_secs(10) }
    }
}

/// The client for webhooks. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    options: WebhookTimeouts,
    tls: ClientConfig,
    proxy: OutboundProxy,
}

/// The way of a call.
enum Route<'a> {
    /// To one of these addresses, all of them checked.
    Direct(Vec<SocketAddr>),
    /// Through this proxy, which looks the host up.
    Through(&'a ProxyUrl),
}

impl Webhooks {
    /// A client that trusts the root certificates of the machine and the bundled ones.
    ///
    /// # Errors
    /// [`SetUpError::Tls`] and [`SetUpError::Client`], where the libraries refuse their settings.
    pub fn new(options: WebhookTimeouts) -> Result<Self, SetUpError> {
        Self::trusting(tls::roots(), options)
    }

    pub(crate) fn trusting(roots: RootCertStore, options: WebhookTimeouts) -> Result<Self, SetUpError> {
        let tls = tls::client_config(roots, &[b"http/1.1"])?;
        let webhooks = Self { options, tls, proxy: OutboundProxy::none() };
        // Each call makes a client of its own; this one checks that it can be made.
        webhooks
            .client(Route::Direct(Vec::new()), Duration::ZERO)
            .map_err(|error| SetUpError::Client(error.without_url()))?;
        Ok(webhooks)
    }

    /// The same client with its calls through `proxy`, where that is for their host.
    #[must_use]
    pub fn through(self, proxy: OutboundProxy) -> Self {
        Self { proxy, ..self }
    }

    /// Makes one attempt to deliver a message. `may_reach` returns whether an admin allowed a host and a port, in the form of
    /// [`WebhookUrl::host_and_port`], to be on a private network and to be called without encryption.
    pub async fn post(
        &self,
        message: &WebhookMessage<'_>,
        may_reach: &(impl Fn(&str) -> bool + Sync + ?Sized),
    ) -> Attempt {
        let started = Instant::now();
        let allowed = may_reach(&message.url.host_and_port());
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
        let proxy = self.proxy.of(&message.url.url());
        let route = self.route(message.url, allowed, proxy).await?;
        let response = self.call(message, route, started).await?;
        let status = response.status();
        if let (Some(proxy), StatusCode::PROXY_AUTHENTICATION_REQUIRED) = (proxy, status) {
            return Ok(AttemptOutcome::NoConnection { detail: wants_credentials(proxy) });
        }
        let clock_off_s = date_of(response.headers()).map(|theirs| message.timestamp_s - theirs.as_second());
        let beginning = read_beginning(response).await;
        let said = |text: &str| excerpt(text, message, proxy);
        let all = || said(&String::from_utf8_lossy(&beginning));
        let code = status.as_u16();
        if !message.kind.is_robot() {
            let refused = || AttemptOutcome::Refused { status: code, said: all() };
            return Ok(if status.is_success() { AttemptOutcome::Delivered { status: code } } else { refused() });
        }
        Ok(match robot_reply(message.kind, code, &beginning, clock_off_s) {
            RobotReply::Taken => AttemptOutcome::Delivered { status: code },
            RobotReply::Refused { code, fault, words } => {
                AttemptOutcome::RobotRefused { code, said: said(&words), fault, clock_off_s }
            }
            RobotReply::NoReply if status.is_success() => AttemptOutcome::NotARobot { status: code, said: all() },
            RobotReply::NoReply => AttemptOutcome::Refused { status: code, said: all() },
        })
    }

    /// The way of a call of `url`: directly, or through its `proxy`, where it has one.
    async fn route<'a>(
        &self,
        url: &WebhookUrl,
        allowed: bool,
        proxy: Option<&'a ProxyUrl>,
    ) -> Result<Route<'a>, AttemptOutcome> {
        let Some(proxy) = proxy else { return Ok(Route::Direct(self.addresses(url, allowed).await?)) };
        if allowed || (ChannelKind::of_host(url.host()).is_some() && !url.is_plain()) {
            return Ok(Route::Through(proxy));
        }
        match self.addresses(url, false).await {
            Ok(_) => Ok(Route::Through(proxy)),
            Err(AttemptOutcome::NoSuchHost { .. } | AttemptOutcome::NoConnection { .. }) => {
                Err(AttemptOutcome::UnknownBehindProxy { host: url.host_and_port() })
            }
            Err(refused) => Err(refused),
        }
    }

    /// The addresses to connect to, all of them allowed.
    async fn addresses(&self, url: &WebhookUrl, allowed: bool) -> Result<Vec<SocketAddr>, AttemptOutcome> {
        if url.is_plain() && !allowed {
            return Err(AttemptOutcome::PlainHttp { host: url.host_and_port() });
        }
        self.checked(url.address(), url.name_and_port(), &url.host_and_port(), allowed).await
    }

    /// The addresses of a host, all of them public unless an admin `allowed` the host and its port.
    pub(crate) async fn checked(
        &self,
        address: Option<SocketAddr>,
        name_and_port: (&str, u16),
        host_and_port: &str,
        allowed: bool,
    ) -> Result<Vec<SocketAddr>, AttemptOutcome> {
        let addresses = match address {
            Some(address) => vec![address],
            None => self.look_up(name_and_port).await?,
        };
        if allowed || addresses.iter().all(|address| is_public(address.ip())) {
            Ok(addresses)
        } else {
            Err(AttemptOutcome::PrivateAddress { host: host_and_port.to_owned() })
        }
    }

    async fn look_up(&self, name_and_port: (&str, u16)) -> Result<Vec<SocketAddr>, AttemptOutcome> {
        let no_such_host = |detail: String| AttemptOutcome::NoSuchHost { detail };
        match tokio::time::timeout(self.connect_timeout(), tokio::net::lookup_host(name_and_port)).await {
            Err(_) => Err(AttemptOutcome::NoConnection { detail: "the name lookup took too long".to_owned() }),
            Ok(Err(error)) => Err(no_such_host(error.to_string())),
            Ok(Ok(found)) => {
                let found: Vec<_> = found.collect();
                if found.is_empty() { Err(no_such_host("the name has no address".to_owned())) } else { Ok(found) }
            }
        }
    }

    /// Sends the message and waits for the head of an answer.
    async fn call(
        &self,
        message: &WebhookMessage<'_>,
        route: Route<'_>,
        started: Instant,
    ) -> Result<Response, AttemptOutcome> {
        let proxy = match route {
            Route::Direct(_) => None,
            Route::Through(proxy) => Some(proxy),
        };
        let answer = match self.client(route, started.elapsed()) {
            Ok(client) => {
                let request = client.post(message.target());
                let request =
                    message.headers().into_iter().fold(request, |request, (name, value)| request.header(name, value));
                let request = request.header(CONTENT_TYPE, "application/json; charset=utf-8");
                request.body(message.body.to_vec()).send().await
            }
            Err(error) => Err(error),
        };
        answer.map_err(|error| {
            AttemptOutcome::without_answer(&error, excerpt(&failure_detail(&error, proxy), message, proxy))
        })
    }

    /// A client for one call, whose timeouts are shorter by the time that has `passed`.
    fn client(&self, route: Route<'_>, passed: Duration) -> reqwest::Result<Client> {
        let builder = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(self.connect_timeout().saturating_sub(passed))
            .timeout(self.options.call_timeout.saturating_sub(passed))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .http1_only()
            .tls_backend_preconfigured(self.tls.clone());
        match route {
            Route::Direct(addresses) => builder.dns_resolver(FixedAddresses(addresses)),
            Route::Through(proxy) => builder.proxy(proxy.for_client()?),
        }
        .build()
    }

    /// The timeout of a whole call.
    pub(crate) fn call_timeout(&self) -> Duration {
        self.options.call_timeout
    }

    pub(crate) fn connect_timeout(&self) -> Duration {
        self.options.connect_timeout.min(self.options.call_timeout / 2)
    }

    /// The settings of TLS for mail, which has no protocols to choose from.
    pub(crate) fn tls_for_mail(&self) -> ClientConfig {
        let mut tls = self.tls.clone();
        tls.alpn_protocols = Vec::new();
        tls
    }
}

/// The time that an answer names as its own.
fn date_of(headers: &HeaderMap) -> Option<Timestamp> {
    let date = headers.get(DATE)?.to_str().ok()?;
    Some(jiff::fmt::rfc2822::parse(date).ok()?.timestamp())
}

/// The first [`MAX_READ_BYTES`] of the body, whatever its Content-Length; less where the connection breaks or the call times
/// out, since the status already decides the outcome.
async fn read_beginning(mut response: Response) -> Vec<u8> {
    let mut beginning = Vec::new();
    while beginning.len() < MAX_READ_BYTES
        && let Ok(Some(chunk)) = response.chunk().await
    {
        beginning.extend(chunk.iter().take(MAX_READ_BYTES - beginning.len()));
    }
    beginning
}

/// A resolver that returns the checked addresses for any name, without a look-up. reqwest's own overrides of names would
/// fall back to a look-up for another spelling of the name.
struct FixedAddresses(Vec<SocketAddr>);

impl Resolve for FixedAddresses {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// The timeouts only: the root certificates would fill pages.
impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks").field("options", &self.options).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
