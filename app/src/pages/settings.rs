//! What people settle for themselves, and the way to what admins settle for the desk.

mod browser;
pub mod look;
pub mod password;
pub mod sessions;

use std::sync::Arc;

use desk::users::SignedIn;
use domain::May;
use leptos::prelude::*;

use super::{Visit, page};
use crate::components::{Fact, Facts, Page, Panel, Section, Segment, Segments, Time};
use crate::context::Viewer;
use crate::forms::Flash;
use crate::pages::failed::Failure;
use crate::pages::flash::{FlashNotice, role_words};
use crate::pages::people_words::may_words;
use crate::t;

/// The parts of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsPart {
    /// `/settings`
    Mine,
    /// `/settings/users`
    Users,
    /// `/settings/tokens`
    Tokens,
}

/// The way between the parts of the settings; nothing for those who have one part only.
#[component]
pub fn SettingsNav(
    /// The part that is shown.
    part: SettingsPart,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let items = [
        (SettingsPart::Mine, t!(lang, "settings-mine"), "/settings"),
        (SettingsPart::Users, t!(lang, "users-title"), "/settings/users"),
        (SettingsPart::Tokens, t!(lang, "settings-tokens"), "/settings/tokens"),
    ];
    let items =
        items.map(|(item, label, href)| Segment { label, href: href.to_owned(), current: item == part }).to_vec();
    viewer.may(May::Administer).then(|| view! { <Segments label=t!(lang, "settings-title") items /> })
}

/// `/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let Some(who) = viewer.signed_in.clone() else { return Err(Failure::Forbidden(May::SeeUsage)) };
        let lang = viewer.lang;
        let sessions = desk.sessions_of(&viewer.actor, who.user.id).await?;
        let correct = match &flash {
            Some(Flash::Correct(correct)) => Some((**correct).clone()),
            _ => None,
        };
        Ok(view! {
            <Page title=t!(lang, "settings-title") section=Section::Settings>
                <SettingsNav part=SettingsPart::Mine />
                <FlashNotice flash />
                <Me who=Arc::clone(&who) />
                <look::LookPanel who=Arc::clone(&who) correct=correct.clone() />
                <password::PasswordPanel who=Arc::clone(&who) correct />
                <sessions::SessionsPanel sessions own=who.session.id />
            </Page>
        }
        .into_any())
    })
}

/// Who one is, and what one may do.
#[component]
fn Me(who: Arc<SignedIn>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (name, role, password_set_at) = (who.user.name.clone(), who.user.role, who.user.password_set_at);
    let may = May::ALL.into_iter().filter(|may| role.may(*may)).filter_map(|may| may_words(lang, may));
    let may = may.map(|words| view! { <li>{words}</li> }).collect_view();
    let others = (!role.may(May::Administer)).then(|| view! { <p class="hint">{t!(lang, "settings-role-hint")}</p> });
    view! {
        <Panel title=t!(lang, "settings-me")>
            <Facts>
                <Fact label=t!(lang, "field-user-name")>{name}</Fact>
                <Fact label=t!(lang, "col-role")>{role_words(lang, role)}</Fact>
                <Fact label=t!(lang, "settings-you-may")>
                    <ul class="dotted">{may}</ul>
                    {others}
                </Fact>
                <Fact label=t!(lang, "settings-password-set")>
                    <Time at=password_set_at />
                </Fact>
            </Facts>
        </Panel>
    }
}
