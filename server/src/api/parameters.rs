//! Query parameters, read so that all that is wrong with them is told at once.

use std::convert::Infallible;
use std::fmt::Display;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use domain::QuotaZone;
use http::request::Parts;
use jiff::Timestamp;
use utoipa::IntoParams;

use super::cursor::Cursor;
use super::problem::{FieldError, Problem};

/// The most rows one answer has.
pub(crate) const MAX_LIMIT: usize = 1000;

/// The parameters of a call. Names that it does not know are passed over; of one given twice the first counts.
#[derive(Debug)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

/// The parameters of every list that pages through rows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read one by one")]
pub(crate) struct Page {
    /// the maximum number of rows, from 1 to 1000; default: 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u16>,
    /// the value of `next` in the previous answer
    cursor: Option<String>,
}

impl Page {
    /// Rows in one answer unless `limit` says otherwise.
    pub(crate) const LIMIT: usize = 100;
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Ok(Self { pairs, errors: Vec::new() })
    }
}

impl Parameters {
    /// A parameter's text; an empty one counts as not given.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let found = self.pairs.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    }

    /// A parameter read by `read`, which says what it would have understood.
    pub(crate) fn read<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(name)?;
        read(&text).map_err(|detail| self.errors.push(FieldError { pointer: format!("/{name}"), detail })).ok()
    }

    /// A parameter that is one of a few words.
    pub(crate) fn word<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        self.read(name, |word| word.parse().map_err(|error: T::Err| error.to_string()))
    }

    /// A parameter that is `true` or `false`.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, |word| word.parse().map_err(|_| "must be true or false".to_owned()))
    }

    pub(crate) fn limit(&mut self, default: usize) -> usize {
        let read = |text: &str| {
            let limit = text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
            limit.ok_or_else(|| format!("must be a whole number from 1 to {MAX_LIMIT}"))
        };
        self.read("limit", read).unwrap_or(default)
    }

    pub(crate) fn time(&mut self, name: &str) -> Option<Timestamp> {
        let expected = "must be a time in RFC 3339, such as 2026-11-22T08:00:00Z";
        self.read(name, |text| text.parse().map_err(|_| expected.to_owned()))
    }

    /// A quota month, as it was written.
    pub(crate) fn month(&mut self, zone: &QuotaZone) -> Option<String> {
        let expected = "must be a month, such as 2026-11";
        self.read("month", |word| zone.month_called(word).map(|_| word.to_owned()).ok_or_else(|| expected.to_owned()))
    }

    pub(crate) fn cursor<T: Cursor>(&mut self) -> Option<T> {
        let expected = "must be the unchanged value of `next` in an answer to the same call";
        self.read("cursor", |text| T::from_text(text).ok_or_else(|| expected.to_owned()))
    }

    pub(crate) fn fault(&mut self, name: &str, detail: &str) {
        self.errors.push(FieldError { pointer: format!("/{name}"), detail: detail.to_owned() });
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Problem`] with all that was wrong.
    pub(crate) fn done(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::invalid_parameters(self.errors)) }
    }
}
