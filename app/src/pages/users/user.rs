//! One user: what they may do, their password, where they are signed in, whether they may sign in at all.

use desk::Desk;
use desk::users::{Session, User, UserChange, UserError, WhichSessions};
use domain::{Actor, May, Role, UserId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use secrecy::SecretString;

use crate::components::{Button, ButtonKind, Fact, Facts, Form, LinkButton, Panel, Radios, Time};
use crate::context::Viewer;
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Flash, NewPasswordFault};
use crate::frame::failed::Failure;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::users::list::{USERS, UserState, person_role, role_choices, user_path};
use crate::pages::users::outcome::PeopleOutcome;
use crate::parts::new_password::{NewPasswordFields, new_password_fault};
use crate::parts::sessions::SessionsTable;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::role_words;

fn user_of(form: &str) -> UserId {
    UserId(form.parse().unwrap_or_default())
}

/// The viewer's own id, where they are a user.
fn own_id(actor: &Actor) -> Option<UserId> {
    match actor {
        Actor::User { id, .. } => Some(*id),
        _ => None,
    }
}

/// Gives a user another role.
#[server(prefix = "/form", endpoint = "users/role")]
pub async fn change_role(
    #[server(default)] user: String,
    #[server(default)] role: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    // The page offers only roles that a person can have, one of them chosen.
    let Some(role) = person_role(&role) else {
        return forms::finish(PeopleOutcome::Unchanged.flash(), &user_path(id)).await;
    };
    let changed = async {
        let name = desk.user(&actor, id).await?.name;
        Ok::<_, UserError>(match desk.change_user(&actor, id, UserChange::Role(role)).await? {
            false => PeopleOutcome::Unchanged,
            true if own_id(&actor) == Some(id) => PeopleOutcome::OwnRoleChanged(role),
            true => PeopleOutcome::RoleChanged { name, role },
        })
    };
    match changed.await {
        // Their page is not theirs to see any more.
        Ok(outcome @ PeopleOutcome::OwnRoleChanged(_)) => forms::finish(outcome.flash(), "/").await,
        Ok(outcome) => forms::finish(outcome.flash(), &user_path(id)).await,
        Err(error) => forms::finish(error.into(), &user_path(id)).await,
    }
}

/// Sets a user's password.
#[server(prefix = "/form", endpoint = "users/password")]
pub async fn set_password(
    #[server(default)] user: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ServerFnError> {
    let [password, again] = [password, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    if own_id(&actor) == Some(id) {
        // One's own is changed where the present one is asked for.
        forms::go("/settings");
        return Ok(());
    }
    let set = async {
        let name = desk.user(&actor, id).await?.name;
        if let Some(fault) = new_password_fault(&password, &again, &name) {
            return Ok(PeopleOutcome::SetPassword(fault));
        }
        desk.set_user_password(&actor, id, password).await?;
        Ok::<_, UserError>(PeopleOutcome::PasswordSet { name })
    };
    match set.await {
        Ok(outcome @ PeopleOutcome::SetPassword(_)) => {
            forms::finish(outcome.flash(), &format!("{}#password", user_path(id))).await
        }
        Ok(outcome) => forms::finish(outcome.flash(), &user_path(id)).await,
        Err(error) => forms::finish(error.into(), &user_path(id)).await,
    }
}

/// Keeps a user out, or lets them in again.
#[server(prefix = "/form", endpoint = "users/access")]
pub async fn change_access(
    #[server(default)] user: String,
    #[server(default)] disabled: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    let change = match disabled.as_str() {
        "yes" => UserChange::Disabled,
        "no" => UserChange::Enabled,
        _ => return forms::finish(PeopleOutcome::Unchanged.flash(), &user_path(id)).await,
    };
    let changed = async {
        let name = desk.user(&actor, id).await?.name;
        let changed = desk.change_user(&actor, id, change).await?;
        Ok::<_, UserError>(match (changed, change) {
            (false, _) => PeopleOutcome::Unchanged,
            (true, UserChange::Disabled) => PeopleOutcome::Disabled { name },
            (true, _) => PeopleOutcome::Enabled { name },
        })
    };
    let flash = changed.await.map_or_else(Flash::from, PeopleOutcome::flash);
    forms::finish(flash, &user_path(id)).await
}

/// Signs a user out, in one place or everywhere; the viewer's own session goes on.
#[server(prefix = "/form", endpoint = "users/sessions")]
pub async fn end_sessions(
    #[server(default)] user: String,
    #[server(default)] session: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = user_of(&user);
    let own = Viewer::current().signed_in.as_ref().map(|who| who.session.id);
    let which = match session.as_str() {
        "" => WhichSessions::AllBut(own),
        // What is no session's number names none.
        one => WhichSessions::One(one.parse().unwrap_or_default()),
    };
    let ended = desk.end_sessions(&actor, id, which).await;
    let flash = ended.map_or_else(Flash::from, |count| PeopleOutcome::SessionsEnded { count }.flash());
    forms::finish(flash, &user_path(id)).await
}

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

/// What is wrong with the password that was just set, where that is what a form left.
fn password_fault(flash: Option<&Flash>) -> Option<NewPasswordFault> {
    match flash {
        Some(Flash::People(outcome)) => match **outcome {
            PeopleOutcome::SetPassword(fault) => Some(fault),
            _ => None,
        },
        _ => None,
    }
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
        let fault = password_fault(flash.as_ref());
        let aside = shown.is_own.then(|| view! { <span class="chip">{t!(lang, "user-you")}</span> });
        Ok(view! {
            <Page
                title=shown.user.name.clone()
                section=Section::Settings
                crumbs=vec![Crumb::new(t!(lang, "users-title"), USERS)]
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
                <LinkButton href="/settings">{t!(lang, "password-own-link")}</LinkButton>
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
