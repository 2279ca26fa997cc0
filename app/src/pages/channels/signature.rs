//! Documentation of the requests that a receiver gets, and of their signature.

use domain::Event;
use leptos::prelude::*;

use crate::components::{Cell, Copy, Details, Fact, Facts, Table};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::notices::event_words;

/// Formula of the header `X-Quota-Signature`.
const FORMULA: &str = r#""v1=" + hex(HMAC_SHA256(secret, timestamp + "." + raw_body))"#;

/// Values of the test vector, which the test of `wechat::webhook::signature` uses too.
const SECRET: &str = "whsec_test0123";
const TIMESTAMP: &str = "1635156704";
const BODY: &str = r#"{"event":"quota.threshold","appid":"wx0000000000000001"}"#;
const SIGNATURE: &str = "v1=d9a3506f2d185f9e78f22fb22ad193f5d35a189efc520929b0dad158e272405f";

/// The four headers, the kinds of events, the formula, and a test vector.
#[component]
pub fn SignatureDetails() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Details summary=t!(lang, "signature-title")>
            <p>{t!(lang, "signature-request")}</p>
            <Headers />
            <p>{t!(lang, "signature-facts")}</p>
            <Events />
            <p>{t!(lang, "signature-check")}</p>
            <p>
                <Copy text=FORMULA />
            </p>
            <p>{t!(lang, "signature-old")}</p>
            <p>{t!(lang, "signature-again")}</p>
            <h3>{t!(lang, "signature-vector")}</h3>
            <Vector />
        </Details>
    }
}

/// The headers of a request.
#[component]
fn Headers() -> impl IntoView {
    let lang = Viewer::current().lang;
    let headers = [
        ("X-Quota-Event", t!(lang, "header-event")),
        ("X-Quota-Delivery", t!(lang, "header-delivery")),
        ("X-Quota-Timestamp", t!(lang, "header-timestamp")),
        ("X-Quota-Signature", t!(lang, "header-signature")),
    ];
    view! { <CodeTable title=t!(lang, "col-header") rows=headers.to_vec() /> }
}

/// Kinds of news, as the header `X-Quota-Event` and a message's `event` name them.
#[component]
fn Events() -> impl IntoView {
    let lang = Viewer::current().lang;
    // No channel gets the news that messages were given up.
    let events = Event::ALL.into_iter().chain([Event::Test]).filter(|event| *event != Event::Undelivered);
    let rows = events.map(|event| (event.word(), event_words(lang, event))).collect();
    view! { <CodeTable title=t!(lang, "col-event") rows /> }
}

/// Table of codes and their meanings; `title` is its caption and the head of the codes.
#[component]
fn CodeTable(title: Text, rows: Vec<(&'static str, Text)>) -> impl IntoView {
    let meaning = t!(Viewer::current().lang, "col-header-what");
    let columns = [title.clone(), meaning.clone()];
    let rows = rows
        .into_iter()
        .map(|(code, words)| {
            view! {
                <tr>
                    <Cell main=true>
                        <code>{code}</code>
                    </Cell>
                    <Cell label=meaning.clone()>{words}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=title columns>
            {rows}
        </Table>
    }
}

/// The test vector.
#[component]
fn Vector() -> impl IntoView {
    let lang = Viewer::current().lang;
    let facts = [
        (t!(lang, "field-channel-secret"), SECRET),
        (t!(lang, "signature-timestamp"), TIMESTAMP),
        (t!(lang, "signature-body"), BODY),
        (t!(lang, "signature"), SIGNATURE),
    ];
    let facts = facts
        .into_iter()
        .map(|(label, value)| {
            view! {
                <Fact label>
                    <Copy text=value />
                </Fact>
            }
        })
        .collect_view();
    view! { <Facts>{facts}</Facts> }
}
