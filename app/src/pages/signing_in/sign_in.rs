//! Signing in and out.

use crate::components::{Button, ButtonKind, Field, Form, Notice, NoticeKind};
use crate::context::{DemoLogins, Viewer};
use crate::forms::{self, Flash, FlashNotice};
use crate::frame::page::CardPage;
use crate::frame::visit::{Visit, page, query};
use crate::pages::signing_in::forms::SignIn;
use crate::t;
use crate::words::users::role_words;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// `/login`
#[component]
pub fn LoginPage() -> impl IntoView {
    let (next, because) = (query("next"), query("because"));
    let demo = use_context::<DemoLogins>().unwrap_or_default();
    page(move |Visit { desk, viewer, flash }| async move {
        let next = forms::own_address(&next).to_owned();
        if viewer.signed_in.is_some() {
            forms::send(&next);
            return Ok(().into_any());
        }
        let lang = viewer.lang;
        let nobody_yet = desk.setup_code().await?.is_some();
        Ok(view! {
            <CardPage title=t!(lang, "signin-title")>
                {if nobody_yet {
                    view! { <NobodyYet /> }.into_any()
                } else {
                    view! {
                        <Told because flash />
                        <SignInForm next=next.clone() />
                        <Logins demo next />
                    }
                        .into_any()
                }}
            </CardPage>
        }
        .into_any())
    })
}

/// Why one is asked to sign in, or was not signed in.
#[component]
fn Told(because: String, flash: Flash) -> impl IntoView {
    let _lang = Viewer::current().lang;
    if flash.is_empty() { view! { <Because because /> }.into_any() } else { view! { <FlashNotice flash /> }.into_any() }
}

/// What brought one here, by its word in the address.
#[component]
fn Because(because: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    match because.as_str() {
        "ended" => {
            let title = t!(lang, "signin-ended");
            view! { <Notice kind=NoticeKind::Info title why=t!(lang, "signin-ended-why") /> }.into_any()
        }
        "form" => {
            let title = t!(lang, "signin-form");
            view! { <Notice kind=NoticeKind::Warning title next=t!(lang, "signin-form-next") /> }.into_any()
        }
        "wait" => {
            let title = t!(lang, "wait-title");
            view! { <Notice kind=NoticeKind::Error title next=t!(lang, "signin-wait-next") /> }.into_any()
        }
        "busy" => {
            let title = t!(lang, "refused-busy");
            view! { <Notice kind=NoticeKind::Error title next=t!(lang, "refused-busy-next") /> }.into_any()
        }
        "out" => view! { <Notice kind=NoticeKind::Success title=t!(lang, "signin-out") /> }.into_any(),
        "everywhere" => view! { <Notice kind=NoticeKind::Success title=t!(lang, "signin-everywhere") /> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn SignInForm(next: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=SignIn::url()>
            <input type="hidden" name="next" value=next />
            <Field name="name" label=t!(lang, "field-user-name") autocomplete="username" />
            <Field
                name="password"
                kind="password"
                label=t!(lang, "field-password")
                autocomplete="current-password"
            />
            <div class="actions">
                <Button kind=ButtonKind::Primary>{t!(lang, "signin-title")}</Button>
            </div>
        </Form>
    }
}

/// Nobody could sign in: how the first admin is made. The link is not shown, since whoever reads this page is nobody.
#[component]
fn NobodyYet() -> impl IntoView {
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

/// The logins of a demo, each with a button.
#[component]
fn Logins(demo: DemoLogins, next: String) -> impl IntoView {
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
                        <Form action=SignIn::url() inline=true>
                            <input type="hidden" name="next" value=next />
                            <input type="hidden" name="name" value=name.clone() />
                            <input type="hidden" name="password" value=password />
                            <Button>{t!(lang, "signin-as", name = name)}</Button>
                        </Form>
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
