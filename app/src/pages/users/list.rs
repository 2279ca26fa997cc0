//! Everyone who may sign in, and the form that adds somebody.

use desk::users::User;
use domain::{Lang, Permission, Role, paths};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Cell, Field, Form, Panel, Radios, Submit, Table, Time};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::users::forms::AddUser;
use crate::pages::users::outcome::{NameFault, TypedUser, UserOutcome};
use crate::pages::users::shared::{EndedSince, TimeOr, role_choices};
use crate::parts::confirm_password::ConfirmPassword;
use crate::parts::new_password::NewPasswordFields;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::{role_words, user_name_words};

/// `/settings/users`
#[component]
pub fn UsersPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let users = desk.users(&viewer.actor).await?;
        let typed = match flash.read() {
            Some(UserOutcome::AddUser(typed)) => typed.clone(),
            _ => TypedUser::default(),
        };
        Ok(view! {
            <Page title=t!(lang, "users-title") section=Section::Settings>
                <SettingsNav part=SettingsPart::Users />
                <FlashNotice flash />
                <UserTable users />
                <div id="add">
                    <Panel title=t!(lang, "user-add-title")>
                        <AddForm typed />
                    </Panel>
                </div>
            </Page>
        }
        .into_any())
    })
}

#[component]
fn UserTable(users: Vec<User>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let own = viewer.signed_in.as_ref().map(|who| who.user.id);
    let names = t!(lang, ["col-user", "col-role", "col-user-state", "col-last-signed-in", "col-added"]);
    let [_, role, state, last, added] = names.clone();
    let rows = users
        .into_iter()
        .map(|user| {
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=paths::user(user.id)>
                            {user.name}
                        </a>
                        {(own == Some(user.id)).then(|| view! { <span class="chip">{t!(lang, "user-you")}</span> })}
                    </Cell>
                    <Cell label=role.clone()>{role_words(lang, user.role)}</Cell>
                    <Cell label=state.clone()>
                        <UserState disabled_at=user.disabled_at />
                    </Cell>
                    <Cell label=last.clone()>
                        <TimeOr at=user.last_signed_in_at otherwise=t!(lang, "never-signed-in") quiet=true />
                    </Cell>
                    <Cell label=added.clone()>
                        <Time at=user.created_at quiet=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "users-title") columns=names>
            {rows}
        </Table>
    }
}

/// The state of a user: active, or disabled since when.
#[component]
pub(crate) fn UserState(disabled_at: Option<Timestamp>) -> impl IntoView {
    let lang = Viewer::current().lang;
    match disabled_at {
        None => view! { <span class="standing active">{t!(lang, "user-active")}</span> }.into_any(),
        Some(at) => view! { <EndedSince label=t!(lang, "user-disabled-since") at /> }.into_any(),
    }
}

#[component]
fn AddForm(typed: TypedUser) -> impl IntoView {
    let lang = Viewer::current().lang;
    let TypedUser { name, role, faults } = typed;
    let role = if role.is_empty() { Role::Viewer.word().to_owned() } else { role };
    view! {
        <Form action=AddUser::url()>
            <Field
                name="name"
                label=t!(lang, "field-user-name")
                value=name
                hint=t!(lang, "field-user-name-hint")
                error=faults.name.map(|fault| name_words(lang, fault))
            />
            <Radios
                name="role"
                legend=t!(lang, "col-role")
                choices=role_choices(lang, &Role::FOR_USERS)
                selected=role
                error=faults.role.then(|| t!(lang, "fault-role"))
            />
            <NewPasswordFields fault=faults.password />
            <ConfirmPassword form=AddUser::url() />
            <p class="hint">{t!(lang, "user-add-hint")}</p>
            <Submit kind=ButtonKind::Primary>{t!(lang, "user-add")}</Submit>
        </Form>
    }
}

fn name_words(lang: Lang, fault: NameFault) -> Text {
    match fault {
        NameFault::Name(fault) => user_name_words(lang, fault),
        NameFault::Taken => t!(lang, "fault-user-name-taken"),
    }
}
