//! Whether WeChat can be reached at all, and what time it is there.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::DATE;

use super::{Transport, before_answer};
use crate::endpoint::Endpoint;
use crate::error::CallError;

impl Transport {
    /// Asks for an answer of any kind, with no credentials and so at the cost of no account's quota, and gives the time
    /// its `Date` header tells, to the second.
    ///
    /// # Errors
    /// [`CallError`] where no answer came.
    pub async fn reach(&self) -> Result<Option<Timestamp>, CallError> {
        let endpoint = Endpoint::Token;
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), endpoint.path()));
        let answer = self.client.get(url).send().await.map_err(|error| {
            let (reach, cause) = before_answer(&error);
            CallError { endpoint, reach, cause }
        })?;
        let date = answer.headers().get(DATE).and_then(|date| date.to_str().ok());
        Ok(date.and_then(|date| DateTimeParser::new().parse_timestamp(date).ok()))
    }
}
