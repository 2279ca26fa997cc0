//! Lists as CSV, for programs that accept it: the rows of the JSON, field by field, all of them unless `limit` is given.
//!
//! A list is asked for a part at a time, as a program would that follows `next`, so that it takes little memory. Values are
//! exact: nothing is added for spreadsheets.

use std::io;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use serde_json::Value;
use url::form_urlencoded;

use super::parameters::MAX_LIMIT;
use crate::accepted::prefers;
use crate::long_body::{self, csv_line};

/// The most bytes of the JSON of one part.
const MAX_PART: usize = 64 << 20;

/// A list as CSV.
#[derive(Debug)]
pub(crate) struct CsvList {
    /// The path of the call.
    pub(crate) path: &'static str,
    /// The field of the answer that holds the rows.
    rows: &'static str,
    /// The columns: fields of a row, those of an object in it behind a full stop. A field that rows do not have is the answer's.
    pub(crate) columns: &'static [&'static str],
}

/// The fields of both budgets of an account.
macro_rules! with_budgets {
    ($($column:literal),+) => {
        &[
            $($column,)+
            "budget.account.limit", "budget.account.period", "budget.account.spent", "budget.account.unknown",
            "budget.account.elsewhere", "budget.account.left", "budget.account.at_most", "budget.account.resets_at",
            "budget.account.counted_from",
            "budget.interface.limit", "budget.interface.period", "budget.interface.spent", "budget.interface.unknown",
            "budget.interface.elsewhere", "budget.interface.left", "budget.interface.at_most",
            "budget.interface.resets_at", "budget.interface.counted_from",
        ]
    };
}

/// `GET accounts`
pub(crate) static ACCOUNTS: CsvList = CsvList {
    path: "/accounts",
    rows: "accounts",
    columns: with_budgets![
        "id",
        "name",
        "appid",
        "kind",
        "status",
        "groups",
        "owner",
        "note",
        "token.state",
        "token.expires_at",
        "token.last_error"
    ],
};
/// `GET budget`
pub(crate) static BUDGET: CsvList =
    CsvList { path: "/budget", rows: "accounts", columns: with_budgets!["month", "account", "account_name"] };
/// `GET interfaces`
#[rustfmt::skip]
pub(crate) static INTERFACES: CsvList = CsvList {
    path: "/interfaces",
    rows: "interfaces",
    columns: &[
        "id", "account", "account_name", "cgi_path", "name", "name_en", "state", "reason", "used_up_yesterday", "sampled_at",
        "daily_limit", "used", "remain", "limit_kind", "limit_kind_source", "exhausts_at",
        "exhausts_between", "lasts_days",
    ],
};
/// `GET interfaces/{id}/samples`
pub(crate) static SAMPLES: CsvList = CsvList {
    path: "/interfaces/{id}/samples",
    rows: "samples",
    columns: &["at", "daily_limit", "used", "remain", "failure"],
};
/// `GET clears`
#[rustfmt::skip]
pub(crate) static CLEARS: CsvList = CsvList {
    path: "/clears",
    rows: "clears",
    columns: &[
        "id", "state", "scope", "via", "account", "account_name", "interface", "cgi_path", "reason", "actor", "at", "errcode",
        "errmsg", "rid", "override", "warnings", "anyway_reason", "nothing_to_reset", "budget_left", "approved_by",
        "glass_broken", "being_verified", "given_back",
    ],
};
/// `GET incidents`
#[rustfmt::skip]
pub(crate) static INCIDENTS: CsvList = CsvList {
    path: "/incidents",
    rows: "incidents",
    columns: &[
        "id", "account", "account_name", "errcode", "errmsg", "cgi_path", "rid", "count", "first_at", "last_at", "reported_by",
        "state", "reaction", "reason", "limit", "clear_id", "ended_at", "explanation.title", "explanation.cause",
        "explanation.next", "explanation.clear_helps", "explanation.who", "explanation.customer",
    ],
};
/// `GET notices`
#[rustfmt::skip]
pub(crate) static NOTICES: CsvList = CsvList {
    path: "/notices",
    rows: "notices",
    columns: &[
        "id", "at", "event", "severity", "account", "account_name", "interface", "cgi_path", "summary", "facts",
        "acknowledged_by", "acknowledged_at",
    ],
};
/// `GET channels`
#[rustfmt::skip]
pub(crate) static CHANNELS: CsvList = CsvList {
    path: "/channels",
    rows: "channels",
    columns: &[
        "id", "name", "kind", "url", "lang", "severity", "state", "last_success_at", "last_failure_at", "waiting", "dead",
        "created_at",
    ],
};
/// `GET channels/{id}/deliveries`
#[rustfmt::skip]
pub(crate) static DELIVERIES: CsvList = CsvList {
    path: "/channels/{id}/deliveries",
    rows: "deliveries",
    columns: &[
        "id", "at", "took_ms", "delivered", "result", "notice", "event", "message", "state", "tries", "next_at",
    ],
};
/// All of them.
pub(crate) static LISTS: [&CsvList; 9] =
    [&ACCOUNTS, &INTERFACES, &SAMPLES, &CLEARS, &BUDGET, &INCIDENTS, &NOTICES, &CHANNELS, &DELIVERIES];

