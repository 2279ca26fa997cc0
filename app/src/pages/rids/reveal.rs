//! Revealing what is masked of a request: for an admin, with a reason, on a page that shows it once.

use desk::rids::{DatedRid, LookedUp, MASK, RevealError, Revealed, Rid};
use domain::{AccountId, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Details, Form, LinkButton, Notice, NoticeKind, TextArea};
use crate::context::{Text, Viewer};
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Flash, Refused};
use crate::frame::failed::Failure;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::rids::bodies::{Bodies, Parameters};
use crate::pages::rids::outcome::{NotRevealed, RidOutcome};
use crate::t;
use crate::words::rids::page_of_rid;

/// Asks WeChat again, and shows personal data once.
#[server(prefix = "/form", endpoint = "rids/reveal")]
pub async fn reveal_rid(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    use desk::clears::TextFault;

    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(Flash::Refused(Refused::NoSuchRid), "/rid").await;
    };
    let own_page = page_of_rid(&rid);
    let account = AccountId(account.parse().unwrap_or_default());
    let why = match desk.reveal(&forms::actor(), &rid, account, &reason).await {
        Ok(revealed) => {
            // Whoever may reveal has signed in, and so has a session.
            if let Some(session) = forms::session_id() {
                desk.hand_over_revealed(&session, revealed);
            }
            forms::go(&format!("{own_page}/revealed"));
            return Ok(());
        }
        Err(RevealError::Forbidden(forbidden)) => {
            return forms::finish(Flash::Refused(Refused::Forbidden(forbidden.role)), &own_page).await;
        }
        Err(RevealError::Internal(error)) => {
            return forms::finish(Flash::Refused(error.into()), &own_page).await;
        }
        Err(RevealError::Reason(TextFault::Missing)) => NotRevealed::ReasonMissing,
        Err(RevealError::Reason(TextFault::TooLong)) => NotRevealed::ReasonTooLong,
        Err(RevealError::Expired) => NotRevealed::Expired,
        Err(RevealError::NotKept) => NotRevealed::NotKept,
        Err(RevealError::Spent) => NotRevealed::Spent,
        Err(RevealError::Call(problem)) => NotRevealed::Call(problem.detail),
    };
    let outcome = RidOutcome::NotRevealed { typed: forms::text_shown_again(&reason), why };
    forms::finish(Flash::Rid(Box::new(outcome)), &format!("{own_page}#reveal")).await
}

/// The form, for whoever may; or why there is none.
#[component]
pub fn Reveal(
    /// The request.
    request: LookedUp,
    /// Its rid.
    dated: DatedRid,
    /// The reason that was typed, and why nothing was revealed.
    #[prop(optional_no_strip)]
    left: Option<(String, NotRevealed)>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if !viewer.may(May::Administer) {
        return None;
    }
    let open = left.is_some();
    let (typed, why) = left.map_or((String::new(), None), |(typed, why)| (typed, Some(why)));
    let error: Option<Text> = match &why {
        Some(NotRevealed::ReasonMissing) => Some(t!(lang, "reveal-reason-missing")),
        Some(NotRevealed::ReasonTooLong) => Some(t!(lang, "reveal-reason-long")),
        _ => None,
    };
    let notice = match why {
        Some(NotRevealed::NotKept) => Some((t!(lang, "reveal-gone"), None)),
        Some(NotRevealed::Spent) => Some((t!(lang, "reveal-spent"), None)),
        Some(NotRevealed::Call(said)) => Some((t!(lang, "reveal-failed"), Some(said))),
        _ => None,
    };
    let notice = notice.map(|(title, said)| {
        view! {
            <Notice kind=NoticeKind::Error title>
                {said.map(|said| view! { <code class="said">{said}</code> })}
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
                <div class="actions">
                    <Button kind=ButtonKind::Danger>{t!(lang, "reveal-do")}</Button>
                </div>
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

/// `/rid/{rid}/revealed`: what was revealed a moment ago, once.
#[component]
pub fn RevealedPage() -> impl IntoView {
    let word = param("rid");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(May::Administer) {
            return Err(Failure::Forbidden(May::Administer));
        }
        let rid = Rid::understood(&word).map_err(|_| Failure::NoSuchRid)?;
        let revealed = forms::session_id().and_then(|session| desk.take_revealed(&session, &rid));
        let content = if let Some(revealed) = revealed {
            view! { <Shown revealed /> }.into_any()
        } else {
            let (title, next) = (t!(lang, "revealed-gone"), t!(lang, "revealed-gone-next"));
            view! { <Notice kind=NoticeKind::Info title next /> }.into_any()
        };
        let own_page = page_of_rid(&rid);
        Ok(view! {
            <Page
                title=t!(lang, "revealed-title", rid = rid.to_string())
                section=Section::Rids
                crumbs=vec![
                    Crumb::new(t!(lang, "nav-rids"), "/rid"),
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
fn Shown(revealed: Revealed) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "revealed-once");
    view! {
        <Notice kind=NoticeKind::Warning title why=t!(lang, "revealed-once-why")>
            <p class="secondary">{t!(lang, "revealed-reason", reason = revealed.reason)}</p>
        </Notice>
        <Parameters url=revealed.request_url />
        <Bodies sent=revealed.request_body answer=revealed.response_body />
    }
}
