//! The page of somebody's own settings, with the panels about their role, password and sessions.

use std::sync::Arc;

use desk::users::{Session, SessionUser};
use domain::Permission;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Fact, Facts, Form, Panel, Submit, TimeFact};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::settings::appearance::AppearancePanel;
use crate::pages::settings::forms::{EndOwnSession, SignOutEverywhere};
use crate::pages::settings::outbound::OutboundPanel;
use crate::pages::settings::outcome::SettingsOutcome;
use crate::pages::settings::own_password::OwnPasswordForm;
use crate::parts::sessions::SessionsTable;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::{may_words, role_words};

/// `/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let Some(who) = viewer.signed_in.clone() else { return Err(Failure::Forbidden(Permission::SeeUsage)) };
        let lang = viewer.lang;
        let sessions = desk.sessions_of(&viewer.actor, who.user.id).await?;
        let correct = flash.read::<SettingsOutcome>().cloned();
        let outbound = if viewer.may(Permission::Administer) {
            Some((desk.settings().outbound.clone(), desk.outbound_address(&viewer.actor).await?))
        } else {
            None
        };
        Ok(view! {
            <Page title=t!(lang, "settings-title") section=Section::Settings>
                <SettingsNav part=SettingsPart::Mine />
                <FlashNotice flash />
                <ProfilePanel who=Arc::clone(&who) />
                <AppearancePanel who=Arc::clone(&who) correct=correct.clone() />
                <PasswordPanel who=Arc::clone(&who) correct />
                <SessionsPanel sessions own=who.session.id />
                {outbound.map(|(calls, seen)| view! { <OutboundPanel calls seen /> })}
            </Page>
        }
        .into_any())
    })
}

/// The viewer's name, role and rights.
#[component]
fn ProfilePanel(who: Arc<SessionUser>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (name, role, password_set_at) = (who.user.name.clone(), who.user.role, who.user.password_set_at);
    let may = Permission::ALL.into_iter().filter(|may| role.may(*may)).filter_map(|may| may_words(lang, may));
    let may = may.map(|words| view! { <li>{words}</li> }).collect_view();
    let others =
        (!role.may(Permission::Administer)).then(|| view! { <p class="hint">{t!(lang, "settings-role-hint")}</p> });
    view! {
        <Panel title=t!(lang, "settings-me")>
            <Facts>
                <Fact label=t!(lang, "field-user-name")>{name}</Fact>
                <Fact label=t!(lang, "col-role")>{role_words(lang, role)}</Fact>
                <Fact label=t!(lang, "settings-you-may")>
                    <ul class="dotted">{may}</ul>
                    {others}
                </Fact>
                <TimeFact label=t!(lang, "settings-password-set") at=password_set_at />
            </Facts>
        </Panel>
    }
}

/// The panel with the form that changes one's own password.
#[component]
fn PasswordPanel(who: Arc<SessionUser>, correct: Option<SettingsOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <div id="password">
            <Panel title=t!(lang, "settings-password")>
                <OwnPasswordForm who correct />
            </Panel>
        </div>
    }
}

/// The sessions of the viewer, each with a form that ends it, and the form that ends all.
#[component]
fn SessionsPanel(
    sessions: Vec<Session>,
    /// Id of the session in use.
    own: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "settings-sessions");
    view! {
        <div id="sessions">
            <Panel title=title.clone() flush=true>
                <SessionsTable caption=title sessions own=Some(own) action=EndOwnSession::url() />
                <div class="panel-foot">
                    <Form action=SignOutEverywhere::url()>
                        <p class="hint">{t!(lang, "sign-out-everywhere-hint")}</p>
                        <Submit>{t!(lang, "sign-out-everywhere")}</Submit>
                    </Form>
                </div>
            </Panel>
        </div>
    }
}