impl CsvList {
    /// The first line.
    fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        csv_line(self.columns.iter(), &mut head)?;
        Ok(head)
    }

    /// Writes the rows of an answer, at most `limit`; gives its `next`.
    fn write(&self, answer: &Value, limit: usize, into: &mut Vec<u8>) -> io::Result<Option<String>> {
        for row in answer[self.rows].as_array().into_iter().flatten().take(limit) {
            let field = |column: &&str| text(field(row, column).or_else(|| field(answer, column)));
            csv_line(self.columns.iter().map(field), into)?;
        }
        Ok(answer["next"].as_str().map(str::to_owned))
    }
}

/// A field by its name; of an object within, behind a full stop.
fn field<'a>(of: &'a Value, name: &str) -> Option<&'a Value> {
    name.split('.').try_fold(of, |value, name| value.get(name))
}

/// A value as it stands in a cell: nothing for null, the words of a list separated by semicolons.
fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) => {
            let values: Vec<_> = values.iter().map(|value| text(Some(value))).collect();
            values.join(";")
        }
        Some(other) => other.to_string(),
    }
}

/// Answers with the CSV of a list where that is what a program accepts most, else with the JSON.
pub(crate) async fn answer(State(list): State<&'static CsvList>, request: Request, next: Next) -> Response {
    let mut response = if prefers_csv(request.headers()) {
        let (mut parts, _) = request.into_parts();
        // What is asked for inside has a body, also where the head alone is asked for.
        parts.method = Method::GET;
        as_csv(list, Ask { parts, next: next.clone() }).await
    } else {
        next.run(request).await
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

async fn as_csv(list: &'static CsvList, ask: Ask) -> Response {
    let limit = ask.parameter("limit");
    let first = ask.part(limit.as_deref(), None).await;
    if !first.status().is_success() {
        return first;
    }
    match body(list, limit, first, ask).await {
        Ok(response) => response,
        Err(error) => super::problem::Problem::internal(&error).into_response(),
    }
}

/// The CSV that begins with the rows of `first`.
async fn body(list: &'static CsvList, limit: Option<String>, first: Response, ask: Ask) -> io::Result<Response> {
    let answer = json(first).await?;
    let mut text = list.head()?;
    let most = limit.as_deref().and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
    let next = list.write(&answer, most, &mut text)?;
    let link = limit.and(next.as_deref()).and_then(|next| ask.link_to(next));
    let ask = Arc::new(ask);
    let next = if most == usize::MAX { next } else { None };
    let body = long_body::body((text, next), move |cursor: String| {
        let ask = Arc::clone(&ask);
        async move {
            let part = ask.part(None, Some(&cursor)).await;
            if !part.status().is_success() {
                return Err(io::Error::other(format!("the next part was answered with {}", part.status())));
            }
            let mut text = Vec::new();
            let next = list.write(&json(part).await?, usize::MAX, &mut text)?;
            Ok((text, next))
        }
    });
    let mut response = Body::into_response(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(long_body::CSV));
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

async fn json(answer: Response) -> io::Result<Value> {
    let bytes = to_bytes(answer.into_body(), MAX_PART).await.map_err(io::Error::other)?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The call, to be made again for each part.
struct Ask {
    parts: Parts,
    next: Next,
}

impl Ask {
    /// A parameter of the query; one that is empty counts as not given.
    fn parameter(&self, name: &str) -> Option<String> {
        let query = self.parts.uri.query().unwrap_or_default();
        let found = form_urlencoded::parse(query.as_bytes()).find(|(other, _)| other == name);
        found.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
    }

    /// The JSON of a part: at most `limit` rows, from a cursor on or from that of the query.
    async fn part(&self, limit: Option<&str>, cursor: Option<&str>) -> Response {
        let most = MAX_LIMIT.to_string();
        let mut changes = vec![("limit", limit.unwrap_or(&most))];
        changes.extend(cursor.map(|cursor| ("cursor", cursor)));
        let mut request = Request::new(Body::empty());
        *request.method_mut() = self.parts.method.clone();
        *request.uri_mut() = with_parameters(&self.parts.uri, &changes);
        *request.headers_mut() = self.parts.headers.clone();
        *request.extensions_mut() = self.parts.extensions.clone();
        self.next.clone().run(request).await
    }

    /// The header that names the call for the rows that follow (RFC 8288).
    fn link_to(&self, cursor: &str) -> Option<HeaderValue> {
        let next = with_parameters(&self.parts.uri, &[("cursor", cursor)]);
        HeaderValue::try_from(format!("<?{}>; rel=\"next\"", next.query().unwrap_or_default())).ok()
    }
}

/// An address with these parameters instead of those of the same names.
fn with_parameters(uri: &Uri, changes: &[(&str, &str)]) -> Uri {
    let query = uri.query().unwrap_or_default();
    let kept =
        form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| changes.iter().all(|(other, _)| name != other));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).extend_pairs(changes).finish();
    format!("{}?{query}", uri.path()).parse().unwrap_or_else(|_| uri.clone())
}

/// Whether a program accepts CSV rather than JSON. Where both are as welcome, JSON: to whom anything is welcome, it is the answer
/// that was always given.
fn prefers_csv(headers: &HeaderMap) -> bool {
    prefers(headers, ("text", "csv"), ("application", "json"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn csv_is_for_those_who_ask_for_it() {
        let prefers = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            prefers_csv(&headers)
        };
        for csv in [
            "text/csv",
            "TEXT/CSV",
            "text/csv; charset=utf-8; header=present",
            "text/csv, */*",
            "application/json;q=0.5, text/csv;q=0.9",
            "text/csv;Q=0.001",
            "text/*",
            "text/csv;q=0.8, */*;q=0.1",
            "application/json;q=0, */*",
        ] {
            assert!(prefers(csv), "{csv}");
        }
        for json in [
            "",
            "*/*",
            "application/json",
            "application/json, text/csv",
            "text/csv;q=0.9, application/json",
            "text/csv;q=0",
            "text/csv;q=0.000, */*;q=0.1",
            "text/csv;q=banana",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/*;q=0.5, */*",
            "text/csvs",
        ] {
            assert!(!prefers(json), "{json}");
        }
        assert!(!prefers_csv(&HeaderMap::new()));
        let mut several = HeaderMap::new();
        several.append(header::ACCEPT, HeaderValue::from_static("application/json;q=0.1"));
        several.append(header::ACCEPT, HeaderValue::from_static("text/csv"));
        assert!(prefers_csv(&several));
    }

    #[test]
    fn values_are_exact() {
        let list = CsvList { path: "", rows: "rows", columns: &["a", "b.c", "b.d", "all"] };
        let answer = json!({
            "rows": [{"a": "=1+1", "b": {"c": -3, "d": null}}, {"a": ["x", "y"], "b": {"c": true}}],
            "all": "2026-11",
            "next": null,
        });
        let mut text = list.head().unwrap();
        assert_eq!(list.write(&answer, 9, &mut text).unwrap(), None);
        assert_eq!(String::from_utf8(text).unwrap(), "a,b.c,b.d,all\r\n=1+1,-3,,2026-11\r\nx;y,true,,2026-11\r\n");
    }

    #[test]
    fn an_address_keeps_its_other_parameters() {
        let uri = with_parameters(&"/x?q=a%26b&limit=3&cursor=".parse().unwrap(), &[("limit", "9"), ("cursor", "n/1")]);
        assert_eq!(uri, "/x?q=a%26b&limit=9&cursor=n%2F1");
    }
}
