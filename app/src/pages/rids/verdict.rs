//! The verdict that opens a rid's page: who has to act, what to do, whether a clear helps, what to tell the customer, why, and
//! the evidence.

use desk::explain::{ClearHelps, Explanation, Who};
use desk::rids::{ClearAdvice, LookedUp, LookupFailure, RequestContext, RidLookup, Verdict};
use domain::{Permission, paths};
use leptos::prelude::*;

use crate::components::{ButtonKind, LinkButton};
use crate::context::{Text, Viewer};
use crate::parts::verdict::VerdictLines;
use crate::t;
use crate::words::rids::{advice_words, clear_words, evidence_words, helps_words, not_known_customer};

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
        <VerdictLines
            who=Some(explanation.who)
            account=Some(request.account_name.clone())
            explanation
            helps=advice_words(lang, clear)
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
        view! { <TextVerdict errcode path is_today /> }.into_any()
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
        view! { <VerdictLines who=None explanation helps=helps_words(lang, None) clear=t!(lang, "verdict-clear-not-known") facts errcode=None /> }
            .into_any()
    }
}

/// The verdict on an error of WeCom, which is another platform.
#[component]
pub fn WecomVerdict(
    /// The errcode.
    errcode: Option<i32>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = match errcode {
        Some(errcode) => t!(lang, "rids-wecom-errcode", errcode = errcode.to_string()),
        None => t!(lang, "rids-wecom"),
    };
    let explanation = Explanation {
        title: title.clone(),
        meaning: Text::default(),
        cause: t!(lang, "rids-wecom-why"),
        next_step: t!(lang, "rids-wecom-next"),
        clear_helps: ClearHelps::No,
        who: Who::Developers,
        customer: t!(lang, "customer-wait"),
    };
    view! {
        <VerdictLines
            what=Some(title)
            who=Some(Who::Developers)
            explanation
            helps=helps_words(lang, Some(ClearHelps::No))
            clear=t!(lang, "rids-wecom-clear")
            facts=Vec::new()
            errcode=None
            alone=true
        />
    }
}

/// The verdict by no more than the errcode, and perhaps the path, that a pasted text names.
#[component]
pub fn TextVerdict(
    /// The errcode.
    errcode: i32,
    /// The path.
    path: Option<String>,
    /// The errmsg, masked.
    #[prop(optional_no_strip)]
    errmsg: Option<String>,
    /// Whether the quota day of the call goes on, as far as is known.
    is_today: bool,
    /// Whether the text has no rid, and so no page of its own.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Verdict { explanation, clear, .. } = Verdict::of_text(errcode, path.as_deref(), is_today, lang);
    let named = path.map(|path| t!(lang, "verdict-text-path", path = path));
    let code = if let Some(errmsg) = errmsg {
        t!(lang, "verdict-text-reply", errcode = errcode.to_string(), errmsg = errmsg)
    } else {
        t!(lang, "verdict-text-errcode", errcode = errcode.to_string())
    };
    let facts = std::iter::once(code).chain(named).collect();
    let clear_text = match clear {
        // Its interface can be entered only beside a request that is kept.
        ClearAdvice::InterfaceNotKnown => t!(lang, "rid-clear-no-interface"),
        clear => clear_words(lang, clear),
    };
    view! {
        <VerdictLines
            what=Some(explanation.title.clone())
            who=Some(explanation.who)
            explanation
            helps=advice_words(lang, clear)
            clear=clear_text
            facts
            errcode=Some(errcode)
            alone
        />
    }
}
