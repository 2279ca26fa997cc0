//! One user: what they may do, their password, where they are signed in, whether they may sign in at all.

use crate::components::{Button, ButtonKind, Fact, Facts, Form, LinkButton, Panel, Radios, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::users::forms::{ChangeAccess, ChangeRole, EndSessions, SetPassword, own_id, user_of};
use crate::pages::users::list::{UserState, role_choices};
use crate::pages::users::outcome::UserOutcome;
use crate::parts::new_password::{NewPasswordFault, NewPasswordFields};
use crate::parts::sessions::SessionsTable;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::role_words;
use desk::Desk;
use desk::users::{Session, User, UserError};
use domain::paths;
use domain::{Actor, May, Role, UserId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A user as their page shows them.
#[derive(Clone)]
struct Shown {
    user: User,
    is_own: bool,
    /// Nobody else could administer the desk.
    is_last_admin: bool,
}

async fn shown(desk: &Desk, actor: &Actor, id: UserId) -> Result<Shown, UserError> {
    let user = desk.user(actor, id).await?;
    let administers = |user: &User| user.role == Role::Admin && user.disabled_at.is_none();
    let others = desk.users(actor).await?.into_iter().any(|other| other.id != user.id && administers(&other));
    Ok(Shown { is_own: own_id(actor) == Some(user.id), is_last_admin: administers(&user) && !others, user })
}

/// The names of the API tokens that a user made, and nobody revoked.
async fn tokens_of(desk: &Desk, actor: &Actor, user: &User) -> Result<Vec<String>, Failure> {
    let tokens = desk.list_tokens(actor).await?.into_iter();
    let theirs = tokens.filter(|token| token.made_by == user.name && token.revoked_at.is_none());
    Ok(theirs.map(|token| token.name).collect())
}

/// `/settings/users/{user}`
#[component]
pub fn UserPage() -> impl IntoView {
    let word = param("user");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(May::Administer) {
            return Err(Failure::Forbidden(May::Administer));
        }
        let shown = shown(&desk, &viewer.actor, user_of(&word)).await?;
        let sessions = desk.sessions_of(&viewer.actor, shown.user.id).await?;
        let tokens = tokens_of(&desk, &viewer.actor, &shown.user).await?;
        let fault = match flash.read() {
            Some(UserOutcome::SetPassword(fault)) => Some(*fault),
            _ => None,
        };
        let aside = shown.is_own.then(|| view! { <span class="chip">{t!(lang, "user-you")}</span> });
        Ok(view! {
            <Page
                title=shown.user.name.clone()
                section=Section::Settings
                crumbs=vec![Crumb::new(t!(lang, "users-title"), paths::USERS)]
                aside=aside.into_any()
            >
                <SettingsNav part=SettingsPart::Users />
                <FlashNotice flash />
                <UserFacts user=shown.user.clone() />
                <RolePanel shown=shown.clone() />
                <PasswordPanel shown=shown.clone() fault />
                <SessionsPanel shown=shown.clone() sessions />
                <AccessPanel shown tokens />
            </Page>
        }
        .into_any())
    })
}

#[component]
fn UserFacts(user: User) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel>
            <Facts wide=true>
                <Fact label=t!(lang, "col-role")>{role_words(lang, user.role)}</Fact>
                <Fact label=t!(lang, "col-user-state")>
                    <UserState disabled_at=user.disabled_at />
                </Fact>
                <Fact label=t!(lang, "col-last-signed-in")>
                    {match user.last_signed_in_at {
                        Some(at) => view! { <Time at /> }.into_any(),
                        None => view! { <span class="secondary">{t!(lang, "never-signed-in")}</span> }.into_any(),
                    }}
                </Fact>
                <Fact label=t!(lang, "settings-password-set")>
                    <Time at=user.password_set_at />
                </Fact>
                <Fact label=t!(lang, "col-added")>
                    <Time at=user.created_at />
                </Fact>
            </Facts>
        </Panel>
    }
}

#[component]
fn RolePanel(shown: Shown) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Shown { user, is_own, is_last_admin } = shown;
    let body = if is_last_admin {
        view! { <p>{t!(lang, "last-admin-role")}</p> }.into_any()
    } else {
        let hint = if is_own { t!(lang, "role-hint-own") } else { t!(lang, "role-hint") };
        view! {
            <Form action=ChangeRole::url()>
                <input type="hidden" name="user" value=user.id.to_string() />
                <Radios
                    name="role"
                    legend=t!(lang, "role-legend")
                    choices=role_choices(lang, &Role::FOR_USERS)
                    selected=user.role.word()
                />
                <p class="hint">{hint}</p>
                <div class="actions">
                    <Button>{t!(lang, "role-change")}</Button>
                </div>
            </Form>
        }
        .into_any()
    };
    view! { <Panel title=t!(lang, "col-role")>{body}</Panel> }
}

