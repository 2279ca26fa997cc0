//! The header of every page: the sections, language and theme, and who is signed in.

use desk::notices::MOST_UNREAD;
use domain::paths;
use leptos::prelude::*;

use crate::components::button::{ButtonKind, PostButton};
use crate::context::Viewer;
use crate::format::grouped;
use crate::frame::preferences::{LanguageSwitch, Themes};
use crate::frame::section::Section;
use crate::t;
use crate::words::users::role_words;

/// The header; the link to `section` is marked as the current one.
#[component]
pub(crate) fn Header(section: Option<Section>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let links = Section::ALL
        .into_iter()
        .filter(|item| viewer.may(item.required_right()))
        .map(|item| {
            let current = (Some(item) == section).then_some("page");
            let unread = (item == Section::Notices).then(|| view! { <Unread count=viewer.standing.unread /> });
            view! {
                <li>
                    <a href=item.path() aria-current=current>
                        {item.name(lang)}
                        {unread}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <header class="top">
            <div class="top-inner">
                <a class="brand" href=paths::OVERVIEW>
                    <Logo />
                    {t!(lang, "app-name")}
                </a>
                <nav class="nav" aria-label=t!(lang, "nav-label")>
                    <ul>{links}</ul>
                </nav>
                <div class="preferences">
                    <LanguageSwitch />
                    <Themes />
                </div>
                <SignedInUser />
            </div>
        </header>
    }
    .into_any()
}

/// The number of notices that the viewer has not read: `3`, `99+`; nothing where there is none.
#[component]
fn Unread(count: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    (count > 0).then(|| {
        let figure = if count < MOST_UNREAD { grouped(count) } else { format!("{}+", MOST_UNREAD - 1) };
        view! {
            " "
            <span class="unread-count num">{figure}</span>
            " "
            <span class="unseen">{t!(lang, "nav-unread")}</span>
        }
    })
}

/// The name and role of who is signed in, and the button that signs them out.
#[component]
fn SignedInUser() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.signed_in.as_ref().map(|who| {
        view! {
            <div class="who">
                <a href=paths::SETTINGS title=who.user.name.clone()>
                    <span class="who-name">{who.user.name.clone()}</span>
                    <span class="who-role">{role_words(lang, who.user.role)}</span>
                </a>
                <PostButton action=paths::POST_SIGN_OUT kind=ButtonKind::Quiet>
                    {t!(lang, "sign-out")}
                </PostButton>
            </div>
        }
    })
}

/// The logo: a gauge's arc and needle, as in `public/favicon.svg`.
#[component]
pub(crate) fn Logo() -> impl IntoView {
    view! {
        <svg class="mark" width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M6 23A12 12 0 1 1 26 23" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
            <path d="M16 18L21.5 11" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
        </svg>
    }
}
