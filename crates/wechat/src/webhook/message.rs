//! A message to a webhook.

use std::fmt;

use secrecy::SecretString;

use super::secret_url::WebhookUrl;

/// One message, as it is sent.
#[derive(Clone, Copy)]
pub struct WebhookMessage<'a> {
    /// Where to.
    pub url: &'a WebhookUrl,
    /// What the signature is made with.
    pub secret: &'a SecretString,
    /// What the message tells, such as `quota.threshold`.
    pub event: &'a str,
    /// The delivery's id, the same in all attempts at it, by which the receiver knows what it has already seen.
    pub delivery: &'a str,
    /// The time of this attempt in seconds; receivers refuse what is older than 5 minutes.
    pub timestamp_s: i64,
    /// The body, in JSON.
    pub body: &'a [u8],
}

/// Says how long the body is; what it tells is the receiver's.
impl fmt::Debug for WebhookMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookMessage")
            .field("url", self.url)
            .field("event", &self.event)
            .field("delivery", &self.delivery)
            .field("timestamp_s", &self.timestamp_s)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