#[component]
fn PasswordPanel(shown: Shown, fault: Option<NewPasswordFault>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Shown { user, is_own, .. } = shown;
    let body = if is_own {
        view! {
            <p>{t!(lang, "password-own")}</p>
            <div class="actions">
                <LinkButton href=paths::SETTINGS>{t!(lang, "password-own-link")}</LinkButton>
            </div>
        }
        .into_any()
    } else {
        view! {
            <Form action=SetPassword::url()>
                <input type="hidden" name="user" value=user.id.to_string() />
                <NewPasswordFields fault />
                <p class="hint">{t!(lang, "password-set-hint")}</p>
                <div class="actions">
                    <Button>{t!(lang, "password-set")}</Button>
                </div>
            </Form>
        }
        .into_any()
    };
    view! {
        <div id="password">
            <Panel title=t!(lang, "field-password")>{body}</Panel>
        </div>
    }
}

#[component]
fn SessionsPanel(shown: Shown, sessions: Vec<Session>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let own = viewer.signed_in.as_ref().map(|who| who.session.id);
    let id = shown.user.id;
    let title = if shown.is_own { t!(lang, "settings-sessions") } else { t!(lang, "sessions-title") };
    if sessions.is_empty() {
        return view! {
            <Panel title>
                <p class="secondary">{t!(lang, "sessions-none")}</p>
            </Panel>
        }
        .into_any();
    }
    let others = sessions.iter().any(|session| Some(session.id) != own);
    let everywhere = if shown.is_own { t!(lang, "sessions-end-others") } else { t!(lang, "sessions-end-all") };
    let actions = others
        .then(|| {
            view! {
                <Form action=EndSessions::url() inline=true>
                    <input type="hidden" name="user" value=id.to_string() />
                    <Button>{everywhere}</Button>
                </Form>
            }
        })
        .into_any();
    view! {
        <Panel title actions flush=true>
            <SessionsTable caption=t!(lang, "sessions-title") sessions own action=EndSessions::url() user=id />
        </Panel>
    }
    .into_any()
}

#[component]
fn AccessPanel(
    shown: Shown,
    /// The names of the API tokens that they made, and nobody revoked.
    tokens: Vec<String>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Shown { user, is_own, is_last_admin } = shown;
    let form = |disabled: &'static str, button: AnyView| {
        view! {
            <Form action=ChangeAccess::url()>
                <input type="hidden" name="user" value=user.id.to_string() />
                <input type="hidden" name="disabled" value=disabled />
                <div class="actions">{button}</div>
            </Form>
        }
    };
    let names = tokens.join(&t!(lang, "comma"));
    let body = if is_last_admin {
        view! { <p>{t!(lang, "last-admin-disable")}</p> }.into_any()
    } else if user.disabled_at.is_some() {
        let button = view! { <Button>{t!(lang, "user-enable")}</Button> }.into_any();
        view! {
            <p>{t!(lang, "user-enable-what")}</p>
            {(!names.is_empty()).then(|| view! { <p>{t!(lang, "user-enable-tokens", names = names)}</p> })}
            {form("no", button)}
        }
        .into_any()
    } else {
        let what = t!(lang, "user-disable-confirm", name = user.name.clone());
        let button = view! { <Button kind=ButtonKind::Confirm>{what}</Button> }.into_any();
        view! {
            <p>{t!(lang, "user-disable-hint")}</p>
            <details class="confirming">
                <summary class="button danger">{t!(lang, "user-disable")}</summary>
                <ul>
                    <li>{if is_own { t!(lang, "user-disable-own") } else { t!(lang, "user-disable-out") }}</li>
                    {(!names.is_empty()).then(|| view! { <li>{t!(lang, "user-disable-tokens", names = names)}</li> })}
                    <li>{t!(lang, "user-disable-history")}</li>
                </ul>
                {form("yes", button)}
            </details>
        }
        .into_any()
    };
    view! { <Panel title=t!(lang, "access-title")>{body}</Panel> }
}
