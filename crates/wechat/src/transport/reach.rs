//! The check whether WeChat can be reached, with the time of its clock.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::DATE;

use super::{Request, Transport};
use crate::endpoint::Endpoint;
use crate::error::CallError;

impl Transport {
    /// Sends a request without credentials, which counts against no account's quota, and accepts any answer. The time is
    /// that of the answer's `Date` header, in whole seconds.
    ///
    /// # Errors
    /// [`CallError`] where there was no answer.
    pub async fn reach(&self) -> Result<Option<Timestamp>, CallError> {
        let endpoint = Endpoint::Token;
        let url = Request::to(endpoint).url(&self.base);
        let answer = self.client.get(url).send().await.map_err(|error| {
            let (reach, cause) = self.before_answer(&error);
            CallError { endpoint, reach, cause }
        })?;
        let date = answer.headers().get(DATE).and_then(|date| date.to_str().ok());
        Ok(date.and_then(|date| DateTimeParser::new().parse_timestamp(date).ok()))
    }
}
