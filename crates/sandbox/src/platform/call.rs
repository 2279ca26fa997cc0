//! A request to the simulated platform, and its reply.

use std::net::IpAddr;

use axum::http::Method;
use serde::Serialize;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::refusal::{Refusal, ensure};

/// A request to the simulated platform.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The query as it was sent, without `?`.
    pub(crate) query: String,
    pub(crate) body: Vec<u8>,
    pub(crate) client_ip: IpAddr,
}

impl Call {
    /// A query parameter that is present and not empty.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
    }

    /// The body as a JSON object: 44002 where it is empty, 47001 where it is not a JSON object.
    pub(crate) fn json(&self) -> Result<Fields, Refusal> {
        ensure(!self.body.is_empty(), 44002)?;
        serde_json::from_slice(&self.body).map(Fields).map_err(|_| Refusal::of(47001))
    }

    /// Whether the call is below `/sns/`, whose errors have another form.
    pub(crate) fn is_sns(&self) -> bool {
        is_sns(&self.path)
    }
}

/// Whether a path is below `/sns/`, which the quota endpoints do not cover.
pub(crate) fn is_sns(path: &str) -> bool {
    path.contains("/sns/")
}

/// The fields of a JSON body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// A string field that is present and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The same as [`Self::text`], owned.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }
}

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) body: Payload,
    pub(crate) errcode: i64,
}

/// The body of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Payload {
    Json(String),
    Jpeg(&'static [u8]),
}

impl Payload {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Json(text) => text.as_bytes(),
            Self::Jpeg(picture) => picture,
        }
    }
}

/// The body of a reply that succeeded.
#[derive(Debug)]
pub(crate) struct Success(pub(crate) Payload);

impl Success {
    /// `{"errcode":0,"errmsg":"ok"}`.
    pub(crate) fn ok() -> Self {
        Self::of(&Verdict::OK)
    }

    pub(crate) fn of(body: &impl Serialize) -> Self {
        Self(Payload::Json(to_json(body)))
    }
}

/// The two fields at the start of each management reply.
#[derive(Debug, Serialize)]
pub(crate) struct Verdict<'a> {
    pub(crate) errcode: i64,
    pub(crate) errmsg: &'a str,
}

impl Verdict<'static> {
    pub(crate) const OK: Self = Self { errcode: 0, errmsg: "ok" };
}

/// The JSON of a type whose serialization cannot fail.
pub(crate) fn to_json(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap_or_default()
}
