//! The first admin, made by whoever holds the one-time link.

use axum::http::StatusCode;
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;

use crate::components::{ButtonKind, Field, Form, Submit};
use crate::context::Viewer;
use crate::forms::{Flash, FlashNotice};
use crate::frame::page::CardPage;
use crate::frame::visit::{Visit, page, query};
use crate::pages::signing_in::forms::SetUp;
use crate::pages::signing_in::outcome::SetUpFaults;
use crate::parts::new_password::NewPasswordFields;
use crate::t;
use crate::words::users::user_name_words;

/// The name that is suggested.
const SUGGESTED: &str = "admin";

/// `/setup`
#[component]
pub fn SetUpPage() -> impl IntoView {
    let code = query("code");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !desk.is_setup_code(&code).await? {
            return Ok(view! { <WrongLink flash /> }.into_any());
        }
        let (typed, name_fault, password) = match flash.read::<SetUpFaults>().cloned() {
            Some(SetUpFaults { name, name_fault, password }) => (name, name_fault, password),
            None => (SUGGESTED.to_owned(), None, None),
        };
        Ok(view! {
            <CardPage title=t!(lang, "setup-title")>
                <p class="secondary">{t!(lang, "setup-lead")}</p>
                <FlashNotice flash />
                <Form action=SetUp::url()>
                    <input type="hidden" name="code" value=code />
                    <Field
                        name="name"
                        label=t!(lang, "field-user-name")
                        value=typed
                        autocomplete="username"
                        error=name_fault.map(|fault| user_name_words(lang, fault))
                    />
                    <NewPasswordFields label=t!(lang, "field-password") fault=password />
                    <Submit kind=ButtonKind::Primary>{t!(lang, "setup-submit")}</Submit>
                </Form>
            </CardPage>
        }
        .into_any())
    })
}

/// The link is not the one, or there is a user already: which of these is not said.
#[component]
fn WrongLink(flash: Flash) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::NOT_FOUND);
    }
    let lang = Viewer::current().lang;
    view! {
        <CardPage title=t!(lang, "setup-wrong-title")>
            <FlashNotice flash />
            <p>{t!(lang, "setup-wrong-why")}</p>
            <p>{t!(lang, "setup-wrong-next")}</p>
            <p>
                <a href=paths::SIGN_IN>{t!(lang, "setup-to-login")}</a>
            </p>
        </CardPage>
    }
}
