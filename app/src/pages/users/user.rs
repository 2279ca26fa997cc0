//! The page of one user: facts, role, password, sessions, and whether the user may sign in.

use desk::Desk;
use desk::api_tokens::ApiToken;
use desk::users::{Session, User, UserError};
use domain::{Actor, Permission, Role, UserId, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Fact, Facts, Form, LinkButton, Panel, PostButton, Radios, TimeFact};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::users::forms::{ChangeAccess, ChangeRole, EndSessions, SetPassword, own_id, user_id};
use crate::pages::users::list::UserState;
use crate::pages::users::outcome::UserOutcome;
use crate::pages::users::shared::{TimeOr, role_choices};
use crate::parts::confirm_password::ConfirmPassword;
use crate::parts::new_password::{NewPasswordFault, NewPasswordFields};
use crate::parts::sessions::SessionsTable;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::role_words;

/// A user, with what decides which forms their page offers.
#[derive(Clone)]
struct UserView {
    user: User,
    /// Whether the viewer is this user.
    is_own: bool,
    /// Whether no other user could administer the desk.
    is_last_admin: bool,
}

impl UserView {
    async fn load(desk: &Desk, actor: &Actor, id: UserId) -> Result<Self, UserError> {
        let user = desk.user(actor, id).await?;
        let administers = |user: &User| user.role == Role::Admin && user.disabled_at.is_none();
        let others = desk.users(actor).await?.into_iter().any(|other| other.id != user.id && administers(&other));
        Ok(Self { is_own: own_id(actor) == Some(user.id), is_last_admin: administers(&user) && !others, user })
    }
}

/// Names of the API tokens of a user that are not revoked.
async fn tokens_of(desk: &Desk, actor: &Actor, user: &User) -> Result<Vec<String>, Failure> {
    let tokens = desk.list_tokens(actor).await?.into_iter();
    let is_theirs = |token: &ApiToken| token.owner.as_ref().unwrap_or(&token.made_by) == &user.name;
    let theirs = tokens.filter(|token| is_theirs(token) && token.revoked_at.is_none());
    Ok(theirs.map(|token| token.name).collect())
}

/// `/settings/users/{user}`
#[component]
pub fn UserPage() -> impl IntoView {
    let word = param("user");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let shown = UserView::load(&desk, &viewer.actor, user_id(&word)).await?;
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
                    <TimeOr at=user.last_signed_in_at otherwise=t!(lang, "never-signed-in") />
                </Fact>
                <TimeFact label=t!(lang, "settings-password-set") at=user.password_set_at />
                {user
                    .must_change_password
                    .then(|| {
                        view! { <Fact label=t!(lang, "user-password-state")>{t!(lang, "user-must-change")}</Fact> }
                    })}
                <TimeFact label=t!(lang, "col-added") at=user.created_at />
            </Facts>
        </Panel>
    }
}

/// A form about the user, with one button.
#[component]
fn UserForm(
    /// The address that the form posts to.
    action: &'static str,
    /// Id of the user.
    user: UserId,
    /// Text above the button.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Label of the button.
    button: Text,
    /// Kind of the button.
    #[prop(optional)]
    kind: ButtonKind,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <Form action>
            <input type="hidden" name="user" value=user.to_string() />
            {children()}
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            <div class="actions">
                <Button kind>{button}</Button>
            </div>
        </Form>
    }
}

#[component]
fn RolePanel(shown: UserView) -> impl IntoView {
    let lang = Viewer::current().lang;
    let UserView { user, is_own, is_last_admin } = shown;
    let body = if is_last_admin {
        view! { <p>{t!(lang, "last-admin-role")}</p> }.into_any()
    } else {
        let hint = if is_own { t!(lang, "role-hint-own") } else { t!(lang, "role-hint") };
        view! {
            <UserForm action=ChangeRole::url() user=user.id hint button=t!(lang, "role-change")>
                <Radios
                    name="role"
                    legend=t!(lang, "role-legend")
                    choices=role_choices(lang, &Role::FOR_USERS)
                    selected=user.role.word()
                />
                <ConfirmPassword form=ChangeRole::url() name="confirm_role" />
            </UserForm>
        }
        .into_any()
    };
    view! { <Panel title=t!(lang, "col-role")>{body}</Panel> }
}

#[component]
fn PasswordPanel(shown: UserView, fault: Option<NewPasswordFault>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let UserView { user, is_own, .. } = shown;
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
            <UserForm
                action=SetPassword::url()
                user=user.id
                hint=t!(lang, "password-set-hint")
                button=t!(lang, "password-set")
            >
                <NewPasswordFields fault />
                <ConfirmPassword form=SetPassword::url() />
            </UserForm>
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
fn SessionsPanel(shown: UserView, sessions: Vec<Session>) -> impl IntoView {
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
                <PostButton action=EndSessions::url() fields=[("user", id.to_string())]>
                    {everywhere}
                </PostButton>
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
    shown: UserView,
    /// Names of the API tokens of the user that are not revoked.
    tokens: Vec<String>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let UserView { user, is_own, is_last_admin } = shown;
    let (action, id) = (ChangeAccess::url(), user.id);
    let names = tokens.join(&t!(lang, "comma"));
    let body = if is_last_admin {
        view! { <p>{t!(lang, "last-admin-disable")}</p> }.into_any()
    } else if user.disabled_at.is_some() {
        view! {
            <p>{t!(lang, "user-enable-what")}</p>
            {(!names.is_empty()).then(|| view! { <p>{t!(lang, "user-enable-tokens", names = names)}</p> })}
            <UserForm action user=id button=t!(lang, "user-enable")>
                <input type="hidden" name="disabled" value="no" />
            </UserForm>
        }
        .into_any()
    } else {
        let button = t!(lang, "user-disable-confirm", name = user.name);
        view! {
            <p>{t!(lang, "user-disable-hint")}</p>
            <details class="confirming">
                <summary class="button danger">{t!(lang, "user-disable")}</summary>
                <ul>
                    <li>{if is_own { t!(lang, "user-disable-own") } else { t!(lang, "user-disable-out") }}</li>
                    {(!names.is_empty()).then(|| view! { <li>{t!(lang, "user-disable-tokens", names = names)}</li> })}
                    <li>{t!(lang, "user-disable-history")}</li>
                </ul>
                <UserForm action user=id button kind=ButtonKind::Confirm>
                    <input type="hidden" name="disabled" value="yes" />
                </UserForm>
            </details>
        }
        .into_any()
    };
    view! { <Panel title=t!(lang, "access-title")>{body}</Panel> }
}
