//! The form that changes one's own password, and the page that has nothing else: the only one of whoever signed in with a
//! password that an admin chose.

use std::sync::Arc;

use desk::users::SessionUser;
use domain::{Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Field, Form, LinkButton, Notice, NoticeKind, PostButton, Submit};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::CardPage;
use crate::frame::visit::{Visit, page, query};
use crate::pages::settings::forms::ChangePassword;
use crate::pages::settings::outcome::SettingsOutcome;
use crate::parts::new_password::NewPasswordFields;
use crate::t;

/// `/settings/password`
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let next = query("next");
    page(move |Visit { viewer, flash, .. }| async move {
        let Some(who) = viewer.signed_in.clone() else { return Err(Failure::Forbidden(Permission::SeeUsage)) };
        let lang = viewer.lang;
        let next = forms::own_address(&next).to_owned();
        let correct = flash.read::<SettingsOutcome>().cloned();
        let (why, way_out) = if who.user.must_change_password {
            let title = t!(lang, "first-password");
            let why = view! { <Notice kind=NoticeKind::Info title why=t!(lang, "first-password-why") /> }.into_any();
            let out = view! { <PostButton action=paths::POST_SIGN_OUT>{t!(lang, "sign-out")}</PostButton> };
            (Some(why), out.into_any())
        } else {
            let back = view! { <LinkButton href=paths::SETTINGS>{t!(lang, "cancel")}</LinkButton> };
            (None, back.into_any())
        };
        Ok(view! {
            <CardPage title=t!(lang, "settings-password-submit")>
                <FlashNotice flash />
                {why}
                <OwnPasswordForm who correct next />
                <div class="actions">{way_out}</div>
            </CardPage>
        }
        .into_any())
    })
}

/// The form.
#[component]
pub fn OwnPasswordForm(
    /// The viewer.
    who: Arc<SessionUser>,
    /// What has to be corrected.
    correct: Option<SettingsOutcome>,
    /// Where to go on to, an address of ours; from the settings nowhere.
    #[prop(optional)]
    next: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (wrong, new) = match correct {
        Some(SettingsOutcome::Password { wrong, new }) => (wrong, new),
        _ => (false, None),
    };
    view! {
        <Form action=ChangePassword::url()>
            // Tells password managers whose password it is.
            <input type="text" name="user" value=who.user.name.clone() autocomplete="username" hidden readonly />
            <input type="hidden" name="next" value=next />
            <Field
                name="present"
                kind="password"
                label=t!(lang, "field-password-present")
                autocomplete="current-password"
                error=wrong.then(|| t!(lang, "fault-password-present"))
            />
            <NewPasswordFields name="new" fault=new />
            <p class="hint">{t!(lang, "settings-password-hint")}</p>
            <Submit>{t!(lang, "settings-password-submit")}</Submit>
        </Form>
    }
}
