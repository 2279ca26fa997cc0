//! What people settle for themselves, and the way to what admins settle for the desk.

use crate::components::{Fact, Facts, Panel, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::settings::appearance::LookPanel;
use crate::pages::settings::outcome::SettingsOutcome;
use crate::pages::settings::password::PasswordPanel;
use crate::pages::settings::sessions::SessionsPanel;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::{may_words, role_words};
use std::sync::Arc;

use desk::users::SignedIn;
use domain::May;
use leptos::prelude::*;

/// `/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let Some(who) = viewer.signed_in.clone() else { return Err(Failure::Forbidden(May::SeeUsage)) };
        let lang = viewer.lang;
        let sessions = desk.sessions_of(&viewer.actor, who.user.id).await?;
        let correct = flash.read::<SettingsOutcome>().cloned();
        Ok(view! {
            <Page title=t!(lang, "settings-title") section=Section::Settings>
                <SettingsNav part=SettingsPart::Mine />
                <FlashNotice flash />
                <Me who=Arc::clone(&who) />
                <LookPanel who=Arc::clone(&who) correct=correct.clone() />
                <PasswordPanel who=Arc::clone(&who) correct />
                <SessionsPanel sessions own=who.session.id />
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
