//! A message to a webhook, before it is signed.

use std::fmt;

use secrecy::SecretString;

use super::address::WebhookUrl;

/// A message to a webhook.
#[derive(Clone, Copy)]
pub struct WebhookMessage<'a> {
    /// The address of the webhook.
    pub url: &'a WebhookUrl,
    /// The key of the signature.
    pub secret: &'a SecretString,
    /// The name of the event, such as `quota.threshold`.
    pub event: &'a str,
    /// The id of the delivery, the same in all attempts, by which the receiver recognises duplicates.
    pub delivery: &'a str,
    /// The Unix time of this attempt, in seconds; receivers refuse messages older than 5 minutes.
    pub timestamp_s: i64,
    /// The body, JSON.
    pub body: &'a [u8],
}

/// The length of the body instead of the body, which is for the receiver only.
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
