//! The verdict on a failed call, line by line.

use desk::explain::{Explanation, Who, official_page};
use leptos::prelude::*;

use crate::components::CopyButton;
use crate::context::{Text, Viewer};
use crate::parts::term::Term;
use crate::t;
use crate::words::rids::{who_why, who_words};

/// The lines of a verdict: what happened, who has to act, what to do, whether a clear helps, what to tell the customer, why,
/// and the evidence.
#[component]
pub fn VerdictLines(
    /// What happened, where the page's headline does not say it.
    #[prop(optional_no_strip)]
    what: Option<Text>,
    /// Who has to act; `None` where that is not known.
    who: Option<Who>,
    /// The account's name.
    #[prop(optional_no_strip)]
    account: Option<String>,
    /// What is known of the error.
    explanation: Explanation,
    /// Whether a clear helps, in a word.
    helps: Text,
    /// Why it does, or does not.
    clear: Text,
    /// The button that leads to the clear.
    #[prop(optional_no_strip)]
    order: Option<AnyView>,
    /// The facts that prove the verdict.
    facts: Vec<Text>,
    /// The errcode, for WeChat's page about it.
    errcode: Option<i32>,
    /// Whether the verdict is about a text, on a page without an address of its own.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Explanation { cause, next_step, customer, .. } = explanation;
    let why = who_why(lang, who, account, alone);
    let what = what.map(|what| {
        view! {
            <div>
                <dt>{t!(lang, "verdict-what")}</dt>
                <dd>
                    <strong>{what}</strong>
                </dd>
            </div>
        }
    });
    let next = (!next_step.is_empty()).then(|| {
        view! {
            <div>
                <dt>{t!(lang, "verdict-next")}</dt>
                <dd class="rid-next">{next_step}</dd>
            </div>
        }
    });
    let cause = (!cause.is_empty()).then(|| {
        view! {
            <div>
                <dt>{t!(lang, "verdict-why")}</dt>
                <dd>{cause}</dd>
            </div>
        }
    });
    let facts = (!facts.is_empty()).then(|| {
        let facts = facts.into_iter().map(|fact| view! { <li class="said">{fact}</li> }).collect_view();
        view! {
            <div>
                <dt>{t!(lang, "verdict-evidence")}</dt>
                <dd>
                    <ul class="dotted">{facts}</ul>
                </dd>
            </div>
        }
    });
    let official = errcode.map(|errcode| {
        view! {
            <p class="small">
                <a href=official_page(Some(errcode)) rel="noreferrer noopener" target="_blank">
                    {t!(lang, "rid-official")}
                </a>
            </p>
        }
    });
    view! {
        <section class="panel verdict" aria-label=t!(lang, "verdict")>
            <dl>
                {what} <div>
                    <dt>{t!(lang, "verdict-who")}</dt>
                    <dd>
                        <strong class="acts">{who_words(lang, who)}</strong>
                        " "
                        <span class="secondary">{why}</span>
                    </dd>
                </div>
                {next}
                <div>
                    <dt>
                        <Term word="clear">{t!(lang, "verdict-clear")}</Term>
                    </dt>
                    <dd>
                        <strong>{helps}</strong>
                        {t!(lang, "sentence-gap")}
                        {clear}
                        {order}
                    </dd>
                </div>
                <div>
                    <dt>{t!(lang, "verdict-customer")}</dt>
                    <dd>
                        <blockquote>{customer.clone()}</blockquote>
                        <CopyButton text=customer label=t!(lang, "verdict-copy") />
                    </dd>
                </div>
                {cause}
                {facts}
            </dl>
            {official}
        </section>
    }
}
