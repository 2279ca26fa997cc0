//! What a receiver gets, and how it finds out that it comes from the desk.

use domain::Event;
use leptos::prelude::*;

use crate::components::{Cell, ColumnHeads, Copy, Details, Fact, Facts, Table};
use crate::context::Viewer;
use crate::t;
use crate::words::notices::event_words;

/// How `X-Quota-Signature` is made.
const FORMULA: &str = r#""v1=" + hex(HMAC_SHA256(secret, timestamp + "." + raw_body))"#;

/// What to try it with, as `wechat::webhook::signature` is tested too.
const SECRET: &str = "whsec_test0123";
const TIMESTAMP: &str = "1635156704";
const BODY: &str = r#"{"event":"quota.threshold","appid":"wx0000000000000001"}"#;
const SIGNATURE: &str = "v1=d9a3506f2d185f9e78f22fb22ad193f5d35a189efc520929b0dad158e272405f";

/// The four headers, the formula, and a vector to try it with.
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

#[component]
fn Headers() -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [t!(lang, "col-header"), t!(lang, "col-header-what")];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let [_, what] = names;
    let headers = [
        ("X-Quota-Event", t!(lang, "header-event")),
        ("X-Quota-Delivery", t!(lang, "header-delivery")),
        ("X-Quota-Timestamp", t!(lang, "header-timestamp")),
        ("X-Quota-Signature", t!(lang, "header-signature")),
    ];
    let rows = headers
        .into_iter()
        .map(|(name, words)| {
            view! {
                <tr>
                    <Cell main=true>
                        <code>{name}</code>
                    </Cell>
                    <Cell label=what.clone()>{words}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "col-header") head>
            {rows}
        </Table>
    }
}

/// Every kind of news, as `X-Quota-Event` and a message's `event` name it.
#[component]
fn Events() -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [t!(lang, "col-event"), t!(lang, "col-header-what")];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let [_, what] = names;
    let rows = Event::ALL
        .into_iter()
        .chain([Event::Test])
        // That messages are given up goes out through no channel.
        .filter(|event| *event != Event::Undelivered)
        .map(|event| {
            view! {
                <tr>
                    <Cell main=true>
                        <code>{event.word()}</code>
                    </Cell>
                    <Cell label=what.clone()>{event_words(lang, event)}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "col-event") head>
            {rows}
        </Table>
    }
}

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
