//! The verdict that opens a rid's page: who has to act, what to do, whether a clear helps, what to tell the customer, why, and
//! the evidence.

use desk::explain::{ClearHelps, Explanation, Who, official_page};
use desk::rids::{ClearAdvice, LookedUp, LookupFailure, RequestContext, RidLookup, Verdict};
use domain::{Permission, paths};
use leptos::prelude::*;

use crate::components::{ButtonKind, CopyButton, LinkButton};
use crate::context::{Text, Viewer};
use crate::parts::term::Term;
use crate::t;
use crate::words::rids::{clear_words, evidence_words, helps_words, not_known_customer, who_why, who_words};

/// The verdict of a request.
#[component]
pub fn VerdictPanel(
    /// The verdict.
    verdict: Verdict,
    /// The request.
    request: LookedUp,
    /// What was going on around it.
    around: RequestContext,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let Verdict { explanation, clear, evidence } = verdict;
    let order = (clear == ClearAdvice::Yes && viewer.may(Permission::Clear)).then(|| {
        let watched = around.watched.as_ref().map(|watched| watched.interface);
        let href = paths::clear_confirmation(request.kept.account_id, watched);
        let label = if watched.is_some() { t!(lang, "rid-clear-this") } else { t!(lang, "rid-clear-account") };
        view! {
            <LinkButton href kind=ButtonKind::Secondary attr:data-dialog="">
                {label}
            </LinkButton>
        }
        .into_any()
    });
    let facts = evidence.iter().map(|fact| evidence_words(&viewer.formats(), fact)).collect();
    let errcode = request.kept.errcode;
    view! {
        <Lines
            who=Some(explanation.who)
            account=Some(request.account_name.clone())
            explanation
            helps=Some(clear.helps())
            clear=clear_words(lang, clear)
            order
            facts
            errcode
        />
    }
}

/// The verdict on a call whose request is not known: by the errcode that the pasted text names, else as much as can be said.
#[component]
pub fn UnknownVerdict(
    /// Why WeChat did not tell the request; `None` where it was not asked yet.
    untold: Option<LookupFailure>,
    /// What the pasted text says of the call.
    lookup: Option<RidLookup>,
    /// Whether the quota day of the call goes on.
    is_today: bool,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let wanted = lookup.map(|lookup| lookup.wanted);
    let path = wanted.as_ref().and_then(|wanted| wanted.cgi_path.clone());
    let named = path.map(|path| t!(lang, "verdict-text-path", path = path));
    if let Some((errcode, path)) = wanted.and_then(|wanted| Some((wanted.errcode?, wanted.cgi_path))) {
        let Verdict { explanation, clear, .. } = Verdict::of_text(errcode, path.as_deref(), is_today, lang);
        let told = t!(lang, "verdict-text-errcode", errcode = errcode.to_string());
        let facts = std::iter::once(told).chain(named).collect();
        view! {
            <Lines
                what=Some(explanation.title.clone())
                who=Some(explanation.who)
                explanation
                helps=Some(clear.helps())
                clear=clear_words(lang, clear)
                facts
                errcode=Some(errcode)
            />
        }
        .into_any()
    } else {
        let explanation = Explanation {
            title: t!(lang, "verdict-not-known"),
            meaning: Text::default(),
            cause: Text::default(),
            next_step: Text::default(),
            clear_helps: ClearHelps::Maybe,
            who: Who::Nobody,
            customer: not_known_customer(lang, untold.as_ref()),
        };
        let facts = named.into_iter().collect();
        view! { <Lines who=None explanation helps=None clear=t!(lang, "verdict-clear-not-known") facts errcode=None /> }
            .into_any()
    }
}

/// The lines of a verdict.
#[component]
fn Lines(
    /// What happened, where the page's headline does not say it.
    #[prop(optional_no_strip)]
    what: Option<Text>,
    /// Who has to act; `None` where that is not known.
    who: Option<Who>,
    /// The account's name.
    #[prop(optional_no_strip)]
    account: Option<String>,
    explanation: Explanation,
    /// Whether a clear helps; `None` where that is not known.
    helps: Option<ClearHelps>,
    /// Why it does, or does not.
    clear: Text,
    /// The button that leads to the clear.
    #[prop(optional_no_strip)]
    order: Option<AnyView>,
    /// The facts that prove the verdict.
    facts: Vec<Text>,
    errcode: Option<i32>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Explanation { cause, next_step, customer, .. } = explanation;
    let why = who_why(lang, who, account);
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
                        <strong class="who">{who_words(lang, who)}</strong>
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
                        <strong>{helps_words(lang, helps)}</strong>
                        " "
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
