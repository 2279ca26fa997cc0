//! Bodies of JSON, read so that all that is wrong with them is told at once.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::rejection::BytesRejection;
use serde_json::{Map, Value};

use super::problem::{FieldError, Problem, TOO_LARGE};
use crate::middleware::bodies::OF_OTHERS;
use crate::middleware::errors::BodyLimit;

/// The fields of a body. Those that nobody asks for are passed over; null is the same as not given.
#[derive(Debug)]
pub(crate) struct Fields {
    fields: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Fields {
    /// The fields of a JSON object.
    ///
    /// # Errors
    /// [`Problem`] where it is none.
    pub(crate) fn of(body: &[u8]) -> Result<Self, Problem> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self { fields, errors: Vec::new() }),
            Ok(_) => Err(Problem::malformed_body("send a JSON object, {…}")),
            Err(error) => Err(Problem::malformed_body(&format!("send a JSON object, {{…}}: {error}"))),
        }
    }

    /// A field that is text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        match self.fields.remove(name)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            _ => self.fault(name, "must be a string"),
        }
    }

    /// A field that names something: text, or an id's number.
    pub(crate) fn word(&mut self, name: &str) -> Option<String> {
        match self.fields.remove(name)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => self.fault(name, "must be a string or an ID"),
        }
    }

    /// A field as text, whatever it is.
    pub(crate) fn anything(&mut self, name: &str) -> Option<String> {
        match self.fields.remove(name)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        }
    }

    /// Notes that a field is missing, where it is.
    pub(crate) fn need(&mut self, name: &str) {
        if self.fields.get(name).is_none_or(Value::is_null) {
            self.fault::<()>(name, "is required");
        }
    }

    /// A field that is one of a few words.
    pub(crate) fn one_of<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        self.text(name)?.parse().or_else(|error: T::Err| self.fault(name, &error.to_string()).ok_or(())).ok()
    }

    /// Notes what is wrong with a field; gives `None`, which the field then counts as.
    pub(crate) fn fault<T>(&mut self, name: &str, detail: &str) -> Option<T> {
        self.errors.push(FieldError { pointer: format!("/{name}"), detail: detail.to_owned() });
        None
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`Problem`] with all that was wrong.
    pub(crate) fn done(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::invalid_parameters(self.errors)) }
    }
}

/// The words for a body that did not arrive whole.
pub(crate) fn not_read(rejection: &BytesRejection) -> Problem {
    if rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::of(TOO_LARGE, format!("the body is larger than {}", BodyLimit(OF_OTHERS)))
    } else {
        Problem::malformed_body("the body is incomplete")
    }
}
