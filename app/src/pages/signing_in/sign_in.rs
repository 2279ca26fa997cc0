//! The sign-in page.

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;

use crate::age::minutes_and_seconds;
use crate::components::{ButtonKind, Field, Form, Notice, NoticeKind, PostButton, Submit};
use crate::context::{DemoLogins, Viewer};
use crate::forms::browser::{self, Waiting};
use crate::forms::{self, Flash, FlashNotice};
use crate::frame::page::CardPage;
use crate::frame::visit::{Visit, page, query};
use crate::islands::CountDown;
use crate::pages::signing_in::forms::SignIn;
use crate::t;
use crate::words::users::role_words;

/// The reason in the address of whoever has to wait.
const WAIT: &str = "wait";

/// `/login`
#[component]
pub fn LoginPage() -> impl IntoView {
    let (next, reason) = (query("next"), query("because"));
    let waiting = browser::waiting().filter(|_| reason == WAIT);
    let demo = use_context::<DemoLogins>().unwrap_or_default();
    page(move |Visit { desk, viewer, flash }| async move {
        let next = forms::own_address(&next).to_owned();
        if viewer.signed_in.is_some() {
            forms::send(&next);
            return Ok(().into_any());
        }
        let lang = viewer.lang;
        let without_users = desk.setup_code().await?.is_some();
        Ok(view! {
            <CardPage title=t!(lang, "signin-title")>
                {if without_users {
                    view! { <WithoutUsers /> }.into_any()
                } else {
                    view! {
                        <HeadNotice reason flash waiting=waiting.clone() />
                        <SignInForm next=next.clone() name=waiting.map(|waiting| waiting.name).unwrap_or_default() />
                        <DemoLoginTable demo next />
                    }
                        .into_any()
                }}
            </CardPage>
        }
        .into_any())
    })
}

/// The notice at the head of the page: the outcome of a form, or the reason in the address.
#[component]
fn HeadNotice(reason: String, flash: Flash, waiting: Option<Waiting>) -> impl IntoView {
    if let (true, Some(Waiting { until, .. })) = (flash.is_empty(), waiting) {
        view! { <WaitNotice until /> }.into_any()
    } else if flash.is_empty() {
        view! { <ReasonNotice reason /> }.into_any()
    } else {
        view! { <FlashNotice flash /> }.into_any()
    }
}

/// The notice that the next attempt may be made at a time, and how long that is. Where scripts run it counts down; that is no
/// part of the notice, which would be read out each second.
#[component]
fn WaitNotice(until: Timestamp) -> impl IntoView {
    let viewer = Viewer::current();
    let (lang, left) = (viewer.lang, until.duration_since(viewer.now).as_secs());
    if left <= 0 {
        let title = t!(lang, "wait-over");
        return view! { <Notice kind=NoticeKind::Info title /> }.into_any();
    }
    let (title, next) = (t!(lang, "wait-title"), t!(lang, "wait-until", at = viewer.formats().clock_seconds(until)));
    let words = t!(lang, "wait-left", left = "{left}");
    view! {
        <Notice kind=NoticeKind::Error title next />
        <p class="secondary num" role="timer" data-count-down=left data-words=words.clone() data-over=t!(lang, "wait-over")>
            {words.replace("{left}", &minutes_and_seconds(left))}
        </p>
        <CountDown />
    }
    .into_any()
}

/// The notice about the reason for which somebody is asked to sign in, by its word in the address.
#[component]
fn ReasonNotice(reason: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    if reason == "ended" {
        let title = t!(lang, "signin-ended");
        return view! { <Notice kind=NoticeKind::Info title why=t!(lang, "signin-ended-why") /> }.into_any();
    }
    let (kind, title, next) = match reason.as_str() {
        "kept" => (NoticeKind::Warning, t!(lang, "signin-kept"), t!(lang, "signin-kept-next")),
        "form" => (NoticeKind::Warning, t!(lang, "signin-form"), t!(lang, "signin-form-next")),
        WAIT => (NoticeKind::Error, t!(lang, "wait-title"), t!(lang, "signin-wait-next")),
        "busy" => {
            try_again_later();
            (NoticeKind::Error, t!(lang, "refused-busy"), t!(lang, "refused-busy-next"))
        }
        "out" => return view! { <Notice kind=NoticeKind::Success title=t!(lang, "signin-out") /> }.into_any(),
        "everywhere" => {
            return view! { <Notice kind=NoticeKind::Success title=t!(lang, "signin-everywhere") /> }.into_any();
        }
        _ => return ().into_any(),
    };
    view! { <Notice kind title next /> }.into_any()
}

/// Tells programs what the notice tells people: that the same is answered in a moment.
fn try_again_later() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
        response.insert_header(RETRY_AFTER, HeaderValue::from_static("5"));
    }
}

#[component]
fn SignInForm(
    next: String,
    /// The name as typed, of somebody who had to wait.
    name: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=SignIn::url()>
            <input type="hidden" name="next" value=next />
            <Field name="name" label=t!(lang, "field-user-name") value=name autocomplete="username" />
            <Field
                name="password"
                kind="password"
                label=t!(lang, "field-password")
                autocomplete="current-password"
            />
            <Submit kind=ButtonKind::Primary>{t!(lang, "signin-title")}</Submit>
        </Form>
    }
}

/// The notice in place of the form while there are no users: how the first admin is made. The link itself is not shown,
/// since anybody can read this page.
#[component]
fn WithoutUsers() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Notice kind=NoticeKind::Info title=t!(lang, "signin-nobody")>
            <ul class="dotted">
                <li>{t!(lang, "signin-nobody-link")}</li>
                <li>{t!(lang, "signin-nobody-command")}</li>
            </ul>
        </Notice>
    }
}

/// The logins of a demo, each with a button that signs in.
#[component]
fn DemoLoginTable(demo: DemoLogins, next: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    let rows = demo
        .0
        .iter()
        .map(|login| {
            let role = role_words(lang, login.role);
            let (name, password, next) = (login.name.clone(), login.password.clone(), next.clone());
            view! {
                <tr>
                    <td>{role}</td>
                    <td>
                        <code>{name.clone()}</code>
                        <code>{password.clone()}</code>
                    </td>
                    <td>
                        <PostButton
                            action=SignIn::url()
                            fields=[("next", next), ("name", name.clone()), ("password", password)]
                        >
                            {t!(lang, "signin-as", name = name)}
                        </PostButton>
                    </td>
                </tr>
            }
        })
        .collect_view();
    (!demo.0.is_empty()).then(|| {
        view! {
            <table class="logins">
                <caption>{t!(lang, "signin-demo")}</caption>
                <thead class="unseen">
                    <tr>
                        <th scope="col">{t!(lang, "col-role")}</th>
                        <th scope="col">{t!(lang, "col-login")}</th>
                        <th scope="col">{t!(lang, "signin-title")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}
