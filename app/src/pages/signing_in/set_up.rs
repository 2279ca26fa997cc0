//! The first admin, made by whoever holds the one-time link.

use axum::http::StatusCode;
use desk::users::SetUpError;
use domain::UserName;
use domain::users::UserNameFault;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;
use secrecy::{ExposeSecret, SecretString};

use crate::components::{Button, ButtonKind, Field, Form};
use crate::context::{Viewer, encode};
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Correct, Flash, NewPasswordFault};
use crate::frame::page::CardPage;
use crate::frame::visit::{Visit, page, query};
use crate::parts::new_password::{NewPasswordFields, new_password_fault};
use crate::t;
use crate::words::users::user_name_words;

/// The name that is suggested.
const SUGGESTED: &str = "admin";

/// Makes the first admin and signs them in; or goes back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "set-up")]
pub async fn set_up(
    #[server(default)] code: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ServerFnError> {
    let (password, again) = (SecretString::from(password), SecretString::from(again));
    let desk = forms::use_desk()?;
    match desk.is_setup_code(&code).await {
        // The page says what there is to say of the link.
        Ok(false) => {
            forms::go("/setup");
            return Ok(());
        }
        Ok(true) => {}
        Err(error) => return forms::finish(Flash::Refused(error.into()), "/setup").await,
    }
    // The code is ours, so no text of anyone's gets into the address.
    let form = format!("/setup?code={}", encode(&code));
    let name_fault = name.parse::<UserName>().err();
    let password_fault = new_password_fault(&password, &again, &name);
    if name_fault.is_some() || password_fault.is_some() {
        return forms::finish(correct(&name, name_fault, password_fault), &form).await;
    }
    let old = forms::session_id();
    let flash = match desk.set_up(&code, &name, password, old.as_deref(), forms::origin()).await {
        Ok(session) => {
            forms::set_session(session.expose_secret());
            forms::go("/");
            return Ok(());
        }
        Err(SetUpError::Link) => {
            forms::go("/setup");
            return Ok(());
        }
        Err(SetUpError::Name(fault)) => correct(&name, Some(fault), None),
        Err(SetUpError::Password(fault)) => correct(&name, None, Some(NewPasswordFault::Password(fault))),
        Err(SetUpError::Busy) => correct(&name, None, Some(NewPasswordFault::Busy)),
        Err(SetUpError::Internal(error)) => Flash::Refused(error.into()),
    };
    forms::finish(flash, &form).await
}

fn correct(name: &str, name_fault: Option<UserNameFault>, password: Option<NewPasswordFault>) -> Flash {
    Flash::Correct(Box::new(Correct::SetUp { name: forms::shown_again(name), name_fault, password }))
}

/// `/setup`
#[component]
pub fn SetUpPage() -> impl IntoView {
    let code = query("code");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !desk.is_setup_code(&code).await? {
            return Ok(view! { <WrongLink flash /> }.into_any());
        }
        let (typed, name_fault, password) = match &flash {
            Some(Flash::Correct(correct)) => match &**correct {
                Correct::SetUp { name, name_fault, password } => (name.clone(), *name_fault, *password),
                _ => (SUGGESTED.to_owned(), None, None),
            },
            _ => (SUGGESTED.to_owned(), None, None),
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
                    <div class="actions">
                        <Button kind=ButtonKind::Primary>{t!(lang, "setup-submit")}</Button>
                    </div>
                </Form>
            </CardPage>
        }
        .into_any())
    })
}

/// The link is not the one, or there is a user already: which of these is not said.
#[component]
fn WrongLink(flash: Option<Flash>) -> impl IntoView {
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
                <a href="/login">{t!(lang, "setup-to-login")}</a>
            </p>
        </CardPage>
    }
}
