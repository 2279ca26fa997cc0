//! A message to a channel, before it is signed.

use std::fmt;

use domain::ChannelKind;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::address::WebhookUrl;
use super::robot_signature::{dingtalk_signature, feishu_signature};
use super::signature::signature;

/// A message to a channel.
#[derive(Clone, Copy)]
pub struct WebhookMessage<'a> {
    /// The kind of the channel, which decides how the message is signed and what its reply means.
    pub kind: ChannelKind,
    /// The address of the channel.
    pub url: &'a WebhookUrl,
    /// The key of the signature; empty for a robot without one.
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

impl WebhookMessage<'_> {
    /// The headers of a signed webhook; none for robots, which sign in the address or in the body.
    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        if self.kind.is_robot() {
            return Vec::new();
        }
        vec![
            ("X-Quota-Event", self.event.to_owned()),
            ("X-Quota-Delivery", self.delivery.to_owned()),
            ("X-Quota-Timestamp", self.timestamp_s.to_string()),
            ("X-Quota-Signature", signature(self.secret, self.timestamp_s, self.body)),
        ]
    }

    /// The address to call: that of the channel, signed in its query for DingTalk.
    pub(super) fn target(&self) -> Url {
        let mut url = self.url.url();
        if self.kind == ChannelKind::Dingtalk && !self.secret.expose_secret().is_empty() {
            let timestamp_ms = self.timestamp_ms();
            let sign = dingtalk_signature(self.secret, timestamp_ms);
            url.query_pairs_mut().append_pair("timestamp", &timestamp_ms.to_string()).append_pair("sign", &sign);
        }
        url
    }

    /// The signatures of the message in every form that a receiver could echo.
    pub(super) fn signatures(&self) -> [String; 3] {
        [
            signature(self.secret, self.timestamp_s, self.body),
            dingtalk_signature(self.secret, self.timestamp_ms()),
            feishu_signature(self.secret, self.timestamp_s),
        ]
    }

    fn timestamp_ms(&self) -> i64 {
        self.timestamp_s.saturating_mul(1_000)
    }
}

/// The length of the body instead of the body, which is for the receiver only.
impl fmt::Debug for WebhookMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookMessage")
            .field("kind", &self.kind)
            .field("url", self.url)
            .field("event", &self.event)
            .field("delivery", &self.delivery)
            .field("timestamp_s", &self.timestamp_s)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
