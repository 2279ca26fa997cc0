//! The glossary: WeChat's words and ours, explained to whoever does not know them.

use domain::Permission;
use leptos::prelude::*;

use crate::components::Panel;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::Page;
use crate::frame::visit::{Visit, page};
use crate::{i18n, key, t};

/// The words, as the glossary's addresses have them, each with the keys of its name and of its explanation.
#[rustfmt::skip]
const TERMS: [(&str, [&str; 2]); 16] = [
    ("rid", [key!("term-rid"), key!("term-rid-text")]),
    ("hint", [key!("term-hint"), key!("term-hint-text")]),
    ("errcode", [key!("term-errcode"), key!("term-errcode-text")]),
    ("interface", [key!("term-interface"), key!("term-interface-text")]),
    ("quota", [key!("term-quota"), key!("term-quota-text")]),
    ("quota-day", [key!("term-quota-day"), key!("term-quota-day-text")]),
    ("total", [key!("term-total"), key!("term-total-text")]),
    ("per-minute", [key!("term-per-minute"), key!("term-per-minute-text")]),
    ("clear", [key!("term-clear"), key!("term-clear-text")]),
    ("access_token", [key!("term-access-token"), key!("term-access-token-text")]),
    ("AppID", [key!("term-appid"), key!("term-appid-text")]),
    ("AppSecret", [key!("term-appsecret"), key!("term-appsecret-text")]),
    ("openid", [key!("term-openid"), key!("term-openid-text")]),
    ("ip-list", [key!("term-ip-list"), key!("term-ip-list-text")]),
    ("sign-in-call", [key!("term-sign-in-call"), key!("term-sign-in-call-text")]),
    ("sample", [key!("term-sample"), key!("term-sample-text")]),
];

/// `/glossary`
#[component]
pub fn GlossaryPage() -> impl IntoView {
    page(async |Visit { viewer, flash, .. }| {
        if !viewer.may(Permission::SeeUsage) {
            return Err(Failure::Forbidden(Permission::SeeUsage));
        }
        let lang = viewer.lang;
        let terms = TERMS.into_iter().map(move |(word, [name, text])| {
            view! {
                <div id=word>
                    <dt>{i18n::t(lang, name)}</dt>
                    <dd>{i18n::t(lang, text)}</dd>
                </div>
            }
        });
        let lead = view! { <p class="secondary">{t!(lang, "glossary-lead")}</p> }.into_any();
        Ok(view! {
            <Page title=t!(lang, "glossary-title") lead>
                <FlashNotice flash />
                <Panel>
                    <dl class="glossary">{terms.collect_view()}</dl>
                </Panel>
            </Page>
        }
        .into_any())
    })
}
