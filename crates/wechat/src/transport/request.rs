//! A request to WeChat: endpoint, query, body, and the secrets in them.

use serde_json::Value;
use url::Url;

use crate::endpoint::Endpoint;
use crate::token::Token;

/// A request, and the secrets in it. No `Debug`, so that they cannot be printed.
pub(crate) struct Request<'a> {
    pub(crate) endpoint: Endpoint,
    query: Vec<(&'static str, &'a str)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) secrets: Vec<&'a str>,
}

impl<'a> Request<'a> {
    pub(crate) fn to(endpoint: Endpoint) -> Self {
        Self { endpoint, query: Vec::new(), body: None, secrets: Vec::new() }
    }

    /// A request of a call that takes a token.
    pub(crate) fn with_token(endpoint: Endpoint, token: &'a Token) -> Self {
        Self::to(endpoint).query("access_token", token.expose()).secret(token.expose())
    }

    /// Adds a field to the query.
    pub(crate) fn query(mut self, name: &'static str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    /// Sets the JSON body.
    pub(crate) fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string().into_bytes());
        self
    }

    /// Adds a value to mask in the answer.
    pub(crate) fn secret(mut self, secret: &'a str) -> Self {
        self.secrets.push(secret);
        self
    }

    pub(super) fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&format!("{}{}", base.path().trim_end_matches('/'), self.endpoint.path()));
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_values_encoded() {
        let request = Request::to(Endpoint::QuotaGet).query("access_token", "a&b=c d/é");
        let url = |base: &str| request.url(&base.parse().unwrap()).to_string();
        let query = "?access_token=a%26b%3Dc+d%2F%C3%A9";
        assert_eq!(url("https://host"), format!("https://host/cgi-bin/openapi/quota/get{query}"));
        assert_eq!(url("https://host/prefix/"), format!("https://host/prefix/cgi-bin/openapi/quota/get{query}"));
    }
}
