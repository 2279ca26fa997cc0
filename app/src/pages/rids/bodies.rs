//! What was sent and what was answered: parameters as a table, bodies that fold.

use leptos::prelude::*;
use percent_encoding::percent_decode_str;

use crate::components::{Body, Cell, Details, Masked, Table};
use crate::context::{Text, Viewer};
use crate::t;

/// The URL's parameters.
#[component]
pub fn Parameters(
    /// The URL, redacted; most often its query alone.
    url: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (place, pairs) = parameters(&url);
    let names = t!(lang, ["rid-col-parameter", "rid-col-value"]);
    let [_, value_name] = names.clone();
    let rows = pairs
        .into_iter()
        .map(|(name, value)| {
            let value = match value.as_deref() {
                None | Some("") => view! { <span class="secondary">{t!(lang, "rid-value-none")}</span> }.into_any(),
                Some(text) => view! { <Masked text=text.to_owned() /> }.into_any(),
            };
            view! {
                <tr>
                    <Cell main=true>
                        <Masked text=name />
                    </Cell>
                    <Cell label=value_name.clone()>{value}</Cell>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let content = if rows.is_empty() {
        view! { <p class="secondary">{t!(lang, "rid-parameters-none")}</p> }.into_any()
    } else {
        view! {
            <div class="parameters">
                <Table caption=t!(lang, "rid-parameters-caption") columns=names>
                    {rows}
                </Table>
            </div>
        }
        .into_any()
    };
    let place = match place {
        Some(place) => view! { <p><Masked text=place /></p> }.into_any(),
        None => view! { <p class="secondary small">{t!(lang, "rid-path-untold")}</p> }.into_any(),
    };
    view! {
        <Details summary=t!(lang, "rid-parameters") open=true>
            {content}
            {place}
        </Details>
    }
}

/// What stands before the query, if anything does, and the parameters in it, decoded.
fn parameters(url: &str) -> (Option<String>, Vec<(String, Option<String>)>) {
    let (place, query) = url.split_once('?').map_or((None, url), |(place, query)| (Some(place), query));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| match pair.split_once('=') {
        Some((name, value)) => (decoded(name), Some(decoded(value))),
        None => (decoded(pair), None),
    });
    (place.filter(|place| !place.is_empty()).map(str::to_owned), pairs.collect())
}

/// The text that percent-encoding stands for; what is none, as it is.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// The body that was sent, and the answer.
#[component]
pub fn Bodies(
    /// What was sent; empty for nothing.
    sent: String,
    /// What was answered.
    answer: String,
    /// Whether they stand open.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Sheet label=t!(lang, "rid-request-body") text=sent empty=t!(lang, "rid-body-none") open />
        <Sheet label=t!(lang, "rid-response-body") text=answer empty=t!(lang, "rid-answer-none") open />
    }
}

/// A body that folds; an empty one is said to be empty.
#[component]
fn Sheet(label: Text, text: String, empty: Text, open: bool) -> impl IntoView {
    let content = if text.trim().is_empty() {
        view! { <p class="secondary">{empty}</p> }.into_any()
    } else {
        view! { <Body label=label.clone() text /> }.into_any()
    };
    view! {
        <Details summary=label open>
            {content}
        </Details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: Option<&str>) -> (String, Option<String>) {
        (name.to_owned(), value.map(str::to_owned))
    }

    #[test]
    fn parameters_are_told_apart_and_decoded() {
        assert_eq!(
            parameters("access_token=‹masked›&q=%E5%B0%8F%E5%BA%97+1&bare&e=&half=%E5&a=b=c&&"),
            (
                None,
                vec![
                    pair("access_token", Some("‹masked›")),
                    pair("q", Some("小店+1")),
                    pair("bare", None),
                    pair("e", Some("")),
                    pair("half", Some("%E5")),
                    pair("a", Some("b=c")),
                ]
            )
        );
        assert_eq!(parameters(""), (None, vec![]));
        assert_eq!(parameters("?a=1"), (None, vec![pair("a", Some("1"))]));
        assert_eq!(parameters("/cgi-bin/x?a=1"), (Some("/cgi-bin/x".to_owned()), vec![pair("a", Some("1"))]));
    }
}
