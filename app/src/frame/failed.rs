//! The page in place of one that cannot be shown: what happened, and a way forward.

use domain::{Lang, Permission, Role, paths};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::{EmptyState, LinkButton};
use crate::context::{Text, Viewer};
use crate::failure::{Failure, NO_PAGE};
use crate::forms::{Flash, FlashNotice};
use crate::frame::page::Page;
use crate::t;
use crate::words::users::role_words;
use crate::words::writing::write_fault_words;

/// The page in place of one that cannot be shown; sets the status.
#[component]
pub fn Failed(
    /// Why.
    failure: Failure,
    /// What the form before this page left.
    #[prop(optional)]
    flash: Flash,
) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(failure.status());
    }
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let text = |key| crate::i18n::t(lang, key);
    let (title, why, next, next_label) = match failure {
        Failure::Missing(missing) => (text(missing.title), text(missing.why), missing.next, text(missing.next_label)),
        Failure::Forbidden(may) => (
            t!(lang, "forbidden-title"),
            forbidden_words(lang, viewer.actor.role(), may),
            paths::SETTINGS,
            t!(lang, "forbidden-to-settings"),
        ),
        Failure::Unwritable(fault) => {
            (t!(lang, "unwritable-title"), write_fault_words(lang, fault), paths::OVERVIEW, t!(lang, "not-found-next"))
        }
        Failure::Internal => {
            (t!(lang, "internal-title"), t!(lang, "internal-why"), paths::OVERVIEW, t!(lang, "not-found-next"))
        }
    };
    view! {
        <Page title>
            <FlashNotice flash=flash.unless_repeated(failure) />
            <EmptyState title=why>
                {matches!(failure, Failure::Forbidden(_)).then(|| view! { <p>{t!(lang, "forbidden-why")}</p> })}
                <LinkButton href=next>{next_label}</LinkButton>
            </EmptyState>
        </Page>
    }
}

/// `Your role is viewer. This is for the roles lead, admin.`
fn forbidden_words(lang: Lang, role: Option<Role>, may: Permission) -> Text {
    let allowed = Role::FOR_USERS.into_iter().filter(|role| role.may(may)).map(|role| role_words(lang, role));
    let roles = allowed.collect::<Vec<_>>().join(&t!(lang, "comma"));
    let Some(role) = role else { return t!(lang, "forbidden-nobody", roles = roles) };
    t!(lang, "forbidden-roles", role = role_words(lang, role), roles = roles)
}

/// What an address without a page answers.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Failed failure=NO_PAGE /> }
}
