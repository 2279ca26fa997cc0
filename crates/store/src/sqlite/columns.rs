//! Values as columns have them.

use jiff::Timestamp;

use crate::StoreError;

/// The longest text of an error or a summary that is kept, in characters.
const LONGEST_TEXT: usize = 1000;

/// A time out of the database.
pub(super) fn time(ms: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::Inconsistent(format!("{ms} is not a time")))
}

/// A time out of the database that may be absent.
pub(super) fn maybe_time(ms: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    ms.map(time).transpose()
}

/// A word out of the database.
pub(super) fn word<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error: T::Err| StoreError::Inconsistent(error.to_string()))
}

/// As much of a text as is kept.
pub(super) fn clipped(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end])
}

/// A value as it is kept in a column of JSON.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

/// A value out of a column of JSON.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Inconsistent(error.to_string()))
}
