//! The transport: the only code that sends requests to WeChat.
//!
//! Redirects are not followed, no proxy is used but [`Options::proxy`] (WeChat identifies callers by IP address), and
//! reqwest's own retries are off. Only hyper's remains: it sends a request again on a new connection when it *knows* that
//! the idle connection closed before a byte of the request was written; [`Connections::PerCall`] rules that out too.

mod reach;
mod request;
pub(crate) mod tls;

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::{Client, Response};
use rustls::RootCertStore;
use url::{Host, Url};

use crate::endpoint::Method;
use crate::error::{CallError, Cause, RequestProgress, root_cause};
use crate::observer::CallObserver;
use crate::proxy::{OutboundProxy, ProxyUrl, broke_in_tunnel, failure_detail};
use crate::redact::{Redactor, SecretRegistry};
use crate::reply::Reply;
pub(crate) use request::Request;

/// The longest answer, in bytes; the longest known one of these calls has some kB.
pub const MAX_ANSWER_BYTES: usize = 1_048_576;

/// The `User-Agent` of all calls.
pub(crate) const USER_AGENT: &str = concat!("wxquota/", env!("CARGO_PKG_VERSION"));

/// The time after which an idle connection is closed; shorter than that of common servers, so that they rarely close one
/// during a call.
const IDLE: Duration = Duration::from_secs(20);

/// The timeouts of calls, the use of connections, and the proxy.
#[derive(Debug, Clone)]
pub struct Options {
    /// The timeout of name look-up, TCP, the proxy's tunnel and TLS together; at most half of `call_timeout` is used, so that an
    /// error shows which of the two ran out.
    pub connect_timeout: Duration,
    /// The timeout of the whole call, from the name look-up to the answer's last byte.
    pub call_timeout: Duration,
    /// Whether connections are kept after a call.
    pub connections: Connections,
    /// The proxy, which is used where the base URL is not this machine's or among its exceptions.
    pub proxy: OutboundProxy,
    /// The observer of every call.
    pub observer: Option<Arc<dyn CallObserver>>,
}

/// Whether connections are kept after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connections {
    /// Connections are kept for later calls. For readings and tokens, which may be sent twice without harm.
    Kept,
    /// Each call opens a new connection, over HTTP/1.1, so that it is sent at most once. For clears.
    PerCall,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            call_timeout: Duration::from_secs(15),
            connections: Connections::Kept,
            proxy: OutboundProxy::none(),
            observer: None,
        }
    }
}

