//! The form that reveals the masked parts of a request, for an admin with a reason, and the page that shows them once.

use desk::rids::{DatedRid, LookedUp, MASK, Revealed, Rid};
use domain::{Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Details, Form, LinkButton, Notice, NoticeKind, Submit, TextArea, has_kept};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::rids::NO_RID;
use crate::forms::confirm::asked_fault;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::rids::bodies::{Bodies, Parameters};
use crate::pages::rids::forms::RevealRid;
use crate::pages::rids::outcome::{RevealFault, TypedReason};
use crate::parts::confirm_password::ConfirmPassword;
use crate::t;

/// The form that reveals a request, or why there is nothing to reveal; for admins only.
#[component]
pub fn Reveal(
    /// The request.
    request: LookedUp,
    /// Its rid.
    dated: DatedRid,
    /// The reason as typed, where nothing was revealed.
    #[prop(optional_no_strip)]
    typed: Option<TypedReason>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if !viewer.may(Permission::Administer) {
        return None;
    }
    let open = typed.is_some() || has_kept("reason") || asked_fault(RevealRid::url()).is_some();
    let (typed, fault) = typed.map_or((String::new(), None), |typed| (typed.reason, Some(typed.fault)));
    let (error, failure, answer): (Option<Text>, Option<Text>, Option<String>) = match fault {
        Some(RevealFault::ReasonMissing) => (Some(t!(lang, "reveal-reason-missing")), None, None),
        Some(RevealFault::ReasonTooLong) => (Some(t!(lang, "reveal-reason-long")), None, None),
        Some(RevealFault::NotKept) => (None, Some(t!(lang, "reveal-gone")), None),
        Some(RevealFault::Spent) => (None, Some(t!(lang, "reveal-spent")), None),
        Some(RevealFault::Call(answer)) => (None, Some(t!(lang, "reveal-failed")), Some(answer)),
        Some(RevealFault::Expired) | None => (None, None, None),
    };
    let notice = failure.map(|title| {
        view! {
            <Notice kind=NoticeKind::Error title>
                {answer.map(|answer| view! { <code class="said">{answer}</code> })}
            </Notice>
        }
    });
    let kept = &request.kept;
    let is_masked = [&kept.request_url, &kept.request_body, &kept.response_body].iter().any(|text| text.contains(MASK));
    let content = if !is_masked {
        view! { <p class="secondary">{t!(lang, "reveal-nothing")}</p> }.into_any()
    } else if dated.expired {
        view! { <p class="secondary">{t!(lang, "reveal-expired")}</p> }.into_any()
    } else {
        view! {
            <p class="secondary">{t!(lang, "reveal-when")}</p>
            {notice}
            <Form action=RevealRid::url()>
                <input type="hidden" name="rid" value=request.rid.to_string() />
                <input type="hidden" name="account" value=request.kept.account_id.to_string() />
                <TextArea
                    name="reason"
                    label=t!(lang, "reveal-reason")
                    value=typed
                    rows=2
                    hint=t!(lang, "reveal-reason-hint")
                    error
                />
                <ConfirmPassword form=RevealRid::url() />
                <Submit kind=ButtonKind::Danger>{t!(lang, "reveal-do")}</Submit>
            </Form>
        }
        .into_any()
    };
    Some(view! {
        <div id="reveal">
            <Details summary=t!(lang, "reveal-title") open>
                {content}
            </Details>
        </div>
    })
}

/// `/rid/{rid}/revealed`: the request that was revealed a moment ago, once.
#[component]
pub fn RevealedPage() -> impl IntoView {
    let word = param("rid");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let rid = Rid::parse_lenient(&word).map_err(|_| NO_RID)?;
        let revealed = forms::session_id().and_then(|session| desk.take_revealed(&session, &rid));
        let content = if let Some(revealed) = revealed {
            view! { <RevealedRequest revealed /> }.into_any()
        } else {
            let (title, next) = (t!(lang, "revealed-gone"), t!(lang, "revealed-gone-next"));
            view! { <Notice kind=NoticeKind::Info title next /> }.into_any()
        };
        let own_page = paths::rid(&rid);
        Ok(view! {
            <Page
                title=t!(lang, "revealed-title", rid = rid.to_string())
                section=Section::Rids
                crumbs=vec![
                    Crumb::new(t!(lang, "nav-rids"), paths::RIDS),
                    Crumb::new(rid.to_string(), own_page.clone()),
                ]
            >
                <FlashNotice flash />
                {content}
                <div class="actions">
                    <LinkButton href=own_page>{t!(lang, "revealed-back")}</LinkButton>
                </div>
            </Page>
        }
        .into_any())
    })
}

#[component]
fn RevealedRequest(revealed: Revealed) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "revealed-once");
    view! {
        <Notice kind=NoticeKind::Warning title why=t!(lang, "revealed-once-why")>
            <p class="secondary">{t!(lang, "revealed-reason", reason = revealed.reason)}</p>
        </Notice>
        <Parameters url=revealed.request_url />
        <Bodies sent=revealed.request_body answer=revealed.response_body open=true />
    }
}