/// The error of settings that no transport can be made from.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// Neither `https` nor `http`, or no host.
    #[error("the WeChat base URL must be a URL such as https://api.weixin.qq.com")]
    NotAnAddress,
    /// `http` to a host that is not this machine: the secret would be sent unencrypted.
    #[error("the WeChat base URL may be http:// only on this machine (localhost, 127.0.0.1, [::1]); use https://")]
    Insecure,
    /// A user name, a query or a fragment in the address.
    #[error("the WeChat base URL must not contain a user name, a query (?) or a fragment (#)")]
    Decorated,
    /// The TLS library refused its settings.
    #[error("TLS could not be set up")]
    Tls(#[from] rustls::Error),
    /// The HTTP library refused its settings.
    #[error("the HTTP client could not be set up")]
    Client(#[source] reqwest::Error),
}

/// The transport to one base URL. Cheap to clone; clones share their connections and the secrets they mask.
#[derive(Clone, Debug)]
pub struct Transport {
    client: Client,
    base: Url,
    /// The proxy that the calls go through.
    proxy: Option<ProxyUrl>,
    held: SecretRegistry,
    observer: Option<Arc<dyn CallObserver>>,
}

impl Transport {
    /// A transport to `base_url`, such as `https://api.weixin.qq.com`; `http` is for loopback hosts only.
    ///
    /// # Errors
    /// [`SetUpError`] where the address or the machine's TLS set-up will not do.
    pub fn new(base_url: Url, options: Options) -> Result<Self, SetUpError> {
        check(&base_url)?;
        // Over plain http, which never leaves this machine, no certificate is looked at: reading them all takes a while.
        let roots = if base_url.scheme() == "https" { tls::roots() } else { RootCertStore::empty() };
        Self::trusting(roots, base_url, options)
    }

    fn trusting(roots: RootCertStore, base_url: Url, options: Options) -> Result<Self, SetUpError> {
        let unusable = |error: reqwest::Error| SetUpError::Client(error.without_url());
        let proxy = options.proxy.of(&base_url).cloned();
        let builder = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(options.connect_timeout.min(options.call_timeout / 2))
            .timeout(options.call_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false);
        let builder = match &proxy {
            Some(proxy) => builder.proxy(proxy.for_client().map_err(unusable)?),
            None => builder,
        };
        let builder = match options.connections {
            Connections::Kept => builder
                .pool_idle_timeout(IDLE)
                .tls_backend_preconfigured(tls::client_config(roots, &[b"h2", b"http/1.1"])?),
            Connections::PerCall => builder
                .pool_max_idle_per_host(0)
                .http1_only()
                .tls_backend_preconfigured(tls::client_config(roots, &[b"http/1.1"])?),
        };
        let client = builder.build().map_err(unusable)?;
        Ok(Self { client, base: base_url, proxy, held: SecretRegistry::default(), observer: options.observer })
    }

    /// The same transport, masking the secrets of another one instead of its own.
    #[must_use]
    pub fn sharing(self, held: &SecretRegistry) -> Self {
        Self { held: held.clone(), ..self }
    }

    /// The secrets that are masked in the answers of all calls.
    pub fn held(&self) -> &SecretRegistry {
        &self.held
    }

    /// Makes one call and reads its reply with `read`.
    pub(crate) async fn send<T>(
        &self,
        request: Request<'_>,
        read: impl FnOnce(Reply) -> Result<T, Cause>,
    ) -> Result<T, CallError> {
        let endpoint = request.endpoint;
        let redactor = || Redactor::new().with_registry(&self.held).with_secrets(request.secrets.iter().copied());
        let begun = Instant::now();
        let result = match self.exchange(&request).await {
            Ok(body) => Reply::read(&body, redactor).and_then(read).map_err(|cause| (RequestProgress::Answered, cause)),
            Err(failed) => Err(failed),
        };
        let result = result.map_err(|(reach, cause)| {
            let error = CallError { endpoint, reach, cause };
            tracing::debug!(%error, reach = ?error.reach, "a call to WeChat failed");
            error
        });
        if let Some(observer) = &self.observer {
            let errcode = result.as_ref().map_or_else(CallError::errcode, |_| Some(0));
            observer.call_ended(endpoint, errcode, begun.elapsed());
        }
        result
    }

    async fn exchange(&self, request: &Request<'_>) -> Result<Vec<u8>, (RequestProgress, Cause)> {
        let url = request.url(&self.base);
        let call = match request.endpoint.method() {
            Method::Get => self.client.get(url),
            Method::Post => self
                .client
                .post(url)
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(request.body.clone().unwrap_or_default()),
        };
        let response = call.send().await.map_err(|error| self.before_answer(&error))?;
        let status = response.status();
        if status != reqwest::StatusCode::OK {
            return Err((RequestProgress::Answered, Cause::HttpStatus(status.as_u16())));
        }
        read_body(response).await
    }

    /// The failure of a call without an answer. `is_connect` covers name look-up, TCP, the proxy's tunnel, TLS and the connect
    /// timeout; the request is written only when all of these are done. What breaks in a proxy's tunnel is left open. After any
    /// other error the request may have been sent; a call timeout does not show how far the request got.
    fn before_answer(&self, error: &reqwest::Error) -> (RequestProgress, Cause) {
        if error.is_connect() {
            let detail = failure_detail(error, self.proxy.as_ref());
            if self.proxy.is_some() && broke_in_tunnel(error) {
                return (RequestProgress::SentNoAnswer, Cause::Broken { detail });
            }
            (RequestProgress::NotSent, Cause::ConnectFailed { detail })
        } else if error.is_timeout() {
            (RequestProgress::SentNoAnswer, Cause::Timeout)
        } else {
            (RequestProgress::SentNoAnswer, Cause::Broken { detail: root_cause(error) })
        }
    }
}

/// The body of an answer, up to [`MAX_ANSWER_BYTES`], whatever its Content-Length.
async fn read_body(mut response: Response) -> Result<Vec<u8>, (RequestProgress, Cause)> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(body),
            Ok(Some(chunk)) if body.len() + chunk.len() > MAX_ANSWER_BYTES => {
                return Err((RequestProgress::Answered, Cause::TooLarge));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(error) if error.is_timeout() => return Err((RequestProgress::SentNoAnswer, Cause::Timeout)),
            Err(_) => return Err((RequestProgress::Answered, Cause::CutOff)),
        }
    }
}

fn check(base: &Url) -> Result<(), SetUpError> {
    let loopback = match base.host() {
        None => return Err(SetUpError::NotAnAddress),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
    };
    match base.scheme() {
        "https" => {}
        "http" if loopback => {}
        "http" => return Err(SetUpError::Insecure),
        _ => return Err(SetUpError::NotAnAddress),
    }
    let plain =
        base.username().is_empty() && base.password().is_none() && base.query().is_none() && base.fragment().is_none();
    if plain { Ok(()) } else { Err(SetUpError::Decorated) }
}

#[cfg(test)]
mod proxied;

#[cfg(test)]
mod tests {
    use super::*;

    fn made(base: &str) -> Result<Transport, SetUpError> {
        Transport::new(base.parse().unwrap(), Options::default())
    }

    #[test]
    fn http_is_for_this_machine_only() {
        for good in ["https://api.weixin.qq.com", "http://127.0.0.1:9", "http://[::1]:9/prefix", "http://localhost:9"] {
            assert!(made(good).is_ok(), "{good}");
        }
        for insecure in ["http://api.weixin.qq.com", "http://10.0.0.1", "http://localhost.example.com", "http://[::2]"]
        {
            assert!(matches!(made(insecure), Err(SetUpError::Insecure)), "{insecure}");
        }
        assert!(matches!(made("ftp://127.0.0.1"), Err(SetUpError::NotAnAddress)));
        assert!(matches!(made("data:text/plain,x"), Err(SetUpError::NotAnAddress)));
        for decorated in ["https://user:pass@host", "https://host?a=b", "https://host#top"] {
            assert!(matches!(made(decorated), Err(SetUpError::Decorated)), "{decorated}");
        }
    }

    #[test]
    fn clears_have_connections_of_their_own() {
        let options = Options { connections: Connections::PerCall, ..Options::default() };
        assert!(Transport::new("https://api.weixin.qq.com".parse().unwrap(), options).is_ok());
    }
}
